import { afterAll, beforeAll, expect, test } from 'vitest'
import { currencyOf } from '@busker/money'
import { assert } from '#platform/assert'
import { virtualClock } from '#platform/clock'
import { seededIds } from '#platform/ids'
import { createTestDatabase, type TestDatabase } from '../../testing/engines.ts'
import { createLedger, type Account, type Ledger, nameOf, type Operation } from './index.ts'

const eur = currencyOf('EUR')
assert(eur !== null, 'a currency')
const currency = eur
const startMs = Date.UTC(2026, 10, 23)
const clock = virtualClock(startMs)
const dayMs = 86_400_000

let own: TestDatabase
let ledger: Ledger

beforeAll(async () => {
  own = await createTestDatabase()
  ledger = createLedger({ db: own.database, clock, ids: seededIds(clock, 'ledger') })
})
afterAll(() => own.close())

const purchase = (buyer: string, lotId: string, coins = 100n): Operation => ({
  ...{ do: 'transfer', scope: 'purchase', key: lotId },
  transfer: {
    template: 'coin_purchase',
    params: {
      ...{ lotId, buyer, currency, provider: 'sandbox', grossMicro: 1_190_000n, taxMicro: 190_000n },
      ...{ jurisdiction: 'DE', coins, seasonedAtMs: startMs + dayMs },
    },
  },
})

const gift = (payer: string, creator: string, given: { key: string; coins: bigint }): Operation => ({
  ...{ do: 'transfer', scope: 'gift', key: given.key },
  transfer: {
    template: 'gift',
    params: {
      ...{ payer, creator, currency, coins: given.coins, count: 1n, diamonds: given.coins / 2n },
      ...{ diamondMicro: 5000n, holdUntilMs: startMs },
    },
  },
})

const balance = async (account: Account): Promise<bigint> => {
  const found = (await ledger.balancesOf(own.database.pool, [account])).get(nameOf(account))
  return found === undefined ? 0n : found.credits - found.debits
}

test('coins are bought, given and converted; the owner sees each line with its balance', async () => {
  const [bought, first, second, tooMany] = await ledger.execute([
    purchase('ann', 'lot-1'),
    gift('ann', 'ben', { key: 'g1', coins: 30n }),
    gift('ann', 'ben', { key: 'g2', coins: 20n }),
    gift('ann', 'ben', { key: 'g3', coins: 51n }),
  ])
  expect([bought?.is, first?.is, second?.is, tooMany]).toEqual([
    ...['done', 'done', 'done'],
    { is: 'refused', code: 'too_few_coins' },
  ])
  expect(await balance({ kind: 'c.wallet', currency, owner: 'ann' })).toBe(50n)
  expect(await balance({ kind: 'coin_float', currency, owner: 'ann' })).toBe(500_000n)
  expect(await balance({ kind: 'creator_pending', currency, owner: 'ben' })).toBe(125_000n)
  const lines = await ledger.statement(own.database.pool, {
    ...{ account: { kind: 'c.wallet', currency, owner: 'ann' }, limit: 2 },
  })
  expect(lines.map(({ side, amount, balance: after, key }) => [side, amount, after, key])).toEqual([
    ['debit', 20n, 50n, 'g2'],
    ['debit', 30n, 70n, 'g1'],
  ])
  const last = lines.at(-1)
  assert(last !== undefined, 'a page has lines')
  const rest = await ledger.statement(own.database.pool, {
    ...{ account: { kind: 'c.wallet', currency, owner: 'ann' }, limit: 5, before: last },
  })
  expect(rest.map(({ side, amount, balance: after }) => [side, amount, after])).toEqual([
    ['credit', 100n, 100n],
  ])
  clock.advance(dayMs)
  const converting: Operation = {
    ...{ do: 'transfer', scope: 'convert', key: 'ben' },
    transfer: { template: 'diamond_conversion', params: { creator: 'ben', currency } },
  }
  const converted = await own.database.transaction((tx) => ledger.postOne(tx, converting))
  expect(converted.again).toBe(false)
  expect(await balance({ kind: 'creator_available', currency, owner: 'ben' })).toBe(125_000n)
  const again = await own.database.transaction((tx) => ledger.postOne(tx, converting))
  expect(again).toEqual({ ...converted, again: true })
})
