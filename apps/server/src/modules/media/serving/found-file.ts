import { constants } from 'node:fs'
import { lstat, open } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import type { AssetId } from '@busker/contract'
import type { BlobStore } from '#platform/blob'
import { AppError, hasErrno } from '#platform/errors'
import type { ByteRange } from '../rules/byte-range.ts'
import type { MediaPath } from './media-path.ts'

/** A file that can be sent, whole or in part. */
export interface FoundFile {
  readonly bytes: number
  read(range: ByteRange): Promise<Readable>
}

export interface Places {
  readonly blobs: BlobStore
  readonly workFolder: string
}

export const blobKey = (assetId: AssetId, file: string): string => `media/${assetId}/${file.toLowerCase()}`

const absent = (error: unknown): null => {
  // ELOOP is what opening a symbolic link without following it says.
  if (hasErrno(error, 'ENOENT', 'ENOTDIR', 'ELOOP')) return null
  throw error
}

/**
 * Opens a file that FFmpeg wrote while it read somebody's video. Whatever got there under this name, a symbolic link is
 * not followed and a pipe does not hold us.
 */
const openPlain = async (path: string) => {
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK
  const handle = await open(path, flags).catch(absent)
  if (handle === null) throw new AppError('not_found')
  const found = await handle.stat()
  if (found.isFile()) return { handle, bytes: found.size }
  await handle.close()
  throw new AppError('not_found')
}

const findSegment = async (path: string): Promise<FoundFile | null> => {
  const found = await lstat(path).catch(absent)
  if (found?.isFile() !== true) return null
  const read = async (range: ByteRange): Promise<Readable> =>
    (await openPlain(path)).handle.createReadStream({ ...range, autoClose: true })
  return { bytes: found.size, read }
}

/** Where the file of an address lies; null: nowhere (any more). */
export const findFile = async (
  { blobs, workFolder }: Places,
  assetId: AssetId,
  path: MediaPath,
): Promise<FoundFile | null> => {
  if (path.kind === 'stream')
    return findSegment(join(workFolder, assetId, String(path.conversion), path.file))
  const key = blobKey(assetId, path.file)
  const found = await blobs.stat(key)
  return found && { bytes: found.bytes, read: (range) => blobs.read(key, range) }
}

/** Far more than a playlist of the longest video has. */
const largestPlaylistBytes = 4_000_000

/** A playlist as it is now, whole: it may be replaced by a longer one while it is sent. */
export const readPlaylist = async (
  { workFolder }: Places,
  assetId: AssetId,
  path: MediaPath & { readonly kind: 'stream' },
): Promise<Buffer> => {
  const { handle, bytes } = await openPlain(join(workFolder, assetId, String(path.conversion), path.file))
  try {
    if (bytes > largestPlaylistBytes) throw new AppError('not_found')
    return await handle.readFile()
  } finally {
    await handle.close()
  }
}
