import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import type { Config } from '#config'
import { fileBlobStore, type BlobStore } from '#platform/blob'
import { openClickhouse, type Clickhouse } from '#platform/clickhouse'
import type { Clock } from '#platform/clock'
import { hasErrno } from '#platform/errors'
import { openJournal, type Journal } from '#platform/journal'
import type { Log } from '#platform/log'
import { discoverMigrations, migrate } from '#platform/migrations'
import {
  databaseName,
  ensureDatabase,
  openDatabase,
  startEmbeddedPostgres,
  type Database,
  type PostgresAddress,
} from '#platform/postgres'

/** Everything that keeps data, open and migrated. */
export interface Engines {
  readonly db: Database
  readonly postgres: PostgresAddress
  /** How the embedded server runs, or that it is somebody else's. */
  readonly postgresWay: string
  readonly clickhouse: Clickhouse
  readonly journal: Journal
  readonly blobs: BlobStore
  /** Names this data folder for ever, so that workers of an earlier process of it can be told from others. */
  readonly dataFolderId: string
  readonly paths: DataPaths
  close(): Promise<void>
}

export interface DataPaths {
  readonly journal: string
  readonly blobs: string
  readonly uploads: string
  readonly scratch: string
  readonly demo: string
  readonly factsCheckpoint: string
}

/** Where things are in a data folder. */
export const dataPaths = (dataFolder: string): DataPaths => ({
  journal: join(dataFolder, 'journal'),
  blobs: join(dataFolder, 'blobs'),
  uploads: join(dataFolder, 'uploads'),
  scratch: join(dataFolder, 'scratch'),
  demo: join(dataFolder, 'demo'),
  factsCheckpoint: join(dataFolder, 'journal', 'clickhouse.checkpoint'),
})

const readDataFolderId = async (dataFolder: string): Promise<string> => {
  const path = join(dataFolder, 'data-folder-id')
  try {
    return (await readFile(path, 'utf8')).trim()
  } catch (error) {
    if (!hasErrno(error, 'ENOENT')) throw error
    const made = randomUUID()
    // In one step: a kill in between must not leave an empty name.
    await writeFile(`${path}.new`, `${made}\n`, { mode: 0o600 })
    await rename(`${path}.new`, path)
    return made
  }
}

type Closer = () => Promise<void>

const closeAll = async (closers: readonly Closer[]): Promise<void> => {
  for (const close of closers.toReversed()) await close()
}

export interface EngineOptions {
  readonly config: Config
  readonly clock: Clock
  readonly log: Log
  /** The embedded database server ended although nobody stopped it. */
  readonly onDatabaseLost?: (reason: string) => void
}

const openPostgres = async (options: EngineOptions, closers: Closer[]) => {
  const { config, log, clock } = options
  if (config.databaseUrl !== undefined)
    return { address: config.databaseUrl, way: 'the server in DATABASE_URL' }
  const embedded = await startEmbeddedPostgres({
    dataFolder: config.dataFolder,
    log,
    clock,
    ...(options.onDatabaseLost ? { onUnexpectedExit: options.onDatabaseLost } : {}),
  })
  closers.push(() => embedded.stop())
  await ensureDatabase(embedded.connection, databaseName)
  return { address: embedded.connection, way: `embedded, run ${embedded.way}` }
}

const open = async (options: EngineOptions, closers: Closer[]): Promise<Engines> => {
  const { config, log, clock } = options
  const paths = dataPaths(config.dataFolder)
  for (const folder of [paths.blobs, paths.uploads, paths.scratch]) {
    await mkdir(folder, { recursive: true, mode: 0o700 })
  }
  const address = config.clickhouseUrl
    ? { url: config.clickhouseUrl }
    : { path: join(config.dataFolder, 'facts') }
  // One after the other: when one of them fails, everything opened before it is known and gets closed.
  const postgres = await openPostgres(options, closers)
  const db = await openDatabase(postgres.address, { log })
  closers.push(() => db.close())
  const clickhouse = await openClickhouse(address, databaseName)
  closers.push(() => clickhouse.close())
  const journal = await openJournal({ folder: paths.journal, log })
  closers.push(() => journal.close())
  const blobs = fileBlobStore({ folder: paths.blobs })
  await blobs.deleteUnfinished()
  const migrations = await discoverMigrations(fileURLToPath(new URL('.', import.meta.url)))
  await migrate({ migrations, database: db, clickhouse, clock, log })
  return {
    db,
    clickhouse,
    journal,
    paths,
    postgres: postgres.address,
    postgresWay: postgres.way,
    blobs,
    dataFolderId: await readDataFolderId(config.dataFolder),
    close: () => closeAll(closers),
  }
}

/** Opens the engines in order; closes what is open already when one of them cannot be. */
export const openEngines = async (options: EngineOptions): Promise<Engines> => {
  const closers: Closer[] = []
  try {
    return await open(options, closers)
  } catch (error) {
    await closeAll(closers)
    throw error
  }
}
