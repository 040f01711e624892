import { setTimeout as pause } from 'node:timers/promises'
import { leftProcesses, startServer, type End, type ServerProcess } from '../server-process.ts'

const readyWithinMs = 120_000

/** A data folder and the server on it, which comes and goes. Clients wait here while it is down. */
export interface House {
  readonly dataFolder: string
  /** The address of the running server; waits while there is none. Rejects when it does not come back by itself. */
  address(): Promise<string>
  /** Starts and waits until it is ready; resolves with the milliseconds that took. */
  start(): Promise<number>
  /** Starts, and kills it so long after. False when it was ready before. */
  startAndKill(afterMs: number): Promise<boolean>
  kill(): Promise<void>
  stop(): Promise<{ end: End; tookMs: number }>
  /** Everything that any of the servers wrote on standard error. */
  complaints(): string[]
}

const within = async (server: ServerProcess): Promise<string> => {
  const late = new AbortController()
  const tooLate = pause(readyWithinMs, undefined, { signal: late.signal }).then(() => {
    throw new Error(`the server was not ready within ${readyWithinMs} ms: ${server.output()}`)
  })
  tooLate.catch(() => undefined)
  try {
    return await Promise.race([server.ready, tooLate])
  } finally {
    late.abort()
  }
}

export const openHouse = (dataFolder: string): House => {
  const complaints: string[] = []
  let server: ServerProcess | null = null
  let up = Promise.withResolvers<string>()
  up.promise.catch(() => undefined)
  const begin = (): ServerProcess => {
    server = startServer({ dataFolder })
    return server
  }
  const forget = (ended: ServerProcess): void => {
    complaints.push(...ended.complaints())
    server = null
  }
  const closed = (): void => {
    up = Promise.withResolvers<string>()
    up.promise.catch(() => undefined)
  }
  return {
    dataFolder,
    address: () => up.promise,
    start: async () => {
      const startedMs = performance.now()
      try {
        const address = await within(begin())
        up.resolve(address)
        return Math.round(performance.now() - startedMs)
      } catch (error) {
        up.reject(error)
        throw error
      }
    },
    startAndKill: async (afterMs) => {
      const starting = begin()
      const first = await Promise.race([
        pause(afterMs).then(() => 'time' as const),
        starting.ready.then(() => 'ready' as const),
      ])
      await starting.kill()
      forget(starting)
      return first === 'time'
    },
    kill: async () => {
      if (server === null) throw new Error('there is no server to kill')
      closed()
      const killed = server
      await killed.kill()
      forget(killed)
    },
    stop: async () => {
      if (server === null) throw new Error('there is no server to stop')
      closed()
      const stopped = server
      const beganMs = performance.now()
      const end = await stopped.stop()
      forget(stopped)
      return { end, tookMs: Math.round(performance.now() - beganMs) }
    },
    complaints: () => [...complaints, ...(server?.complaints() ?? [])],
  }
}

/** What still runs of a house whose server is gone. */
export const orphansOf = (house: House): Promise<string[]> => leftProcesses(house.dataFolder)
