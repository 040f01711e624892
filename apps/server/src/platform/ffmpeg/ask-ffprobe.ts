import { AppError } from '#platform/errors'
import { runChild, type ChildEnd } from './child.ts'
import { childEnv, enclose, type Task } from './enclose.ts'
import type { Ffmpeg } from './find.ts'
import { safeInput } from './input.ts'
import { defaultLimits } from './limits.ts'
import { outcomeOf } from './run.ts'

export interface Question {
  readonly file: string
  /** What to show of it. */
  readonly show: readonly string[]
  readonly cpuSeconds: number
  readonly wallMs: number
  readonly signal: AbortSignal | undefined
  readonly onStdout: (chunk: Buffer) => void
}

/** It writes nothing but its answer. */
const outputBytes = 1024 * 1024

/** Runs ffprobe on one file, in the sandbox. Rejects when it ended in a way that tells nothing about the file. */
export const askFfprobe = async (ffmpeg: Ffmpeg, question: Question): Promise<ChildEnd> => {
  const { file, show, cpuSeconds, wallMs, signal, onStdout } = question
  const limits = { ...defaultLimits, cpuSeconds, outputBytes }
  const task: Task = {
    inputs: [file],
    outputFolder: null,
    args: (at) => ['-v', 'error', ...show, ...safeInput(at.input(0))],
  }
  const child = enclose(ffmpeg.probePath, task, { limiter: ffmpeg.limiter, limits, patient: false })
  const end = await runChild({ ...child, env: childEnv(ffmpeg.searchPath), wallMs, signal, onStdout })
  const outcome = outcomeOf(end, limits)
  const blamesUs =
    outcome === 'killed' || outcome === 'wall_limit' || /: Permission denied$/m.test(end.stderrTail)
  if (blamesUs) throw new AppError('internal', { cause: end.stderrTail || `ffprobe: ${outcome}` })
  return end
}
