import { moneySource } from '@busker/metrics'
import { currencyOf } from '@busker/money'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { assert } from '#platform/assert'
import { virtualClock } from '#platform/clock'
import { seededIds } from '#platform/ids'
import {
  createTestClickhouse,
  createTestDatabase,
  type TestClickhouse,
  type TestDatabase,
} from '../../testing/engines.ts'
import { copyMovements } from './copy-movements.ts'
import { createLedger, type Ledger, type Transfer } from './index.ts'

const currency = currencyOf('EUR')
assert(currency !== null, 'a currency')
const startMs = Date.UTC(2026, 10, 23, 12)
const clock = virtualClock(startMs)

let own: TestDatabase
let engine: TestClickhouse
let ledger: Ledger

beforeAll(async () => {
  ;[own, engine] = await Promise.all([createTestDatabase(), createTestClickhouse()])
  ledger = createLedger({ db: own.database, clock, ids: seededIds(clock, 'copy') })
})
afterAll(() => Promise.all([own.close(), engine.close()]))

let asked = 0
const post = async (transfer: Transfer): Promise<string> => {
  const [outcome] = await ledger.execute([
    { do: 'transfer', scope: 'test', key: String((asked += 1)), transfer },
  ])
  assert(outcome?.is === 'done', `${transfer.template} is posted`)
  return outcome.id
}

const topUp = (period: string) => ({
  ...{ period, currency, amountMicro: 5_000_000n, from: { kind: 'fund' } as const },
})

interface Row {
  readonly template: string
  readonly rail: string
  readonly payer: string
  readonly creator: string
  readonly amounts: readonly number[]
  readonly waited: number | null
}

/** Amounts: gross, platform, cost, creator, paid; in cents. */
const facts = () =>
  engine.clickhouse.query<Row>(`
    SELECT template, rail, payer_id AS payer, creator_id AS creator, waited_ms AS waited,
      arrayMap(one -> one / 10000, [gross_parts, platform_parts, cost_parts, creator_parts, paid_parts]) AS amounts
    FROM ${moneySource.table} FINAL ORDER BY position, part`)

const copy = () => copyMovements({ db: own.database, clickhouse: engine.clickhouse, clock, currency })

test('what was posted is told once, as far as the house sees it', async () => {
  await post({
    template: 'coin_purchase',
    params: {
      ...{ lotId: 'lot', buyer: 'ann', currency, provider: 'sandbox', jurisdiction: 'DE' },
      ...{ grossMicro: 11_900_000n, taxMicro: 1_900_000n, coins: 1000n, seasonedAtMs: startMs },
    },
  })
  await post({
    template: 'gift',
    params: {
      ...{ payer: 'ann', creator: 'ben', currency, coins: 100n, count: 2n, diamonds: 50n },
      ...{ diamondMicro: 10_000n, holdUntilMs: startMs },
    },
  })
  await post({ template: 'diamond_conversion', params: { creator: 'ben', currency } })
  expect(await copy()).toBe(3)
  const payout = await post({
    template: 'payout_request',
    params: {
      ...{ party: 'ben', rail: 'creator', currency, amountMicro: 500_000n, withholdingMicro: 0n },
      jurisdiction: 'DE',
    },
  })
  clock.advance(3_600_000)
  await post({ template: 'payout_paid', params: { payout, provider: 'sandbox' } })
  expect(await copy()).toBe(2)
  expect(await copy()).toBe(0)
  const rows = await facts()
  expect(rows.map(({ template, payer, creator, amounts }) => [template, payer, creator, amounts])).toEqual([
    ['coin_purchase', '', '', [0, 0, 0, 0, 0]],
    // 200 coins of 1,000 for 10.00: 2.00, of which ben gets 100 diamonds for 0.01 each.
    ['gift', 'ann', 'ben', [200, 100, 0, 100, 0]],
    ['diamond_conversion', '', 'ben', [0, 0, 0, 0, 0]],
    ['payout_request', '', 'ben', [0, 0, 0, 0, 0]],
    ['payout_paid', '', 'ben', [0, 0, 0, 0, 50]],
  ])
  expect(rows.at(-1)).toMatchObject({ rail: 'payouts', waited: 3_600_000 })
})

test('a death after the rows are written and before the place is kept changes no number', async () => {
  await post({ template: 'fund_top_up', params: topUp('2026-10') })
  const dying: typeof engine.clickhouse = {
    ...engine.clickhouse,
    insert: async (table, rows) => {
      await engine.clickhouse.insert(table, rows)
      throw new RangeError('the process died here')
    },
  }
  await expect(copyMovements({ db: own.database, clickhouse: dying, clock, currency })).rejects.toThrow(
    'died',
  )
  const before = await facts()
  expect(before.at(-1)?.template).toBe('fund_top_up')
  expect(await copy()).toBe(1)
  expect(await facts()).toEqual(before)
})

test('of an allocation each creator has a row, and the house one', async () => {
  const parts = [
    { owner: 'ben', amountMicro: 3_000_000n },
    { owner: 'cem', amountMicro: 1_000_000n },
  ]
  await post({ template: 'fund_top_up', params: topUp('2026-11') })
  await post({
    template: 'fund_allocation',
    params: { period: '2026-11', currency, rights: [], creators: parts },
  })
  await copy()
  const rows = (await facts()).slice(-3)
  expect(rows.map(({ template, rail, creator, amounts }) => [template, rail, creator, amounts])).toEqual([
    ['fund_top_up', 'fund', '', [0, 0, 500, 0, 0]],
    ['fund_allocation', 'fund', 'ben', [0, 0, 0, 300, 0]],
    ['fund_allocation', 'fund', 'cem', [0, 0, 0, 100, 0]],
  ])
})
