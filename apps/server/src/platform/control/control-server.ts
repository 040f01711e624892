import { chmod, rm } from 'node:fs/promises'
import { createServer, type Server, type Socket } from 'node:net'
import { sleep } from '#platform/clock'
import { AppError, StartError } from '#platform/errors'
import type { Log } from '#platform/log'
import { controlRequest, longestRequest, parseJson, writeLine, type ControlRequest } from './protocol.ts'

export interface ControlContext {
  /** Shown to whoever runs the command, while it runs. */
  progress(value: unknown): void
  /** Aborts when the caller leaves or this process stops. */
  readonly signal: AbortSignal
}

/** A command that other processes may ask the owner of the data folder for. Its argument comes from outside. */
export type ControlHandler = (argument: unknown, context: ControlContext) => Promise<unknown>
export type ControlHandlers = Readonly<Record<string, ControlHandler>>

export interface ControlServer {
  setHandlers(handlers: ControlHandlers): void
  close(): Promise<void>
}

const mostConnections = 32
const requestTimeoutMs = 10_000
/** Commands that ignore the abort are left behind after this time. */
const closeTimeoutMs = 10_000

/** The first line of the connection; null when it is too long, late or missing. */
const readRequest = (socket: Socket): Promise<string | null> =>
  new Promise((resolve) => {
    const chunks: Buffer[] = []
    let size = 0
    const finish = (line: string | null) => {
      socket.setTimeout(0)
      socket.removeAllListeners('timeout')
      socket.off('data', read)
      resolve(line)
    }
    const read = (chunk: Buffer) => {
      chunks.push(chunk)
      size += chunk.length
      if (chunk.includes(10)) finish(Buffer.concat(chunks).toString().split('\n', 1)[0] ?? null)
      else if (size > longestRequest) finish(null)
    }
    socket.setTimeout(requestTimeoutMs, () => finish(null))
    socket.on('data', read)
    socket.once('close', () => finish(null))
  })

const messageOf = (error: unknown, log: Log, command: string): string => {
  if (error instanceof StartError || error instanceof AppError) return error.message
  log.error('control.command_failed', error, { command })
  return `The command "${command}" failed inside Busker. Its log says why.`
}

const answer = async (
  request: ControlRequest,
  handlers: ControlHandlers | null,
  context: { socket: Socket; signal: AbortSignal; log: Log },
): Promise<void> => {
  const { socket, signal, log } = context
  const handler =
    handlers !== null && Object.hasOwn(handlers, request.command) ? handlers[request.command] : undefined
  if (handler === undefined) {
    const message =
      handlers === null
        ? 'Busker is still starting. Try again in a few seconds.'
        : `The running Busker does not know the command "${request.command}". Restart it with this version.`
    writeLine(socket, { error: { message } })
    return
  }
  try {
    const progress = (value: unknown) => writeLine(socket, { progress: value })
    const result = await handler(request.arguments, { progress, signal })
    writeLine(socket, { result })
  } catch (error) {
    writeLine(socket, { error: { message: messageOf(error, log, request.command) } })
  }
}

const listen = async (server: Server, path: string): Promise<void> => {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(path, () => {
      server.off('error', reject)
      resolve()
    })
  })
  await chmod(path, 0o600)
}

/** Listens on the control socket. Only the owner of the data folder may call this: what is at the path is stale. */
export const startControlServer = async (
  path: string,
  options: { ping: ControlHandler; log: Log },
): Promise<ControlServer> => {
  const { ping, log } = options
  const stopping = new AbortController()
  const sockets = new Set<Socket>()
  /** Connections whose command runs. */
  const running = new Set<Promise<void>>()
  let handlers: ControlHandlers | null = null

  const serve = async (socket: Socket): Promise<void> => {
    const leaving = new AbortController()
    sockets.add(socket)
    socket.once('close', () => {
      sockets.delete(socket)
      leaving.abort()
    })
    socket.on('error', () => undefined)
    const line = await readRequest(socket)
    const request = line === null ? null : controlRequest.safeParse(parseJson(line))
    if (request?.success === true) {
      // Whatever else arrives is thrown away, so that the end of the connection is noticed.
      socket.resume()
      const known = request.data.command === 'ping' ? { ping } : handlers
      const signal = AbortSignal.any([leaving.signal, stopping.signal])
      const work = answer(request.data, known, { socket, signal, log })
      running.add(work)
      await work
      running.delete(work)
    } else writeLine(socket, { error: { message: 'This is not a request to Busker.' } })
    socket.end()
  }
  const server = createServer((socket) => void serve(socket))
  server.maxConnections = mostConnections
  await rm(path, { force: true })
  await listen(server, path)
  return {
    setHandlers: (given) => {
      handlers = given
    },
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve))
      stopping.abort(new AppError('shutting_down'))
      const timeout = new AbortController()
      await Promise.race([Promise.all(running), sleep(closeTimeoutMs, timeout.signal)])
      timeout.abort()
      // Answers are on their way; who has not asked yet, or does not read, is not waited for.
      for (const socket of sockets) socket.destroySoon()
      await closed
    },
  }
}
