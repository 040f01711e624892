import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readFile, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type { Config } from '#config'
import type { BlobStore } from '#platform/blob'
import type { Clickhouse } from '#platform/clickhouse'
import type { Clock } from '#platform/clock'
import { appliedToClickhouse, openTableSnapshot, type TableSnapshot } from '#platform/database-copy'
import { hasErrno, StartError } from '#platform/errors'
import type { Journal } from '#platform/journal'
import type { PostgresAddress } from '#platform/postgres'
import type { DataPaths } from '../engines.ts'
import { manifestName } from './archive.ts'
import { freezeBlobs, freezeUploads, type FrozenFiles } from './freeze-files.ts'
import { archiveFormat, type Manifest } from './manifest.ts'
import { describeSettings } from './settings.ts'
import { type ArchiveSource, writeArchive } from './write-archive.ts'

/** The parts of a Busker that a backup reads. */
export interface BackupSource {
  readonly config: Config
  readonly postgres: PostgresAddress
  readonly clickhouse: Clickhouse
  readonly journal: Journal
  readonly blobs: BlobStore
  readonly paths: DataPaths
}

export interface BackupOptions {
  readonly file: string
  readonly clock: Clock
  readonly progress: (line: string) => void
}

/** What a backup holds. */
export interface BackupReport {
  readonly file: string
  readonly bytes: number
  readonly sha256: string
  readonly rows: number
  readonly journalRecords: number
  readonly blobs: number
  readonly uploads: number
}

/** The migrations make the first; the library of the queue makes the second; the third are processes of now. */
const tablesWithout = ['platform.migration', 'graphile_worker.migrations', 'platform.worker']

/** Level 3 takes half the time of level 6 and leaves text a tenth larger. */
const compression = { level: 3 }

const fileSource = (name: string, path: string, bytes: number): ArchiveSource => ({
  name,
  bytes,
  open: () => (bytes === 0 ? Readable.from([]) : createReadStream(path, { start: 0, end: bytes - 1 })),
})

const spooled = async (name: string, path: string): Promise<ArchiveSource> =>
  fileSource(name, path, (await stat(path)).size)

interface Pieces<Told> {
  readonly sources: readonly ArchiveSource[]
  readonly told: Told
}

/** Copies every table into a compressed file: an entry of an archive must know its size before it begins. */
const copyTables = async (snapshot: TableSnapshot, folder: string): Promise<Pieces<Manifest['tables']>> => {
  const sources: ArchiveSource[] = []
  const told: Manifest['tables'] = []
  for (const { schema, name, columns } of snapshot.tables) {
    const path = join(folder, `${schema}.${name}.copy.gz`)
    const sinks = [createGzip(compression), createWriteStream(path, { mode: 0o600 })] as const
    const rows = await snapshot.copyRows({ schema, name, columns }, sinks)
    sources.push(await spooled(`postgres/${basename(path)}`, path))
    told.push({ schema, name, columns: [...columns], rows })
  }
  return { sources, told }
}

const copyJournal = async (
  files: ReturnType<Journal['snapshot']>['files'],
  folder: string,
): Promise<ArchiveSource[]> => {
  const sources: ArchiveSource[] = []
  for (const { path, bytes } of files) {
    const compressed = join(folder, `${basename(path)}.gz`)
    const content = createReadStream(path, { start: 0, end: bytes - 1 })
    await pipeline(content, createGzip(compression), createWriteStream(compressed, { mode: 0o600 }))
    sources.push(await spooled(`journal/${basename(compressed)}`, compressed))
  }
  return sources
}

const frozenSources = (prefix: string, frozen: FrozenFiles): ArchiveSource[] =>
  [...frozen].map(([name, { path, bytes }]) => fileSource(`${prefix}/${name}`, path, bytes))

const sum = (numbers: Iterable<number>): number => [...numbers].reduce((total, each) => total + each, 0)

const describeFiles = (frozen: FrozenFiles) => ({
  files: frozen.size,
  bytes: sum([...frozen.values()].map(({ bytes }) => bytes)),
})

const textSource = (name: string, text: string): ArchiveSource => {
  const bytes = Buffer.from(text)
  return { name, bytes: bytes.length, open: () => Readable.from([bytes]) }
}

/** How far the demo town is: without it a restored instance would not finish a half-made one. */
const readDemoState = async (folder: string): Promise<ArchiveSource[]> => {
  const text = await readFile(join(folder, 'state'), 'utf8').catch((error: unknown) => {
    if (hasErrno(error, 'ENOENT', 'ENOTDIR')) return null
    throw error
  })
  return text === null ? [] : [textSource('demo/state', text)]
}

interface Gathered {
  readonly manifest: Manifest
  readonly sources: readonly ArchiveSource[]
}

/**
 * The order matters. Files are frozen before and after the moment of the database, so that a file which a row refers
 * to is caught although it is deleted meanwhile. The journal is measured after that moment, so that no consumer whose
 * progress is in the database is ahead of it.
 */
const gather = async (source: BackupSource, options: BackupOptions, scratch: string): Promise<Gathered> => {
  const { config, blobs, paths } = source
  const folder = {
    blobs: join(scratch, 'blobs'),
    uploads: join(scratch, 'uploads'),
    spool: join(scratch, 'spool'),
  }
  await mkdir(folder.spool, { recursive: true, mode: 0o700 })
  const frozen = { blobs: new Map() as FrozenFiles, uploads: new Map() as FrozenFiles }
  const freezeAll = async () => {
    await freezeUploads(frozen.uploads, paths.uploads, folder.uploads)
    await freezeBlobs(frozen.blobs, blobs, folder.blobs)
  }
  const demo = await readDemoState(paths.demo)
  await freezeAll()
  const snapshot = await openTableSnapshot(source.postgres, { without: tablesWithout })
  try {
    await freezeAll()
    const journal = source.journal.snapshot()
    options.progress(`Reading ${snapshot.tables.length} tables`)
    const tables = await copyTables(snapshot, folder.spool)
    options.progress(`Reading ${journal.end} facts`)
    const facts = await copyJournal(journal.files, folder.spool)
    const manifest: Manifest = {
      format: archiveFormat,
      version: config.version,
      createdAt: options.clock.now().toISOString(),
      migrations: {
        postgres: [...snapshot.applied],
        clickhouse: await appliedToClickhouse(source.clickhouse),
      },
      tables: tables.told,
      sequences: await snapshot.readSequences(),
      journal: { end: journal.end, segments: journal.files.length },
      blobs: describeFiles(frozen.blobs),
      uploads: describeFiles(frozen.uploads),
      settings: describeSettings(config),
    }
    const media = [...frozenSources('uploads', frozen.uploads), ...frozenSources('blobs', frozen.blobs)]
    return { manifest, sources: [...tables.sources, ...facts, ...demo, ...media] }
  } finally {
    await snapshot.close()
  }
}

const mebibytes = (bytes: number): string => (bytes / 1024 / 1024).toFixed(0)

const worthTelling = 16 * 1024 * 1024

/** A line for every tenth of what takes a while. */
const progressOf = (total: number, progress: (line: string) => void): ((bytes: number) => void) => {
  let told = 0
  return (bytes) => {
    const tenth = Math.floor((bytes * 10) / Math.max(1, total))
    if (tenth <= told || total < worthTelling) return
    told = tenth
    progress(`Writing ${mebibytes(bytes)} of ${mebibytes(total)} MiB`)
  }
}

const refuseExisting = async (file: string): Promise<void> => {
  const found = await stat(file).catch(() => null)
  if (found?.isDirectory() === true)
    throw new StartError(`${file} is a folder. Name the file that the backup becomes.`)
  if (found !== null) throw new StartError(`${file} exists already. Move it away, or choose another name.`)
}

/** Folders whose backup is being written by this process. */
const underWay = new Set<string>()

/**
 * Writes everything that a Busker keeps into one file while it goes on working.
 *
 * @example await createBackup(source, { file: '/backups/monday.busker', clock, progress: terminal.progress })
 */
export const createBackup = async (source: BackupSource, options: BackupOptions): Promise<BackupReport> => {
  const { file } = options
  const scratch = join(source.paths.scratch, 'backup')
  await refuseExisting(file)
  if (underWay.has(scratch)) throw new StartError('A backup is being written already. Wait until it is done.')
  underWay.add(scratch)
  try {
    await rm(scratch, { recursive: true, force: true })
    const { manifest, sources } = await gather(source, options, scratch)
    const first = textSource(manifestName, JSON.stringify(manifest))
    const all = [first, ...sources]
    const onBytes = progressOf(sum(all.map(({ bytes }) => bytes)), options.progress)
    const createdAt = new Date(manifest.createdAt)
    const written = await writeArchive({ file, createdAt, sources: all, onBytes })
    return {
      file,
      ...written,
      rows: sum(manifest.tables.map(({ rows }) => rows)),
      journalRecords: manifest.journal.end,
      blobs: manifest.blobs.files,
      uploads: manifest.uploads.files,
    }
  } catch (cause) {
    if (!hasErrno(cause, 'ENOSPC', 'EDQUOT')) throw cause
    throw new StartError(
      `The disk with the data folder is full, and a backup gathers tables and facts there first. Free some space, then repeat it.`,
      { cause },
    )
  } finally {
    await rm(scratch, { recursive: true, force: true })
    underWay.delete(scratch)
  }
}
