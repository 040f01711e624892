import type { MeasuredBoard, MeasuredMetric } from '@busker/contract'
import { catalog, previousPeriod } from '@busker/metrics'
import type { NumbersQuestion, ReportNumbers } from '../deps.ts'

// Answers as measuring gives them, for tests of what is made of them.

const one = 1_000_000
/** What a name from a file may be. */
export const hostileNames = [
  'two\nlines\r\nand \u202Ereversed',
  '=HYPERLINK("http://pond.example","x")',
  `long ${'n'.repeat(10_000)}`,
  `e${'\u0301'.repeat(3000)}`,
  'שפתון ורוד (50%)',
  'شفاه وردية',
  '唇彩 Lip oil',
  'Бальзам для губ',
] as const

type Amounts = Readonly<Record<string, number>>

const whole: Amounts = {
  ...{ sales_gmv: 10_000 * one, sales_cancelled: 500 * one, sales_refunded: 700 * one },
  ...{ sales_platform_fees: 600 * one, sales_commission: 900 * one, sales_shipping: 300 * one },
  ...{ sales_goods: 2500 * one, sales_creator_costs: 800 * one, sales_ad_spend: 1200 * one },
  ...{ sales_other_costs: 0, sales_contribution: 2500 * one, sales_orders: 400 },
  ...{ sales_claimed: 9000 * one, sales_brought: 4000 * one, sales_claimed_roas: 7.5 },
  ...{ sales_contribution_margin: 0.28, sales_order_value: 25 * one, sales_net_gmv: 8800 * one },
  ...{ sales_settled_share: 0.97, sales_goods_cost_known: 1, sales_before_advertising: 4500 * one },
}

const earner = (contribution: number, orders: number): Amounts => ({
  ...{ sales_contribution: contribution * one, sales_orders: orders, sales_net_gmv: orders * 25 * one },
  ...{ sales_commission: orders * one, sales_creator_costs: 100 * one, sales_ad_spend: 100 * one },
  ...{ sales_refund_rate: 0.05, sales_claimed: 0, sales_cancel_rate: 0.02 },
  ...{ sales_before_advertising: (contribution + 200) * one, sales_goods: 0, sales_goods_cost_known: 1 },
})

const slices: Readonly<Record<string, ReadonlyMap<string, Amounts>>> = {
  creator: new Map([
    ['mina.glow', earner(1500, 120)],
    ['ana', earner(-900, 3)],
    ...hostileNames.map((name): [string, Amounts] => [name, earner(10, 12)]),
    ['', earner(400, 90)],
  ]),
  video: new Map([
    ['7300000000000000001', earner(1100, 90)],
    ['7300000000000000002', earner(-800, 2)],
  ]),
  product: new Map([['1729000000000000001', earner(2000, 300)]]),
}

export interface ToldNumbers extends ReportNumbers {
  /** What a later file changes. */
  change(metricId: string, value: number): void
  /** The newest day with an order. */
  newest(day: string): void
  /** The first one. */
  oldest(day: string): void
}

/** The same numbers for every client and period. */
export const toldNumbers = (): ToldNumbers => {
  const changed: Record<string, number> = {}
  let newest = '2026-01-04'
  let oldest = '2025-11-01'
  const definitions = catalog().map(({ id, version, label, formula, unit, finalAfterDays }) => ({
    ...{
      metricId: id,
      version,
      label,
      formula,
      unit,
      finalAfterDays,
      hash: `hash of ${id}`,
      source: 'order_line',
    },
  }))
  /** Orders are told of from one day to another. */
  const dayRows = ({ from, to }: NumbersQuestion): Map<string, Amounts> =>
    new Map(
      [oldest < from ? from : oldest, newest]
        .filter((day) => day >= from && day <= to && day <= newest)
        .map((day): [string, Amounts] => [day, earner(100, 40)]),
    )
  const sliced = (by: string, asked: NumbersQuestion): ReadonlyMap<string, Amounts> =>
    by === 'day' ? dayRows(asked) : (slices[by] ?? new Map())
  const answer = (metricId: string, question: NumbersQuestion): MeasuredMetric => {
    const { by, compare } = question
    const definition = definitions.find((known) => known.metricId === metricId)
    const cell = (value: number | undefined) => ({
      ...{ status: value === undefined ? ('missing' as const) : ('known' as const), final: false },
      ...{ value: value ?? null, sampleSize: value === undefined ? 0 : 400, interval: null },
    })
    const rows = by === undefined ? new Map([['', { ...whole, ...changed }]]) : sliced(by, question)
    return {
      ...{ metricId, version: definition?.version ?? 0, hash: definition?.hash ?? '' },
      ...{ unit: definition?.unit ?? 'count', shape: 'number' as const, asOf: '2026-01-10T11:00:00.000Z' },
      rows: [...rows].map(([slice, amounts]: [string, Amounts]) => ({
        ...{ slice, ...cell(amounts[metricId]) },
        previous: compare === 'previous' ? cell(whole[metricId]) : null,
      })),
      ...{ reason: null, currency: definition?.unit === 'money' ? 'USD' : null, references: [] },
    }
  }
  return {
    change: (metricId, value) => void (changed[metricId] = value),
    newest: (day) => void (newest = day),
    oldest: (day) => void (oldest = day),
    definitions: () => definitions,
    ask: async (question): Promise<MeasuredBoard> => {
      const { from, to } = question
      const previous = question.compare === 'previous' ? previousPeriod({ from, to }) : null
      return { period: { from, to }, previous, metrics: question.metrics.map((id) => answer(id, question)) }
    },
  }
}
