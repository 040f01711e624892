import { access, constants } from 'node:fs/promises'
import { runChild, type ChildEnd } from './child.ts'
import { childEnv, enclose, type Task } from './enclose.ts'
import type { Ffmpeg } from './find.ts'
import { defaultLimits, type Limits } from './limits.ts'

export interface RunOptions {
  /** Real time after which the child is killed. */
  readonly wallMs: number
  readonly limits?: Partial<Limits>
  readonly signal?: AbortSignal
  /** Called about twice a second with the position reached in the output. */
  readonly onProgress?: (progress: { readonly outTimeMs: number; readonly frames: number }) => void
}

/**
 * How a run ended. `failed` speaks about the input; `disk_full`, `killed` and `aborted` about this machine: only those
 * are worth trying again.
 */
export type RunOutcome =
  | 'done'
  | 'failed'
  | 'cpu_limit'
  | 'wall_limit'
  | 'output_limit'
  | 'disk_full'
  | 'killed'
  | 'aborted'
export interface RunResult {
  readonly outcome: RunOutcome
  readonly exitCode: number | null
  readonly stderrTail: string
  /** Lines of complaint; in a run that is done, about as many as parts that could not be decoded. */
  readonly decodeErrors: number
  readonly outTimeMs: number
  readonly frames: number
}

/** Bubblewrap passes a signal on as 128 plus its number. */
const codeOf = { SIGXCPU: 152, SIGXFSZ: 153, SIGKILL: 137, SIGTERM: 143, SIGINT: 130, SIGHUP: 129 }
/** How FFmpeg ends after one polite signal, and after four when it is stuck. */
const stoppedBySignal = [255, 123]

const hasSignal = (end: ChildEnd, signal: keyof typeof codeOf): boolean =>
  end.exitSignal === signal || end.exitCode === codeOf[signal]

/** A program in front of FFmpeg could not do its part: that says nothing about the file. */
const wasNotEnclosed = (end: ChildEnd): boolean =>
  end.exitCode !== 0 && /^(bwrap|prlimit|setpriv|nice): /.test(end.stderrTail)

export const outcomeOf = (end: ChildEnd, limits: Pick<Limits, 'cpuSeconds'>): RunOutcome => {
  if (end.endedBy === 'abort') return 'aborted'
  if (end.endedBy === 'wall') return 'wall_limit'
  if (end.exitCode === 0) return 'done'
  if (wasNotEnclosed(end)) return 'killed'
  if (hasSignal(end, 'SIGXFSZ')) return 'output_limit'
  const stopped = end.exitCode !== null && stoppedBySignal.includes(end.exitCode)
  if (stopped || hasSignal(end, 'SIGXCPU') || hasSignal(end, 'SIGKILL')) {
    // Somebody else, for example the kernel short of memory, may have sent the signal long before the limit.
    return end.possibleCpuMs >= limits.cpuSeconds * 1000 ? 'cpu_limit' : 'killed'
  }
  if (hasSignal(end, 'SIGTERM') || hasSignal(end, 'SIGINT') || hasSignal(end, 'SIGHUP')) return 'killed'
  return /No space left on device|Disk quota exceeded/.test(end.stderrTail) ? 'disk_full' : 'failed'
}

interface Progress {
  outTimeMs: number
  frames: number
}

/** Reads the `key=value` lines of `-progress`; a block ends with `progress=continue` or `progress=end`. */
export const progressReader = (progress: Progress, onBlock: () => void): ((chunk: Buffer) => void) => {
  let rest = ''
  return (chunk) => {
    const lines = (rest + chunk.toString('utf8')).split('\n')
    // A line of `-progress` is far shorter than this; anything longer is not ours.
    rest = (lines.pop() ?? '').slice(-1000)
    for (const line of lines) {
      const [key, value = ''] = line.split('=')
      const number = Number(value)
      if (key === 'out_time_us' && Number.isFinite(number)) {
        progress.outTimeMs = Math.max(progress.outTimeMs, number / 1000)
      } else if (key === 'frame' && Number.isFinite(number)) progress.frames = number
      else if (key === 'progress') onBlock()
    }
  }
}

interface Attempt {
  readonly result: RunResult
  readonly wantedMemory: boolean
}

const attempt = async (
  ffmpeg: Ffmpeg,
  task: Task,
  options: RunOptions & { limits: Limits },
): Promise<Attempt> => {
  const input = task.stdin === undefined ? ['-nostdin'] : []
  const general = [...input, '-hide_banner', '-v', 'error', '-y', '-progress', 'pipe:1']
  const whole: Task = { ...task, args: (at) => [...general, ...task.args(at)] }
  const progress: Progress = { outTimeMs: 0, frames: 0 }
  const end = await runChild({
    ...enclose(ffmpeg.path, whole, { limiter: ffmpeg.limiter, limits: options.limits, patient: true }),
    env: childEnv(ffmpeg.searchPath),
    wallMs: options.wallMs,
    signal: options.signal,
    stdin: task.stdin,
    onStdout: progressReader(progress, () => options.onProgress?.({ ...progress })),
  })
  const { exitCode, stderrTail, stderrLines, wantedMemory } = end
  const outcome = outcomeOf(end, options.limits)
  return { result: { outcome, exitCode, stderrTail, decodeErrors: stderrLines, ...progress }, wantedMemory }
}

/**
 * Runs FFmpeg without a shell, in the strongest sandbox of this machine: it reads only the inputs and writes only into
 * the output folder. Rejects when an input cannot be read by us.
 *
 * @example
 * const task = {
 *   inputs: ['/data/uploads/0192…'],
 *   outputFolder: '/data/scratch/0192…',
 *   args: (at: Places) => [...safeInput(at.input(0)), '-c:v', 'libx264', at.output('720p.mp4')],
 * }
 * const result = await run(ffmpeg, task, { wallMs: 60_000 })
 */
export const run = async (ffmpeg: Ffmpeg, task: Task, options: RunOptions): Promise<RunResult> => {
  for (const file of task.inputs) await access(file, constants.R_OK)
  const limits = { ...defaultLimits, ...options.limits }
  const first = await attempt(ffmpeg, task, { ...options, limits })
  // A file must not be called damaged because our own limit of memory was too low for it; FFmpeg may even call a run
  // done that stopped there. Stdin cannot be read twice.
  const { outcome } = first.result
  const isDoubtful = first.wantedMemory && (outcome === 'failed' || outcome === 'done')
  if (!isDoubtful || task.stdin !== undefined) return first.result
  const wider = { ...limits, memoryBytes: 2 * limits.memoryBytes }
  return (await attempt(ffmpeg, task, { ...options, limits: wider })).result
}
