import { AppError } from '#platform/errors'
import { runChild, type ChildEnd } from './child.ts'
import { childEnv, enclose, type Task } from './enclose.ts'
import type { Ffmpeg } from './find.ts'
import { safeInput, safePipe } from './input.ts'
import { defaultLimits } from './limits.ts'
import { outcomeOf } from './run.ts'

/** A file, or its bytes while they arrive. */
export type MediaBytes = string | AsyncIterable<Uint8Array>

export interface Question {
  readonly source: MediaBytes
  /** What to show of it. */
  readonly show: readonly string[]
  readonly cpuSeconds: number
  readonly wallMs: number
  readonly signal: AbortSignal | undefined
  readonly onStdout: (chunk: Buffer) => void
}

/** It writes nothing but its answer. */
const outputBytes = 1024 * 1024

/** Runs ffprobe on one source, in the sandbox. Rejects when it ended in a way that tells nothing about the file. */
export const askFfprobe = async (ffmpeg: Ffmpeg, question: Question): Promise<ChildEnd> => {
  const { source, show, cpuSeconds, wallMs, signal, onStdout } = question
  const limits = { ...defaultLimits, cpuSeconds, outputBytes }
  const task: Task = {
    inputs: typeof source === 'string' ? [source] : [],
    outputFolder: null,
    args: (at) => [
      ...['-v', 'error', ...show],
      ...(typeof source === 'string' ? safeInput(at.input(0)) : safePipe()),
    ],
  }
  const child = enclose(ffmpeg.probePath, task, { limiter: ffmpeg.limiter, limits, patient: false })
  const stdin = typeof source === 'string' ? undefined : source
  const end = await runChild({ ...child, env: childEnv(ffmpeg.searchPath), wallMs, signal, stdin, onStdout })
  const outcome = outcomeOf(end, limits)
  const blamesUs =
    outcome === 'killed' || outcome === 'wall_limit' || /: Permission denied$/m.test(end.stderrTail)
  if (blamesUs) throw new AppError('internal', { cause: end.stderrTail || `ffprobe: ${outcome}` })
  return end
}
