import { spawn } from 'node:child_process'

/** What one child may use. A file that needs more is refused, it never takes the server down with it. */
export interface Limits {
  readonly memoryBytes: number
  readonly cpuSeconds: number
  readonly outputBytes: number
  readonly openFiles: number
}

/** How far a child can be limited on this machine; found out once, shown by `busker doctor`. */
export interface Limiter {
  readonly limitsResources: boolean
  readonly diesWithParent: boolean
  readonly lowersPriority: boolean
}

export const defaultLimits: Limits = {
  // Three renditions of a 4K source need a little over 1 GB of address space; below 1.5 GB decoding fails.
  memoryBytes: 4 * 1024 ** 3,
  cpuSeconds: 300,
  outputBytes: 1024 ** 3,
  openFiles: 64,
}

/** Seconds between the polite CPU signal, which FFmpeg answers with exit code 255, and the kill. */
const cpuGraceSeconds = 5

/** Puts the limiting programs in front of a command line. They replace themselves, so the child keeps one pid. */
export const limited = (
  limiter: Limiter,
  limits: Limits,
  command: readonly string[],
): { file: string; args: string[] } => {
  const line: string[] = []
  if (limiter.limitsResources) {
    line.push(
      'prlimit',
      `--as=${limits.memoryBytes}`,
      `--cpu=${limits.cpuSeconds}:${limits.cpuSeconds + cpuGraceSeconds}`,
      `--fsize=${limits.outputBytes}`,
      `--nofile=${limits.openFiles}`,
      '--core=0',
      '--',
    )
  }
  if (limiter.diesWithParent) line.push('setpriv', '--pdeathsig', 'KILL')
  if (limiter.lowersPriority) line.push('nice', '-n', '15')
  line.push(...command)
  const [file = '', ...args] = line
  return { file, args }
}

const succeeds = (file: string, args: readonly string[], path: string): Promise<boolean> =>
  new Promise((resolve) => {
    const child = spawn(file, args, { stdio: 'ignore', env: { PATH: path }, timeout: 5000 })
    child.once('error', () => resolve(false))
    child.once('exit', (code) => resolve(code === 0))
  })

/** Tries each limiting program once with a harmless command. */
export const detectLimiter = async (searchPath: string): Promise<Limiter> => {
  const [limitsResources, diesWithParent, lowersPriority] = await Promise.all([
    succeeds('prlimit', ['--core=0', '--', 'true'], searchPath),
    succeeds('setpriv', ['--pdeathsig', 'KILL', 'true'], searchPath),
    succeeds('nice', ['-n', '15', 'true'], searchPath),
  ])
  return { limitsResources, diesWithParent, lowersPriority }
}
