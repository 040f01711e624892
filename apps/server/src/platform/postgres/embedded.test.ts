import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, expect, test } from 'vitest'
import { sleep, systemClock } from '#platform/clock'
import { silentLog } from '#platform/log'
import { type EmbeddedAddress, type EmbeddedPostgres, poolConfig, startEmbeddedPostgres } from './index.ts'
import { mainProcessOf, serversOf } from './processes.ts'

const folders: string[] = []
const servers: EmbeddedPostgres[] = []
const children: ChildProcess[] = []

const options = { log: silentLog(), clock: systemClock(), durable: false }

const start = async (dataFolder: string): Promise<EmbeddedPostgres> => {
  const server = await startEmbeddedPostgres({ dataFolder, ...options })
  servers.push(server)
  return server
}

/** As in root's home or `mktemp -d`: nobody else may enter the folder above. */
const closedFolder = async (): Promise<string> => {
  const parent = await mkdtemp(join(tmpdir(), 'busker-closed-'))
  folders.push(parent)
  return join(parent, 'data')
}

const ask = async (address: EmbeddedAddress, text: string): Promise<unknown[]> => {
  const client = new pg.Client(poolConfig(address))
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}

/** Waits until something is true; the limit only ends a test that has already failed. */
const until = async (isTrue: () => Promise<boolean>): Promise<void> => {
  for (let tries = 0; tries < 400; tries += 1) {
    if (await isTrue()) return
    await sleep(25)
  }
  expect.fail('waited in vain')
}

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  for (const server of servers.splice(0)) await server.stop()
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true })
})

test('starts below a folder that only we may enter, and keeps its data over a restart', async () => {
  const dataFolder = await closedFolder()
  const first = await startEmbeddedPostgres({ dataFolder, ...options, durable: true })
  expect((await stat(join(dataFolder, '..'))).mode & 0o777).toBe(0o700)
  expect((await stat(first.connection.host)).mode & 0o777).toBe(0o700)
  if (process.getuid?.() === 0) expect(first.way).not.toBe('as this user')
  await ask(first.connection, 'create table kept as select 7 as n')
  await first.stop()
  expect(await serversOf(join(dataFolder, 'pg'))).toEqual([])

  const second = await start(dataFolder)
  expect(await ask(second.connection, 'select n from kept')).toEqual([{ n: 7 }])
})

test('kill -9 of the server: says so, and the next start recovers what was committed', async () => {
  const dataFolder = await closedFolder()
  const ended = Promise.withResolvers<string>()
  const first = await startEmbeddedPostgres({ dataFolder, ...options, onUnexpectedExit: ended.resolve })
  await ask(first.connection, 'create table kept as select 7 as n')
  process.kill(first.processId, 'SIGKILL')
  expect(await ended.promise).toContain('SIGKILL')

  const second = await start(dataFolder)
  expect(await ask(second.connection, 'select n from kept')).toEqual([{ n: 7 }])
})

test('a number in postmaster.pid that meanwhile belongs to a stranger does not stop the start', async () => {
  const dataFolder = await closedFolder()
  const first = await start(dataFolder)
  const lockFile = join(dataFolder, 'pg', 'postmaster.pid')
  const text = await readFile(lockFile, 'utf8')
  await first.stop()
  // This very process is alive and is no PostgreSQL.
  await writeFile(lockFile, text.replace(/^\d+/, String(process.pid)))

  const second = await start(dataFolder)
  expect(await ask(second.connection, 'select 1 as n')).toEqual([{ n: 1 }])
})

const parentProgram = `
  import { startEmbeddedPostgres } from '#platform/postgres'
  import { systemClock } from '#platform/clock'
  import { silentLog } from '#platform/log'
  const server = await startEmbeddedPostgres({ dataFolder: process.argv[1], log: silentLog(), clock: systemClock() })
  process.stdout.write(server.processId + '\\n')
  setInterval(() => undefined, 1000)`

test('kill -9 of the parent leaves no server behind after the next start', async () => {
  const dataFolder = await closedFolder()
  const parent = spawn(process.execPath, ['--input-type=module', '-e', parentProgram, dataFolder], {
    cwd: join(import.meta.dirname, '..', '..', '..'),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(parent)
  const [line] = await once(parent.stdout, 'data')
  const orphan = Number(String(line).trim())
  expect(await mainProcessOf(join(dataFolder, 'pg'))).toBe(orphan)
  const exited = once(parent, 'exit')
  parent.kill('SIGKILL')
  await exited

  const server = await start(dataFolder)
  expect(await mainProcessOf(join(dataFolder, 'pg'))).toBe(server.processId)
  await until(async () => !(await serversOf(join(dataFolder, 'pg'))).includes(orphan))
  expect(await ask(server.connection, 'select 1 as n')).toEqual([{ n: 1 }])
})

test('a server that still runs on the folder is a leftover and is stopped first', async () => {
  const dataFolder = await closedFolder()
  const first = await startEmbeddedPostgres({ dataFolder, ...options })
  const second = await start(dataFolder)
  expect(second.processId).not.toBe(first.processId)
  expect(await mainProcessOf(join(dataFolder, 'pg'))).toBe(second.processId)
})

test('a crash in the middle of the first start leaves nothing that the next one trips over', async () => {
  const dataFolder = await closedFolder()
  await mkdir(join(dataFolder, 'pg.new', 'base'), { recursive: true })
  const server = await start(dataFolder)
  expect(await ask(server.connection, 'select 1 as n')).toEqual([{ n: 1 }])
})

test('a socket path that the kernel would refuse moves to a short place', async () => {
  const parent = await closedFolder()
  const server = await start(join(parent, 'x'.repeat(120)))
  expect(server.connection.host.startsWith(tmpdir())).toBe(true)
  expect(server.connection.host.length).toBeLessThan(90)
  expect(await ask(server.connection, 'select 1 as n')).toEqual([{ n: 1 }])
  folders.push(server.connection.host)
})

test('a damaged cluster is refused in one line that says what to do', async () => {
  const dataFolder = await closedFolder()
  const first = await start(dataFolder)
  await first.stop()
  await rm(join(dataFolder, 'pg', 'global', 'pg_control'))
  await expect(start(dataFolder)).rejects.toThrow(
    /^PostgreSQL could not start in [^\n]+restore a backup[^\n]+$/,
  )
})

test('the cluster of another PostgreSQL is refused', async () => {
  const dataFolder = await closedFolder()
  await mkdir(join(dataFolder, 'pg'), { recursive: true })
  await writeFile(join(dataFolder, 'pg', 'PG_VERSION'), '17\n')
  await expect(start(dataFolder)).rejects.toThrow(/was made by PostgreSQL 17, this Busker brings 18/)
})
