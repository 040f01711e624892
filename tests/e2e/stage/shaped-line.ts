import { createServer, connect, type AddressInfo, type Socket } from 'node:net'

export interface LineConditions {
  /** There and back. */
  readonly roundTripMs: number
  /** Of everything that comes down, all connections together. */
  readonly downBitsPerSecond: number
}

/** A line of a phone between browser and server: it is far, and all connections share its width. */
export interface ShapedLine {
  readonly address: string
  /** Bytes that came down so far. */
  readonly downBytes: number
  /** From now on the line is this wide. */
  narrow(downBitsPerSecond: number): void
  close(): Promise<void>
}

/** A piece is what a few packets carry: small enough that connections take turns. */
const pieceBytes = 6000
/** What one connection may have under way on the line; more of it waits at the server. */
const windowBytes = 96_000

/** When each piece has passed a line of this width, whichever connection it is of. */
const openDownlink = (bitsPerSecond: number) => {
  const state = { bytesPerMs: bitsPerSecond / 8000, freeAtMs: 0, passedBytes: 0 }
  const passAt = (bytes: number): number => {
    state.freeAtMs = Math.max(state.freeAtMs, performance.now()) + bytes / state.bytesPerMs
    state.passedBytes += bytes
    return state.freeAtMs
  }
  return { state, passAt }
}
type Downlink = ReturnType<typeof openDownlink>

/** Hands pieces over in order, each not before its time. */
const deliverInTime = (to: Socket) => {
  const waiting: { readonly atMs: number; readonly piece: Buffer; readonly onPassed: () => void }[] = []
  let timer: NodeJS.Timeout | null = null
  const run = (): void => {
    timer = null
    for (;;) {
      const next = waiting[0]
      if (next === undefined || to.destroyed) return
      const waitMs = next.atMs - performance.now()
      if (waitMs > 0.5) {
        timer = setTimeout(run, waitMs)
        return
      }
      waiting.shift()
      to.write(next.piece)
      next.onPassed()
    }
  }
  to.once('close', () => timer !== null && clearTimeout(timer))
  return (atMs: number, piece: Buffer, onPassed: () => void): void => {
    waiting.push({ atMs, piece, onPassed })
    if (timer === null) run()
  }
}

const carryDown = (far: Socket, near: Socket, line: { downlink: Downlink; oneWayMs: number }): void => {
  const deliver = deliverInTime(near)
  let underWay = 0
  // A browser that stops reading is a full window: nothing more comes down the line for it.
  const isFull = (): boolean => underWay + near.writableLength > windowBytes
  const goOn = (): void => {
    if (far.isPaused() && !isFull()) far.resume()
  }
  near.on('drain', goOn)
  far.on('data', (chunk: Buffer) => {
    for (let from = 0; from < chunk.length; from += pieceBytes) {
      const piece = chunk.subarray(from, from + pieceBytes)
      underWay += piece.length
      deliver(line.downlink.passAt(piece.length) + line.oneWayMs, piece, () => {
        underWay -= piece.length
        goOn()
      })
    }
    if (isFull()) far.pause()
  })
  far.once('end', () => deliver(performance.now() + line.oneWayMs, Buffer.alloc(0), () => near.end()))
}

/** What goes up is small: it only takes its time. A new connection shakes hands first, which is one way there and back. */
const carryUp = (near: Socket, far: Socket, oneWayMs: number): void => {
  const deliver = deliverInTime(far)
  const shakenAtMs = performance.now() + 2 * oneWayMs
  near.on('data', (chunk: Buffer) =>
    deliver(Math.max(performance.now(), shakenAtMs) + oneWayMs, chunk, () => undefined),
  )
}

export const openShapedLine = async (
  serverAddress: string,
  { roundTripMs, downBitsPerSecond }: LineConditions,
): Promise<ShapedLine> => {
  const downlink = openDownlink(downBitsPerSecond)
  const oneWayMs = roundTripMs / 2
  const sockets = new Set<Socket>()
  const keep = (socket: Socket, other: () => Socket): void => {
    socket.setNoDelay(true)
    sockets.add(socket)
    socket.once('close', () => {
      sockets.delete(socket)
      other().destroy()
    })
    // A browser drops connections whenever it likes.
    socket.on('error', () => socket.destroy())
  }
  const server = createServer((near) => {
    const far = connect(Number(new URL(serverAddress).port), '127.0.0.1')
    keep(near, () => far)
    keep(far, () => near)
    carryUp(near, far, oneWayMs)
    carryDown(far, near, { downlink, oneWayMs })
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  return {
    address: `http://127.0.0.1:${port}`,
    get downBytes() {
      return downlink.state.passedBytes
    },
    narrow: (bitsPerSecond) => {
      downlink.state.bytesPerMs = bitsPerSecond / 8000
    },
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((closed) => server.close(closed))
    },
  }
}
