import { createReadStream } from 'node:fs'
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createGunzip } from 'node:zlib'
import type { Config } from '#config'
import { assert } from '#platform/assert'
import { fileBlobStore } from '#platform/blob'
import { openClickhouse } from '#platform/clickhouse'
import type { Clock } from '#platform/clock'
import { acquireDataFolder } from '#platform/control'
import { isEmptyDatabase, loadDatabase } from '#platform/database-copy'
import { hasErrno, StartError } from '#platform/errors'
import { installJobs } from '#platform/jobs'
import { openJournal } from '#platform/journal'
import type { Log } from '#platform/log'
import { discoverMigrations, migrate, type Migration, planMigrations } from '#platform/migrations'
import { databaseName, openDatabase, startEmbeddedPostgres, type PostgresAddress } from '#platform/postgres'
import { dataPaths } from '../engines.ts'
import { type Manifest, parseManifest } from './manifest.ts'
import { openArchive, type CheckedArchive } from './read-archive.ts'
import { clearStaging, finishStaging, planStaging, tableFile, unpack, type Staging } from './staging.ts'

export interface RestoreOptions {
  readonly file: string
  readonly config: Config
  readonly clock: Clock
  readonly log: Log
  readonly progress: (line: string) => void
}

/** What was restored: the same numbers as in the manifest, or the restore would have failed. */
export interface RestoreReport {
  readonly createdAt: string
  readonly version: string
  readonly rows: number
  readonly journalRecords: number
  readonly blobs: number
  readonly uploads: number
  readonly settings: Readonly<Record<string, string>>
}

export const sourceFolder = fileURLToPath(new URL('..', import.meta.url))

/** The migrations that the backup had, as this program knows them. */
const migrationsOf = (manifest: Manifest, known: readonly Migration[], file: string): Migration[] => {
  const applied = [...manifest.migrations.postgres, ...manifest.migrations.clickhouse]
  const plan = planMigrations(known, applied)
  if (plan.ok) {
    const names = new Set(applied.map(({ name }) => name))
    return known.filter(({ name }) => names.has(name))
  }
  if (plan.reason === 'unknown') {
    throw new StartError(
      `${file} was written by a newer Busker (${manifest.version}, migration ${plan.name}). Restore it with that version or a newer one.`,
    )
  }
  throw new StartError(
    `Migration ${plan.name} of this program differs from the one that ${file} was written with. Restore it with Busker ${manifest.version}.`,
  )
}

/** Servers of others must be empty: what is in them is not ours to overwrite. */
const checkServers = async (config: Config): Promise<void> => {
  if (config.databaseUrl !== undefined && !(await isEmptyDatabase(config.databaseUrl))) {
    throw new StartError(
      'The database in DATABASE_URL is not empty. A backup is restored into an empty one: create it, then name it in DATABASE_URL.',
    )
  }
  if (config.clickhouseUrl === undefined) return
  const clickhouse = await openClickhouse({ url: config.clickhouseUrl }, databaseName)
  try {
    const tables = await clickhouse.query(
      'select name from system.tables where database = {database:String} limit 1',
      {
        database: databaseName,
      },
    )
    if (tables.length === 0) return
    throw new StartError(
      `The database ${databaseName} in CLICKHOUSE_URL is not empty. Drop it, or name another server.`,
    )
  } finally {
    await clickhouse.close()
  }
}

interface Work extends RestoreOptions {
  readonly staging: Staging
  readonly manifest: Manifest
  readonly migrations: readonly Migration[]
}

const fillDatabase = async (work: Work, address: PostgresAddress): Promise<void> => {
  const { manifest, staging, clock, log } = work
  const database = await openDatabase(address, { log })
  try {
    await migrate({ migrations: work.migrations, database, clickhouse: null, clock, log })
  } finally {
    await database.close()
  }
  await installJobs(address, log)
  const tables = manifest.tables.map((table) => ({
    ...table,
    open: () => createReadStream(tableFile(staging.folder, table)).pipe(createGunzip()),
  }))
  await loadDatabase(address, { tables, sequences: manifest.sequences, journalEnd: manifest.journal.end })
}

const restoreDatabase = async (work: Work): Promise<void> => {
  const { config, log, clock, staging } = work
  work.progress(`Restoring ${work.manifest.tables.length} tables`)
  if (config.databaseUrl !== undefined) return fillDatabase(work, config.databaseUrl)
  const server = await startEmbeddedPostgres({ dataFolder: staging.folder, log, clock })
  try {
    await fillDatabase(work, server.connection)
  } finally {
    await server.stop()
  }
}

const readBatch = 5000

/** Reads every record, so that all checksums of the journal are proven, and counts them. */
const checkJournal = async ({ staging, manifest, log }: Work): Promise<void> => {
  const journal = await openJournal({ folder: dataPaths(staging.folder).journal, log })
  try {
    assert(journal.end === manifest.journal.end, `the journal has its ${manifest.journal.end} records again`)
    for (let offset = 0; offset < journal.end;) {
      const records = await journal.read(offset, readBatch)
      assert(records.length > 0, 'records below the end of the journal can be read')
      offset += records.length
    }
  } finally {
    await journal.close()
  }
}

const checkFiles = async ({ staging, manifest }: Work): Promise<void> => {
  const paths = dataPaths(staging.folder)
  const found = { files: 0, bytes: 0 }
  for await (const { bytes } of fileBlobStore({ folder: paths.blobs }).list('')) {
    found.files += 1
    found.bytes += bytes
  }
  assert(
    found.files === manifest.blobs.files && found.bytes === manifest.blobs.bytes,
    'every blob is there again',
  )
  const uploads = await readdir(paths.uploads)
  assert(uploads.length === manifest.uploads.files, 'every upload is there again')
}

const build = async (work: Work, archive: CheckedArchive): Promise<void> => {
  const paths = dataPaths(work.staging.folder)
  for (const folder of [paths.blobs, paths.uploads, paths.scratch, paths.journal]) {
    await mkdir(folder, { recursive: true, mode: 0o700 })
  }
  await unpack(archive, work.staging.folder, work.progress)
  await checkJournal(work)
  await checkFiles(work)
  await restoreDatabase(work)
  await rm(join(paths.scratch, 'restore'), { recursive: true, force: true })
}

const explain = (folder: string, cause: unknown): unknown => {
  if (hasErrno(cause, 'ENOSPC', 'EDQUOT'))
    return new StartError(`The disk for ${folder} is full. Free some space, then restore again.`, { cause })
  return cause
}

/** Everything that can refuse does so here, before anything is touched. */
const prepare = async (options: RestoreOptions, archive: CheckedArchive): Promise<Omit<Work, 'staging'>> => {
  const manifest = parseManifest(archive.manifest, options.file)
  const known = await discoverMigrations(sourceFolder)
  const migrations = migrationsOf(manifest, known, options.file)
  await checkServers(options.config)
  return { ...options, manifest, migrations }
}

const refuseSharedMedia = ({ dataFolder, mediaFolder }: Config): void => {
  if (mediaFolder === dataFolder) return
  throw new StartError(
    'A backup is restored into one folder, with its media inside. Leave BUSKER_MEDIA empty, restore, then move uploads, blobs and work to the folder that you want and set BUSKER_MEDIA to it.',
  )
}

const refuseMissingParent = async ({ target }: Staging): Promise<void> => {
  const parent = await stat(dirname(target)).catch(() => null)
  if (parent?.isDirectory() === true) return
  throw new StartError(
    `There is no folder ${dirname(target)} for the data folder. Make it, or set BUSKER_DATA.`,
  )
}

/**
 * Makes a data folder out of a backup. Its database, files and journal are complete when this resolves; the facts of
 * ClickHouse are copied from the journal by the next process that opens the folder.
 *
 * @example await restoreBackup({ file: '/backups/monday.busker', config, clock, log, progress })
 */
export const restoreBackup = async (options: RestoreOptions): Promise<RestoreReport> => {
  refuseSharedMedia(options.config)
  const staging = await planStaging(options.config.dataFolder)
  await refuseMissingParent(staging)
  options.progress(`Checking ${options.file}`)
  const archive = await openArchive(options.file)
  try {
    const work: Work = { ...(await prepare(options, archive)), staging }
    const owned = await acquireDataFolder(staging.folder, { log: options.log })
    let built = false
    try {
      await clearStaging(staging)
      await build(work, archive)
      built = true
    } finally {
      await owned.release()
      if (!built) await rm(staging.folder, { recursive: true, force: true })
    }
    await finishStaging(staging)
    const { manifest } = work
    return {
      createdAt: manifest.createdAt,
      version: manifest.version,
      rows: manifest.tables.reduce((total, { rows }) => total + rows, 0),
      journalRecords: manifest.journal.end,
      blobs: manifest.blobs.files,
      uploads: manifest.uploads.files,
      settings: manifest.settings,
    }
  } catch (error) {
    throw explain(staging.target, error)
  } finally {
    await archive.close()
  }
}
