import { createWriteStream } from 'node:fs'
import { open, rename, rm, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { pack, type Pack } from 'tar-stream'
import { hasErrno, StartError } from '#platform/errors'
import { type Checksum, checksumsName, encodeTrailer, hashing } from './archive.ts'

/** What goes into an archive. Its size is known before it is read. */
export interface ArchiveSource {
  readonly name: string
  readonly bytes: number
  open(): Readable
}

export interface WriteOptions {
  readonly file: string
  readonly createdAt: Date
  readonly sources: readonly ArchiveSource[]
  /** Called with the bytes that are through. */
  readonly onBytes: (bytes: number) => void
}

const addEntry = async (archive: Pack, source: ArchiveSource, createdAt: Date): Promise<Checksum> => {
  const through = hashing()
  const header = { name: source.name, size: source.bytes, mtime: createdAt, mode: 0o600 }
  await pipeline(source.open(), through.stream, archive.entry(header))
  return { name: source.name, bytes: through.bytes(), sha256: through.hash.digest('hex') }
}

const addAll = async (archive: Pack, options: WriteOptions): Promise<void> => {
  const { createdAt, sources, onBytes } = options
  const entries: Checksum[] = []
  let bytes = 0
  for (const source of sources) {
    entries.push(await addEntry(archive, source, createdAt))
    bytes += source.bytes
    onBytes(bytes)
  }
  const list = Buffer.from(JSON.stringify({ entries }))
  const source = { name: checksumsName, bytes: list.length, open: () => Readable.from([list]) }
  await addEntry(archive, source, createdAt)
  archive.finalize()
}

const writeAll = async (
  handle: FileHandle,
  options: WriteOptions,
): Promise<{ bytes: number; sha256: string }> => {
  const archive = pack()
  const whole = hashing()
  // By number: a stream that was made from the handle itself would hold up its close for ever.
  const target = createWriteStream('', { fd: handle.fd, autoClose: false })
  const writing = pipeline(archive, whole.stream, target)
  const adding = addAll(archive, options).catch((error: unknown) => {
    archive.destroy(error instanceof Error ? error : undefined)
    throw error
  })
  const [written, added] = await Promise.allSettled([writing, adding])
  // A full disk breaks both: the writing side knows why.
  if (written.status === 'rejected') throw written.reason
  if (added.status === 'rejected') throw added.reason
  const sha256 = whole.hash.digest('hex')
  const trailer = encodeTrailer(sha256)
  await handle.write(trailer, 0, trailer.length, whole.bytes())
  await handle.sync()
  return { bytes: whole.bytes() + trailer.length, sha256 }
}

export const syncFolder = async (folder: string): Promise<void> => {
  const handle = await open(folder, 'r')
  await handle.sync().finally(() => handle.close())
}

const explain = (file: string, cause: unknown): unknown => {
  if (hasErrno(cause, 'ENOSPC', 'EDQUOT'))
    return new StartError(
      `The disk for ${file} is full. Free some space, or write the backup to another disk.`,
      { cause },
    )
  if (hasErrno(cause, 'EACCES', 'EPERM', 'EROFS'))
    return new StartError(`${file} cannot be written by the user who runs Busker. Choose another folder.`, {
      cause,
    })
  if (hasErrno(cause, 'ENOENT', 'ENOTDIR'))
    return new StartError(
      `There is no folder ${dirname(file)} for the backup. Make it, or choose another one.`,
      { cause },
    )
  return cause
}

/** Writes an archive beside its place and renames it when every byte is on the disk: a crash leaves no half backup. */
export const writeArchive = async (options: WriteOptions): Promise<{ bytes: number; sha256: string }> => {
  const { file } = options
  const unfinished = `${file}.part`
  let handle: FileHandle | null = null
  try {
    handle = await open(unfinished, 'w', 0o600)
    const written = await writeAll(handle, options)
    await handle.close()
    handle = null
    await rename(unfinished, file)
    await syncFolder(dirname(file))
    return written
  } catch (cause) {
    await handle?.close().catch(() => undefined)
    await rm(unfinished, { force: true }).catch(() => undefined)
    throw explain(file, cause)
  }
}
