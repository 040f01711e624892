import { isAbsolute, join, normalize, resolve } from 'node:path'
import { assert } from '#platform/assert'
import { prlimitArguments, type Limits } from './limits.ts'

/** Where a task finds its files: inside the sandbox they have other names than outside. */
export interface Places {
  /** The path of `inputs[index]`. */
  input(index: number): string
  /** The path of a file in the output folder; for files it made earlier too. */
  output(name: string): string
}

/** One run of FFmpeg: what it may read, where it may write, and its arguments. */
export interface Task {
  /** Files or folders of this machine; read-only inside. */
  readonly inputs: readonly string[]
  /** An existing folder of this machine, the only place to write to; null when nothing is written. */
  readonly outputFolder: string | null
  /** Raw data for `-i pipe:0`. */
  readonly stdin?: AsyncIterable<Uint8Array>
  readonly args: (at: Places) => readonly string[]
}

/** The programs that stand in front of FFmpeg on this machine. Plain data. */
export interface Limiter {
  readonly prlimit: boolean
  readonly lowersPriority: boolean
  /** Arguments of `setpriv`; null when bubblewrap does more, or when there is none. */
  readonly setpriv: readonly string[] | null
  /** Arguments of `bwrap` that hold for every task; null when it cannot be used. */
  readonly bubblewrap: readonly string[] | null
}

export interface EncloseOptions {
  readonly limiter: Limiter
  readonly limits: Limits
  /** Whether it may wait for others: long work may, a probe that somebody waits for may not. */
  readonly patient: boolean
}

/** The child sees nothing of our environment: a hostile file finds no address or password in it. */
export const childEnv = (searchPath: string): Record<string, string> => ({ PATH: searchPath, LANG: 'C' })

const inside = (name: string): string => {
  assert(!isAbsolute(name) && !normalize(name).startsWith('..'), `"${name}" lies in the output folder`)
  return name
}

const placesIn = (task: Omit<Task, 'args'>, isolated: boolean): Places => ({
  input: (index) => {
    const file = task.inputs[index]
    assert(file !== undefined, `the task has an input ${index}`)
    return isolated ? `/in/${index}` : resolve(file)
  },
  output: (name) => {
    assert(task.outputFolder !== null, 'a task that writes has an output folder')
    return join(isolated ? '/out' : resolve(task.outputFolder), inside(name))
  },
})

const taskMounts = ({ inputs, outputFolder }: Omit<Task, 'args'>): string[] => [
  ...inputs.flatMap((file, index) => ['--ro-bind', resolve(file), `/in/${index}`]),
  ...(outputFolder === null
    ? ['--chdir', '/tmp']
    : ['--bind', resolve(outputFolder), '/out', '--chdir', '/out']),
]

/**
 * Puts the limiting programs in front of a command line. `prlimit`, `nice` and `setpriv` replace themselves; bubblewrap
 * stays as parent and takes everything inside with it when it ends.
 */
export const enclose = (
  program: string,
  task: Task,
  { limiter, limits, patient }: EncloseOptions,
): { file: string; args: string[]; cwd: string } => {
  const line: string[] = []
  if (limiter.prlimit) line.push('prlimit', ...prlimitArguments(limits))
  if (limiter.lowersPriority && patient) line.push('nice', '-n', '15')
  if (limiter.setpriv !== null) line.push('setpriv', ...limiter.setpriv)
  const isolated = limiter.bubblewrap !== null
  if (limiter.bubblewrap !== null) line.push('bwrap', ...limiter.bubblewrap, ...taskMounts(task))
  line.push(program, ...task.args(placesIn(task, isolated)))
  const [file = '', ...args] = line
  return { file, args, cwd: isolated || task.outputFolder === null ? '/' : resolve(task.outputFolder) }
}
