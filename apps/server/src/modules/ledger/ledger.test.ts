import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { assert } from '#platform/assert'
import { virtualClock } from '#platform/clock'
import { seededIds } from '#platform/ids'
import { createTestDatabase, type TestDatabase } from '../../testing/engines.ts'
import { type Account, createLedger, type Ledger, nameOf, type Operation, type Outcome } from './index.ts'
import {
  dayMs,
  eur as currency,
  gift,
  operation,
  prepay,
  purchase,
  reserve,
  settleAd,
  startMs,
} from './test-operations.ts'

const clock = virtualClock(startMs)
let own: TestDatabase
let ledger: Ledger

beforeAll(async () => {
  own = await createTestDatabase()
  ledger = createLedger({ db: own.database, clock, ids: seededIds(clock, 'ledger') })
})
afterEach(async () => {
  const verdict = await ledger.verify()
  assert(verdict.ok, JSON.stringify(verdict.checks.filter(({ ok }) => !ok)))
})
afterAll(() => own.close())

const balance = async (account: Account): Promise<bigint> => {
  const found = (await ledger.balancesOf(own.database.pool, [account])).get(nameOf(account))
  return found === undefined ? 0n : found.credits - found.debits
}
const entries = async (): Promise<number> => (await ledger.verify()).entries
const is = (outcomes: readonly Outcome[]) =>
  outcomes.map((each) => (each.is === 'refused' ? each.code : each.is))
const doOne = async (one: Operation) => {
  const [outcome] = await ledger.execute([one])
  assert(outcome !== undefined, 'an outcome')
  return outcome
}
const idOf = (outcome: Outcome): string => {
  assert(outcome.is === 'done', 'it was done')
  return outcome.id
}

test('coins are bought, given and converted; the owner sees each line with its balance', async () => {
  const outcomes = await ledger.execute([
    purchase('ann', 'lot-1'),
    gift('g1', { payer: 'ann', creator: 'ben', coins: 30n }),
    gift('g2', { payer: 'ann', creator: 'ben', coins: 20n }),
    gift('g3', { payer: 'ann', creator: 'ben', coins: 51n }),
  ])
  expect(is(outcomes)).toEqual(['done', 'done', 'done', 'too_few_coins'])
  const wallet: Account = { kind: 'c.wallet', currency, owner: 'ann' }
  expect(await balance(wallet)).toBe(50n)
  expect(await balance({ kind: 'coin_float', currency, owner: 'ann' })).toBe(500_000n)
  expect(await balance({ kind: 'creator_pending', currency, owner: 'ben' })).toBe(125_000n)
  const lines = await ledger.statement(own.database.pool, { account: wallet, limit: 2 })
  expect(lines.map(({ side, amount, balance: after, key }) => [side, amount, after, key])).toEqual([
    ['debit', 20n, 50n, 'g2'],
    ['debit', 30n, 70n, 'g1'],
  ])
  const before = lines.at(-1)
  assert(before !== undefined, 'a page has lines')
  const rest = await ledger.statement(own.database.pool, { account: wallet, limit: 5, before })
  expect(rest.map(({ side, amount, balance: after }) => [side, amount, after])).toEqual([
    ['credit', 100n, 100n],
  ])
  clock.advance(dayMs)
  const mature = await ledger.withMature(own.database.pool, { atMs: clock.nowMs(), limit: 5 })
  expect(mature).toEqual([{ creator: 'ben', currency }])
  const converting = operation('ben', {
    ...{ template: 'diamond_conversion', params: { creator: 'ben', currency } },
  })
  const converted = await own.database.transaction((tx) => ledger.postOne(tx, converting))
  expect(await balance({ kind: 'creator_available', currency, owner: 'ben' })).toBe(125_000n)
  const again = await own.database.transaction((tx) => ledger.postOne(tx, converting))
  expect(again).toEqual({ ...converted, again: true })
})

test('a key is one request for ever; a refusal is not remembered', async () => {
  const one = gift('once', { payer: 'cem', creator: 'dora', coins: 10n })
  expect(is(await ledger.execute([one]))).toEqual(['too_few_coins'])
  const [, done, same] = await ledger.execute([purchase('cem', 'lot-2'), one, one])
  expect(done?.is).toBe('done')
  assert(done?.is === 'done', 'done')
  expect(same).toEqual({ ...done, again: true })
  const before = await entries()
  const many = await Promise.all(Array.from({ length: 30 }, () => doOne(one)))
  for (const outcome of many) expect(outcome).toEqual({ ...done, again: true })
  const other = gift('once', { payer: 'cem', creator: 'dora', coins: 11n })
  expect(is(await ledger.execute([other]))).toEqual(['conflict'])
  await expect(own.database.transaction((tx) => ledger.postOne(tx, other))).rejects.toMatchObject({
    code: 'key_reused',
  })
  expect(await entries()).toBe(before)

  const fresh = gift('fresh', { payer: 'cem', creator: 'dora', coins: 1n })
  const parallel = await Promise.all([
    ...Array.from({ length: 5 }, () => doOne(fresh)),
    ...Array.from({ length: 3 }, () => own.database.transaction((tx) => ledger.postOne(tx, fresh))),
  ])
  expect(parallel.filter((each) => each.is === 'done' && !each.again)).toHaveLength(1)
  expect(new Set(parallel.map(idOf)).size).toBe(1)
})

test('what its transaction does not commit did not happen, and its key is free', async () => {
  const buying = purchase('eva', 'lot-3')
  const broken = own.database.transaction(async (tx) => {
    await ledger.postOne(tx, buying)
    throw new RangeError('stop')
  })
  await expect(broken).rejects.toThrow('stop')
  expect(await balance({ kind: 'c.wallet', currency, owner: 'eva' })).toBe(0n)
  expect(await doOne(buying)).toMatchObject({ is: 'done', again: false })
})

test('a mistake of one does not fail its neighbours, in the code or in the database', async () => {
  const wrong = operation('bad', {
    template: 'provider_fee',
    // No currency at all: something that only a mistake in our own code can pass.
    params: { provider: 'sandbox', currency: JSON.parse('"XXX"'), feeMicro: 1n, kind: 'psp_fee' },
  })
  // The database cannot keep this character in a text.
  const unwritable = purchase('eva\u0000', 'lot-nul')
  const results = await Promise.allSettled([
    doOne(prepay('p1', 'acme', 5_000_000n)),
    doOne(wrong),
    doOne(unwritable),
    doOne(prepay('p2', 'acme', 5_000_000n)),
    doOne(prepay('p3', 'acme', 10n ** 19n)),
  ])
  expect(results.map(({ status }) => status)).toEqual([
    ...['fulfilled', 'rejected', 'rejected', 'fulfilled', 'fulfilled'],
  ])
  expect(results[4]).toMatchObject({ value: { is: 'refused', code: 'too_large' } })
  expect(await balance({ kind: 'adv_wallet', currency, owner: 'acme' })).toBe(10_000_000n)
})

test('a hold keeps aside, is resolved once, and gives back when it expires', async () => {
  const given = { advertiser: 'acme', campaign: 'spring' }
  const budget: Account = { kind: 'campaign_budget', currency, owner: 'spring' }
  const hold = (key: string, amount: bigint, seconds = 60): Operation => ({
    ...{ do: 'hold', scope: 'slot', key, account: budget, amount },
    expiresAtMs: startMs + dayMs + seconds * 1000,
  })
  await ledger.execute([
    prepay('p4', 'acme', 1_000_000n),
    reserve('r1', { ...given, amountMicro: 1_000_000n }),
  ])
  const [first, second, third] = await ledger.execute([
    hold('h1', 600_000n),
    hold('h2', 400_000n),
    hold('h3', 1n),
  ])
  assert(first !== undefined && second !== undefined, 'outcomes')
  expect(third).toEqual({ is: 'refused', code: 'insufficient_funds' })
  const spend = (key: string, amount: bigint, on?: string) =>
    settleAd(key, { ...given, spendMicro: amount }, on)
  expect(is(await ledger.execute([spend('s0', 1n)]))).toEqual(['insufficient_funds'])
  // Two that resolve the same hold at once: one of them does.
  const both = await Promise.all([
    doOne(spend('s1', 500_000n, idOf(first))),
    doOne(spend('s2', 600_000n, idOf(first))),
  ])
  expect(is(both).toSorted()).toEqual(['done', 'hold_resolved'])
  const voiding: Operation = { do: 'void', scope: 'slot', key: 'v2', hold: idOf(second) }
  expect(await doOne(voiding)).toMatchObject({ is: 'done', id: idOf(second), again: false })
  expect(await doOne(voiding)).toMatchObject({ is: 'done', id: idOf(second), again: true })
  expect(is([await doOne({ ...voiding, key: 'v3' })])).toEqual(['hold_resolved'])
  expect(is([await doOne({ ...voiding, key: 'v4', hold: 'nobody' })])).toEqual(['hold_unknown'])

  const short = await doOne(hold('h4', 300_000n, 5))
  clock.advance(6000)
  expect(is([await doOne(spend('s3', 1n, idOf(short)))])).toEqual(['hold_resolved'])
  const left = await balance(budget)
  expect(is([await doOne(spend('s4', left))])).toEqual(['done'])
})

test('a disputed payment freezes what was given with it, and a won one gives it back', async () => {
  await ledger.execute([purchase('fay', 'lot-9'), gift('f1', { payer: 'fay', creator: 'gus', coins: 40n })])
  const params = { lotId: 'lot-9', amountMicro: 1_190_000n, feeMicro: 10_000n }
  const opened = await doOne(operation('d1', { template: 'dispute_opened', params }))
  expect(opened.is).toBe('done')
  expect(await balance({ kind: 'creator_pending', currency, owner: 'gus' })).toBe(0n)
  expect(await balance({ kind: 'reserve', currency, owner: 'dispute:lot-9' })).toBe(100_000n)
  const won = { lotId: 'lot-9', dispute: idOf(opened), feeBackMicro: 0n }
  expect(is([await doOne(operation('w1', { template: 'dispute_won', params: won }))])).toEqual(['done'])
  expect(is([await doOne(operation('w2', { template: 'dispute_won', params: won }))])).toEqual([
    'already_settled',
  ])
  expect(await balance({ kind: 'creator_pending', currency, owner: 'gus' })).toBe(100_000n)
  expect((await ledger.takesOf(own.database.pool, 'lot-9')).map(({ state }) => state)).toEqual(['pending'])
  expect((await ledger.lotsOf(own.database.pool, 'fay', currency)).map(({ coinsLeft }) => coinsLeft)).toEqual(
    [60n],
  )
})
