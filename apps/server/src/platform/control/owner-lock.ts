import { open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { StartError } from '#platform/errors'

export interface OwnerLock {
  release(): void
}

const sqliteBusy = 5

const isBusy = (error: unknown): boolean =>
  error instanceof Error && 'errcode' in error && error.errcode === sqliteBusy

/** Writes and syncs a page, so that a full or read-only disk is noticed before any engine starts on it. */
const probe = async (folder: string): Promise<void> => {
  const path = join(folder, `.probe-${process.pid}`)
  try {
    const handle = await open(path, 'w', 0o600)
    try {
      await handle.writeFile(Buffer.alloc(4096, 1))
      await handle.sync()
    } finally {
      await handle.close()
    }
  } finally {
    await rm(path, { force: true })
  }
}

/**
 * Takes the exclusive lock of the folder, or answers null when another process holds it.
 *
 * Node has no file locks of its own, but SQLite, which it contains, takes one of the kernel's when it begins an
 * exclusive transaction. The kernel gives it back when the process ends, however that happens, so there is no stale
 * lock, no pid that somebody else got meanwhile and no race between two starts. The file stays empty. It must never
 * be opened by other code of this process: closing any descriptor of it would give the lock back.
 */
export const takeOwnerLock = async (folder: string): Promise<OwnerLock | null> => {
  await probe(folder)
  let database: DatabaseSync | null = null
  try {
    database = new DatabaseSync(join(folder, 'owner.lock'), { timeout: 0 })
    database.exec('BEGIN EXCLUSIVE')
  } catch (cause) {
    database?.close()
    if (isBusy(cause)) return null
    throw new StartError(
      `The data folder ${folder} cannot be locked. Its disk must support file locks: set BUSKER_DATA to a local folder.`,
      { cause },
    )
  }
  const held = database
  return { release: () => held.close() }
}
