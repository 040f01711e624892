import { createHash, randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadConfig, type Config } from '#config'
import { fileBlobStore } from '#platform/blob'
import { virtualClock } from '#platform/clock'
import { openTableSnapshot } from '#platform/database-copy'
import { systemIds } from '#platform/ids'
import { installJobs } from '#platform/jobs'
import { openJournal } from '#platform/journal'
import { silentLog } from '#platform/log'
import { type Database, type PostgresAddress, startEmbeddedPostgres, within } from '#platform/postgres'
import { run as runBackup } from '../cli/backup.ts'
import type { CommandContext } from '../cli/command.ts'
import { run as runUpgrade } from '../cli/upgrade.ts'
import { dataPaths, openEngines } from '../engines.ts'
import { checksumsName, manifestName } from './archive.ts'
import { createBackup } from './create-backup.ts'
import type { Manifest } from './manifest.ts'
import { openArchive } from './read-archive.ts'
import { restoreBackup } from './restore-backup.ts'
import { type ArchiveSource, writeArchive } from './write-archive.ts'

const clock = virtualClock(Date.parse('2026-11-22T02:00:00Z'))
const ids = systemIds(clock)
const log = silentLog()
const progress = () => undefined

let folder = ''
let config: Config
const said: string[] = []
const results: unknown[] = []
let context: CommandContext

const fill = async (db: Database): Promise<void> => {
  const connection = within(db.pool)
  const personId = ids.uuid()
  const awkward = 'tab\there, "quotes", \\back\\slash, \\N, new\nline, ünïcode 🎬'
  await sql`insert into identity.person values
    (${personId}, 'anna', ${awkward}, '1990-02-28', null, 'operator', ${clock.now()})`.execute(connection)
  await sql`insert into identity.session values
    (${randomBytes(32)}, ${ids.uuid()}, ${personId}, ${clock.now()}, ${new Date(clock.nowMs() + 123)})`.execute(
    connection,
  )
  const [tags, none] = [['one', 'two "three"'], [] as string[]]
  await sql`insert into posts.post values (${ids.uuid()}, ${personId}, ${ids.uuid()}, ${awkward}, ${tags}, ${none},
    'waiting', null, ${clock.now()}, null)`.execute(connection)
  await sql`insert into feed.progress values ('feed.seen', 7)`.execute(connection)
  await sql`select graphile_worker.add_job('media.process', '{"assetId":"a"}'::json)`.execute(connection)
  await sql`select graphile_worker.add_job('media.process', '{"assetId":"b"}'::json)`.execute(connection)
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'busker-backup-'))
  config = loadConfig({ BUSKER_DATA: join(folder, 'data'), BUSKER_NAME: 'Corner', BUSKER_PORT: '0' })
  const terminal = {
    json: true,
    say: (line: string) => void said.push(line),
    progress,
    result: (value: unknown) => void results.push(value),
  }
  context = { config, clock, ids, log, terminal }
  const engines = await openEngines({ config, clock, log })
  await installJobs(engines.postgres, log)
  await fill(engines.db)
  await engines.blobs.put('renditions/a/720p.mp4', randomBytes(50_000))
  await engines.blobs.put('originals/a', randomBytes(700))
  await writeFile(join(engines.paths.uploads, 'partial'), randomBytes(300))
  await writeFile(join(engines.paths.uploads, 'partial.json'), '{}')
  await engines.journal.appendAll([1, 2, 3, 4, 5].map((number) => ({ kind: 'test.1', payload: { number } })))
  await createBackup({ ...engines, config }, { file: join(folder, 'good.busker'), clock, progress })
  await engines.close()
}, 120_000)
afterAll(() => rm(folder, { recursive: true, force: true }))

const collecting = () => {
  const chunks: Buffer[] = []
  const sink = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      chunks.push(chunk)
      done()
    },
  })
  return { sink, bytes: () => Buffer.concat(chunks) }
}

/** Every row of every table, as COPY writes it. */
const readRows = async (address: PostgresAddress): Promise<Record<string, string>> => {
  const snapshot = await openTableSnapshot(address, {
    without: ['platform.migration', 'graphile_worker.migrations'],
  })
  const rows: Record<string, string> = {}
  try {
    for (const table of snapshot.tables) {
      const { sink, bytes } = collecting()
      await snapshot.copyRows(table, [sink])
      rows[`${table.schema}.${table.name}`] = bytes().toString('utf8')
    }
    rows['sequences'] = JSON.stringify(await snapshot.readSequences())
    return rows
  } finally {
    await snapshot.close()
  }
}

const rowsIn = async (dataFolder: string): Promise<Record<string, string>> => {
  const server = await startEmbeddedPostgres({ dataFolder, log, clock, durable: false })
  try {
    return await readRows(server.connection)
  } finally {
    await server.stop()
  }
}

const restoreTo = (name: string, file = join(folder, 'good.busker')) => {
  const target = loadConfig({ BUSKER_DATA: join(folder, name) })
  return restoreBackup({ file, config: target, clock, log, progress })
}

/** A copy of the good archive, sound in itself, with another manifest. */
const forge = async (name: string, change: (manifest: Manifest) => object): Promise<string> => {
  const archive = await openArchive(join(folder, 'good.busker'))
  const sources: ArchiveSource[] = []
  await archive.each(async (entry, streams) => {
    const { sink, bytes } = collecting()
    await pipeline(...streams, sink)
    const content = bytes()
    sources.push({ name: entry, bytes: content.length, open: () => Readable.from([content]) })
  })
  const manifest = Buffer.from(JSON.stringify(change(JSON.parse(archive.manifest.toString()) as Manifest)))
  await archive.close()
  const first = { name: manifestName, bytes: manifest.length, open: () => Readable.from([manifest]) }
  const file = join(folder, name)
  const rest = sources.filter(({ name: each }) => each !== manifestName && each !== checksumsName)
  await writeArchive({ file, createdAt: clock.now(), sources: [first, ...rest], onBytes: progress })
  return file
}

test('what was backed up is restored: rows, sequences, files, facts', async () => {
  const report = await restoreTo('restored')
  expect(report).toMatchObject({
    journalRecords: 5,
    blobs: 2,
    uploads: 2,
    settings: { BUSKER_NAME: 'Corner' },
  })
  const [before, after] = [await rowsIn(config.dataFolder), await rowsIn(join(folder, 'restored'))]
  // No consumer may be ahead of the journal in the archive: this one was at 7 of 5 records.
  expect(before['feed.progress']).toBe('feed.seen\t7\n')
  expect(after).toEqual({ ...before, 'feed.progress': 'feed.seen\t5\n' })
  expect(after['graphile_worker._private_jobs']).toContain('"assetId":"b"')

  const [from, to] = [dataPaths(config.dataFolder), dataPaths(join(folder, 'restored'))]
  for (const key of ['renditions/a/720p.mp4', 'originals/a']) {
    expect(await readFile(join(to.blobs, key))).toEqual(await readFile(join(from.blobs, key)))
  }
  expect(await readFile(join(to.uploads, 'partial'))).toEqual(await readFile(join(from.uploads, 'partial')))
  const journal = await openJournal({ folder: to.journal, log })
  expect((await journal.read(0, 10)).map(({ payload }) => payload)).toEqual(
    [1, 2, 3, 4, 5].map((number) => ({ number })),
  )
  await journal.close()
  expect((await readdir(folder)).filter((name) => name.includes('restoring'))).toEqual([])
}, 120_000)

test('a folder with anything in it is refused', async () => {
  await mkdir(join(folder, 'occupied'))
  await writeFile(join(folder, 'occupied', 'note.txt'), 'mine')
  await expect(restoreTo('occupied')).rejects.toThrow('is not empty')
  expect(await readdir(join(folder, 'occupied'))).toEqual(['note.txt'])
})

const untouched = async (restoring: Promise<unknown>, reason: string) => {
  await expect(restoring).rejects.toThrow(reason)
  expect((await readdir(folder)).filter((name) => name.startsWith('never'))).toEqual([])
}

test('nothing is touched for an archive that cannot be used', async () => {
  const bytes = await readFile(join(folder, 'good.busker'))
  await writeFile(join(folder, 'cut.busker'), bytes.subarray(0, bytes.length - 1))
  await untouched(restoreTo('never', join(folder, 'cut.busker')), 'is cut off')
  await untouched(restoreTo('never', join(folder, 'no-such-file')), 'There is no file')
  const newerFormat = await forge('format.busker', (manifest) => ({
    ...manifest,
    format: 2,
    version: '9.0.0',
  }))
  await untouched(restoreTo('never', newerFormat), 'newer Busker (9.0.0)')
  const extra = { name: '20990101T0000_tomorrow', checksum: 'x' }
  const newer = await forge('newer.busker', (manifest) => ({
    ...manifest,
    migrations: { ...manifest.migrations, postgres: [...manifest.migrations.postgres, extra] },
  }))
  await untouched(restoreTo('never', newer), 'newer Busker')
})

test('a restore that fails on the way leaves the target free, and the next one succeeds', async () => {
  const lying = await forge('lying.busker', (manifest) => ({
    ...manifest,
    tables: manifest.tables.map((table) => ({ ...table, rows: table.rows + 1 })),
  }))
  await expect(restoreTo('second', lying)).rejects.toThrow('rows again')
  expect((await readdir(folder)).filter((name) => name.startsWith('second'))).toEqual([])
  // What a kill in the middle of a restore leaves.
  await mkdir(join(folder, 'second.restoring', 'blobs'), { recursive: true })
  await writeFile(join(folder, 'second.restoring', 'blobs', 'half'), 'half')
  await restoreTo('second')
  expect(await readdir(folder)).toContain('second')
}, 120_000)

test('an upgrade backs the older state up first, and that backup can be restored', async () => {
  const engines = await openEngines({ config, clock, log })
  // As if this program were the first one with time limits.
  await sql`drop schema wellbeing cascade`.execute(within(engines.db.pool))
  await sql`delete from platform.migration where name like any ('{%_wellbeing,%_family}')`.execute(
    within(engines.db.pool),
  )
  await engines.close()
  expect(await runUpgrade(context, [])).toBe(0)
  const done = results.at(-1) as { applied: string[]; backup: string }
  expect(done.applied).toEqual(['20261123T1752_wellbeing', '20261124T0300_family'])
  expect(done.backup).toMatch(/backups\/before-.*\.busker$/)
  const report = await restoreTo('older', done.backup)
  expect(report.blobs).toBe(2)
  expect(Object.keys(await rowsIn(join(folder, 'older')))).not.toContain('wellbeing.time_limit')
  expect(await runUpgrade(context, [])).toBe(0)
  expect(results.at(-1)).toEqual({ ok: true, applied: [], backup: null })
}, 120_000)

test('a stopped folder is backed up, an existing file is not overwritten, a folder never started is refused', async () => {
  const file = join(folder, 'stopped.busker')
  expect(await runBackup(context, [file])).toBe(0)
  const bytes = await readFile(file)
  expect(results.at(-1)).toMatchObject({ file, blobs: 2, journalRecords: 5 })
  await expect(runBackup(context, [file])).rejects.toThrow('exists already')
  expect(
    createHash('sha256')
      .update(await readFile(file))
      .digest('hex'),
  ).toBe(createHash('sha256').update(bytes).digest('hex'))
  const never = { ...context, config: loadConfig({ BUSKER_DATA: join(folder, 'not-there') }) }
  await expect(runBackup(never, [join(folder, 'x.busker')])).rejects.toThrow('nothing to back up')
  expect(await runUpgrade(never, [])).toBe(0)
  expect(await readdir(folder)).not.toContain('not-there')
}, 120_000)

test('files that vanish while the backup is written are in it', async () => {
  const blobs = fileBlobStore({ folder: join(folder, 'vanishing') })
  await blobs.put('a/1', randomBytes(100))
  const { freezeBlobs } = await import('./freeze-files.ts')
  const frozen = new Map()
  await freezeBlobs(frozen, blobs, join(folder, 'frozen'))
  const kept = await readFile(join(folder, 'vanishing', 'a/1'))
  await blobs.delete('a/1')
  await blobs.put('a/2', randomBytes(10))
  await freezeBlobs(frozen, blobs, join(folder, 'frozen'))
  expect([...frozen.keys()]).toEqual(['a/1', 'a/2'])
  expect(await readFile(frozen.get('a/1').path)).toEqual(kept)
})
