// Asks a server for pages and tells it of watching, at a steady pace, from a process of its own. Started by
// `feed-load.bench.ts`, which tells it what to do in a file of JSON; it answers one line of JSON.
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { openCaller } from './instance.ts'
import { quantile } from './quantile.ts'

interface Plan {
  readonly address: string
  readonly people: readonly string[]
  readonly postIds: readonly string[]
  readonly pagesPerSecond: number
  readonly factsPerSecond: number
  readonly seconds: number
  /** Instead of a pace: so many calls in all, a few at a time, so that a busy machine changes the time and not the work. */
  readonly counted?: { readonly pages: number; readonly batches: number; readonly atOnce: number }
}

// Checked boundary: only the bench starts this program.
const plan = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as Plan
const factsInBatch = 50

/** UUIDv7: the server keeps each event once by it. */
const uuid = (): string => {
  const hex = Date.now().toString(16).padStart(12, '0') + randomBytes(10).toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

const any = <T>(list: readonly T[]): T => {
  const found = list[Math.floor(Math.random() * list.length)]
  if (found === undefined) throw new Error('nothing to choose from')
  return found
}

const viewOf = (atMs: number) => {
  const watchedMs = Math.floor(Math.random() * 11_000)
  return {
    ...{ eventId: uuid(), viewId: uuid(), seq: 0, postId: any(plan.postIds), slotId: null, surface: 'feed' },
    startedAt: new Date(atMs - watchedMs).toISOString(),
    clientTime: new Date(atMs).toISOString(),
    ...{ visibleMs: watchedMs, played: watchedMs === 0 ? [] : [[0, Math.min(10_000, watchedMs)]] },
    ...{ durationMs: 10_000, soundOn: true },
  }
}

const took = { pages: [] as number[], facts: [] as number[] }
let failed = 0
const reasons = new Map<string, number>()

const timed = async (
  into: number[],
  fromMs: number,
  call: () => Promise<{ status: number; text: string }>,
) => {
  try {
    const { status, text } = await call()
    into.push(performance.now() - fromMs)
    if (status === 200) return
    failed += 1
    reasons.set(text.slice(0, 120), (reasons.get(text.slice(0, 120)) ?? 0) + 1)
  } catch (error) {
    failed += 1
    reasons.set(String(error), (reasons.get(String(error)) ?? 0) + 1)
  }
}

/** Begins a call at every tick of a steady pace, whether earlier ones were answered or not. */
const atPace = async (perSecond: number, begin: (fromMs: number) => void): Promise<void> => {
  if (perSecond === 0) return
  const beganMs = performance.now()
  for (let count = 0; count < perSecond * plan.seconds; count += 1) {
    const dueMs = beganMs + (count * 1000) / perSecond
    while (performance.now() < dueMs) await new Promise((resolve) => setTimeout(resolve, 1))
    begin(dueMs)
  }
}

const connections = new Map<string, ReturnType<typeof openCaller>>()
const connectionOf = (viewerId: string) => {
  const known = connections.get(viewerId) ?? openCaller(plan.address, viewerId)
  connections.set(viewerId, known)
  return known
}

const askPage = (fromMs: number): Promise<void> =>
  timed(took.pages, fromMs, () => connectionOf(any(plan.people)).call('GET', '/v1/feed?limit=6'))

const tellFacts = (fromMs: number): Promise<void> => {
  const now = Date.now()
  const events = Array.from({ length: factsInBatch }, () => viewOf(now))
  const body = { sentAt: new Date(now).toISOString(), timeZone: 'Europe/Berlin', events }
  return timed(took.facts, fromMs, () => connectionOf(any(plan.people)).call('POST', '/v1/facts/views', body))
}

const counted = async (count: number, atOnce: number, call: (fromMs: number) => Promise<void>) => {
  let left = count
  const one = async (): Promise<void> => {
    while (left > 0) {
      left -= 1
      await call(performance.now())
    }
  }
  await Promise.all(Array.from({ length: atOnce }, one))
}

if (plan.counted === undefined) {
  await Promise.all([
    atPace(plan.pagesPerSecond, (fromMs) => void askPage(fromMs)),
    atPace(plan.factsPerSecond / factsInBatch, (fromMs) => void tellFacts(fromMs)),
  ])
  await new Promise((resolve) => setTimeout(resolve, 2000))
} else {
  const { pages, batches, atOnce } = plan.counted
  await Promise.all([counted(pages, atOnce, askPage), counted(batches, atOnce, tellFacts)])
}
for (const connection of connections.values()) connection.close()
const told = (values: readonly number[]) => ({
  ...{
    count: values.length,
    p50Ms: quantile(values, 0.5),
    p95Ms: quantile(values, 0.95),
    p99Ms: quantile(values, 0.99),
  },
})
const { user, system } = process.cpuUsage()
process.stdout.write(
  `${JSON.stringify({ pages: told(took.pages), facts: told(took.facts), failed, reasons: [...reasons].slice(0, 5), cpuMs: Math.round((user + system) / 1000) })}\n`,
)
