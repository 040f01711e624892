import fc from 'fast-check'
import type { FactSets } from '../plain/table.ts'
import { dateOf, dayNumber, type Question } from '../question.ts'
import type { OrderLineFact, SpendFact } from '../sales.ts'
import type { SliceId } from '../slice.ts'
import { idOf } from './facts.ts'

/**
 * Random order lines and spending of two clients: few orders, so that lines of one order meet, most of them alike in day
 * and state, some not; the same SKU twice in an order; amounts of any sign.
 */

const firstDay = dayNumber('2026-05-01')
const clients = [idOf('client'), idOf('stranger')]
const amounts = fc.oneof(fc.constant(0), fc.integer({ min: -5_000_000, max: 900_000_000 }))

const states = fc.record({
  day: fc.nat(9),
  isPaid: fc.constantFrom(true, true, true, false),
  isCancelled: fc.constantFrom(false, false, true),
  isSample: fc.constantFrom(false, false, false, true),
  isConverted: fc.constantFrom(true, true, true, false),
})

const lines = fc
  .record({
    skuId: fc.constantFrom('a', 'b', 'c'),
    productId: fc.constantFrom('', 'p', 'q'),
    creator: fc.constantFrom('', '', 'mia', 'lou'),
    contentType: fc.constantFrom('', 'video', 'live'),
    videoId: fc.constantFrom('', 'v1', 'v2'),
    localHour: fc.nat(23),
    isSettled: fc.boolean(),
    isGoodsCostKnown: fc.boolean(),
    own: fc.option(states, { freq: 8 }),
    money: fc.tuple(amounts, amounts, amounts, amounts, amounts, amounts),
  })
  .map((line) => ({ ...line, own: line.own ?? null }))

const orders = fc.record({
  clientId: fc.constantFrom(...clients),
  state: states,
  buyerHash: fc.constantFrom('', 'x', 'y', 'z'),
  lines: fc.array(lines, { minLength: 1, maxLength: 4 }),
  isTorn: fc.constantFrom(false, false, false, true),
})

type Order = typeof orders extends fc.Arbitrary<infer One> ? One : never

const linesOf = (order: Order, place: number): OrderLineFact[] =>
  order.lines.map(({ own, money, ...line }, sequence): OrderLineFact => {
    const { day, ...state } = order.isTorn && own !== null ? own : order.state
    const [gmvMicro, cancelledMicro, refundedMicro, commissionMicro, goodsMicro, contributionMicro] = money
    return {
      ...{ clientId: order.clientId, orderId: String(place + 1), sequence: sequence + 1, category: '' },
      ...{ ...line, ...state, buyerHash: order.buyerHash, localDate: dateOf(firstDay + day), settledAt: 0 },
      ...{ postedWeekday: '', postedHour: '' },
      ...{ quantity: 1, returnedQuantity: 0, gmvMicro, cancelledMicro, refundedMicro, commissionMicro },
      ...{ goodsMicro, contributionMicro, platformFeesMicro: 0, shippingMicro: 0, creatorCostsMicro: 0 },
    }
  })

const counts = fc.option(fc.nat(5000))
const spending = fc
  .record({
    clientId: fc.constantFrom(...clients),
    kind: fc.constantFrom('gmv_max', 'ads_manager', 'creator_fee', 'goods', 'other'),
    day: fc.nat(9),
    campaign: fc.constantFrom('spring', 'brand'),
    productId: fc.constantFrom('', 'p'),
    videoId: fc.constantFrom('', 'v1', 'v3'),
    creator: fc.constantFrom('', 'mia'),
    isConverted: fc.constantFrom(true, true, false),
    costMicro: fc.nat(90_000_000),
    impressions: counts,
    clicks: counts,
    views2s: counts,
    views6s: counts,
    watched100: counts,
    orders: counts,
    claimedMicro: counts,
  })
  .map(({ day, ...rest }) => ({ ...rest, localDate: dateOf(firstDay + day), settledAt: 0 }))

const many = (size: number) => ({ maxLength: size, size: 'max' }) as const

/** Facts of clients, in any order. */
export const salesStreams: fc.Arbitrary<FactSets> = fc
  .record({ orders: fc.array(orders, many(60)), spending: fc.array(spending, many(20)) })
  .map((made) => ({
    order_line: made.orders.flatMap(linesOf),
    spend: made.spending.map((one, place): SpendFact => ({ ...one, spendKey: String(place) })),
  }))

const slices: readonly (SliceId | undefined)[] = [
  ...([undefined, undefined, 'day', 'week', 'creator', 'video'] as const),
  ...(['sku', 'product', 'hour', 'content_type', 'campaign'] as const),
]

/** Questions about a client, over some of these days. */
export const salesQuestions: fc.Arbitrary<Question> = fc
  .record({ first: fc.nat(9), length: fc.nat(9), by: fc.constantFrom(...slices) })
  .map(({ first, length, by }) => ({
    scope: { kind: 'client' as const, clientId: clients[0] ?? '' },
    ...{ from: dateOf(firstDay + first), to: dateOf(firstDay + first + length) },
    ...{ settled: '2030-01-01', untilMs: (firstDay + first + length + 1) * 86_400_000 },
    ...(by === undefined ? {} : { by }),
  }))
