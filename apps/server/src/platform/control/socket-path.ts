import { createHash } from 'node:crypto'
import { lstat, mkdir } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { hasErrno, StartError } from '#platform/errors'

/** Kernels accept 104 to 108 bytes for the path of a Unix socket. */
const longestPath = 100

export interface SocketPath {
  readonly path: string
  /** The folder outside of the data folder that holds the socket, when the data folder's path is too long. */
  readonly substitute: string | null
}

/** Where the control socket of a data folder is. `folder` must be a real path: all who ask must agree on it. */
export const socketPathOf = (folder: string): SocketPath => {
  const path = join(folder, 'control.sock')
  if (Buffer.byteLength(path) <= longestPath) return { path, substitute: null }
  const hash = createHash('sha256').update(folder).digest('hex').slice(0, 24)
  const substitute = join(tmpdir(), `busker-${userInfo().uid}-${hash}`)
  return { path: join(substitute, 'control.sock'), substitute }
}

/** Nobody else may own or enter the substitute: it lies where everybody may create folders. */
export const isPrivate = async (substitute: string): Promise<boolean> => {
  const found = await lstat(substitute).catch((error: unknown) => {
    if (hasErrno(error, 'ENOENT')) return null
    throw error
  })
  return found?.isDirectory() === true && found.uid === userInfo().uid && (found.mode & 0o077) === 0
}

export const prepareSocketFolder = async (socket: SocketPath): Promise<void> => {
  if (Buffer.byteLength(socket.path) > longestPath)
    throw new StartError(
      `The path of the folder for temporary files is too long for a socket: ${socket.path}. Set TMPDIR to a short path such as /tmp.`,
    )
  if (socket.substitute === null) return
  await mkdir(socket.substitute, { mode: 0o700 }).catch((error: unknown) => {
    if (!hasErrno(error, 'EEXIST')) throw error
  })
  if (await isPrivate(socket.substitute)) return
  throw new StartError(
    `The folder ${socket.substitute} belongs to somebody else or is open to others. Remove it, or set BUSKER_DATA to a folder with a shorter path.`,
  )
}
