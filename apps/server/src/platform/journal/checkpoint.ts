import { open, readFile, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import { hasErrno, StartError } from '#platform/errors'

/** Remembers how far a consumer is: the offset of the first record that it has not handled. */
export interface Checkpoint {
  load(): Promise<number>
  save(offset: number): Promise<void>
}

const syncFolder = async (folder: string): Promise<void> => {
  const handle = await open(folder, 'r')
  await handle.sync().finally(() => handle.close())
}

/** A checkpoint in a file of its own, replaced in one step, so a crash leaves the old or the new one. */
export const fileCheckpoint = (path: string): Checkpoint => ({
  load: async () => {
    const text = await readFile(path, 'utf8').catch((error: unknown) => {
      if (hasErrno(error, 'ENOENT')) return '0\n'
      throw error
    })
    if (!/^\d{1,15}\n$/.test(text))
      throw new StartError(`The file ${path} is damaged. Restore the last backup with "busker restore".`)
    return Number(text)
  },
  save: async (offset) => {
    const unfinished = `${path}.new`
    const handle = await open(unfinished, 'w', 0o600)
    try {
      await handle.writeFile(`${offset}\n`)
      await handle.datasync()
    } finally {
      await handle.close()
    }
    await rename(unfinished, path)
    await syncFolder(dirname(path))
  },
})
