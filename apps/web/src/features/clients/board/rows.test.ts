import type { MeasuredMetric } from '@busker/contract'
import {
  bestAndWorst,
  byReliability,
  earnersOf,
  goodsFinding,
  goodsRows,
  inOrderOf,
  isBeforeTold,
  periodUpTo,
  toldDays,
} from '@busker/metrics/client-board'
import { expect, test } from 'vitest'
import { buyerPeriod, buyersByMonth, buyersFinding, leastBuyers } from './buyers.ts'
import { channelRows } from './channel.ts'
import { hoursFinding, salesHours } from './hours.ts'
import { matrixOf } from './matrix.ts'
import { partsFinding, partsOf } from './posted.ts'
import { salesCsv } from './sales-csv.ts'
import { trendSteps } from './trend.ts'

const one = 1_000_000
type Cells = Readonly<Record<string, number | readonly [value: number | null, sampleSize: number]>>

const metric = (metricId: string, cells: Cells): MeasuredMetric => ({
  ...{ metricId, version: 1, hash: 'abc', unit: 'money', shape: 'number', asOf: '2026-10-02T00:00:00Z' },
  ...{ reason: null, currency: null, references: [] },
  rows: Object.entries(cells).map(([slice, cell]) => {
    const [value, sampleSize] = typeof cell === 'number' ? [cell, 1] : cell
    const status = value === null ? ('missing' as const) : ('known' as const)
    return { slice, status, final: true, value, sampleSize, interval: null, previous: null }
  }),
})
const measured = (given: Readonly<Record<string, Cells>>) =>
  new Map(Object.entries(given).map(([id, cells]): [string, MeasuredMetric] => [id, metric(id, cells)]))

test('creators are ranked by contribution; nobody is apart; the sure ones are named', () => {
  const found = earnersOf(
    measured({
      sales_contribution: { '': 900 * one, lotte: -480 * one, mia: 800 * one, dana: 5 * one },
      sales_ad_spend: { lotte: 900 * one, mia: 20 * one },
      sales_contribution_error: { lotte: 133 * one, mia: 150 * one, dana: 4 * one },
      sales_orders: { '': 40, lotte: 10, mia: 30, dana: 2 },
      sales_refund_rate: { mia: 0.1, dana: [null, 0] },
    }),
    { perOrderMicro: 30 * one, margin: 0.5 },
  )
  expect(found.rows.map(({ id, judgement }) => [id, judgement.kind])).toEqual([
    ['mia', 'gains'],
    ['dana', 'too_little'],
    ['lotte', 'loses'],
  ])
  expect(found.nobody?.contributionMicro).toBe(900 * one)
  // What mia surely left dana may not have left; lotte surely lost.
  expect(found.rows.map(({ tier, ordersMissing }) => [tier, ordersMissing])).toEqual([
    [1, 0],
    [2, 8],
    [3, 0],
  ])
  expect(byReliability(found.rows).map(({ id }) => id)).toEqual(['mia', 'dana', 'lotte'])
  const [mia, dana] = found.rows
  expect(mia?.refundInterval?.[0]).toBeCloseTo(0.0346, 3)
  expect(mia?.refundInterval?.[1]).toBeCloseTo(0.2562, 3)
  expect(dana).toMatchObject({ refundRate: null, refundInterval: null })
  const { best, worst } = bestAndWorst(found.rows)
  expect([best?.id, worst?.id]).toEqual(['mia', 'lotte'])
})

test('videos stand in quadrants around the average by impressions; the hardly seen are left out', () => {
  const found = matrixOf(
    measured({
      sales_ad_hook: { '': 0.9, strong: 0.6, weak: 0.2, rare: 0.9, unpriced: 0.5 },
      sales_ad_click_rate: { '': 0.9, strong: 0.03, weak: 0.01, rare: 0.09, unpriced: 0.5 },
      sales_ad_cost_per_mille: { '': one, strong: 10 * one, weak: 10 * one, rare: 10 * one },
      sales_ad_spend: { '': one, strong: 100 * one, weak: 300 * one, rare: one, unpriced: one },
    }),
  )
  expect(found.middle?.hook).toBeCloseTo(0.3, 6)
  expect(found.points.map(({ videoId, quadrant, impressions }) => [videoId, quadrant, impressions])).toEqual([
    ['weak', 'neither', 30_000],
    ['strong', 'both', 10_000],
  ])
  expect(found.tooFew).toBe(2)
})

test('goods that come back are told before all else, and no rate of few lines', () => {
  const { rows, unsharedMicro } = goodsRows(
    measured({
      sales_net_gmv: { a: [900 * one, 60], b: [500 * one, 40], few: [10 * one, 3], costOnly: [0, 0] },
      sales_contribution: { a: 450 * one, b: 20 * one, few: one, costOnly: -7 * one },
      sales_contribution_error: { a: 60 * one, b: 5 * one, few: one },
      sales_orders: { a: 60, b: 40, few: 3 },
      sales_refund_rate: { a: 0.02, b: 0.12, few: 0.9 },
      sales_goods_cost_known: { a: 1, b: 1, few: 1 },
    }),
    { perOrderMicro: 8 * one, margin: 0.5 },
  )
  expect(rows.map(({ id, margin, judgement }) => [id, margin, judgement.kind])).toEqual([
    ['a', 0.5, 'gains'],
    ['b', 0.04, 'gains'],
    ['few', 0.1, 'too_little'],
  ])
  expect(unsharedMicro).toBe(7 * one)
  expect(inOrderOf(rows, 'refunds').map(({ id }) => id)).toEqual(['few', 'b', 'a'])
  expect(goodsFinding(rows)).toMatchObject({ kind: 'refunds', row: { id: 'b' } })
  const kept = rows.map((row) => ({ ...row, refundRate: 0 }))
  expect(goodsFinding(kept)).toMatchObject({ kind: 'thin', row: { id: 'b' } })
  const unpriced = kept.map((row) => ({ ...row, goodsKnown: 0.5 }))
  expect(goodsFinding(unpriced)).toMatchObject({ kind: 'led', row: { id: 'a' } })
  expect(goodsFinding(rows.filter(({ id }) => id === 'few'))).toEqual({ kind: 'too_little' })
  expect(goodsFinding([])).toEqual({ kind: 'empty' })
})

test('the newest day is that of the newest order; spending alone will do', () => {
  const spend = { '2026-10-05': one }
  const orders = { '2026-10-01': [one, 2], '2026-09-30': [one, 1], '2026-10-03': [0, 0] } as const
  const told = (sales: Cells, spent: Cells) =>
    toldDays(measured({ sales_net_gmv: sales, sales_ad_spend: spent }))
  expect(told(orders, spend)).toEqual({ oldest: '2026-09-30', newest: '2026-10-01' })
  expect(told({}, spend)?.newest).toBe('2026-10-05')
  expect(told({}, {})).toBeNull()
  const period = { from: '2026-09-04', to: '2026-10-01' }
  expect(isBeforeTold(period, '2026-08-09')).toBe(true)
  expect(isBeforeTold(period, '2026-08-20')).toBe(false)
  expect(periodUpTo('2026-10-01', 28)).toEqual({ from: '2026-09-04', to: '2026-10-01' })
})

test('a peak of hours may go past midnight, and few lines have none', () => {
  const at = (lines: Record<string, number>) =>
    hoursFinding(
      salesHours(
        measured({
          sales_net_gmv: Object.fromEntries(
            Object.entries(lines).map(([hour, count]) => [hour, [one, count] as const]),
          ),
        }),
      ),
    )
  expect(at({ '23': 40, '00': 30, '12': 10 })).toMatchObject({ kind: 'peak', fromHour: 22, toHour: 1 })
  expect(at({ '23': 20 })).toEqual({ kind: 'too_little' })
  const even = Object.fromEntries(Array.from({ length: 24 }, (_, hour) => [String(hour), 10]))
  expect(at(even)).toEqual({ kind: 'even' })
})

test('long periods are drawn by weeks, the cut first one with its Monday', () => {
  expect(trendSteps({ from: '2026-09-04', to: '2026-10-01' })).toMatchObject({ by: 'day' })
  const { by, names } = trendSteps({ from: '2026-07-10', to: '2026-10-01' })
  expect([by, names[0], names[1], names.at(-1)]).toEqual(['week', '2026-07-06', '2026-07-13', '2026-09-28'])
})

test('money is written in whole units, names that look like formulas are disarmed', () => {
  const csv = salesCsv([metric('sales_net_gmv', { '=1+1': 12_340_000, b: [null, 0] })], 'USD')
  const [, first, second] = csv.split('\r\n')
  expect(first).toContain("sales_net_gmv,'=1+1,12.34,USD,")
  expect(second).toContain('sales_net_gmv,b,,USD,,,,missing,')
})

test('only what surely leaves more than all others is the best time or format', () => {
  const of = (lines: number, error: number) =>
    partsFinding(
      partsOf(
        measured({
          sales_net_gmv: { '': [9000 * one, 500], video: [900 * one, lines], live: [100 * one, 20] },
          sales_before_advertising: { video: 500 * one, live: 20 * one },
          sales_contribution_error: { video: error * one, live: 5 * one },
        }),
      ),
    )
  expect(of(60, 50)).toMatchObject({ kind: 'best', part: { id: 'video', tier: 1 } })
  expect(of(60, 490)).toEqual({ kind: 'even' })
  expect(of(10, 50)).toEqual({ kind: 'too_little', missing: 30 })
  expect(partsFinding([])).toEqual({ kind: 'empty' })
})

test('a month says who came again only when its days are over, and what an export does not tell is no 0', () => {
  const months = buyersByMonth(
    measured({ sales_bought_again: { '2026-07': [0.25, 40], '2026-08': [0.2, 10], '2026-09': [null, 0] } }),
  )
  expect(months.map(({ month, due, again }) => [month, due, again])).toEqual([
    ['2026-09', 0, null],
    ['2026-08', 10, 0.2],
    ['2026-07', 40, 0.25],
  ])
  expect(buyersFinding(months)).toEqual({ kind: 'level', share: 0.25, month: '2026-07' })
  expect(buyersFinding(months.slice(0, 2))).toEqual({ kind: 'too_little', missing: leastBuyers - 10 })
  expect(buyersFinding(months.slice(0, 1))).toEqual({ kind: 'immature' })
  expect(buyerPeriod('2026-10-01')).toEqual({ from: '2025-11-01', to: '2026-10-01' })
  const channel = measured({
    channel_views: { brand: [500, 3], mia: [0, 0] },
    channel_likes: { brand: [0, 3], mia: [0, 0] },
    channel_engagement: { brand: [null, 0] },
  })
  const rows = channelRows(channel, 'channel_engagement')
  expect(rows.map(({ id, value }) => [id, value('channel_likes'), value('channel_engagement')])).toEqual([
    ['brand', 0, null],
  ])
})
