import { lstat, readlink, realpath, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { runChild, type ChildEnd } from './child.ts'
import { childEnv, enclose, type Limiter } from './enclose.ts'
import { defaultLimits } from './limits.ts'

/** How strongly a child is held on this machine; found out once by trying it, shown by `busker doctor`. Plain data. */
export interface Sandbox {
  /** `isolated`: own file system and no network; `limited`: bounded and without privileges; `bare`: only real time. */
  readonly level: 'isolated' | 'limited' | 'bare'
  /** Whether a child can reach the network. */
  readonly network: boolean
  /** One sentence why it is not stronger; empty when nothing is missing. */
  readonly reason: string
}

export interface Programs {
  readonly path: string
  readonly probePath: string
}

/** What was found: the sandbox, what builds it, and what `ffmpeg -version` says inside. */
export interface Trial {
  readonly sandbox: Sandbox
  readonly limiter: Limiter
  readonly banner: string
}

const trialMs = 10_000
/** Beside `bin`, where an FFmpeg of its own keeps its libraries and fonts. Not the whole folder: it may be a home. */
const besideBin = ['lib', 'lib64', 'share', 'root', 'fonts.conf', 'fontconfig']

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )

/** The folders of the system that a program needs, and nothing else of it: no home, no settings, no data. */
const systemMounts = async (): Promise<string[]> => {
  const mounts = ['--ro-bind', '/usr', '/usr']
  for (const folder of ['/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32']) {
    const found = await lstat(folder).catch(() => null)
    if (found?.isSymbolicLink() === true) mounts.push('--symlink', await readlink(folder), folder)
    else if (found?.isDirectory() === true) mounts.push('--ro-bind', folder, folder)
  }
  // Debian reaches its BLAS library through alternatives; Nix and Guix keep everything in a store.
  const wanted = ['/etc/alternatives', '/etc/fonts', '/etc/ld.so.cache', '/nix/store', '/gnu/store']
  for (const path of wanted) if (await exists(path)) mounts.push('--ro-bind', path, path)
  return mounts
}

/** Folders of an FFmpeg that does not lie with the system's programs. */
const programMounts = async ({ path, probePath }: Programs): Promise<string[]> => {
  const places = new Set<string>()
  for (const program of [path, probePath]) {
    for (const file of [program, await realpath(program).catch(() => program)]) {
      if (/^\/(usr|bin|sbin)\//.test(file)) continue
      const folder = dirname(file)
      places.add(folder)
      if (basename(folder) === 'bin') for (const name of besideBin) places.add(join(dirname(folder), name))
    }
  }
  const mounts: string[] = []
  for (const place of places) if (await exists(place)) mounts.push('--ro-bind', place, place)
  return mounts
}

const bubblewrapArguments = async (programs: Programs, namespaces: readonly string[]): Promise<string[]> => [
  ...namespaces,
  ...['--unshare-ipc', '--unshare-pid', '--unshare-net', '--unshare-uts', '--unshare-cgroup-try'],
  ...['--die-with-parent', '--new-session', '--cap-drop', 'ALL'],
  ...['--clearenv', '--setenv', 'PATH', '/usr/local/bin:/usr/bin:/bin', '--setenv', 'LANG', 'C'],
  ...(await systemMounts()),
  ...['--proc', '/proc', '--dev', '/dev', '--tmpfs', '/tmp'],
  ...(await programMounts(programs)),
]

/**
 * Root needs no user namespace, and without one bubblewrap reaches files below folders of other people (a checkout in
 * somebody's home). The child itself has no capability either way.
 */
const namespaceWays: readonly (readonly string[])[] =
  process.getuid?.() === 0
    ? [[], ['--unshare-user', '--uid', '65534', '--gid', '65534']]
    : [['--unshare-user', '--uid', '65534', '--gid', '65534']]

const noMore = ['--no-new-privs', '--inh-caps=-all']
/** The strongest first. Root keeps the right to pass folders of other people, for the reason above. */
const setprivWays: readonly (readonly string[])[] = [
  ['--pdeathsig', 'KILL', ...noMore, '--bounding-set=-all,+dac_override'],
  ['--pdeathsig', 'KILL', ...noMore],
  ['--pdeathsig', 'KILL'],
]

const lastLine = (text: string): string => text.split('\n').at(-1)?.trim().replace(/\.$/, '') ?? ''

const start = async (file: string, args: readonly string[], searchPath: string): Promise<ChildEnd | null> => {
  const options = { env: childEnv(searchPath), wallMs: trialMs, onStdout: () => undefined }
  // A program that cannot be started at all is not there.
  return runChild({ file, args, ...options }).catch(() => null)
}

const succeeds = async (file: string, args: readonly string[], searchPath: string): Promise<boolean> =>
  (await start(file, args, searchPath))?.exitCode === 0

type Found = { readonly args: readonly string[] } | { readonly fault: string }

const findBubblewrap = async (programs: Programs, searchPath: string): Promise<Found> => {
  if (process.platform !== 'linux')
    return { fault: 'Only Linux has bubblewrap, which keeps a child from the network and from files.' }
  let fault = ''
  for (const way of namespaceWays) {
    const args = await bubblewrapArguments(programs, way)
    const end = await start('bwrap', [...args, 'true'], searchPath)
    if (end === null) return { fault: 'bubblewrap is not installed.' }
    if (end.exitCode === 0) return { args }
    fault = `bubblewrap may not be used here (${lastLine(end.stderrTail)}).`
  }
  return { fault }
}

const findSetpriv = async (searchPath: string): Promise<readonly string[] | null> => {
  for (const way of setprivWays) if (await succeeds('setpriv', [...way, 'true'], searchPath)) return way
  return null
}

/** What a program says about its version when it runs this way; a reason when it does not run. */
const askVersion = async (
  program: string,
  limiter: Limiter,
  searchPath: string,
): Promise<{ readonly text: string } | { readonly fault: string }> => {
  const chunks: Buffer[] = []
  const task = { inputs: [], outputFolder: null, args: () => ['-version'] }
  const child = enclose(program, task, { limiter, limits: defaultLimits, patient: true })
  const onStdout = (chunk: Buffer) => chunks.push(chunk)
  try {
    const end = await runChild({ ...child, env: childEnv(searchPath), wallMs: trialMs, onStdout })
    if (end.exitCode === 0) return { text: Buffer.concat(chunks).toString('utf8') }
    return { fault: lastLine(end.stderrTail) || `it ended with ${end.exitCode ?? end.exitSignal}` }
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) }
  }
}

/** The banner of FFmpeg when both programs run with these limits. */
const tryOut = async (
  { path, probePath }: Programs,
  limiter: Limiter,
  searchPath: string,
): Promise<{ readonly banner: string } | { readonly fault: string }> => {
  const [banner, beside] = await Promise.all([
    askVersion(path, limiter, searchPath),
    askVersion(probePath, limiter, searchPath),
  ])
  if ('fault' in banner) return { fault: `${path}: ${banner.fault}` }
  return 'fault' in beside ? { fault: `${probePath}: ${beside.fault}` } : { banner: banner.text }
}

const noPrlimit = 'prlimit of util-linux is missing, so a hostile file may use all memory.'

/** Finds the strongest way in which both programs run on this machine. Null when they do not run at all. */
export const findSandbox = async (programs: Programs, searchPath: string): Promise<Trial | null> => {
  const [prlimit, lowersPriority, bubblewrap, setpriv] = await Promise.all([
    succeeds('prlimit', ['--core=0', '--', 'true'], searchPath),
    succeeds('nice', ['-n', '15', 'true'], searchPath),
    findBubblewrap(programs, searchPath),
    findSetpriv(searchPath),
  ])
  let reason = 'fault' in bubblewrap ? bubblewrap.fault : ''
  if ('args' in bubblewrap) {
    const limiter: Limiter = { prlimit, lowersPriority, setpriv: null, bubblewrap: bubblewrap.args }
    const tried = await tryOut(programs, limiter, searchPath)
    if ('banner' in tried) {
      const level = prlimit ? 'isolated' : 'limited'
      return { sandbox: { level, network: false, reason: prlimit ? '' : noPrlimit }, limiter, ...tried }
    }
    reason = `FFmpeg does not start inside bubblewrap (${tried.fault}).`
  }
  const limiter: Limiter = { prlimit, lowersPriority, setpriv, bubblewrap: null }
  const tried = await tryOut(programs, limiter, searchPath)
  if ('banner' in tried) {
    const level = prlimit || setpriv !== null ? 'limited' : 'bare'
    return { sandbox: { level, network: true, reason }, limiter, ...tried }
  }
  // Limits under which FFmpeg does not even start are worse than none.
  const bare: Limiter = { prlimit: false, lowersPriority, setpriv: null, bubblewrap: null }
  const last = await tryOut(programs, bare, searchPath)
  if ('fault' in last) return null
  const why = `FFmpeg does not start with limits (${tried.fault}).`
  return { sandbox: { level: 'bare', network: true, reason: why }, limiter: bare, ...last }
}
