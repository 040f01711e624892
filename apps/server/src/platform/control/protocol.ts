import { createInterface } from 'node:readline'
import type { Socket } from 'node:net'
import { z } from 'zod'

/** One request per connection, one line of JSON each way and message. */
export const controlRequest = z.object({ command: z.string().min(1).max(100), arguments: z.unknown() })
export type ControlRequest = z.infer<typeof controlRequest>

export const controlReply = z.union([
  z.object({ progress: z.unknown() }).strict(),
  z.object({ result: z.unknown() }).strict(),
  z.object({ error: z.object({ message: z.string() }) }).strict(),
])
export type ControlReply = z.infer<typeof controlReply>

export const controlOwner = z.object({ pid: z.int(), address: z.string().nullable() })
export type ControlOwner = z.infer<typeof controlOwner>

/** A line of a request may be this long. */
export const longestRequest = 1024 * 1024

/** JSON leaves out what is undefined; on the wire a missing value is null. */
export const writeLine = (socket: Socket, value: ControlReply | ControlRequest): void => {
  if (socket.writable)
    socket.write(`${JSON.stringify(value, (_, each) => (each === undefined ? null : each))}\n`)
}

/** The lines of a connection until it closes. Ends quietly when the connection breaks. */
export const readLines = async function* (socket: Socket): AsyncGenerator<string> {
  const lines = createInterface({ input: socket, crlfDelay: Infinity })
  // A connection that breaks or is destroyed closes without the end that the reader waits for.
  socket.once('close', () => lines.close())
  try {
    yield* lines
  } finally {
    lines.close()
  }
}

export const parseJson = (line: string): unknown => {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
