import type { Chance } from './chance.ts'
import { day, hour, type LocalMs, midnightOf, minute, second } from './time.ts'
import type { Market, OrderTimes } from './world.ts'

/** What becomes of an order. */
export type Fate =
  | 'kept'
  | 'unpaid'
  | 'cancelled'
  | 'part_refunded'
  | 'late_refund'
  | 'fully_refunded'
  | 'sample'
  | 'sku_twice'
  | 'threefold'

/** The first orders of every market, so that even a small one has each of them. */
const planned: readonly Fate[] = [
  'threefold',
  'sku_twice',
  'part_refunded',
  'late_refund',
  'cancelled',
  'sample',
  'fully_refunded',
  'unpaid',
]

export const fateOf = (chance: Chance, index: number): Fate => {
  const roll = chance.int(1, 100)
  const fixed = planned[index]
  if (fixed !== undefined) return fixed
  if (roll <= 4) return 'unpaid'
  if (roll <= 10) return 'cancelled'
  return roll <= 13 ? 'sample' : 'kept'
}

/** Hours at which people buy: evenings most. */
const buyingHours = [
  0, 1, 7, 8, 9, 10, 11, 12, 12, 13, 14, 15, 16, 17, 18, 18, 19, 19, 20, 20, 20, 21, 21, 21, 22, 22, 23,
]

const createdOf = (market: Market, chance: Chance, index: number): LocalMs => {
  const ofDays = Math.floor((index * market.days) / market.orderCount)
  return (
    market.startMs +
    ofDays * day +
    chance.pick(buyingHours) * hour +
    chance.int(0, 59) * minute +
    chance.int(0, 59) * second
  )
}

const nothing = {
  paidMs: null,
  readyMs: null,
  shippedMs: null,
  deliveredMs: null,
  completedMs: null,
  cancelledMs: null,
  settledMs: null,
} as const

/** When each thing happens to an order, up to whatever day that is. */
export const timesOf = (market: Market, chance: Chance, about: { index: number; fate: Fate }): OrderTimes => {
  const createdMs = createdOf(market, chance, about.index)
  if (about.fate === 'unpaid') return { ...nothing, createdMs, cancelledMs: createdMs + day }
  const paidMs = createdMs + chance.int(5, 1800) * second
  if (about.fate === 'cancelled') {
    return { ...nothing, createdMs, paidMs, cancelledMs: paidMs + chance.int(1, 40) * hour }
  }
  const readyMs = paidMs + chance.int(2, 20) * hour
  const shippedMs = readyMs + chance.int(2, 30) * hour
  const deliveredMs = shippedMs + chance.int(24, 144) * hour
  const completedMs = deliveredMs + chance.int(3, 7) * day
  const settledMs = about.fate === 'sample' ? null : midnightOf(deliveredMs + chance.int(4, 12) * day)
  return { ...nothing, createdMs, paidMs, readyMs, shippedMs, deliveredMs, completedMs, settledMs }
}
