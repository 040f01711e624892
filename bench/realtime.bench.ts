// A thousand people with the app open: memory per connection, how soon each hears of what concerns them, and what happens
// when all come back at once. The server is a process of its own.
// Run: npm run bench -- realtime
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { Agent, request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { createApp, loadConfig, silentLog, systemClock, systemIds } from '@busker/server'
import { handleOf, seedPeople, tokenOf } from '../apps/server/src/testing/seed-people.ts'
import { startServer } from '../tests/scenarios/server-process.ts'
import { quantile } from './quantile.ts'

const people = 1000
const atOnce = 8
const connectAtOnce = 50
const patienceMs = 60_000

interface Seat {
  readonly number: number
  request: ClientRequest | null
  /** Called with the type of each message. */
  hear: (type: string) => void
}

const headersOf = (number: number) => ({
  cookie: `busker_session=${tokenOf(number)}`,
  'busker-time-zone': 'UTC',
})

/** Resolves when the stream is open. */
const connect = (address: string, seat: Seat): Promise<void> =>
  new Promise((resolve, reject) => {
    const onAnswer = (answer: IncomingMessage): void => {
      if (answer.statusCode !== 200)
        return reject(new TypeError(`a stream was answered ${answer.statusCode}`))
      answer.setEncoding('utf8')
      answer.on('data', (text: string) => {
        for (const [, type = ''] of text.matchAll(/^event: (.+)$/gm)) seat.hear(type)
      })
      answer.on('error', () => undefined)
      resolve()
    }
    const request = httpRequest(
      new URL('/v1/realtime', address),
      { headers: headersOf(seat.number) },
      onAnswer,
    )
    request.on('error', reject)
    request.end()
    seat.request = request
  })

/** Does the work for each, so many at a time. */
const forEach = async <T>(
  items: readonly T[],
  width: number,
  work: (item: T) => Promise<void>,
): Promise<void> => {
  const left = [...items]
  await Promise.all(
    Array.from({ length: width }, async () => {
      for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item)
    }),
  )
}

const memoryOf = async (pid: number): Promise<number> => {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0)
}

const agent = new Agent({ keepAlive: true, maxSockets: atOnce })

/** One person follows the next, who hears of it. Returns the time until they heard. */
const tellNext = async (address: string, seats: readonly Seat[], number: number): Promise<number> => {
  const next = seats[(number + 1) % people]
  if (next === undefined) throw new TypeError('there is a next seat')
  const startedMs = performance.now()
  const heard = new Promise<number>((resolve, reject) => {
    const timer = setTimeout(() => reject(new TypeError(`seat ${next.number} heard nothing`)), patienceMs)
    next.hear = (type) => {
      if (type !== 'notification.changed') return
      clearTimeout(timer)
      resolve(performance.now() - startedMs)
    }
  })
  await new Promise<void>((resolve, reject) => {
    const path = `/v1/people/${handleOf(next.number)}/follow`
    const request = httpRequest(
      new URL(path, address),
      { method: 'PUT', agent, headers: headersOf(number) },
      (answer) => {
        answer.resume()
        answer.once('end', () =>
          answer.statusCode === 200
            ? resolve()
            : reject(new TypeError(`a follow was answered ${answer.statusCode}`)),
        )
      },
    )
    request.once('error', reject)
    request.end()
  })
  return heard
}

const prepare = async (folder: string): Promise<void> => {
  const clock = systemClock()
  const config = loadConfig({ BUSKER_DATA: folder, BUSKER_PORT: '0' })
  const app = await createApp({ config, clock, ids: systemIds(clock), log: silentLog() })
  await seedPeople(app.engines.db, people, clock.now())
  await app.stop()
}

const main = async (): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'busker-bench-'))
  await prepare(folder)
  const server = startServer({ dataFolder: folder })
  try {
    const address = await server.ready
    await pause(5000)
    const seats: Seat[] = Array.from({ length: people }, (_, number) => ({
      ...{ number, request: null, hear: () => undefined },
    }))
    const beforeKb = await memoryOf(server.pid)
    const connectStartedMs = performance.now()
    await forEach(seats, connectAtOnce, (seat) => connect(address, seat))
    const connectedMs = performance.now() - connectStartedMs
    await pause(3000)
    const withKb = await memoryOf(server.pid)

    const delays: number[] = []
    const toldStartedMs = performance.now()
    await forEach(seats, atOnce, async ({ number }) => {
      delays.push(await tellNext(address, seats, number))
    })
    const toldSeconds = (performance.now() - toldStartedMs) / 1000

    for (const seat of seats) seat.request?.destroy()
    await pause(1000)
    const stormStartedMs = performance.now()
    await forEach(seats, people, (seat) => connect(address, seat))
    const stormMs = performance.now() - stormStartedMs
    for (const seat of seats) seat.request?.destroy()

    const result = {
      ...{ bench: 'realtime', ok: delays.length === people, people },
      ...{
        kbPerConnection: Number(((withKb - beforeKb) / people).toFixed(1)),
        serverMb: Math.round(withKb / 1024),
      },
      ...{ connectedMs: Math.round(connectedMs), allBackAtOnceMs: Math.round(stormMs) },
      told: {
        ...{ messages: delays.length, perSecond: Math.round(people / toldSeconds), atOnce },
        ...{ p50Ms: quantile(delays, 0.5), p99Ms: quantile(delays, 0.99) },
      },
      ...{ machineLoad: loadavg()[0], command: 'npm run bench -- realtime' },
    }
    process.stdout.write(`${JSON.stringify(result)}\n`)
  } finally {
    agent.destroy()
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

await main()
