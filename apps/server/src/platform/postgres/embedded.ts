import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmod, chown, lstat, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { type Clock, sleep } from '#platform/clock'
import { StartError } from '#platform/errors'
import type { Log } from '#platform/log'
import { type EmbeddedAddress, databaseName, poolConfig } from './address.ts'
import { type Binaries, findBinaries } from './binaries.ts'
import { ensureDatabase } from './database.ts'
import { embeddedFault, isNotReadyYet } from './failures.ts'
import { type Launcher, type Way, childEnvironment, chooseLauncher, runToEnd } from './launcher.ts'
import { stopLeftovers } from './processes.ts'

export interface EmbeddedPostgres {
  readonly connection: EmbeddedAddress
  /** How the server was started; `busker doctor` shows it. */
  readonly way: Way
  /** The main process of the server. */
  readonly processId: number
  /** Disconnects everybody, writes a checkpoint and ends the server. Close pools first. */
  stop(): Promise<void>
}

export interface EmbeddedOptions {
  readonly dataFolder: string
  readonly log: Log
  readonly clock: Clock
  /** False only for tests: skips fsync, so a crash of the machine (not one of the server) may destroy the data. */
  readonly durable?: boolean
  /** Called when the server ends although nobody stopped it, for example when the machine runs out of memory. */
  readonly onUnexpectedExit?: (reason: string) => void
}

const port = 5432
const user = 'busker'
const major = '18'
const longestSocketPath = 100
const largestLogBytes = 4 * 1024 * 1024
const readyTries = 1200
const readyPollMs = 50

const settings = (durable: boolean): string[] =>
  Object.entries({
    listen_addresses: '',
    max_connections: '60',
    shared_buffers: '128MB',
    max_wal_size: '512MB',
    fsync: durable ? 'on' : 'off',
    full_page_writes: durable ? 'on' : 'off',
    wal_level: 'replica',
    // Nobody subscribes to this server, and the queries are short: fewer processes, no compiler.
    max_wal_senders: '0',
    max_logical_replication_workers: '0',
    io_method: 'sync',
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // LOG, FATAL and PANIC only: errors of statements reach the program that sent them, and their text may hold
    // what people wrote.
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
  }).flatMap(([name, value]) => ['-c', `${name}=${value}`])

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )

/** Gives a path, and all below it, to the account that runs the server; nothing to do when it has it already. */
const giveTo = async (launcher: Launcher, path: string): Promise<void> => {
  if (launcher.owner === null) return
  const { uid, gid } = launcher.owner
  if ((await stat(path)).uid === uid) return
  const { ok, output } = await runToEnd(['chown', '-R', `${uid}:${gid}`, path], 60_000)
  if (!ok) throw embeddedFault(path, output)
}

/** As another user, PostgreSQL must be able to pass through the data folder. Its group may, and may not list it. */
const letThrough = async (launcher: Launcher, dataFolder: string): Promise<void> => {
  if (launcher.way !== 'as postgres user' || launcher.owner === null) return
  const { mode, uid } = await stat(dataFolder)
  await chown(dataFolder, uid, launcher.owner.gid)
  await chmod(dataFolder, (mode & 0o7777) | 0o010)
  const { ok } = await runToEnd([...launcher.prefix, 'test', '-x', dataFolder], 5000)
  if (ok) return
  throw new StartError(
    `The user postgres cannot reach ${dataFolder}, because a folder above it is closed. Start Busker as an ordinary user, or set BUSKER_DATA to an open place such as /var/lib/busker.`,
  )
}

const syncFolder = async (path: string): Promise<void> => {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

interface Setup {
  readonly options: EmbeddedOptions
  readonly launcher: Launcher
  readonly binaries: Binaries
  readonly cluster: string
}

/** Makes the cluster beside its place and renames it: a crash leaves either no cluster or a whole one. */
const initialise = async ({ options, launcher, binaries, cluster }: Setup): Promise<void> => {
  const fresh = `${cluster}.new`
  await rm(fresh, { recursive: true, force: true })
  await mkdir(fresh, { mode: 0o700 })
  await giveTo(launcher, fresh)
  // The server's own C.UTF-8 sorts the same on every machine and after every update of the system.
  const locale = ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
  // No password: the socket lies in a folder that only this account can enter, and who can enter it could read
  // the files of the cluster anyway. A password in a file next to them would protect nothing.
  const flags = ['-U', user, '--auth=trust', '-E', 'UTF8', '--no-instructions', ...locale]
  const sync = options.durable === false ? ['--no-sync'] : []
  const command = [...launcher.prefix, binaries.initdb, '-D', fresh, ...flags, ...sync]
  const { ok, output } = await runToEnd(command, 120_000)
  if (!ok) throw embeddedFault(options.dataFolder, output)
  await rename(fresh, cluster)
  await syncFolder(options.dataFolder)
}

const checkVersion = async (cluster: string): Promise<void> => {
  const found = (await readFile(join(cluster, 'PG_VERSION'), 'utf8').catch(() => '')).trim()
  if (found === major) return
  throw new StartError(
    found === ''
      ? `The database in ${cluster} is damaged: PG_VERSION is missing. Restore a backup into an empty folder.`
      : `The database in ${cluster} was made by PostgreSQL ${found}, this Busker brings ${major}. Make a backup with the version that made it, then restore it here.`,
  )
}

/** The socket lives in the data folder unless its path would be too long for the kernel (108 bytes). */
const prepareSocketFolder = async ({ options, launcher }: Setup): Promise<string> => {
  const inside = join(options.dataFolder, 'pg.socket')
  const isShort = Buffer.byteLength(join(inside, `.s.PGSQL.${port}.lock`)) <= longestSocketPath
  const hash = createHash('sha256').update(options.dataFolder).digest('hex').slice(0, 16)
  const folder = isShort ? inside : join(tmpdir(), `busker-${hash}`)
  await mkdir(folder, { mode: 0o700 }).catch(() => undefined)
  const uid = process.getuid?.()
  const found = await lstat(folder)
  const known = new Set([uid, launcher.owner?.uid])
  if (!found.isDirectory() || (uid !== undefined && uid !== 0 && !known.has(found.uid))) {
    throw new StartError(`${folder} belongs to somebody else. Remove it, then start again.`)
  }
  await giveTo(launcher, folder)
  await chmod(folder, 0o700)
  return folder
}

const openServerLog = async (
  path: string,
): Promise<{ fd: number; close(): Promise<void>; tail(): Promise<string> }> => {
  const size = await stat(path).then(
    (found) => found.size,
    () => 0,
  )
  if (size > largestLogBytes) await rename(path, `${path}.1`)
  const from = size > largestLogBytes ? 0 : size
  const handle = await open(path, 'a', 0o600)
  const tail = async () => (await readFile(path)).subarray(from).toString('utf8')
  return { fd: handle.fd, close: () => handle.close(), tail }
}

/** Tries to connect until the server answers; recovery after a crash may take a while, so the limit is a minute. */
const waitUntilReady = async (connection: EmbeddedAddress, hasEnded: () => boolean): Promise<boolean> => {
  for (let tries = 0; tries < readyTries && !hasEnded(); tries += 1) {
    const client = new pg.Client(poolConfig(connection))
    // A server that shuts down while we connect also emits on the client; the rejection below already tells us.
    client.on('error', () => undefined)
    try {
      await client.connect()
      return true
    } catch (error) {
      if (!isNotReadyYet(error)) throw error
    } finally {
      await client.end().catch(() => undefined)
    }
    await sleep(readyPollMs)
  }
  return false
}

const ended = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null

const stopServer = async (child: ChildProcess): Promise<void> => {
  if (ended(child)) return
  const exit = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const steps = [
    { signal: 'SIGINT', waitMs: 20_000 },
    { signal: 'SIGQUIT', waitMs: 8000 },
    { signal: 'SIGKILL', waitMs: 3000 },
  ] as const
  for (const { signal, waitMs } of steps) {
    child.kill(signal)
    const waiting = new AbortController()
    await Promise.race([exit, sleep(waitMs, waiting.signal)])
    waiting.abort()
    if (ended(child)) return
  }
}

const launch = async (setup: Setup): Promise<EmbeddedPostgres> => {
  const { options, launcher, binaries, cluster } = setup
  const socketFolder = await prepareSocketFolder(setup)
  const connection: EmbeddedAddress = { host: socketFolder, port, user, database: 'postgres' }
  const serverLog = await openServerLog(join(options.dataFolder, 'pg.log'))
  const place = ['-D', cluster, '-k', socketFolder, '-p', String(port)]
  const [program = '', ...words] = [
    ...launcher.prefix,
    binaries.postgres,
    ...place,
    ...settings(options.durable !== false),
  ]
  // Its own session: Ctrl-C in the terminal must reach us alone, we stop the server after the last query.
  const child = spawn(program, words, {
    detached: true,
    cwd: '/',
    env: childEnvironment,
    stdio: ['ignore', serverLog.fd, serverLog.fd],
  })
  let spawnFault: Error | null = null
  child.once('error', (error) => {
    spawnFault = error
  })
  await serverLog.close()
  const hasEnded = () => spawnFault !== null || ended(child)
  try {
    if (!(await waitUntilReady(connection, hasEnded))) {
      throw embeddedFault(options.dataFolder, await serverLog.tail())
    }
    await ensureDatabase(connection, databaseName)
  } catch (error) {
    await stopServer(child)
    throw error
  }
  let isStopping = false
  child.once('exit', (code, signal) => {
    if (isStopping) return
    options.log.warn('postgres.ended', { code, signal })
    options.onUnexpectedExit?.(
      `PostgreSQL ended (${signal ?? `exit code ${code}`}). See pg.log in the data folder.`,
    )
  })
  const stop = () => {
    isStopping = true
    return stopServer(child)
  }
  const address: EmbeddedAddress = { ...connection, database: databaseName }
  return { connection: address, way: launcher.way, processId: child.pid ?? 0, stop }
}

/**
 * Starts the PostgreSQL that comes with Busker, in `pg` of the data folder, reachable only through a socket there.
 * Whatever an earlier process left behind after `kill -9` is cleared away first, without a manual step.
 * The caller must hold the lock of the data folder: a server that still runs on it is taken for a leftover.
 *
 * @example
 * const postgres = await startEmbeddedPostgres({ dataFolder, log, clock })
 * const database = await openDatabase(postgres.connection, { log })
 */
export const startEmbeddedPostgres = async (options: EmbeddedOptions): Promise<EmbeddedPostgres> => {
  const startedMs = options.clock.nowMs()
  await mkdir(options.dataFolder, { recursive: true, mode: 0o700 }).catch((error: unknown) => {
    throw embeddedFault(options.dataFolder, String(error))
  })
  const [launcher, binaries] = await Promise.all([chooseLauncher(), findBinaries()])
  const cluster = join(options.dataFolder, 'pg')
  await letThrough(launcher, options.dataFolder)
  const { stopped } = await stopLeftovers(cluster)
  if (stopped > 0) options.log.warn('postgres.leftover_stopped', { processes: stopped })
  const setup = { options, launcher, binaries, cluster }
  const isNew = !(await exists(cluster))
  if (isNew) await initialise(setup)
  await checkVersion(cluster)
  await giveTo(launcher, cluster)
  const server = await launch(setup)
  options.log.event('postgres.started', { way: server.way, isNew, tookMs: options.clock.nowMs() - startedMs })
  return server
}
