import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { virtualClock } from '#platform/clock'
import { seededIds } from '#platform/ids'
import { poolConfig } from '#platform/postgres'
import { createTestDatabase, type TestDatabase } from '../../testing/engines.ts'
import { createLedger, type Ledger } from './index.ts'
import { eur as currency, gift, operation, prepay, purchase, reserve, startMs } from './test-operations.ts'

const clock = virtualClock(startMs)
let own: TestDatabase
let ledger: Ledger
let client: pg.Client

beforeAll(async () => {
  own = await createTestDatabase()
  ledger = createLedger({ db: own.database, clock, ids: seededIds(clock, 'tampering') })
  await ledger.execute([
    purchase('ann', 'lot-1'),
    gift('g1', { payer: 'ann', creator: 'ben', coins: 30n }),
    gift('g2', { payer: 'ann', creator: 'cem', coins: 30n }),
    prepay('p1', 'acme', 900_000n),
    reserve('r1', { advertiser: 'acme', campaign: 'spring', amountMicro: 500_000n }),
    {
      ...{ do: 'hold', scope: 'slot', key: 'h1', amount: 1000n, expiresAtMs: startMs + 1000 },
      account: { kind: 'campaign_budget', currency, owner: 'spring' },
    },
  ])
  clock.advance(10)
  await ledger.execute([operation('x', { template: 'coin_refund', params: { lotId: 'lot-1' } })])
  client = new pg.Client(poolConfig(own.address))
  await client.connect()
})
afterAll(async () => {
  await client.end()
  await own.close()
})

const failing = async (): Promise<string[]> =>
  (await ledger.verify()).checks.flatMap(({ id, ok }) => (ok ? [] : [id]))

/** As somebody would who owns the database. */
const withoutGuards = async (statement: string): Promise<void> => {
  await client.query("set session_replication_role = 'replica'")
  const { rowCount } = await client.query(statement)
  await client.query("set session_replication_role = 'origin'")
  expect(rowCount).toBeGreaterThan(0)
}

test('untouched books are right', async () => {
  expect(await failing()).toEqual([])
})

test('what was written cannot be changed', async () => {
  for (const statement of [
    'update ledger.entry set amount = amount + 1',
    'delete from ledger.entry',
    'truncate ledger.entry',
    "update ledger.txn set request = '{}'",
    'update ledger.txn set settled = settled - 1',
    'delete from ledger.txn',
    "update ledger.idem set key = 'other'",
    'delete from ledger.idem',
  ])
    await expect(client.query(statement), statement).rejects.toThrow(/never/)
})

const wallet = `(select account_id from ledger.account where kind = 'c.wallet')`
const aGift = `(select txn_id from ledger.txn where template = 'gift' order by no limit 1)`

/** Each edit with the one that undoes it, and a check that must find it. */
const edits: readonly (readonly [string, string, string, string])[] = [
  [
    'an amount of an entry',
    `update ledger.entry set amount = amount + 1 where account_id = ${wallet}`,
    `update ledger.entry set amount = amount - 1 where account_id = ${wallet}`,
    'chain',
  ],
  [
    'an entry on another account',
    `update ledger.entry set account_id = account_id + 1 where account_id = ${wallet}`,
    `update ledger.entry set account_id = account_id - 1 where account_id = ${wallet} + 1`,
    'I3',
  ],
  [
    'who owns an account',
    `update ledger.account set owner = 'eve' where owner = 'ben'`,
    `update ledger.account set owner = 'ben' where owner = 'eve'`,
    'accounts',
  ],
  [
    'what was asked for',
    `update ledger.txn set request = replace(request, '"ben"', '"eve"')`,
    `update ledger.txn set request = replace(request, '"eve"', '"ben"')`,
    'chain',
  ],
  [
    'a time',
    `update ledger.txn set at = at + interval '1 second' where txn_id = ${aGift}`,
    `update ledger.txn set at = at - interval '1 second' where txn_id = ${aGift}`,
    'chain',
  ],
  [
    'what a transfer froze',
    `update ledger.txn set terms = terms || ' ' where terms is not null`,
    `update ledger.txn set terms = rtrim(terms) where terms is not null`,
    'chain',
  ],
  [
    'a balance',
    `update ledger.balance set credits = credits + 1 where account_id = ${wallet} and shard = 1`,
    `update ledger.balance set credits = credits - 1 where account_id = ${wallet} and shard = 1`,
    'I3',
  ],
  [
    'what is kept aside',
    `update ledger.hold set amount = amount + 1`,
    `update ledger.hold set amount = amount - 1`,
    'I11',
  ],
  ['the value of a lot', `update ledger.lot set owner = 'eve'`, `update ledger.lot set owner = 'ann'`, 'I5'],
  [
    'whose gift it was',
    `update ledger.take set creator = 'eve' where creator = 'ben'`,
    `update ledger.take set creator = 'ben' where creator = 'eve'`,
    'I6',
  ],
  [
    'how far a transfer is settled',
    `update ledger.txn set settled = 1 where template = 'gift'`,
    `update ledger.txn set settled = 0 where template = 'gift'`,
    'I10',
  ],
  [
    'a key',
    `update ledger.idem set key = 'g9' where key = 'g1'`,
    `update ledger.idem set key = 'g1' where key = 'g9'`,
    'I9',
  ],
]

test.each(edits)('an edit is found: %s', async (_, edit, undo, check) => {
  await withoutGuards(edit)
  expect(await failing()).toContain(check)
  await withoutGuards(undo)
  expect(await failing()).toEqual([])
})

test('what is missing is found', async () => {
  await withoutGuards(`delete from ledger.entry where account_id = ${wallet}`)
  expect(await failing()).toEqual(expect.arrayContaining(['I1', 'I3', 'chain']))
  // A whole transfer with its entries and its key, from the end of the chain.
  await withoutGuards("delete from ledger.idem where key = 'x'")
  await withoutGuards(`delete from ledger.txn where key = 'x'`)
  expect((await ledger.verify()).checks.find(({ id }) => id === 'chain')?.ok).toBe(false)
})
