import { createHash } from 'node:crypto'
import { mkdir, open, readdir, rename, rm, stat, statfs, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { importId as importIdSchema, type ImportId } from '@busker/contract'
import { AppError, hasErrno } from '#platform/errors'

const partial = '.part'

/** Where a file waits until it is read. */
export const fileOf = (folder: string, importId: ImportId): string => join(folder, importId)

/** Whether a file of this size fits on the disk now: it is said before the first byte is sent. */
export const hasRoom = async (folder: string, bytes: number): Promise<boolean> => {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize >= bytes
}

export const isThere = async (folder: string, importId: ImportId): Promise<boolean> => {
  try {
    return (await stat(fileOf(folder, importId))).isFile()
  } catch (error) {
    if (hasErrno(error, 'ENOENT')) return false
    throw error
  }
}

export const removeFile = async (folder: string, importId: ImportId): Promise<void> => {
  await rm(fileOf(folder, importId), { force: true })
  await dropBytes(folder, importId)
}

const wrongSize = () =>
  new AppError('invalid_request', {
    fields: [{ path: 'file', message: 'These are not as many bytes as were announced.' }],
  })

/** One that is there already is being written by another request. */
const openNew = async (path: string): Promise<FileHandle> => {
  try {
    return await open(path, 'wx', 0o600)
  } catch (error) {
    if (hasErrno(error, 'EEXIST')) throw new AppError('import_changed', { cause: error })
    throw error
  }
}

/**
 * Writes the bytes of an import beside its place and returns their SHA-256; `placeFile` brings them there. Nobody sends
 * the bytes of one import twice at a time, and a file that breaks off leaves nothing.
 */
export const receiveBytes = async (
  folder: string,
  { importId, bytes }: { readonly importId: ImportId; readonly bytes: number },
  source: Readable,
): Promise<string> => {
  const path = fileOf(folder, importId) + partial
  const hash = createHash('sha256')
  let arrived = 0
  const counted = async function* (chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      arrived += chunk.length
      if (arrived > bytes) throw wrongSize()
      hash.update(chunk)
      yield chunk
    }
  }
  const file = await openNew(path)
  try {
    await pipeline(source, counted, file.createWriteStream({ flush: true }))
    if (arrived !== bytes) throw wrongSize()
  } catch (error) {
    await dropBytes(folder, importId)
    throw error
  }
  return hash.digest('hex')
}

/** Makes the bytes that were received the file of the import. */
export const placeFile = (folder: string, importId: ImportId): Promise<void> =>
  rename(fileOf(folder, importId) + partial, fileOf(folder, importId))

export const dropBytes = (folder: string, importId: ImportId): Promise<void> =>
  rm(fileOf(folder, importId) + partial, { force: true })

/** The imports that have a file here. */
export const importsIn = async (folder: string): Promise<ImportId[]> =>
  (await readdir(folder)).flatMap((name) => {
    const parsed = importIdSchema.safeParse(name)
    return parsed.success ? [parsed.data] : []
  })

/** At start nobody is sending: what is not whole stays so. */
export const openFolder = async (folder: string): Promise<void> => {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  for (const name of await readdir(folder)) {
    if (name.endsWith(partial)) await rm(join(folder, name), { force: true })
  }
}
