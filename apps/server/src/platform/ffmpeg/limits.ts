/** What one child may use. A file that needs more is refused, it never takes the server down with it. */
export interface Limits {
  readonly memoryBytes: number
  readonly cpuSeconds: number
  readonly outputBytes: number
  readonly openFiles: number
}

export const defaultLimits: Limits = {
  // Three renditions of a 4K source need a little over 1 GB of address space; below 1.5 GB decoding fails.
  memoryBytes: 4 * 1024 ** 3,
  cpuSeconds: 300,
  outputBytes: 1024 ** 3,
  openFiles: 64,
}

/**
 * Seconds between the first polite CPU signal and the kill. The kernel repeats the polite one every second; FFmpeg
 * stops at the first with exit code 255, or at the fourth with 123 when it is stuck.
 */
const cpuGraceSeconds = 5

/**
 * The limits as arguments of `prlimit`. The number of processes is left alone on purpose: the kernel counts all
 * processes of the user against it, so an operator with a busy desktop could not convert anything.
 */
export const prlimitArguments = (limits: Limits): string[] => [
  `--as=${limits.memoryBytes}`,
  `--cpu=${limits.cpuSeconds}:${limits.cpuSeconds + cpuGraceSeconds}`,
  `--fsize=${limits.outputBytes}`,
  `--nofile=${limits.openFiles}`,
  '--core=0',
  '--',
]
