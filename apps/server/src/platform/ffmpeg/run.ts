import { runChild } from './child.ts'
import type { ChildEnd } from './child.ts'
import type { Ffmpeg } from './find.ts'
import { childEnv } from './find.ts'
import { defaultLimits, limited } from './limits.ts'
import type { Limits } from './limits.ts'

export interface RunOptions {
  /** Real time after which the child is killed. */
  readonly wallMs: number
  readonly limits?: Partial<Limits>
  readonly signal?: AbortSignal
  /** Raw data for `-i pipe:0`. */
  readonly stdin?: AsyncIterable<Uint8Array>
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
  readonly outTimeMs: number
  readonly frames: number
}

/** FFmpeg answers the CPU limit's signal by stopping with this code; nobody else sends it a polite signal. */
const stoppedBySignalCode = 255

export const outcomeOf = (end: ChildEnd): RunOutcome => {
  if (end.endedBy === 'abort') return 'aborted'
  if (end.endedBy === 'wall') return 'wall_limit'
  if (end.exitSignal === 'SIGXFSZ' || end.exitCode === 153) return 'output_limit'
  if (end.exitSignal === 'SIGXCPU' || end.exitCode === stoppedBySignalCode) return 'cpu_limit'
  if (end.exitSignal !== null) return 'killed'
  if (end.exitCode === 0) return 'done'
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

/**
 * Runs FFmpeg in a limited child process, without a shell.
 *
 * @example
 * const result = await run(ffmpeg, ['-i', 'in.mov', 'out.mp4'], { wallMs: 60_000 })
 */
export const run = async (
  ffmpeg: Ffmpeg,
  args: readonly string[],
  options: RunOptions,
): Promise<RunResult> => {
  const limits = { ...defaultLimits, ...options.limits }
  const input = options.stdin === undefined ? ['-nostdin'] : []
  const command = [ffmpeg.path, ...input, '-hide_banner', '-v', 'error', '-y', '-progress', 'pipe:1', ...args]
  const progress: Progress = { outTimeMs: 0, frames: 0 }
  const end = await runChild({
    ...limited(ffmpeg.limiter, limits, command),
    env: childEnv(ffmpeg.searchPath),
    wallMs: options.wallMs,
    signal: options.signal,
    stdin: options.stdin,
    onStdout: progressReader(progress, () => options.onProgress?.({ ...progress })),
  })
  return { outcome: outcomeOf(end), exitCode: end.exitCode, stderrTail: end.stderrTail, ...progress }
}
