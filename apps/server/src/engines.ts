import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import type { Config } from '#config'
import { assert } from '#platform/assert'
import { fileBlobStore, type BlobStore } from '#platform/blob'
import { openClickhouse, type Clickhouse } from '#platform/clickhouse'
import type { Clock } from '#platform/clock'
import { hasErrno, StartError } from '#platform/errors'
import { openJournal, type Journal } from '#platform/journal'
import type { Log } from '#platform/log'
import { checkMigrated, discoverMigrations, migrate } from '#platform/migrations'
import {
  databaseName,
  ensureDatabase,
  openDatabase,
  startEmbeddedPostgres,
  type Database,
  type PostgresAddress,
} from '#platform/postgres'

/** What every process opens: the database and the files. */
export interface SharedEngines {
  readonly db: Database
  readonly postgres: PostgresAddress
  /** How the embedded server runs, or that it is somebody else's. */
  readonly postgresWay: string
  readonly blobs: BlobStore
  /** Names this data folder for ever, so that workers of an earlier process of it can be told from others. */
  readonly dataFolderId: string
  readonly paths: DataPaths
  close(): Promise<void>
}

/** Everything that keeps data, open and migrated. */
export interface Engines extends SharedEngines {
  readonly clickhouse: Clickhouse
  readonly journal: Journal
}

export interface DataPaths {
  readonly journal: string
  /** Of the media folder, as `uploads` and `work` are: several processes may work in them. */
  readonly blobs: string
  readonly uploads: string
  /** Conversions under way, a folder for each. */
  readonly work: string
  /** Of this process alone. */
  readonly scratch: string
  /** Exported files that wait until they are read. They are in no backup: what is kept of them is in the journal. */
  readonly imports: string
  /** Messages that were not sent to a mail server. They are in no backup. */
  readonly mail: string
  readonly demo: string
  readonly factsCheckpoint: string
  readonly outsideCheckpoint: string
  /** What the recommender learned. It is in no backup: the journal tells it again. */
  readonly ranker: string
  /** The key that signs closed days of the ledger. It is in no backup. */
  readonly ledger: string
}

/** Where things are. A path alone is a data folder that holds its media itself, such as one that is being restored. */
export const dataPaths = (place: string | Pick<Config, 'dataFolder' | 'mediaFolder'>): DataPaths => {
  const { dataFolder, mediaFolder } =
    typeof place === 'string' ? { dataFolder: place, mediaFolder: place } : place
  return {
    journal: join(dataFolder, 'journal'),
    blobs: join(mediaFolder, 'blobs'),
    uploads: join(mediaFolder, 'uploads'),
    work: join(mediaFolder, 'work'),
    scratch: join(dataFolder, 'scratch'),
    imports: join(dataFolder, 'imports'),
    mail: join(dataFolder, 'mail'),
    demo: join(dataFolder, 'demo'),
    factsCheckpoint: join(dataFolder, 'journal', 'clickhouse.checkpoint'),
    outsideCheckpoint: join(dataFolder, 'journal', 'outside.checkpoint'),
    ranker: join(dataFolder, 'ranker'),
    ledger: join(dataFolder, 'ledger'),
  }
}

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

const sourceFolder = fileURLToPath(new URL('.', import.meta.url))

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
  const paths = dataPaths(config)
  for (const folder of [paths.blobs, paths.uploads, paths.work, paths.scratch]) {
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
  const dataFolderId = await readDataFolderId(config.dataFolder)
  const blobs = fileBlobStore({ folder: paths.blobs, writer: dataFolderId })
  await blobs.deleteUnfinished()
  await migrate({ migrations: await discoverMigrations(sourceFolder), database: db, clickhouse, clock, log })
  return {
    db,
    clickhouse,
    journal,
    paths,
    postgres: postgres.address,
    postgresWay: postgres.way,
    blobs,
    dataFolderId,
    close: () => closeAll(closers),
  }
}

/** Closes what is open already when one of the engines cannot be opened. */
const openingAll = async <Opened>(open: (closers: Closer[]) => Promise<Opened>): Promise<Opened> => {
  const closers: Closer[] = []
  try {
    return await open(closers)
  } catch (error) {
    await closeAll(closers)
    throw error
  }
}

/** Opens the engines in order. */
export const openEngines = (options: EngineOptions): Promise<Engines> =>
  openingAll((closers) => open(options, closers))

/** A worker in the wrong folder would find no upload and give up one after another. */
const checkMediaFolder = async (paths: DataPaths, mediaFolder: string): Promise<void> => {
  for (const folder of [paths.uploads, paths.blobs, paths.work]) {
    const found = await stat(folder).catch(() => null)
    if (found?.isDirectory() === true) continue
    throw new StartError(
      `${mediaFolder} is not the media folder of a Busker: there is no ${folder}. Set BUSKER_MEDIA to the folder that the api uses, and start the api first.`,
    )
  }
}

const openForWorker = async (options: EngineOptions, closers: Closer[]): Promise<SharedEngines> => {
  const { config, log } = options
  const { databaseUrl } = config
  assert(databaseUrl !== undefined, 'the configuration of a worker names its database')
  const paths = dataPaths(config)
  await checkMediaFolder(paths, config.mediaFolder)
  const db = await openDatabase(databaseUrl, { log })
  closers.push(() => db.close())
  await checkMigrated({ migrations: await discoverMigrations(sourceFolder), database: db })
  // The lock of the data folder proves that nobody works in here.
  await rm(paths.scratch, { recursive: true, force: true })
  await mkdir(paths.scratch, { recursive: true, mode: 0o700 })
  const dataFolderId = await readDataFolderId(config.dataFolder)
  const blobs = fileBlobStore({ folder: paths.blobs, writer: dataFolderId })
  await blobs.deleteUnfinished()
  return {
    ...{ db, paths, blobs, dataFolderId },
    postgres: databaseUrl,
    postgresWay: 'the server in DATABASE_URL',
    close: () => closeAll(closers),
  }
}

/** Opens what a worker shares with the api: its database, which it never migrates, and its media folder. */
export const openWorkerEngines = (options: EngineOptions): Promise<SharedEngines> =>
  openingAll((closers) => openForWorker(options, closers))
