import { realpath } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { hasErrno, StartError } from '#platform/errors'
import { controlReply, parseJson, readLines, writeLine } from './protocol.ts'
import { isPrivate, socketPathOf } from './socket-path.ts'

export interface ControlCall {
  readonly command: string
  readonly arguments?: unknown
  readonly onProgress?: (value: unknown) => void
  readonly signal?: AbortSignal
}

/** Null when nobody listens. */
const open = (path: string): Promise<Socket | null> =>
  new Promise((resolve, reject) => {
    const socket = connect(path)
    socket.once('connect', () => resolve(socket))
    socket.once('error', (error) => {
      if (hasErrno(error, 'ENOENT', 'ECONNREFUSED', 'ENOTDIR')) resolve(null)
      else if (hasErrno(error, 'EACCES', 'EPERM'))
        reject(
          new StartError(
            `Busker's socket ${path} belongs to another user. Run the command as the user that started Busker.`,
            { cause: error },
          ),
        )
      else reject(error)
    })
  })

const find = async (folder: string): Promise<string | null> => {
  const real = await realpath(folder).catch((error: unknown) => {
    if (hasErrno(error, 'ENOENT', 'ENOTDIR')) return null
    throw error
  })
  if (real === null) return null
  const { path, substitute } = socketPathOf(real)
  return substitute === null || (await isPrivate(substitute)) ? path : null
}

const converse = async (socket: Socket, call: ControlCall): Promise<{ result: unknown }> => {
  writeLine(socket, { command: call.command, arguments: call.arguments })
  for await (const line of readLines(socket)) {
    const reply = controlReply.safeParse(parseJson(line))
    if (!reply.success) break
    if ('progress' in reply.data) call.onProgress?.(reply.data.progress)
    else if ('error' in reply.data) throw new StartError(reply.data.error.message)
    else return { result: reply.data.result }
  }
  throw new StartError('Busker stopped before the command was done. Start it again and repeat the command.')
}

/**
 * Runs a command in the process that owns the data folder. Null when none runs; a StartError carries the message of
 * a command that failed.
 *
 * @example const answer = await callControl(dataFolder, { command: 'backup', arguments: { file } })
 */
export const callControl = async (folder: string, call: ControlCall): Promise<{ result: unknown } | null> => {
  const path = await find(folder)
  const socket = path === null ? null : await open(path)
  if (socket === null) return null
  // A break of the connection shows as its end, which `converse` reports.
  socket.on('error', () => undefined)
  const abort = () => socket.destroy()
  call.signal?.addEventListener('abort', abort)
  if (call.signal?.aborted === true) abort()
  try {
    return await converse(socket, call)
  } finally {
    call.signal?.removeEventListener('abort', abort)
    socket.destroy()
  }
}
