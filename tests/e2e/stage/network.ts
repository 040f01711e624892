import { createServer, connect, type AddressInfo, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import type { House } from './house.ts'

/** A real line between browser and server. The browser's own throttling slows only what it shows, not what it sends. */
export interface Line {
  /** Where the server is found at the other end. */
  readonly address: string
  /** Breaks every connection and lets no new one through. */
  cut(): void
  restore(): void
  /** From here on as fast as the machine. */
  speedUp(): void
  close(): Promise<void>
}

export const openLine = async (house: House, uploadBytesPerSecond: number): Promise<Line> => {
  const sockets = new Set<Socket>()
  const state = { isCut: false, bytesPerMs: uploadBytesPerSecond / 1000 }
  const keep = (socket: Socket): void => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    // Broken connections are what this is for.
    socket.on('error', () => socket.destroy())
  }
  const carry = async (from: Socket, to: Socket): Promise<void> => {
    for await (const chunk of from) {
      to.write(chunk as Buffer)
      await pause((chunk as Buffer).length / state.bytesPerMs)
    }
    to.end()
  }
  const server = createServer((near) => {
    keep(near)
    if (state.isCut) return near.destroy()
    const far = connect(Number(new URL(house.address).port), '127.0.0.1')
    keep(far)
    near.once('close', () => far.destroy())
    far.once('close', () => near.destroy())
    carry(near, far).catch(() => far.destroy())
    far.pipe(near)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const cut = (): void => {
    state.isCut = true
    for (const socket of sockets) socket.destroy()
  }
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut,
    restore: () => {
      state.isCut = false
    },
    speedUp: () => {
      state.bytesPerMs = Number.POSITIVE_INFINITY
    },
    close: async () => {
      cut()
      await new Promise((closed) => server.close(closed))
    },
  }
}

/** Where in the file each piece of an upload began, and how many requests did not get through. */
export const watchUploads = (page: Page): { readonly offsets: number[]; failures: number } => {
  const seen = { offsets: [] as number[], failures: 0 }
  page.on('request', (request) => {
    const offset = request.headers()['upload-offset']
    if (request.method() === 'PATCH' && offset !== undefined) seen.offsets.push(Number(offset))
  })
  page.on('requestfailed', (request) => {
    if (request.url().includes('/v1/uploads')) seen.failures += 1
  })
  return seen
}
