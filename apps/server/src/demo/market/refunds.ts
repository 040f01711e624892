import type { Chance } from './chance.ts'
import type { Fate } from './order-times.ts'
import { day, hour, type LocalMs } from './time.ts'
import type { Market, Order, OrderLine, OrderTimes, Refund } from './world.ts'

interface About {
  readonly fate: Fate
  readonly times: OrderTimes
  readonly lines: readonly OrderLine[]
  readonly money: Pick<Order, 'amountMicro' | 'shippingMicro' | 'taxesMicro' | 'paymentDiscountMicro'>
}

const whole = (market: Market, amount: bigint): bigint => amount - (amount % market.unitMicro)

/** Everything back: each line, and with the first what was paid beside the goods. */
const everything = ({ lines, money }: About, atMs: LocalMs): Refund[] =>
  lines.map((line, index) => ({
    atMs,
    line: index,
    quantity: line.quantity,
    amountMicro: line.afterMicro,
    extraMicro: index === 0 ? money.shippingMicro + money.taxesMicro - money.paymentDiscountMicro : 0n,
  }))

/** Of one line: some pieces, or money alone for a damaged one; sometimes more of it in a second step. */
const some = (market: Market, chance: Chance, about: About & { atMs: LocalMs }): Refund[] => {
  const index = chance.int(0, about.lines.length - 1)
  const line = about.lines[index]
  if (line === undefined) return []
  const quantity = chance.happens(0.7) ? chance.int(1, line.quantity) : 0
  const share =
    quantity === 0 ? BigInt(chance.int(5, 60)) : BigInt(Math.floor((quantity * 100) / line.quantity))
  const amountMicro = share === 100n ? line.afterMicro : whole(market, (line.afterMicro * share) / 100n)
  const first: Refund = { atMs: about.atMs, line: index, quantity, amountMicro, extraMicro: 0n }
  const rest = line.afterMicro - amountMicro
  if (rest === 0n || !chance.happens(0.2)) return [first]
  const more = whole(market, rest / 3n)
  return [first, { ...first, atMs: about.atMs + chance.int(3, 15) * day, quantity: 0, amountMicro: more }]
}

const returnsOfHundred = ({ lines }: About): number =>
  lines.find(({ touch }) => touch !== null)?.touch?.creator.returnsOfHundred ?? 6

/** What is given back of an order, in the order of time: before it is settled, or long after. */
export const refundsOf = (market: Market, chance: Chance, about: About): readonly Refund[] => {
  const { deliveredMs, settledMs, cancelledMs, paidMs } = about.times
  if (cancelledMs !== null) return paidMs === null ? [] : everything(about, cancelledMs + hour)
  if (deliveredMs === null || settledMs === null) return []
  const isPlanned = about.fate !== 'kept'
  const isPlannedRefund = /refund/.test(about.fate)
  if (isPlanned ? !isPlannedRefund : chance.int(1, 100) > returnsOfHundred(about)) return []
  const isLate = about.fate === 'late_refund' || (about.fate === 'kept' && chance.happens(0.4))
  const atMs = isLate ? settledMs + chance.int(30, 500) * hour : deliveredMs + chance.int(5, 80) * hour
  const isFull = about.fate === 'fully_refunded' || (about.fate === 'kept' && chance.happens(0.25))
  return isFull ? everything(about, atMs) : some(market, chance, { ...about, atMs })
}
