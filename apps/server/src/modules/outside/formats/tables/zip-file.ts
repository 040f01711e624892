import { crc32 } from 'node:zlib'
import { type Entry, fromBufferPromise, openPromise, type ZipFile } from 'yauzl'
import { FileRefused } from '../file-faults.ts'
import type { ByteSource, GivenFile } from './file-source.ts'
import type { Limits } from './limits.ts'

/** A file inside an archive, which can be read more than once. */
export interface ZipEntry extends ByteSource {
  readonly name: string
}

export interface OpenedZip extends Disposable {
  readonly entries: readonly ZipEntry[]
}

const isNoise = (name: string): boolean =>
  name.endsWith('/') || name.startsWith('__MACOSX/') || /(^|\/)(\.DS_Store|Thumbs\.db)$/.test(name)

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : '')

/** What the kept parser says, as a reason that a person can act on. */
const refusalOf = (error: unknown): FileRefused => {
  if (error instanceof FileRefused) return error
  const message = messageOf(error)
  if (/relative path|absolute path|invalid characters in fileName/.test(message)) {
    return new FileRefused('unsafe_path', { cause: error })
  }
  if (/too many bytes/.test(message)) return new FileRefused('zip_bomb', { cause: error })
  return new FileRefused('damaged_zip', { cause: error })
}

const checkEntry = (entry: Entry): void => {
  if (entry.isEncrypted()) throw new FileRefused('locked_archive')
  if (!entry.canDecodeFileData()) throw new FileRefused('damaged_zip', { sheet: entry.fileName })
}

const checkSizes = (entries: readonly Entry[], limits: Limits): void => {
  let packed = 0
  let unpacked = 0
  for (const entry of entries) {
    packed += entry.compressedSize
    unpacked += entry.uncompressedSize
  }
  const isDense = unpacked > limits.ratioFreeBytes && unpacked > packed * limits.packingRatio
  if (unpacked > limits.unpackedBytes || isDense) {
    throw new FileRefused('zip_bomb', { detail: { packed: String(packed), unpacked: String(unpacked) } })
  }
}

/** The bytes of an entry; the check sum is ours to compare, the parser leaves it. */
async function* unpack(zip: ZipFile, entry: Entry): AsyncGenerator<Uint8Array> {
  try {
    const stream = await zip.openReadStreamPromise(entry)
    let sum = 0
    for await (const chunk of stream) {
      // A stream of the parser carries buffers only.
      const bytes: Uint8Array = chunk
      sum = crc32(bytes, sum)
      yield bytes
    }
    if (sum !== entry.crc32) throw new FileRefused('damaged_zip', { sheet: entry.fileName })
  } catch (error) {
    throw refusalOf(error)
  }
}

const entryOf = (zip: ZipFile, entry: Entry): ZipEntry => ({
  name: entry.fileName,
  size: entry.uncompressedSize,
  chunks: () => unpack(zip, entry),
  head: async (length) => {
    const pieces: Uint8Array[] = []
    let read = 0
    for await (const bytes of unpack(zip, entry)) {
      pieces.push(bytes)
      read += bytes.length
      if (read >= length) break
    }
    return Buffer.concat(pieces).subarray(0, length)
  },
})

const entriesOf = async (zip: ZipFile, limits: Limits): Promise<Entry[]> => {
  if (zip.entryCount > limits.archiveEntries) throw new FileRefused('too_many_entries')
  const entries: Entry[] = []
  for await (const entry of zip.eachEntry()) {
    if (entries.length >= limits.archiveEntries) throw new FileRefused('too_many_entries')
    if (isNoise(entry.fileName)) continue
    checkEntry(entry)
    entries.push(entry)
  }
  checkSizes(entries, limits)
  return entries
}

/** Opens an archive and looks through its table of contents; nothing is unpacked to disk, ever. */
export const openZip = async (file: GivenFile, limits: Limits): Promise<OpenedZip> => {
  const options = { autoClose: false, lazyEntries: true }
  try {
    const zip =
      'bytes' in file
        ? await fromBufferPromise(
            Buffer.from(file.bytes.buffer, file.bytes.byteOffset, file.bytes.byteLength),
            options,
          )
        : await openPromise(file.path, options)
    try {
      const entries = await entriesOf(zip, limits)
      return { entries: entries.map((entry) => entryOf(zip, entry)), [Symbol.dispose]: () => zip.close() }
    } catch (error) {
      zip.close()
      throw error
    }
  } catch (error) {
    throw refusalOf(error)
  }
}
