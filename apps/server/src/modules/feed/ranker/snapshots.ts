import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { hasErrno } from '#platform/errors'

/** The recommender's state as bytes, and the offset of the journal that it stands at. */
export interface Snapshot {
  readonly state: readonly Uint8Array[]
  readonly offset: number
}

export interface Snapshots {
  /** Hands the newest one over, and where that is refused the one before; false: none was taken. */
  load(take: (state: Uint8Array, offset: number) => boolean): Promise<boolean>
  store(snapshot: Snapshot): Promise<void>
}

const form = /^state-(\d{1,15})\.bin$/
/** One more than is needed, for the case that the newest turns out to be torn. */
const kept = 2

/** Snapshots in a folder, the newest few. Each comes into being in one step; what is torn is told by its checksums. */
export const openSnapshots = (folder: string): Snapshots => {
  const list = async (): Promise<{ readonly name: string; readonly offset: number }[]> => {
    const names = await readdir(folder).catch((error: unknown) => {
      if (hasErrno(error, 'ENOENT')) return []
      throw error
    })
    return names
      .flatMap((name) => {
        const found = form.exec(name)
        return found === null ? [] : [{ name, offset: Number(found[1]) }]
      })
      .toSorted((one, other) => other.offset - one.offset)
  }
  const write = async (path: string, parts: readonly Uint8Array[]): Promise<void> => {
    const handle = await open(`${path}.new`, 'w', 0o600)
    try {
      for (const part of parts) await handle.write(part)
      await handle.datasync()
    } finally {
      await handle.close()
    }
    await rename(`${path}.new`, path)
  }
  return {
    load: async (take) => {
      for (const { name, offset } of await list())
        if (take(await readFile(join(folder, name)), offset)) return true
      return false
    },
    store: async ({ state, offset }) => {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      await write(join(folder, `state-${offset}.bin`), state)
      for (const { name } of (await list()).slice(kept)) await rm(join(folder, name), { force: true })
    },
  }
}
