import type { Readable } from 'node:stream'
import { AppError } from '#platform/errors'

/** What is stored: bytes, or a file. One that nobody writes to any more (`frozen`) need not be copied. */
export type BlobSource = Uint8Array | { readonly file: string; readonly frozen?: boolean }

/** Bytes under names. Names look like paths: `renditions/0199…/720p.mp4`. */
export interface BlobStore {
  /** Stores the whole source under the key in one step: readers see the old bytes or all of the new ones. */
  put(key: string, source: BlobSource): Promise<{ bytes: number }>
  /** Rejects with `not_found` before the first byte. A range that ends behind the last byte is cut to it. */
  read(key: string, range?: { readonly start: number; readonly end: number }): Promise<Readable>
  stat(key: string): Promise<{ bytes: number } | null>
  /** Does nothing when there is no such blob. */
  delete(key: string): Promise<void>
  /** Deletes every blob whose key starts with the prefix, which ends with a slash. */
  deletePrefix(prefix: string): Promise<void>
  /** All blobs whose key starts with the prefix (empty, or ending with a slash), ordered by key. */
  list(prefix: string): AsyncIterable<{ readonly key: string; readonly bytes: number }>
  /** The file that holds the blob, for programs that read files; null when the store has none. */
  localPath(key: string): string | null
}

const maximumKeyLength = 512
const keyPattern = /^[a-z0-9_-][a-z0-9._-]*(\/[a-z0-9_-][a-z0-9._-]*)*$/

/** No segment may start with a dot: that excludes `..` and keeps the names of unfinished files apart. */
export const checkKey = (key: string): void => {
  if (key.length > maximumKeyLength || key.includes('..') || !keyPattern.test(key))
    throw new AppError('invalid_request', { fields: [{ path: 'key', message: 'This is not a blob key.' }] })
}

export const checkPrefix = (prefix: string): void => {
  if (!prefix.endsWith('/')) throw new AppError('invalid_request')
  checkKey(prefix.slice(0, -1))
}

export const checkRange = (range: { start: number; end: number }, bytes: number): void => {
  const whole = Number.isSafeInteger(range.start) && Number.isSafeInteger(range.end)
  if (!whole || range.start < 0 || range.end < range.start || range.start >= bytes)
    throw new AppError('invalid_request', {
      fields: [{ path: 'range', message: `There are ${bytes} bytes.` }],
    })
}
