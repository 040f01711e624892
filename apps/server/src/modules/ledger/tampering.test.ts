import { hash } from 'node:crypto'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { virtualClock } from '#platform/clock'
import { seededIds } from '#platform/ids'
import { poolConfig } from '#platform/postgres'
import { createTestDatabase, type TestDatabase } from '../../testing/engines.ts'
import { createLedger, type Ledger } from './index.ts'
import { linkText } from './rules/chain.ts'
import { eur as currency, gift, operation, prepay, purchase, reserve, startMs } from './test-operations.ts'

const clock = virtualClock(startMs)
let own: TestDatabase
let ledger: Ledger
let client: pg.Client
let keyFolder: string

beforeAll(async () => {
  own = await createTestDatabase()
  keyFolder = await mkdtemp(join(tmpdir(), 'busker-ledger-key-'))
  ledger = createLedger({ db: own.database, clock, ids: seededIds(clock, 'tampering'), keyFolder })
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
  await rm(keyFolder, { recursive: true, force: true })
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

/** Moves the last transfer in time and makes its link again, and the head: the chain by itself is right. */
const rewriteEnd = async (byMs: number): Promise<void> => {
  const { rows } = await client.query(`select t.*, extract(epoch from t.at) * 1000 as ms, encode(coalesce(
      (select b.hash from ledger.txn b where b.lane = t.lane and b.no < t.no order by b.no desc limit 1),
      sha256('busker.ledger.0')), 'hex') as before
    from ledger.txn t where t.no = (select max(no) from ledger.txn)`)
  const [row] = rows
  const atMs = Number(row.ms) + byMs
  const made = { ...row, no: BigInt(row.no), txnId: row.txn_id, atMs, settledTo: row.settled_to }
  const link = hash('sha256', linkText(row.before, made), 'hex')
  await withoutGuards(
    `update ledger.txn set at = to_timestamp(${atMs / 1000}), hash = '\\x${link}' where no = ${row.no}`,
  )
  await withoutGuards(`update ledger.lane set head = '\\x${link}' where lane = ${row.lane}`)
}

test('a closed day is signed, once, and what was signed cannot be rewritten with its chain', async () => {
  const closed = await ledger.closeDay()
  expect(closed?.day).toBe('2026-11-22')
  expect(await ledger.closeDay()).toBeNull()
  const path = join(keyFolder, 'close-key.json')
  expect((await stat(path)).mode & 0o777).toBe(0o600)
  expect(await failing()).toEqual([])
  const signed = `select signature from ledger.daily_close`
  const { rows } = await client.query<{ signature: string }>(signed)
  const edits = [
    `update ledger.daily_close set statement = replace(statement, '"txns":"', '"txns":"1')`,
    `update ledger.daily_close set statement = replace(statement, '"txns":"1', '"txns":"')`,
  ] as const
  await withoutGuards(edits[0])
  expect(await failing()).toEqual(['closes'])
  await withoutGuards(edits[1])
  expect(rows).toHaveLength(1)
  expect(await failing()).toEqual([])
  await rewriteEnd(1000)
  expect(await failing()).toEqual(['closes'])
  await rewriteEnd(-1000)
  expect(await failing()).toEqual([])
  const kept = await readFile(path, 'utf8')
  await rm(path)
  clock.advance(-1000)
  expect((await ledger.verify()).checks.find(({ id }) => id === 'closes')?.detail).toContain('another key')
  clock.advance(1000)
  await writeFile(path, kept, { mode: 0o600 })
})

test('who copies transfers elsewhere meets each once', async () => {
  const first = await ledger.postedAfter(own.database.pool, '', 3)
  expect(first.transfers).toHaveLength(3)
  const rest = await ledger.postedAfter(own.database.pool, first.position, 100)
  const keys = [...first.transfers, ...rest.transfers].map(({ key }) => key)
  expect(keys).toEqual(['lot-1', 'g1', 'g2', 'p1', 'r1', 'h1', 'x'])
  expect(rest.transfers.find(({ key }) => key === 'r1')?.legs).toEqual([
    ...[{ account: { kind: 'adv_wallet', currency, owner: 'acme' }, side: 'debit', amount: 500_000n }],
    { account: { kind: 'campaign_budget', currency, owner: 'spring' }, side: 'credit', amount: 500_000n },
  ])
  expect((await ledger.postedAfter(own.database.pool, rest.position, 100)).transfers).toEqual([])
})

test('a hold that nobody looks at is given back when it is due', async () => {
  const budget = { kind: 'campaign_budget', currency, owner: 'spring' } as const
  const held = async () => [...(await ledger.balancesOf(own.database.pool, [budget])).values()][0]?.held
  expect(await held()).toBe(1000n)
  clock.advance(2000)
  await ledger.keep()
  expect(await held()).toBe(0n)
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
