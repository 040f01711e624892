import { type Micro, smallerOf, splitByWeights, sumOf } from '@busker/money'
import { feeClassOf, type FeeClass } from './region.ts'
import { settledOf } from './settlement.ts'
import {
  affiliateStateAt,
  estimatedCommission,
  gmvOf,
  isCancelled,
  isPaid,
  orderRefundAt,
  returnedQuantityAt,
  skuGroupsOf,
  type SkuGroup,
  touchOf,
} from './state.ts'
import { dayText, type LocalMs } from './time.ts'
import { type Waterfall, waterfallOf } from './waterfall.ts'
import type { AffiliateTouch, Market, Order, OrderLine } from './world.ts'

/** The right answer for a line of an order. */
export interface LineTruth {
  readonly orderId: string
  readonly skuId: string
  readonly sequence: number
  readonly productId: string
  readonly buyer: string
  readonly paidMs: LocalMs | null
  readonly creator: string | null
  readonly videoId: string | null
  readonly isSample: boolean
  readonly isCancelled: boolean
  /** Paid, not cancelled, and not settled yet: fees of the platform and shipping are not known. */
  readonly isOpen: boolean
  readonly waterfall: Waterfall
}

/** How an amount of several lines is shared: by what was paid for each, ties to the smaller SKU id, then sequence. */
const shareOut = (amount: Micro, lines: readonly OrderLine[]): Micro[] =>
  splitByWeights(
    amount,
    lines.map(({ afterMicro }) => afterMicro),
    lines.map(({ sku, sequence }) => `${sku.id}#${String(sequence).padStart(4, '0')}`),
  )

/** What the cost sheet says for each order: a carton. Samples carry none. */
const perOrderCosts = (market: Market, order: Order): Micro =>
  order.isSample
    ? 0n
    : sumOf(market.costs.filter(({ per }) => per === 'order').map(({ amountMicro }) => amountMicro))

/** What a piece cost on the day the order was made. */
const goodsCostOf = (line: OrderLine, createdMs: LocalMs): Micro => {
  const made = dayText(createdMs)
  const valid = line.sku.goods.find(({ from, to }) => from <= made && (to === '' || made <= to))
  return valid?.amountMicro ?? 0n
}

type Fees = Readonly<Record<FeeClass, Micro>>

/** Fees of settled lines by their place in the order; absent while nothing is settled. */
const settledFees = (market: Market, order: Order, asOf: LocalMs): Map<number, Fees> => {
  const byPart = Map.groupBy(settledOf(market, order, asOf), ({ skuId }) => skuId)
  const found = new Map<number, Fees>()
  for (const [skuId, entries] of byPart) {
    const places = order.lines.flatMap((line, index) =>
      skuId === '' || line.sku.id === skuId ? [{ line, index }] : [],
    )
    const lines = places.map(({ line }) => line)
    const costs = entries
      .flatMap(({ fees }) => [...fees])
      .map(([column, amount]) => ({ of: feeClassOf(market.facts, column), amount }))
    // All statements together are shared once: it makes no difference in how many steps an order was settled.
    const shared = (wanted: FeeClass): Micro[] =>
      shareOut(-sumOf(costs.filter((cost) => cost.of === wanted).map(({ amount }) => amount)), lines)
    const [platform, commission, shipping] = [shared('platform'), shared('commission'), shared('shipping')]
    for (const [step, { index }] of places.entries()) {
      found.set(index, {
        platform: platform[step] ?? 0n,
        commission: commission[step] ?? 0n,
        shipping: shipping[step] ?? 0n,
      })
    }
  }
  return found
}

const estimateOf = (market: Market, group: SkuGroup): Micro => {
  const { standardMicro, shopAdsMicro, bonusMicro } = estimatedCommission(market, group)
  return standardMicro + shopAdsMicro + bonusMicro
}

interface Brought {
  readonly touch: AffiliateTouch
  readonly estimateMicro: Micro
}

/** Who brought each line, unless the order does not count for them any more. */
const broughtOf = (market: Market, order: Order, asOf: LocalMs): Map<number, Brought> => {
  const found = new Map<number, Brought>()
  if (!isPaid(order, asOf)) return found
  for (const group of skuGroupsOf(order)) {
    const touch = touchOf(group)
    if (touch === null || affiliateStateAt(order, group, asOf) === 'ineligible') continue
    const shares = shareOut(
      estimateOf(market, group),
      group.lines.map(({ line }) => line),
    )
    for (const [step, { index }] of group.lines.entries())
      found.set(index, { touch, estimateMicro: shares[step] ?? 0n })
  }
  return found
}

interface OrderPicture {
  readonly market: Market
  readonly order: Order
  readonly asOf: LocalMs
  readonly refunds: readonly Micro[]
  readonly ownShipping: readonly Micro[]
  readonly fees: ReadonlyMap<number, Fees>
  readonly brought: ReadonlyMap<number, Brought>
}

const lineWaterfall = (picture: OrderPicture, line: OrderLine, index: number): Waterfall => {
  const { order, asOf } = picture
  if (!isPaid(order, asOf)) return waterfallOf({})
  const gmv = gmvOf(line)
  if (isCancelled(order, asOf)) return waterfallOf({ gmv, cancelled: gmv })
  const kept = BigInt(line.quantity - returnedQuantityAt(order, index, asOf))
  const goods = goodsCostOf(line, order.createdMs) * kept
  if (order.isSample) return waterfallOf({ gmv, creatorCosts: goods })
  const fees = picture.fees.get(index)
  return waterfallOf({
    gmv,
    refunded: smallerOf(picture.refunds[index] ?? 0n, gmv),
    platformFees: fees?.platform ?? 0n,
    commission: fees?.commission ?? picture.brought.get(index)?.estimateMicro ?? 0n,
    shipping: (fees?.shipping ?? 0n) + (picture.ownShipping[index] ?? 0n),
    goods,
  })
}

/** The right answers for the lines of an order at a moment. */
export const trueLinesOf = (market: Market, order: Order, asOf: LocalMs): LineTruth[] => {
  const picture: OrderPicture = {
    market,
    order,
    asOf,
    refunds: shareOut(orderRefundAt(order, asOf), order.lines),
    ownShipping: shareOut(perOrderCosts(market, order), order.lines),
    fees: settledFees(market, order, asOf),
    brought: broughtOf(market, order, asOf),
  }
  const cancelled = isCancelled(order, asOf)
  return order.lines.map((line, index) => {
    const touch = picture.brought.get(index)?.touch
    return {
      orderId: order.id,
      skuId: line.sku.id,
      sequence: line.sequence,
      productId: line.sku.productId,
      buyer: order.buyer.userName,
      paidMs: isPaid(order, asOf) ? order.paidMs : null,
      creator: touch?.creator.name ?? null,
      videoId: touch?.content === 'video' ? touch.contentId : null,
      isSample: order.isSample,
      isCancelled: cancelled,
      isOpen: isPaid(order, asOf) && !cancelled && !order.isSample && !picture.fees.has(index),
      waterfall: lineWaterfall(picture, line, index),
    }
  })
}
