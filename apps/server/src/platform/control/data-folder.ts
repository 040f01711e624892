import { mkdir, realpath, rmdir, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { hasErrno } from '#platform/errors'
import type { Log } from '#platform/log'
import { callControl } from './call-control.ts'
import { startControlServer, type ControlHandlers } from './control-server.ts'
import { alreadyRuns, explainFolderFault } from './folder-faults.ts'
import { takeOwnerLock, type OwnerLock } from './owner-lock.ts'
import { controlOwner, type ControlOwner } from './protocol.ts'
import { prepareSocketFolder, socketPathOf } from './socket-path.ts'

/** The data folder, owned by this process until it is released or the process ends. */
export interface DataFolder {
  /** Its real path. */
  readonly path: string
  /** Tells whoever starts a second Busker where this one answers. */
  announce(address: string): void
  /** From now on the commands of other processes are answered; before, they are told to wait. */
  serveControl(handlers: ControlHandlers): void
  /** Aborts commands under way, waits for them and gives the folder back. */
  release(): Promise<void>
}

/** An owner that has just taken the lock needs a moment before it answers. */
const pingTimeoutMs = 2000

/** Who owns the data folder; null when nobody answers. */
export const findOwner = async (folder: string): Promise<ControlOwner | null> => {
  const signal = AbortSignal.timeout(pingTimeoutMs)
  const answer = await callControl(folder, { command: 'ping', signal }).catch(() => null)
  const owner = controlOwner.safeParse(answer?.result)
  return owner.success ? owner.data : null
}

/**
 * Creates the folder and those above it. The recursive mode of Node's mkdir reports a read-only disk as a missing
 * folder and never returns below /proc.
 */
const makeFolder = async (folder: string): Promise<void> => {
  try {
    await mkdir(folder, { mode: 0o700 })
  } catch (error) {
    if (hasErrno(error, 'EEXIST')) {
      if (!(await stat(folder)).isDirectory()) throw error
      return
    }
    const above = dirname(folder)
    const aboveIsThere = await stat(above).then(
      () => true,
      () => false,
    )
    if (!hasErrno(error, 'ENOENT') || aboveIsThere) throw error
    await makeFolder(above)
    await mkdir(folder, { mode: 0o700 })
  }
}

const own = async (folder: string): Promise<{ path: string; lock: OwnerLock | null }> => {
  try {
    await makeFolder(resolve(folder))
    const path = await realpath(folder)
    return { path, lock: await takeOwnerLock(path) }
  } catch (error) {
    throw explainFolderFault(folder, error) ?? error
  }
}

const startServer = async (path: string, options: { log: Log; address: () => string | null }) => {
  const socket = socketPathOf(path)
  try {
    await prepareSocketFolder(socket)
    const ping = async (): Promise<ControlOwner> => ({ pid: process.pid, address: options.address() })
    return { server: await startControlServer(socket.path, { ping, log: options.log }), socket }
  } catch (error) {
    throw explainFolderFault(path, error) ?? error
  }
}

/**
 * Makes this process the only owner of the data folder, which is created if need be. A second owner, and a folder
 * that cannot be used, are refused with a StartError. What a killed owner left is taken over.
 *
 * @example
 * const dataFolder = await acquireDataFolder(config.dataFolder, { log })
 * dataFolder.serveControl({ backup: (argument, { progress }) => backup(argument, progress) })
 */
export const acquireDataFolder = async (folder: string, options: { log: Log }): Promise<DataFolder> => {
  const { path, lock } = await own(folder)
  if (lock === null) throw alreadyRuns(await findOwner(path))
  let address: string | null = null
  try {
    const { server, socket } = await startServer(path, { log: options.log, address: () => address })
    return {
      path,
      announce: (given) => {
        address = given
      },
      serveControl: server.setHandlers,
      release: async () => {
        // The socket goes first: whoever takes the lock after us must find the place empty.
        try {
          await server.close()
          if (socket.substitute !== null) await rmdir(socket.substitute)
        } finally {
          lock.release()
        }
      },
    }
  } catch (error) {
    lock.release()
    throw error
  }
}
