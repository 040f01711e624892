import { type Micro, sumOf } from '@busker/money'
import { affiliateStateAt, gmvOf, isCancelled, isPaid, skuGroupsOf, touchOf } from './state.ts'
import type { LocalMs } from './time.ts'
import type { Order } from './world.ts'

/** So many orders, and what was sold in them before anything was cancelled or given back. */
export interface Claimed {
  readonly orders: number
  readonly gmvMicro: Micro
}

/** What everybody says to have brought, and what there was. */
export interface Claims {
  /** By lines of orders that count for a creator. */
  readonly affiliate: Claimed
  /** By product of the campaign, as GMV Max reports it, with orders cancelled later. */
  readonly gmvMax: Claimed
  readonly ads: Claimed
  /** All paid orders, each once. */
  readonly real: Claimed
  /** Orders that at least one of the three claims, each once and whole. */
  readonly union: Claimed
  /** GMV of the lines that at least one of the three claims, each line once. */
  readonly unionMicro: Micro
  readonly claimedMoreThanOnce: number
  readonly claimedByAll: number
}

interface Tally {
  orders: number
  gmvMicro: Micro
}

/** Of the lines of an order those that somebody claims: its creators theirs, GMV Max those of its product, ads all. */
const claimedLinesOf = (order: Order, asOf: LocalMs): Micro => {
  if (order.adClaim !== null) return orderGmvOf(order)
  const productId = order.gmvMaxClaim?.campaign.product.id
  const claimed = skuGroupsOf(order).filter(
    (group) =>
      (touchOf(group) !== null && affiliateStateAt(order, group, asOf) !== 'ineligible') ||
      group.lines.some(({ line }) => line.sku.productId === productId),
  )
  return sumOf(claimed.flatMap((group) => group.lines.map(({ line }) => gmvOf(line))))
}

const add = (tally: Tally, gmvMicro: Micro): void => {
  tally.orders += 1
  tally.gmvMicro += gmvMicro
}

/** What counts for creators of an order: lines whose affiliate order is not ineligible. */
export const affiliateGmvAt = (order: Order, asOf: LocalMs): Micro | null => {
  const groups = skuGroupsOf(order).filter(
    (group) => touchOf(group) !== null && affiliateStateAt(order, group, asOf) !== 'ineligible',
  )
  return groups.length === 0
    ? null
    : sumOf(groups.flatMap((group) => group.lines.map(({ line }) => gmvOf(line))))
}

/** What GMV Max counts of an order it claims: the lines of the product of the campaign. */
export const gmvMaxGmvOf = (order: Order): Micro | null => {
  const claim = order.gmvMaxClaim
  if (claim === null) return null
  return sumOf(
    order.lines.filter(({ sku }) => sku.productId === claim.campaign.product.id).map((line) => gmvOf(line)),
  )
}

/** The whole order. */
export const orderGmvOf = (order: Order): Micro => sumOf(order.lines.map((line) => gmvOf(line)))

/** Counts claims order by order. */
export const claimCounter = (asOf: LocalMs) => {
  const none = (): Tally => ({ orders: 0, gmvMicro: 0n })
  const [affiliate, gmvMax, ads, real, union] = [none(), none(), none(), none(), none()]
  const more = { once: 0, all: 0 }
  let unionMicro = 0n
  const count = (order: Order): void => {
    if (!isPaid(order, asOf) || order.isSample) return
    const whole = orderGmvOf(order)
    const byCreator = affiliateGmvAt(order, asOf)
    const byGmvMax = gmvMaxGmvOf(order)
    add(real, whole)
    if (byCreator !== null) add(affiliate, byCreator)
    if (byGmvMax !== null) add(gmvMax, byGmvMax)
    if (order.adClaim !== null) add(ads, whole)
    const claimants = [byCreator !== null, byGmvMax !== null, order.adClaim !== null].filter(Boolean).length
    if (claimants > 0) add(union, whole)
    unionMicro += claimedLinesOf(order, asOf)
    if (claimants > 1) more.once += 1
    if (claimants === 3) more.all += 1
  }
  const answer = (): Claims => ({
    affiliate,
    gmvMax,
    ads,
    real,
    union,
    unionMicro,
    claimedMoreThanOnce: more.once,
    claimedByAll: more.all,
  })
  return { count, answer }
}

/** Whether an order of the market counts as bought again: paid and not cancelled, and no sample. */
export const isPurchase = (order: Order, asOf: LocalMs): boolean =>
  isPaid(order, asOf) && !isCancelled(order, asOf) && !order.isSample
