import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from '#config'
import { fileBlobStore } from '#platform/blob'
import { openClickhouse } from '#platform/clickhouse'
import type { Clock } from '#platform/clock'
import { type AppliedName, appliedToClickhouse, openTableSnapshot } from '#platform/database-copy'
import { openJournal } from '#platform/journal'
import type { Log } from '#platform/log'
import { databaseName, startEmbeddedPostgres } from '#platform/postgres'
import { dataPaths } from '../engines.ts'
import type { BackupSource } from './create-backup.ts'

type Closer = () => Promise<void>

/** Whether a Busker has ever started on this data folder. */
export const isStarted = async ({ dataFolder }: Config): Promise<boolean> =>
  (await stat(dataPaths(dataFolder).journal).catch(() => null)) !== null

interface OpenOptions {
  readonly config: Config
  readonly clock: Clock
  readonly log: Log
}

const open = async ({ config, clock, log }: OpenOptions, closers: Closer[]): Promise<BackupSource> => {
  const paths = dataPaths(config)
  const { databaseUrl, clickhouseUrl, dataFolder } = config
  let postgres: BackupSource['postgres']
  if (databaseUrl === undefined) {
    const server = await startEmbeddedPostgres({ dataFolder, log, clock })
    closers.push(() => server.stop())
    postgres = server.connection
  } else postgres = databaseUrl
  const address = clickhouseUrl === undefined ? { path: join(dataFolder, 'facts') } : { url: clickhouseUrl }
  const clickhouse = await openClickhouse(address, databaseName)
  closers.push(() => clickhouse.close())
  const journal = await openJournal({ folder: paths.journal, log })
  closers.push(() => journal.close())
  return { config, postgres, clickhouse, journal, paths, blobs: fileBlobStore({ folder: paths.blobs }) }
}

/** The migrations that both engines of a source have. */
export const appliedNames = async (source: BackupSource): Promise<AppliedName[]> => {
  const snapshot = await openTableSnapshot(source.postgres, { without: [] })
  await snapshot.close()
  return [...snapshot.applied, ...(await appliedToClickhouse(source.clickhouse))]
}

/**
 * Opens the engines of a data folder as they are, without migrating: a backup before an upgrade must hold the state
 * that the older program can read. The caller owns the folder.
 */
export const withStoppedSource = async <T>(
  options: OpenOptions,
  work: (source: BackupSource) => Promise<T>,
): Promise<T> => {
  const closers: Closer[] = []
  try {
    return await work(await open(options, closers))
  } finally {
    for (const close of closers.toReversed()) await close()
  }
}
