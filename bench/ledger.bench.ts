// Gifts per second until the database has them on disk: everybody gives to one creator, and the house has a part of each.
// One by one and in batches, beside a version that locks row by row, in the same run; how long a gift takes when so many
// come in a second; and what a gift costs as the history grows.
// Run: npm run bench -- ledger [--seconds 4] [--entries 1000000] [--only naive,single,batches,rates,history]
import { mkdtemp, rm } from 'node:fs/promises'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { createLedger, type Ledger, type Operation } from '../apps/server/src/modules/ledger/index.ts'
import { systemClock } from '../apps/server/src/platform/clock/index.ts'
import { systemIds } from '../apps/server/src/platform/ids/index.ts'
import { silentLog } from '../apps/server/src/platform/log/index.ts'
import { discoverMigrations, migrate } from '../apps/server/src/platform/migrations/index.ts'
import {
  openDatabase,
  poolConfig,
  startEmbeddedPostgres,
} from '../apps/server/src/platform/postgres/index.ts'
import { currencyOf } from '../packages/money/src/index.ts'
import { giveNaively, prepareNaive } from './ledger-naive.ts'
import { quantile } from './quantile.ts'

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '4' },
    entries: { type: 'string', default: '1000000' },
    only: { type: 'string', default: 'naive,single,batches,rates,history' },
  },
})
const roundMs = Number(values.seconds) * 1000
const entriesGoal = Number(values.entries)
const parts = new Set(values.only.split(','))

const budgetTimesNaive = 10
const budgetPerSecond = 40_000
const budgetP99Ms = 30
const payerCount = 20_000
const coins = 10
const clients = 16
const legsOfGift = 7

const clock = systemClock()
const ids = systemIds(clock)
const log = silentLog()
const eur = currencyOf('EUR')
if (eur === null) throw new Error('a currency')
const currency = eur
const payers = Array.from({ length: payerCount }, () => ids.uuid())
const creator = ids.uuid()

let given = 0
const nextGift = (): Operation => {
  given += 1
  const payer = payers[given % payerCount] ?? ''
  return {
    ...{ do: 'transfer', scope: 'gift', key: `${payer}:${given}` },
    transfer: {
      template: 'gift',
      params: {
        ...{ payer, creator, currency, coins: BigInt(coins), count: 1n, diamonds: BigInt(coins / 2) },
        ...{ diamondMicro: 5000n, holdUntilMs: clock.nowMs() + 1_209_600_000 },
      },
    },
  }
}

const buyCoins = async (ledger: Ledger): Promise<void> => {
  const bought = await ledger.execute(
    payers.map((buyer): Operation => {
      const lotId = ids.uuid()
      const lot = { lotId, buyer, currency, provider: 'sandbox', jurisdiction: 'DE', coins: 10_000_000n }
      const paid = { grossMicro: 119_000_000_000n, taxMicro: 19_000_000_000n, seasonedAtMs: clock.nowMs() }
      return {
        ...{ do: 'transfer', scope: 'purchase', key: lotId },
        transfer: { template: 'coin_purchase', params: { ...lot, ...paid } },
      }
    }),
  )
  if (bought.some(({ is }) => is !== 'done')) throw new Error('coins are bought')
}

/** So many who each ask again as soon as they were answered. */
const closedLoop = async (
  { workers, size }: { workers: number; size: number },
  give: () => Promise<unknown>,
): Promise<{ perSecond: number; p50Ms: number; p99Ms: number }> => {
  const tookMs: number[] = []
  const beganMs = performance.now()
  const worker = async (): Promise<void> => {
    while (performance.now() - beganMs < roundMs) {
      const fromMs = performance.now()
      await give()
      tookMs.push(performance.now() - fromMs)
    }
  }
  await Promise.all(Array.from({ length: workers }, worker))
  const perSecond = Math.round((tookMs.length * size * 1000) / (performance.now() - beganMs))
  return { perSecond, p50Ms: quantile(tookMs, 0.5), p99Ms: quantile(tookMs, 0.99) }
}

const doneAll = async (ledger: Ledger, size: number): Promise<void> => {
  const outcomes = await ledger.execute(Array.from({ length: size }, nextGift))
  if (outcomes.some(({ is }) => is !== 'done')) throw new Error('a gift is done')
}

/** So many in a second, whether those before them were answered or not. */
const openLoop = async (ledger: Ledger, perSecond: number) => {
  const tookMs: number[] = []
  const under: Promise<void>[] = []
  let [asked, failed] = [0, 0]
  const beganMs = performance.now()
  for (;;) {
    const elapsed = performance.now() - beganMs
    if (elapsed >= roundMs) break
    for (const due = (elapsed / 1000) * perSecond; asked < due; asked += 1) {
      // From when it was due: who comes late because the machine was busy has waited, too.
      const dueMs = beganMs + (asked / perSecond) * 1000
      under.push(
        doneAll(ledger, 1).then(
          () => void tookMs.push(performance.now() - dueMs),
          () => void (failed += 1),
        ),
      )
    }
    await pause(1)
  }
  await Promise.all(under)
  return { offeredPerSecond: perSecond, failed, p50Ms: quantile(tookMs, 0.5), p99Ms: quantile(tookMs, 0.99) }
}

const measureNaive = async (address: pg.PoolConfig) => {
  const connections = await Promise.all(
    Array.from({ length: clients }, async () => {
      const client = new pg.Client(address)
      await client.connect()
      return client
    }),
  )
  const [first] = connections
  if (first === undefined) throw new Error('a client')
  await prepareNaive(first, payers, creator)
  const free = [...connections]
  const measured = await closedLoop({ workers: clients, size: 1 }, async () => {
    const client = free.pop()
    if (client === undefined) throw new Error('a free client')
    given += 1
    const payer = payers[given % payerCount] ?? ''
    await giveNaively(client, { payer, creator, coins }, { txnId: ids.uuid(), at: clock.now() })
    free.push(client)
  })
  for (const client of connections) await client.end()
  return measured
}

/** What a gift costs, each time when the history has grown by a tenth of the goal. */
const measureHistory = async (ledger: Ledger) => {
  const costs: { entries: number; microsecondsPerGift: number }[] = []
  const step = Math.ceil(entriesGoal / legsOfGift / 10_000) * 1000
  const before = given * legsOfGift
  while (given * legsOfGift - before < entriesGoal) {
    const fromMs = performance.now()
    await Promise.all(
      [0, 1].map(async () => {
        for (let done = 0; done < step / 2; done += 1000) await doneAll(ledger, 1000)
      }),
    )
    const took = performance.now() - fromMs
    costs.push({
      entries: given * legsOfGift,
      microsecondsPerGift: Number(((took * 1000) / step).toFixed(1)),
    })
  }
  const fromMs = performance.now()
  const verdict = await ledger.verify()
  const verifySeconds = Number(((performance.now() - fromMs) / 1000).toFixed(1))
  return { costs, verify: { ok: verdict.ok, entries: verdict.entries, seconds: verifySeconds } }
}

const folder = await mkdtemp(join(tmpdir(), 'busker-bench-ledger-'))
const server = await startEmbeddedPostgres({ dataFolder: join(folder, 'data'), log, clock })
const database = await openDatabase(server.connection, { log })
try {
  const all = await discoverMigrations(join(import.meta.dirname, '..', 'apps', 'server', 'src'))
  const migrations = all.filter(({ engine, name }) => engine === 'postgres' && name.includes('_ledger'))
  await migrate({ migrations, database, clickhouse: null, clock, log })
  const ledger = createLedger({ db: database, clock, ids })
  await buyCoins(ledger)
  await closedLoop({ workers: 2, size: 100 }, () => doneAll(ledger, 100))
  const is = (part: string) => parts.has(part)
  const naive = is('naive') ? await measureNaive(poolConfig(server.connection)) : null
  const single = is('single')
    ? await closedLoop({ workers: clients, size: 1 }, () => doneAll(ledger, 1))
    : null
  const many = is('single') ? await closedLoop({ workers: 200, size: 1 }, () => doneAll(ledger, 1)) : null
  const batch100 = is('batches')
    ? await closedLoop({ workers: 3, size: 100 }, () => doneAll(ledger, 100))
    : null
  const batch1000 = is('batches')
    ? await closedLoop({ workers: 3, size: 1000 }, () => doneAll(ledger, 1000))
    : null
  const rates = []
  if (is('rates')) for (const rate of [1000, 5000, 10_000]) rates.push(await openLoop(ledger, rate))
  const history = is('history') ? await measureHistory(ledger) : null
  const timesNaive = naive && batch1000 ? Number((batch1000.perSecond / naive.perSecond).toFixed(1)) : null
  const p99AtTenThousand = rates.at(-1)?.p99Ms ?? null
  const result = {
    bench: 'ledger',
    ok: timesNaive !== null && timesNaive >= budgetTimesNaive && history?.verify.ok === true,
    budget: `${budgetTimesNaive} times what locks row by row gives; goals ${budgetPerSecond} gifts/s in batches of 1000, p99 ${budgetP99Ms} ms at 10000/s`,
    value: batch1000?.perSecond ?? null,
    ...{ timesNaive, p99AtTenThousand, naive, single, many, batch100, batch1000, rates, history },
    machine: { cores: cpus().length, loadBefore: loadavg()[0] },
  }
  process.stdout.write(`${JSON.stringify(result)}\n`)
} finally {
  await database.close()
  await server.stop()
  await rm(folder, { recursive: true, force: true })
}
