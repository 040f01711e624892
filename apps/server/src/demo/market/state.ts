import { type Micro, percentOf, sumOf } from '@busker/money'
import type { LocalMs } from './time.ts'
import type { AffiliateTouch, Market, Order, OrderLine } from './world.ts'

// What of an order is to be seen at a moment. Everything else is made of these.

export type Status = 'unpaid' | 'to_ship' | 'shipped' | 'delivered' | 'completed' | 'cancelled'

/** A moment that has come, else null. */
export const seenAt = (at: LocalMs | null, asOf: LocalMs): LocalMs | null =>
  at !== null && at <= asOf ? at : null

const has = (at: LocalMs | null, asOf: LocalMs): boolean => seenAt(at, asOf) !== null

export const isPaid = (order: Order, asOf: LocalMs): boolean => has(order.paidMs, asOf)
export const isCancelled = (order: Order, asOf: LocalMs): boolean => has(order.cancelledMs, asOf)

export const statusAt = (order: Order, asOf: LocalMs): Status => {
  if (has(order.cancelledMs, asOf)) return 'cancelled'
  if (has(order.completedMs, asOf)) return 'completed'
  if (has(order.deliveredMs, asOf)) return 'delivered'
  if (has(order.shippedMs, asOf)) return 'shipped'
  return has(order.paidMs, asOf) ? 'to_ship' : 'unpaid'
}

/** What the seller is credited for: before cancellations and refunds, and before tax and shipping. */
export const gmvOf = (line: OrderLine): Micro => line.afterMicro + line.platformDiscountMicro

/** Given back to the buyer so far, of goods, shipping and taxes together. */
export const orderRefundAt = (order: Order, asOf: LocalMs): Micro =>
  sumOf(
    order.refunds
      .filter(({ atMs }) => atMs <= asOf)
      .map(({ amountMicro, extraMicro }) => amountMicro + extraMicro),
  )

/** Of one line, of goods alone. */
export const lineRefundAt = (order: Order, line: number, asOf: LocalMs): Micro =>
  sumOf(
    order.refunds
      .filter((refund) => refund.line === line && refund.atMs <= asOf)
      .map(({ amountMicro }) => amountMicro),
  )

export const returnedQuantityAt = (order: Order, line: number, asOf: LocalMs): number =>
  order.refunds
    .filter((refund) => refund.line === line && refund.atMs <= asOf)
    .reduce((sum, { quantity }) => sum + quantity, 0)

/** Lines of one SKU of an order, with their places. */
export interface SkuGroup {
  readonly skuId: string
  readonly lines: readonly { readonly line: OrderLine; readonly index: number }[]
}

export const skuGroupsOf = (order: Order): SkuGroup[] => {
  const groups = Map.groupBy(
    order.lines.map((line, index) => ({ line, index })),
    ({ line }) => line.sku.id,
  )
  return [...groups].map(([skuId, lines]) => ({ skuId, lines }))
}

/** Who brought the lines of a SKU: one for all of them. */
export const touchOf = (group: SkuGroup): AffiliateTouch | null => group.lines[0]?.line.touch ?? null

const isFullyRefunded = (order: Order, group: SkuGroup, asOf: LocalMs): boolean =>
  group.lines.every(({ line, index }) => lineRefundAt(order, index, asOf) >= line.afterMicro)

export type AffiliateState = 'processing' | 'completed' | 'settled' | 'ineligible'

export const affiliateStateAt = (order: Order, group: SkuGroup, asOf: LocalMs): AffiliateState => {
  if (isCancelled(order, asOf) || isFullyRefunded(order, group, asOf)) return 'ineligible'
  if (has(order.settledMs, asOf)) return 'settled'
  return has(order.completedMs, asOf) ? 'completed' : 'processing'
}

/** A commission in its three parts. */
export interface Commission {
  readonly baseMicro: Micro
  readonly standardMicro: Micro
  readonly shopAdsMicro: Micro
  readonly bonusMicro: Micro
}

const commissionOn = (market: Market, group: SkuGroup, baseMicro: Micro): Commission => {
  const creator = touchOf(group)?.creator
  const part = (bps: bigint | undefined): Micro => {
    const exact = percentOf(baseMicro, bps ?? 0n)
    return exact - (exact % market.unitMicro)
  }
  return {
    baseMicro,
    standardMicro: part(creator?.commissionBps),
    shopAdsMicro: part(creator?.shopAdsBps),
    bonusMicro: part(creator?.bonusBps),
  }
}

const paidFor = (group: SkuGroup): Micro => sumOf(group.lines.map(({ line }) => line.afterMicro))

/** What a creator may expect when the order is made; later refunds do not change it. */
export const estimatedCommission = (market: Market, group: SkuGroup): Commission =>
  commissionOn(market, group, paidFor(group))

/** What a creator is owed of what the buyer kept. */
export const actualCommission = (
  market: Market,
  about: { order: Order; group: SkuGroup; asOf: LocalMs },
): Commission => {
  const { order, group, asOf } = about
  const refunded = sumOf(group.lines.map(({ index }) => lineRefundAt(order, index, asOf)))
  return commissionOn(market, group, paidFor(group) - refunded)
}
