import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { StartError } from '#platform/errors'

/** PostgreSQL refuses to run as root; these are the ways to start it. */
export type Way = 'as this user' | 'user namespace' | 'as postgres user'

export interface Launcher {
  readonly way: Way
  /** Words before the program. Each of them replaces itself, so the process id stays that of PostgreSQL. */
  readonly prefix: readonly string[]
  /** Who must own the files; null when they stay with the user of this process. */
  readonly owner: { readonly uid: number; readonly gid: number } | null
}

/** PostgreSQL needs nothing from our environment, and the secrets in it are not its business. */
export const childEnvironment = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  LC_ALL: 'C',
  TZ: 'UTC',
}

export interface Outcome {
  readonly ok: boolean
  readonly output: string
}

/** Runs a program to its end. It does not throw: the caller decides what a failure means. */
export const runToEnd = (command: readonly string[], timeoutMs: number): Promise<Outcome> =>
  new Promise((resolve) => {
    const [program = '', ...rest] = command
    const options = { env: childEnvironment, timeout: timeoutMs, cwd: '/', maxBuffer: 4 * 1024 * 1024 }
    execFile(program, rest, options, (error, stdout, stderr) =>
      resolve({ ok: error === null, output: `${stdout}\n${stderr}\n${error?.message ?? ''}` }),
    )
  })

const succeeds = async (command: readonly string[]): Promise<boolean> => (await runToEnd(command, 5000)).ok

interface Account {
  readonly name: string
  readonly uid: number
  readonly gid: number
}

/** The accounts of the machine other than root. */
export const parseAccounts = (passwd: string): Account[] =>
  passwd.split('\n').flatMap((line) => {
    const [name, , uid, gid] = line.split(':')
    if (!name || !/^\d+$/.test(uid ?? '') || !/^\d+$/.test(gid ?? '')) return []
    const account = { name, uid: Number(uid), gid: Number(gid) }
    return account.uid === 0 ? [] : [account]
  })

const readAccounts = async (): Promise<Account[]> => {
  const passwd = await readFile('/etc/passwd', 'utf8').catch(() => '')
  return parseAccounts(passwd)
}

/** Asks the kernel to stop the server with us, also after `kill -9`. Missing on some systems; then the next start does it. */
const stopWithParent = async (): Promise<readonly string[]> => {
  const words = ['setpriv', '--pdeathsig', 'INT']
  return (await succeeds([...words, 'true'])) ? words : []
}

/**
 * Finds a way to run PostgreSQL. Root first tries a user namespace, in which the files keep their owner, so that
 * also a root-only folder works. Containers often forbid namespaces; then the user `postgres` serves.
 */
export const chooseLauncher = async (): Promise<Launcher> => {
  const deathSignal = await stopWithParent()
  if (process.getuid?.() !== 0) return { way: 'as this user', prefix: deathSignal, owner: null }

  const accounts = await readAccounts()
  // initdb looks its user up by id, so the namespace must map to an account that exists; any but root will do.
  const mapped = accounts.find((account) => account.uid < 65_000)
  if (mapped !== undefined) {
    const enter = ['unshare', '--user', `--map-user=${mapped.uid}`, `--map-group=${mapped.gid}`]
    if (await succeeds([...enter, 'true'])) {
      return { way: 'user namespace', prefix: [...enter, ...deathSignal], owner: { uid: 0, gid: 0 } }
    }
  }
  const account = accounts.find(({ name }) => name === 'postgres')
  if (account !== undefined) {
    const become = ['setpriv', `--reuid=${account.uid}`, `--regid=${account.gid}`, '--clear-groups']
    if (await succeeds([...become, 'true'])) {
      return { way: 'as postgres user', prefix: [...become, ...deathSignal], owner: account }
    }
  }
  throw new StartError(
    'PostgreSQL does not run as root, and neither a user namespace nor a user named postgres is available here. Start Busker as an ordinary user, or run: useradd --system postgres',
  )
}
