import { randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { copyFile, link, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { AppError, hasErrno } from '#platform/errors'
import { checkKey, checkPrefix, checkRange, type BlobSource, type BlobStore } from './blob-store.ts'

export interface FileBlobStore extends BlobStore {
  localPath(key: string): string
  /** Deletes what this writer's writes left behind that a crash interrupted; to be called before its first write. */
  deleteUnfinished(): Promise<void>
}

/**
 * Writes under way are kept apart in one folder: what a crash leaves is found at once, however many blobs there are. No
 * key begins with a dot, so it is not in the way of any.
 */
const unfinishedFolder = '.unfinished'

const syncFolder = async (folder: string): Promise<void> => {
  const handle = await open(folder, 'r')
  await handle.sync().finally(() => handle.close())
}

/** Creates the folder and makes the names of all new folders on the way durable. */
const makeFolder = async (folder: string): Promise<void> => {
  const firstNew = await mkdir(folder, { recursive: true, mode: 0o700 })
  if (firstNew === undefined) return
  for (let each = folder; ; each = dirname(each)) {
    await syncFolder(dirname(each))
    if (each === firstNew) return
  }
}

/** A copy on write where the file system has it, else a copy in the kernel. */
const copy = (from: string, to: string): Promise<void> =>
  copyFile(from, to, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE)

/** A second name for the same bytes, where the file system allows it. */
const share = async (from: string, to: string): Promise<void> => {
  try {
    await link(from, to)
  } catch (error) {
    if (!hasErrno(error, 'EXDEV', 'EPERM', 'EMLINK', 'ENOSYS', 'ENOTSUP')) throw error
    await copy(from, to)
  }
}

/** The mode of the source does not matter: what is stored is ours to replace. */
const writeSynced = async (path: string, source: BlobSource): Promise<number> => {
  if ('file' in source) await (source.frozen === true ? share : copy)(source.file, path)
  const handle = await open(path, 'file' in source ? 'r' : 'wx', 0o600)
  try {
    if ('file' in source) await handle.chmod(0o600)
    else await handle.writeFile(source)
    await handle.sync()
    return (await handle.stat()).size
  } finally {
    await handle.close()
  }
}

const put = async (path: string, source: BlobSource, unfinishedIn: string): Promise<{ bytes: number }> => {
  const folder = dirname(path)
  const unfinished = join(unfinishedIn, randomUUID())
  try {
    await mkdir(unfinishedIn, { recursive: true, mode: 0o700 })
    await makeFolder(folder)
    const bytes = await writeSynced(unfinished, source)
    await rename(unfinished, path)
    await syncFolder(folder)
    return { bytes }
  } catch (cause) {
    await rm(unfinished, { force: true })
    if (hasErrno(cause, 'ENOSPC', 'EDQUOT')) throw new AppError('disk_full', { cause })
    throw cause
  }
}

const nullIfMissing = (error: unknown): null => {
  if (hasErrno(error, 'ENOENT', 'ENOTDIR')) return null
  throw error
}

const sizeOf = async (path: string): Promise<{ bytes: number } | null> => {
  const found = await stat(path).catch(nullIfMissing)
  return found?.isFile() === true ? { bytes: found.size } : null
}

const read = async (path: string, range?: { start: number; end: number }) => {
  const handle = await open(path, 'r').catch(nullIfMissing)
  if (handle === null) throw new AppError('not_found')
  try {
    const found = await handle.stat()
    if (!found.isFile()) throw new AppError('not_found')
    if (range !== undefined) checkRange(range, found.size)
    // The stream owns the handle from here on and closes it at its end, also when it is destroyed early.
    return handle.createReadStream({ ...range, autoClose: true })
  } catch (error) {
    await handle.close()
    throw error
  }
}

/** Files below a folder, ordered by their path as one string: a folder sorts as its name with the slash. */
const walk = async function* (folder: string): AsyncGenerator<string> {
  const entries = (await readdir(folder, { withFileTypes: true }).catch(nullIfMissing)) ?? []
  const named = entries.map((entry) => ({
    folder: entry.isDirectory(),
    sortName: entry.isDirectory() ? `${entry.name}/` : entry.name,
    name: entry.name,
  }))
  named.sort((left, right) => (left.sortName < right.sortName ? -1 : 1))
  for (const entry of named) {
    if (entry.name === unfinishedFolder) continue
    if (!entry.folder) yield join(folder, entry.name)
    else yield* walk(join(folder, entry.name))
  }
}

/** What writers without a name left; those with a name have a folder each. */
const deleteLooseFiles = async (folder: string): Promise<void> => {
  const entries = (await readdir(folder, { withFileTypes: true }).catch(nullIfMissing)) ?? []
  for (const entry of entries) if (entry.isFile()) await rm(join(folder, entry.name), { force: true })
}

/**
 * Keeps blobs as files below one folder. A key must not be the beginning of another key's path (`a` and `a/b`). Of
 * several processes that write into the same folder each gives its own name as `writer`.
 *
 * @example
 * const blobs = fileBlobStore({ folder: `${dataFolder}/blobs` })
 * await blobs.put('posters/1.webp', { file: '/tmp/poster.webp' })
 */
export const fileBlobStore = (options: {
  readonly folder: string
  readonly writer?: string
}): FileBlobStore => {
  const root = resolve(options.folder)
  const unfinished = join(root, unfinishedFolder, options.writer ?? '')
  const pathOf = (key: string): string => {
    checkKey(key)
    return join(root, key)
  }
  return {
    put: async (key, source) => put(pathOf(key), source, unfinished),
    read: async (key, range) => read(pathOf(key), range),
    stat: async (key) => sizeOf(pathOf(key)),
    delete: async (key) => {
      await rm(pathOf(key), { force: true }).catch(nullIfMissing)
    },
    deletePrefix: async (prefix) => {
      checkPrefix(prefix)
      await rm(join(root, prefix), { recursive: true, force: true })
    },
    list: async function* (prefix) {
      if (prefix !== '') checkPrefix(prefix)
      for await (const path of walk(join(root, prefix))) {
        // A blob may be deleted while its neighbours are listed.
        const found = await sizeOf(path)
        if (found !== null) yield { key: path.slice(root.length + 1), bytes: found.bytes }
      }
    },
    localPath: pathOf,
    deleteUnfinished: async () => {
      await deleteLooseFiles(join(root, unfinishedFolder))
      if (options.writer !== undefined) await rm(unfinished, { recursive: true, force: true })
    },
  }
}
