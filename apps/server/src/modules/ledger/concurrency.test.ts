import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { virtualClock } from '#platform/clock'
import { seededIds } from '#platform/ids'
import { silentLog } from '#platform/log'
import { openDatabase, poolConfig, type Database } from '#platform/postgres'
import { createTestDatabase, type TestDatabase } from '../../testing/engines.ts'
import { createLedger, type Ledger, nameOf, type Operation, type Outcome } from './index.ts'
import {
  dayMs,
  eur as currency,
  gift,
  operation,
  prepay,
  purchase,
  release,
  reserve,
  settleAd,
  startMs,
} from './test-operations.ts'

const clock = virtualClock(startMs)
let own: TestDatabase
let database: Database
/** Two processes on one database: what one knows the other does not. */
let ledgers: readonly Ledger[]

beforeAll(async () => {
  own = await createTestDatabase()
  database = await openDatabase(own.address, { log: silentLog(), maximumConnections: 8 })
  const make = (seed: string) => createLedger({ db: database, clock, ids: seededIds(clock, seed) })
  ledgers = [make('one'), make('other')]
})
afterAll(() => own.close())

/** A row of numbers that follows from its seed. */
const chance = (seed: number) => {
  let state = seed
  return (below: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return Math.floor((state / 4_294_967_296) * below)
  }
}

const ledgerAt = (place: number): Ledger => {
  const ledger = ledgers[place % ledgers.length]
  if (ledger === undefined) throw new RangeError('no ledger')
  return ledger
}

const deadlocks = async (): Promise<number> => {
  const client = new pg.Client(poolConfig(own.address))
  await client.connect()
  try {
    const { rows } = await client.query<{ deadlocks: string }>(
      'select deadlocks::text from pg_stat_database where datname = current_database()',
    )
    return Number(rows[0]?.deadlocks)
  } finally {
    await client.end()
  }
}

const faults = async () => (await ledgerAt(0).verify()).checks.filter(({ ok }) => !ok)

test('200 people give to one creator at once: everything is there, to the last diamond', async () => {
  const people = Array.from({ length: 200 }, (_, place) => `person-${place}`)
  await ledgerAt(0).execute(people.map((person) => purchase(person, `first-${person}`, 50n)))
  const next = chance(7)
  const gifts = people.flatMap((payer, place) =>
    Array.from({ length: 6 }, (_, turn) => ({
      place,
      one: gift(`${payer}-${turn}`, { payer, creator: 'star', coins: BigInt(2 + next(14)) }),
    })),
  )
  const outcomes = await Promise.all(gifts.map(({ place, one }) => ledgerAt(place).execute([one])))
  const given = outcomes.flat().filter((each) => each.is === 'done')
  const expected = given.reduce((sum, { terms }) => sum + BigInt(terms['earnedMicro'] ?? 0), 0n)
  const star = { kind: 'creator_pending', currency, owner: 'star' } as const
  const found = await ledgerAt(1).balancesOf(database.pool, [star])
  expect(found.get(nameOf(star))?.credits).toBe(expected)
  expect(given.length).toBeGreaterThan(900)
  expect(given.length).toBeLessThan(1200)
  expect(await faults()).toEqual([])
})

/** One of many things that take from each other's accounts, in both directions. */
const anything = (next: (below: number) => number, key: string): Operation => {
  const [one, other] = [`p${next(4)}`, `p${next(4)}`]
  const budget = { advertiser: one, campaign: other, amountMicro: BigInt(1 + next(50)) * 10_000n }
  switch (next(8)) {
    case 0:
      return purchase(one, `lot-${key}`, BigInt(10 + next(50)))
    case 1:
    case 2:
      return gift(key, { payer: one, creator: other, coins: BigInt(1 + next(30)) })
    case 3:
      return prepay(key, one, budget.amountMicro)
    case 4:
      return reserve(key, budget)
    case 5:
      return next(2) === 0
        ? release(key, budget)
        : settleAd(key, { ...budget, spendMicro: budget.amountMicro })
    case 6:
      return operation(key, { template: 'diamond_conversion', params: { creator: one, currency } })
    default:
      return next(3) === 0
        ? operation(key, { template: 'coin_refund', params: { lotId: `lot-${next(20)}-${next(5)}` } })
        : operation(key, {
            template: 'payout_request',
            params: {
              ...{ party: one, rail: 'creator', currency, amountMicro: 10_000n, withholdingMicro: 0n },
              jurisdiction: 'DE',
            },
          })
  }
}

test('any mix at once, merged and in transactions of callers: no deadlock, and the books are right', async () => {
  clock.advance(dayMs)
  const client = async (seed: number): Promise<Outcome[]> => {
    const next = chance(seed + 1)
    const outcomes: Outcome[] = []
    for (let turn = 0; turn < 12; turn += 1) {
      const some = Array.from({ length: 1 + next(6) }, (_, place) =>
        anything(next, `${seed}-${turn * 6 + place}`),
      )
      const ledger = ledgerAt(seed)
      const done = next(4) === 0 ? database.transaction((tx) => ledger.post(tx, some)) : ledger.execute(some)
      outcomes.push(...(await done))
    }
    return outcomes
  }
  const outcomes = (await Promise.all(Array.from({ length: 24 }, (_, seed) => client(seed)))).flat()
  const kinds = new Set(outcomes.map((each) => (each.is === 'refused' ? each.code : each.is)))
  expect(kinds).toContain('done')
  expect(kinds).toContain('insufficient_funds')
  expect(kinds).not.toContain('conflict')
  expect(await faults()).toEqual([])
  // Sessions tell what they counted when they end.
  await database.close()
  expect(await deadlocks()).toBe(0)
})
