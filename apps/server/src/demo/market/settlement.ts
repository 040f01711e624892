import { type Micro, percentOf, sumOf } from '@busker/money'
import { chanceOf, digits } from './chance.ts'
import {
  actualCommission,
  gmvOf,
  lineRefundAt,
  seenAt,
  skuGroupsOf,
  type SkuGroup,
  touchOf,
} from './state.ts'
import { day, type LocalMs, midnightOf } from './time.ts'
import { itemCostOn } from './campaigns.ts'
import { ordersAt } from './orders.ts'
import type { Market, Order } from './world.ts'

/** A line of the settlement workbook. Costs are negative, as in the file. */
export interface SettlementEntry {
  readonly settledMs: LocalMs
  readonly type:
    | 'Order'
    | 'Refund'
    | 'Logistics reimbursement'
    | 'Platform penalty'
    | 'GMV payment for TikTok Ads'
  readonly entryId: string
  readonly order: Order | null
  /** '' where the region settles whole orders. */
  readonly skuId: string
  readonly grossMicro: Micro
  readonly sellerDiscountMicro: Micro
  readonly refundMicro: Micro
  /** Columns of fees, commission and shipping by their names in the file. */
  readonly fees: ReadonlyMap<string, Micro>
  readonly adjustmentMicro: Micro
}

/** How a part of an order stands on the books at a moment, from the beginning. */
interface Standing {
  readonly grossMicro: Micro
  readonly sellerDiscountMicro: Micro
  readonly refundMicro: Micro
  readonly fees: ReadonlyMap<string, Micro>
}

const nothing: Standing = { grossMicro: 0n, sellerDiscountMicro: 0n, refundMicro: 0n, fees: new Map() }

/** The parts that are settled by themselves: SKUs in some regions, the whole order in others. */
const partsOf = (market: Market, order: Order): { skuId: string; groups: SkuGroup[]; isFirst: boolean }[] => {
  const groups = skuGroupsOf(order)
  return market.facts.settlesPerSku
    ? groups.map((group, index) => ({ skuId: group.skuId, groups: [group], isFirst: index === 0 }))
    : [{ skuId: '', groups, isFirst: true }]
}
type Part = ReturnType<typeof partsOf>[number]

interface About {
  readonly market: Market
  readonly order: Order
  readonly part: Part
  /** What is known of refunds. */
  readonly known: LocalMs
  /** The carrier weighed the parcel again. */
  readonly corrected: boolean
}

const shippingOf = ({ market, order, part, known, corrected }: About): [string, Micro][] => {
  if (!part.isFirst) return []
  const { carrier, borne, customer, returned } = market.facts.shipping
  const isBack = order.refunds.some(({ atMs, quantity }) => atMs <= known && quantity > 0)
  const extra = corrected ? market.unitMicro * 21n : 0n
  return [
    [carrier, -(order.shippingOriginalMicro + extra)],
    [borne, order.shippingPlatformDiscountMicro],
    [customer, order.shippingMicro],
    [returned, isBack ? -order.shippingOriginalMicro : 0n],
  ]
}

const standingOf = (about: About): Standing => {
  const { market, order, part, known } = about
  const lines = part.groups.flatMap((group) => group.lines)
  const gross = sumOf(lines.map(({ line }) => line.beforeMicro))
  const discount = sumOf(lines.map(({ line }) => line.sellerDiscountMicro))
  const refund = sumOf(lines.map(({ index }) => lineRefundAt(order, index, known)))
  const kept = sumOf(lines.map(({ line }) => gmvOf(line))) - refund
  const whole = (amount: Micro): Micro => amount - (amount % market.unitMicro)
  const platform = market.facts.platformFees.map(({ column, bps, fixed }): [string, Micro] => [
    column,
    -whole(percentOf(kept, bps)) - (part.isFirst ? fixed * 1_000_000n : 0n),
  ])
  const owed = part.groups
    .filter((group) => touchOf(group) !== null)
    .map((group) => actualCommission(market, { order, group, asOf: known }))
  const { standard, shopAds } = market.facts.commission
  return {
    grossMicro: gross,
    sellerDiscountMicro: -discount,
    refundMicro: -refund,
    fees: new Map([
      ...platform,
      [standard, -sumOf(owed.map(({ standardMicro, bonusMicro }) => standardMicro + bonusMicro))],
      [shopAds, -sumOf(owed.map(({ shopAdsMicro }) => shopAdsMicro))],
      ...shippingOf(about),
    ]),
  }
}

const difference = (now: Standing, before: Standing): Standing => ({
  grossMicro: now.grossMicro - before.grossMicro,
  sellerDiscountMicro: now.sellerDiscountMicro - before.sellerDiscountMicro,
  refundMicro: now.refundMicro - before.refundMicro,
  fees: new Map([...now.fees].map(([column, amount]) => [column, amount - (before.fees.get(column) ?? 0n)])),
})

const isNothing = ({ grossMicro, refundMicro, fees }: Standing): boolean =>
  grossMicro === 0n && refundMicro === 0n && [...fees.values()].every((amount) => amount === 0n)

interface Step {
  readonly settledMs: LocalMs
  readonly known: LocalMs
  readonly corrected: boolean
  readonly type: 'Order' | 'Refund'
}

/** When the books of an order are written: once, then after each late refund and each correction. */
const stepsOf = (market: Market, order: Order, settledMs: LocalMs): Step[] => {
  const chance = chanceOf(market.seed, `settle/${order.index}`)
  const correctedMs = settledMs + (chance.happens(0.15) ? 0 : chance.int(2, 20) * day)
  const hasCorrection = chance.happens(0.08)
  const late = order.refunds.filter(({ atMs }) => atMs > settledMs)
  const times = new Set(late.map(({ atMs }) => midnightOf(atMs + 2 * day)))
  const steps: Step[] = [...times].map((at) => ({
    settledMs: at,
    known: at,
    corrected: false,
    type: 'Refund',
  }))
  if (hasCorrection)
    steps.push({ settledMs: correctedMs, known: correctedMs, corrected: true, type: 'Order' })
  const ordered = steps.toSorted((one, other) => one.settledMs - other.settledMs)
  let corrected = false
  return [
    { settledMs, known: settledMs, corrected: false, type: 'Order' },
    ...ordered.map((step): Step => {
      corrected ||= step.corrected
      return { ...step, corrected }
    }),
  ]
}

/** In some shops a SKU of an order is settled a few days after the others. */
const delayOf = (market: Market, order: Order, part: Part): number => {
  if (part.isFirst) return 0
  const chance = chanceOf(market.seed, `delay/${order.index}/${part.skuId}`)
  return chance.happens(0.2) ? chance.int(1, 3) * day : 0
}

/** What was settled of an order until a moment. */
export const settledOf = (market: Market, order: Order, asOf: LocalMs): SettlementEntry[] => {
  const { settledMs } = order
  if (settledMs === null || seenAt(settledMs, asOf) === null) return []
  const steps = stepsOf(market, order, settledMs)
  return partsOf(market, order).flatMap((part) => {
    const delay = delayOf(market, order, part)
    let before = nothing
    return steps.flatMap((step): SettlementEntry[] => {
      if (step.settledMs + delay > asOf) return []
      const now = standingOf({ market, order, part, known: step.known, corrected: step.corrected })
      const entry = difference(now, before)
      before = now
      if (isNothing(entry)) return []
      return [
        {
          ...entry,
          settledMs: step.settledMs + delay,
          type: step.type,
          entryId: order.id,
          order,
          skuId: part.skuId,
          adjustmentMicro: 0n,
        },
      ]
    })
  })
}

const adjustmentOf = (
  market: Market,
  index: number,
  about: Pick<SettlementEntry, 'type' | 'settledMs' | 'order' | 'adjustmentMicro'>,
): SettlementEntry => ({
  ...about,
  // Ids of adjustments have 19 digits and begin with 7.
  entryId: `7${digits(chanceOf(market.seed, `adjustment/${index}/${about.settledMs}`), 13)}${String(index).padStart(5, '0')}`,
  skuId: '',
  grossMicro: 0n,
  sellerDiscountMicro: 0n,
  refundMicro: 0n,
  fees: new Map(),
})

/** Parcels lost and paid for, penalties: beside the lines of their order. */
export const adjustmentsOf = (market: Market, order: Order, asOf: LocalMs): SettlementEntry[] => {
  const chance = chanceOf(market.seed, `adjust/${order.index}`)
  if (order.settledMs === null || !chance.happens(0.03)) return []
  const settledMs = order.settledMs + chance.int(1, 20) * day
  if (settledMs > asOf) return []
  const isGood = chance.happens(0.6)
  const amount = market.unitMicro * BigInt(chance.int(50, 900))
  const type = isGood ? 'Logistics reimbursement' : 'Platform penalty'
  return [
    adjustmentOf(market, order.index, { type, settledMs, order, adjustmentMicro: isGood ? amount : -amount }),
  ]
}

/** Once a week what GMV Max spent is taken from the balance: a payment for spend that the ads files already tell. */
export const advertisingPayments = (market: Market, asOf: LocalMs): SettlementEntry[] => {
  const made: SettlementEntry[] = []
  for (let from = market.startMs; from < market.endMs && from + 8 * day <= asOf; from += 7 * day) {
    const days = Array.from({ length: 7 }, (_, step) => from + step * day).filter((at) => at < market.endMs)
    const spent = sumOf(
      market.campaigns.flatMap((campaign) =>
        campaign.items.flatMap((item) => days.map((at) => itemCostOn(market, { campaign, item }, at))),
      ),
    )
    const half = (spent / (2n * market.unitMicro)) * market.unitMicro
    if (half === 0n) continue
    const about = {
      type: 'GMV payment for TikTok Ads',
      settledMs: from + 7 * day,
      order: null,
      adjustmentMicro: -half,
    } as const
    made.push(adjustmentOf(market, 90_000 + made.length, about))
  }
  return made
}

/** Every line of the settlement until a moment, by day. */
export const settlementAt = (market: Market, asOf: LocalMs): SettlementEntry[] => {
  const entries: SettlementEntry[] = []
  for (const order of ordersAt(market, asOf)) {
    entries.push(...settledOf(market, order, asOf), ...adjustmentsOf(market, order, asOf))
  }
  return [...entries, ...advertisingPayments(market, asOf)].toSorted(
    (one, other) => one.settledMs - other.settledMs,
  )
}

export const totalOf = (entry: SettlementEntry): Micro =>
  entry.grossMicro +
  entry.sellerDiscountMicro +
  entry.refundMicro +
  sumOf(entry.fees.values()) +
  entry.adjustmentMicro
