import { createReadStream } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import { Readable, type Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { callbackify } from 'node:util'
import { extract } from 'tar-stream'
import { hasErrno, StartError } from '#platform/errors'
import {
  type Checksum,
  checksumList,
  checksumsName,
  damagedArchive,
  decodeTrailer,
  hashing,
  manifestName,
  noArchive,
  parseJson,
  trailerBytes,
} from './archive.ts'

/** An archive whose every byte was checked. */
export interface CheckedArchive {
  readonly file: string
  readonly bytes: number
  readonly manifest: Buffer
  readonly entries: readonly Checksum[]
  /**
   * Hands each entry over in order. `visit` pipes the given streams, which check the bytes again, to where they
   * belong.
   */
  each(visit: (name: string, content: EntryStreams) => Promise<void>): Promise<void>
  close(): Promise<void>
}

export type EntryStreams = readonly [Readable, Transform]

const largestKept = 512 * 1024 * 1024

/** Reads the tar archive once. Every failure of the bytes ends it; a failure of `visit` passes through. */
const readEntries = async (
  handle: FileHandle,
  place: { bytes: number; hash: ReturnType<typeof hashing> },
  visit: (name: string, content: Readable) => Promise<void>,
): Promise<void> => {
  const entries = extract()
  const visitThen = callbackify(visit)
  entries.on('entry', (header, content, next) => visitThen(header.name, Readable.from(content), next))
  // By number: a stream that was made from the handle itself would hold up its close for ever.
  const range = { start: 0, end: place.bytes - 1, highWaterMark: 1 << 20 }
  const source = createReadStream('', { ...range, fd: handle.fd, autoClose: false })
  await pipeline(source, place.hash.stream, entries)
}

const collect = async (content: Readable): Promise<Buffer> => {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of content) {
    chunks.push(chunk)
    bytes += chunk.length
    if (bytes > largestKept) throw damagedArchive('The archive')
  }
  return Buffer.concat(chunks)
}

const hashOf = async (content: Readable): Promise<{ bytes: number; sha256: string }> => {
  const through = hashing()
  through.stream.resume()
  await pipeline(content, through.stream)
  return { bytes: through.bytes(), sha256: through.hash.digest('hex') }
}

const readTrailer = async (handle: FileHandle, file: string): Promise<{ bytes: number; sha256: string }> => {
  const { size } = await handle.stat()
  const tail = Buffer.alloc(trailerBytes)
  const { bytesRead } = await handle.read(tail, 0, trailerBytes, Math.max(0, size - trailerBytes))
  const sha256 = bytesRead === trailerBytes ? decodeTrailer(tail) : null
  if (sha256 === null || size <= trailerBytes) throw noArchive(file)
  return { bytes: size - trailerBytes, sha256 }
}

interface Found {
  readonly manifest: Buffer
  readonly entries: readonly Checksum[]
}

const same = (one: readonly Checksum[], other: readonly Checksum[]): boolean =>
  one.length === other.length &&
  one.every((entry, index) => {
    const twin = other[index]
    return twin?.name === entry.name && twin.bytes === entry.bytes && twin.sha256 === entry.sha256
  })

/** Reads every byte once: the hash of the whole, the hash of each entry, and the list of them must agree. */
const check = async (handle: FileHandle, file: string): Promise<Found & { bytes: number }> => {
  const { bytes, sha256 } = await readTrailer(handle, file)
  const whole = hashing()
  const seen: Checksum[] = []
  const kept = new Map<string, Buffer>()
  try {
    await readEntries(handle, { bytes, hash: whole }, async (name, content) => {
      if (name !== manifestName && name !== checksumsName) {
        seen.push({ name, ...(await hashOf(content)) })
        return
      }
      const text = await collect(content)
      kept.set(name, text)
      if (name === checksumsName) return
      const own = hashing()
      own.hash.update(text)
      seen.push({ name, bytes: text.length, sha256: own.hash.digest('hex') })
    })
  } catch (cause) {
    // A machine that cannot read its disk is no reason to throw a backup away.
    if (hasErrno(cause, 'EIO', 'EMFILE', 'ENOMEM')) throw cause
    throw damagedArchive(file, cause)
  }
  const manifest = kept.get(manifestName)
  const checksums = kept.get(checksumsName)
  if (whole.hash.digest('hex') !== sha256 || manifest === undefined || checksums === undefined)
    throw damagedArchive(file)
  const listed = checksumList.safeParse(parseJson(checksums))
  if (!listed.success || !same(listed.data.entries, seen)) throw damagedArchive(file)
  return { bytes, manifest, entries: seen }
}

const openFile = async (file: string): Promise<FileHandle> => {
  try {
    return await open(file, 'r')
  } catch (cause) {
    if (hasErrno(cause, 'ENOENT', 'ENOTDIR')) throw new StartError(`There is no file ${file}.`, { cause })
    if (hasErrno(cause, 'EACCES', 'EPERM'))
      throw new StartError(`${file} may not be read by this user. Run the command as its owner.`, { cause })
    throw cause
  }
}

/**
 * Opens an archive and checks every byte of it before it says anything about the content.
 *
 * @example const archive = await openArchive('/backups/monday.busker')
 */
export const openArchive = async (file: string): Promise<CheckedArchive> => {
  const handle = await openFile(file)
  try {
    if ((await handle.stat()).isDirectory()) throw noArchive(file)
    const found = await check(handle, file)
    return {
      ...found,
      file,
      each: (visit) => {
        const expected = new Map(found.entries.map((entry) => [entry.name, entry]))
        const again = async (name: string, content: Readable): Promise<void> => {
          const through = hashing()
          if (name === checksumsName) await hashOf(content)
          else await visit(name, [content, through.stream])
          if (name !== checksumsName && expected.get(name)?.sha256 !== through.hash.digest('hex'))
            throw damagedArchive(file)
        }
        return readEntries(handle, { bytes: found.bytes, hash: hashing() }, again)
      },
      close: () => handle.close(),
    }
  } catch (error) {
    await handle.close()
    throw error
  }
}
