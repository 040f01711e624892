import { createWriteStream } from 'node:fs'
import { mkdir, open, readdir, realpath, rename, rm, rmdir, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Transform } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { assert } from '#platform/assert'
import { fileBlobStore } from '#platform/blob'
import { hasErrno, StartError } from '#platform/errors'
import { dataPaths } from '../engines.ts'
import { manifestName } from './archive.ts'
import type { CheckedArchive, EntryStreams } from './read-archive.ts'
import { syncFolder } from './write-archive.ts'

/** A data folder under construction beside the place that it will take. */
export interface Staging {
  /** The folder that the data will be in. */
  readonly target: string
  /** The folder that it is made in. */
  readonly folder: string
}

const notEmpty = (folder: string): StartError =>
  new StartError(
    `The data folder ${folder} is not empty. A backup is restored into an empty one: move it away, or set BUSKER_DATA to another folder.`,
  )

/** Chooses the place to build in, and refuses a target that holds anything. Changes nothing. */
export const planStaging = async (dataFolder: string): Promise<Staging> => {
  const target = await realpath(dataFolder).catch(() => dataFolder)
  const parent = dirname(target)
  const found = await stat(target).catch((error: unknown) => {
    if (hasErrno(error, 'ENOENT', 'ENOTDIR')) return null
    throw error
  })
  if (found !== null) {
    if (!found.isDirectory() || (await readdir(target)).length > 0) throw notEmpty(target)
    // The finished folder takes its place by a rename, which no mount point allows.
    if ((await stat(parent)).dev !== found.dev) {
      throw new StartError(
        `The data folder ${target} is a disk of its own. Set BUSKER_DATA to a folder on that disk, such as ${join(target, 'busker')}.`,
      )
    }
  }
  return { target, folder: `${target}.restoring` }
}

/** The lock and the socket of whoever owns a data folder. */
const ownersFile = /^(owner\.lock.*|control\.sock)$/

/** Removes what an interrupted restore left, but not what the owner of the folder just put there. */
export const clearStaging = async ({ folder }: Staging): Promise<void> => {
  for (const name of await readdir(folder)) {
    if (ownersFile.test(name)) continue
    await rm(join(folder, name), { recursive: true, force: true })
  }
}

/** The finished folder takes its place in one step. */
export const finishStaging = async ({ target, folder }: Staging): Promise<void> => {
  for (const name of await readdir(folder)) if (ownersFile.test(name)) await rm(join(folder, name))
  await rm(join(folder, 'pg.socket'), { recursive: true, force: true })
  await syncFolder(folder)
  try {
    await rmdir(target).catch((error: unknown) => {
      if (!hasErrno(error, 'ENOENT')) throw error
    })
    await rename(folder, target)
  } catch (cause) {
    if (hasErrno(cause, 'ENOTEMPTY', 'EEXIST')) throw notEmpty(target)
    throw cause
  }
  await syncFolder(dirname(target))
}

const writeFile = async (path: string, content: EntryStreams, ...through: Transform[]): Promise<void> => {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const handle = await open(path, 'wx', 0o600)
  try {
    const target = createWriteStream('', { fd: handle.fd, autoClose: false })
    const [source, checking] = content
    const [middle] = through
    await (middle === undefined
      ? pipeline(source, checking, target)
      : pipeline(source, checking, middle, target))
    await handle.sync()
  } finally {
    await handle.close()
  }
}

export const tableFile = (folder: string, table: { schema: string; name: string }): string =>
  join(dataPaths(folder).scratch, 'restore', `${table.schema}.${table.name}.copy.gz`)

const patterns = {
  postgres: /^postgres\/(?<name>[a-z0-9_]+\.[a-z0-9_]+)\.copy\.gz$/,
  journal: /^journal\/(?<name>\d{20}\.seg)\.gz$/,
  uploads: /^uploads\/(?<name>[\w-][\w.-]*)$/,
  blobs: /^blobs\/(?<name>.+)$/,
} as const

const nameIn = (kind: keyof typeof patterns, entry: string): string | null =>
  patterns[kind].exec(entry)?.groups?.['name'] ?? null

/** Puts one entry of the archive where it belongs. Names that no backup contains are refused. */
const place = async (folder: string, entry: string, content: EntryStreams): Promise<void> => {
  const paths = dataPaths(folder)
  const table = nameIn('postgres', entry)
  const segment = nameIn('journal', entry)
  const upload = nameIn('uploads', entry)
  const blob = nameIn('blobs', entry)
  if (table !== null) return writeFile(join(paths.scratch, 'restore', `${table}.copy.gz`), content)
  if (segment !== null) return writeFile(join(paths.journal, segment), content, createGunzip())
  if (upload !== null) return writeFile(join(paths.uploads, upload), content)
  // The store itself refuses keys that would lead out of its folder.
  if (blob !== null) return writeFile(fileBlobStore({ folder: paths.blobs }).localPath(blob), content)
  if (entry === 'demo/state') return writeFile(join(paths.demo, 'state'), content)
  assert(entry === manifestName, `${entry} belongs into a backup`)
  return writeFile(join(paths.scratch, 'restore', 'manifest.json'), content)
}

const worthTelling = 16 * 1024 * 1024

const mebibytes = (bytes: number): string => (bytes / 1024 / 1024).toFixed(0)

/** Unpacks every entry and syncs it to the disk. */
export const unpack = async (
  archive: CheckedArchive,
  folder: string,
  progress: (line: string) => void,
): Promise<void> => {
  const sizes = new Map(archive.entries.map(({ name, bytes }) => [name, bytes]))
  let done = 0
  let told = 0
  await archive.each(async (entry, content) => {
    // The list of checksums itself is not among the entries.
    await place(folder, entry, content)
    done += sizes.get(entry) ?? 0
    const tenth = Math.floor((done * 10) / archive.bytes)
    if (tenth > told && archive.bytes > worthTelling)
      progress(`Unpacked ${mebibytes(done)} of ${mebibytes(archive.bytes)} MiB`)
    told = tenth
  })
}
