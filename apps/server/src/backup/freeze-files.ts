import { createWriteStream } from 'node:fs'
import { copyFile, link, mkdir, readdir, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { BlobStore } from '#platform/blob'
import { hasErrno } from '#platform/errors'

/** A file that stays readable under its own path although the original may be deleted meanwhile. */
export interface FrozenFile {
  readonly path: string
  /** A file that still grows is taken up to this byte. */
  readonly bytes: number
}

export type FrozenFiles = Map<string, FrozenFile>

/** False when the original is gone. */
const freeze = async (from: string, to: string): Promise<boolean> => {
  try {
    await mkdir(dirname(to), { recursive: true, mode: 0o700 })
    await link(from, to)
  } catch (error) {
    if (hasErrno(error, 'EEXIST')) return true
    if (hasErrno(error, 'ENOENT')) return false
    // Some file systems have no second names for a file, and some folders lie on another disk.
    if (!hasErrno(error, 'EXDEV', 'EPERM', 'EMLINK', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS')) throw error
    try {
      await copyFile(from, to)
    } catch (cause) {
      if (hasErrno(cause, 'ENOENT')) return false
      throw cause
    }
  }
  return true
}

const add = async (frozen: FrozenFiles, name: string, path: string): Promise<void> => {
  frozen.set(name, { path, bytes: (await stat(path)).size })
}

/** Adds every blob that is there now. */
export const freezeBlobs = async (frozen: FrozenFiles, blobs: BlobStore, folder: string): Promise<void> => {
  for await (const { key } of blobs.list('')) {
    if (frozen.has(key)) continue
    const to = join(folder, key)
    const from = blobs.localPath(key)
    if (from === null) {
      await mkdir(dirname(to), { recursive: true, mode: 0o700 })
      await pipeline(await blobs.read(key), createWriteStream(to))
    } else if (!(await freeze(from, to))) continue
    await add(frozen, key, to)
  }
}

/** Adds every upload, finished or not; those seen before are measured again, because they grow. */
export const freezeUploads = async (frozen: FrozenFiles, uploads: string, folder: string): Promise<void> => {
  const entries = await readdir(uploads, { withFileTypes: true }).catch((error: unknown) => {
    if (hasErrno(error, 'ENOENT')) return []
    throw error
  })
  for (const entry of entries) {
    if (!entry.isFile() || entry.name.startsWith('.')) continue
    const to = join(folder, entry.name)
    if (await freeze(join(uploads, entry.name), to)) await add(frozen, entry.name, to)
  }
}
