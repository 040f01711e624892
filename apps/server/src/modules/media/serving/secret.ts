import { link, mkdir, open, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { hasErrno, StartError } from '#platform/errors'
import type { Ids } from '#platform/ids'

const fileName = 'media-secret'
const shape = /^[A-Za-z0-9_-]{43}$/

const readSecret = async (file: string): Promise<Uint8Array | null> => {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (hasErrno(error, 'ENOENT')) return null
    throw error
  })
  if (text === null) return null
  if (!shape.test(text.trim()))
    throw new StartError(`The file ${file} is damaged. Delete it and start again; a new one will be made.`)
  return Buffer.from(text.trim(), 'base64url')
}

/** The name appears with all of its bytes on disk; of several processes that try at once, one succeeds. */
const makeSecret = async (file: string, ids: Ids): Promise<void> => {
  const draft = `${file}.${ids.uuid()}`
  const handle = await open(draft, 'wx', 0o600)
  try {
    await handle.writeFile(`${ids.token()}\n`)
    await handle.sync()
    await link(draft, file)
  } catch (error) {
    if (!hasErrno(error, 'EEXIST')) throw error
  } finally {
    await handle.close()
    await rm(draft, { force: true })
  }
}

/**
 * The 32 bytes that sign addresses, kept beside the media so that every process that serves these files has them. Made
 * at the first start. To end all signed addresses at once, delete the file and start again.
 *
 * @example const secret = await readMediaSecret(mediaFolder, ids)
 */
export const readMediaSecret = async (folder: string, ids: Ids): Promise<Uint8Array> => {
  const file = join(folder, fileName)
  const known = await readSecret(file)
  if (known) return known
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await makeSecret(file, ids)
  const made = await readSecret(file)
  if (!made) throw new StartError(`The file ${file} could not be made. Check who may write to its folder.`)
  return made
}
