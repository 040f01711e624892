import { giftId, personId, postId } from '@busker/contract'
import { currencyOf } from '@busker/money'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { takeOldest as takeFromBooks, taxLeftOf as taxInBooks, type Lot } from '#modules/ledger'
import { costFrom, coinsIn } from './cost.ts'
import { cycleThrough, giftGraph, type Edge } from './cycles.ts'
import { decideSends, tickOf, type Order, type PayerState } from './decide-sends.ts'
import { byWindow, changedLimit, limitAt, raiseAfterMs, spentIn, type Limit } from './limits.ts'
import { takeOldest, taxLeftOf } from './lots.ts'
import { coinPriceOf, costOf, taxWithin } from './prices.ts'
import { quoteOf } from './quote.ts'
import { seasonedAt } from './seasoning.ts'
import { reasonsOf } from './suspicion.ts'
import { countSend } from './velocity.ts'
import { currentOf, startOfNext } from './versions.ts'

const eur = currencyOf('EUR')
const lot = (at: number, given: Partial<Lot>): Lot => ({
  ...{ lotId: `lot-${at}`, owner: 'ana', currency: eur ?? currencyOf('USD') ?? ('' as never) },
  ...{ provider: 'sandbox', jurisdiction: 'XX', coins: 100n, valueMicro: 990_000n, taxMicro: 0n },
  ...{ coinsLeft: 100n, valueLeftMicro: 990_000n, state: 'open', boughtAtMs: at, seasonedAtMs: at, ...given },
})

const anyLots = fc
  .array(
    fc.record({
      coins: fc.bigInt({ min: 1n, max: 10_000n }),
      valueMicro: fc.bigInt({ min: 0n, max: 100_000_000n }),
      taxMicro: fc.bigInt({ min: 0n, max: 20_000_000n }),
      usedPercent: fc.bigInt({ min: 0n, max: 100n }),
      state: fc.constantFrom('open' as const, 'frozen' as const),
    }),
    { maxLength: 6 },
  )
  .map((given) =>
    given.map(({ usedPercent, ...one }, at) => {
      const coinsLeft = one.coins - (one.coins * usedPercent) / 100n
      const valueLeftMicro = (one.valueMicro * coinsLeft) / one.coins
      const state = coinsLeft === 0n ? ('closed' as const) : one.state
      return lot(at, { ...one, coinsLeft, valueLeftMicro, state })
    }),
  )

test('what a gift will cost is foreseen as the books will take it', () => {
  fc.assert(
    fc.property(anyLots, fc.bigInt({ min: 1n, max: 20_000n }), (lots, coins) => {
      const [ours, books] = [takeOldest(lots, coins), takeFromBooks(lots, coins)]
      expect(ours?.map(({ valueMicro, after }) => ({ valueMicro, after }))).toEqual(
        books?.map(({ valueMicro, after }) => ({ valueMicro, after })),
      )
      for (const one of lots) expect(taxLeftOf(one)).toBe(taxInBooks(one))
    }),
  )
})

test('spending all coins in any parts costs all that was paid for them, tax included', () => {
  fc.assert(
    fc.property(anyLots, fc.array(fc.bigInt({ min: 1n, max: 3_000n }), { maxLength: 30 }), (lots, parts) => {
      const open = lots.filter(({ state }) => state === 'open')
      const worth = open.reduce((sum, one) => sum + one.valueLeftMicro + taxLeftOf(one), 0n)
      let left: readonly Lot[] = lots
      let paid = 0n
      for (const part of [...parts, 1_000_000n]) {
        const coins = part < coinsIn(left) ? part : coinsIn(left)
        if (coins === 0n) break
        const cost = costFrom(left, coins)
        paid += (cost?.valueMicro ?? 0n) + (cost?.taxMicro ?? 0n)
        left = cost?.after ?? left
      }
      expect(paid).toBe(worth)
    }),
  )
})

test('a quote adds up at both ends, and is exact where the coins are there', () => {
  const offers = [
    { coins: 100n, priceMicro: 990_000n },
    { coins: 10_600n, priceMicro: 99_000_000n },
  ]
  const gift = { coins: 100n, rateNumerator: 1n, rateDenominator: 2n, diamondMicro: 7_000n }
  fc.assert(
    fc.property(anyLots, fc.integer({ min: 1, max: 100 }), (lots, count) => {
      const quote = quoteOf({ gift, count, lots, offers, taxBasisPoints: 1900 })
      for (const end of ['from', 'to'] as const)
        expect(quote.tax[end] + quote.take[end] + quote.creatorMicro).toBe(quote.pays[end])
      expect(quote.pays.from <= quote.pays.to).toBe(true)
      expect(quote.basis === 'own_coins').toBe(quote.missingCoins === 0n)
      if (quote.basis === 'own_coins') expect(quote.pays.from).toBe(quote.pays.to)
    }),
  )
})

test('prices are never told as less than they are', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 1n, max: 10n ** 9n }),
      fc.bigInt({ min: 1n, max: 10n ** 5n }),
      (priceMicro, coins) => {
        expect(coinPriceOf({ priceMicro, coins }) * coins >= priceMicro).toBe(true)
        const tax = taxWithin(priceMicro, 1900)
        expect(tax * 11_900n <= priceMicro * 1_900n && (tax + 1n) * 11_900n > priceMicro * 1_900n).toBe(true)
      },
    ),
  )
  expect(costOf([], 5n)).toBeNull()
})

test('a lower limit counts at once, a higher one after a day, and the later wish counts', () => {
  const amount = fc.option(fc.bigInt({ min: 0n, max: 1_000n }), { nil: null })
  fc.assert(
    fc.property(
      fc.array(fc.tuple(amount, fc.integer({ min: 0, max: 2 * raiseAfterMs })), { maxLength: 12 }),
      (wishes) => {
        let limit: Limit = { limitMicro: null, next: null }
        let nowMs = 0
        for (const [asked, pauseMs] of wishes) {
          nowMs += pauseMs
          const before = limitAt(limit, nowMs).limitMicro
          limit = changedLimit(limit, asked, nowMs)
          const after = limitAt(limit, nowMs).limitMicro
          // No wish ever lets somebody spend more at once.
          expect(before === null || (after !== null && after <= before)).toBe(true)
          expect(limitAt(limit, nowMs + raiseAfterMs).limitMicro).toBe(asked)
        }
      },
    ),
  )
})

test('spending counts for the whole of its window', () => {
  const hourMs = 3_600_000
  const nowMs = 1_000 * hourMs + 5
  const spent = spentIn(
    [
      { atMs: 976 * hourMs, amountMicro: 3n },
      { atMs: 975 * hourMs, amountMicro: 4n },
    ],
    nowMs,
  )
  expect(spent).toEqual({ day: 3n, week: 7n, month: 7n })
})

const ids = (at: number) => `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`
const order = (given: Partial<Order>): Order => ({
  ...{ payerId: personId.parse(ids(1)), creatorId: personId.parse(ids(2)), postId: postId.parse(ids(3)) },
  ...{
    comboId: 'combo',
    tick: 0,
    giftId: giftId.parse(ids(4)),
    giftVersion: 1,
    count: 1,
    coins: 1n,
    ...given,
  },
})

test('whatever is asked in whatever batches: no tick twice, never more coins than there are, never beyond the limit', () => {
  const asked = fc.array(
    fc.record({ tick: fc.integer({ min: 0, max: 20 }), coins: fc.bigInt({ min: 1n, max: 40n }) }),
    { maxLength: 40 },
  )
  fc.assert(
    fc.property(asked, fc.integer({ min: 1, max: 9 }), (wishes, size) => {
      const known = new Map<
        string,
        Parameters<typeof decideSends>[1]['known'] extends ReadonlyMap<string, infer S> ? S : never
      >()
      let state: PayerState = {
        ...{ openDisputes: 0, sends: { minute: 0n, minuteSends: 0, day: 0n, daySends: 0 } },
        ...{
          lots: [lot(1, {}), lot(2, { coinsLeft: 50n, valueLeftMicro: 495_000n })],
          given: byWindow(() => 0n),
        },
        limits: { day: 990_000n, week: null, month: null },
      }
      let [spent, coins] = [0n, 0n]
      for (let from = 0; from < wishes.length; from += size) {
        const orders = wishes
          .slice(from, from + size)
          .map(({ tick, coins: of }) => order({ tick, coins: of, count: Number(of) }))
        const payers = new Map([[order({}).payerId, state]])
        const decided = decideSends(orders, { nowMs: 0, perMinute: 100, perDay: 100, known, payers })
        for (const [at, decision] of decided.decisions.entries()) {
          const one = orders[at]
          if (decision.is !== 'send' || one === undefined) continue
          expect(known.has(tickOf(one))).toBe(false)
          known.set(tickOf(one), { ...one, ...decision, sendId: ids(at), creatorMicro: 0n, at: new Date(0) })
          spent += decision.valueMicro + decision.taxMicro
          coins += one.coins
        }
        state = decided.payers.get(order({}).payerId) ?? state
      }
      expect(spent <= 990_000n && coins <= 150n).toBe(true)
    }),
  )
})

test('velocity counts in the minute and the day', () => {
  let count = { minute: 0n, minuteSends: 0, day: 0n, daySends: 0 }
  const send = (nowMs: number) => {
    const next = countSend(count, { nowMs, perMinute: 2, perDay: 3 })
    count = next ?? count
    return next !== null
  }
  expect([0, 1, 2, 60_000, 60_001, 86_400_000].map(send)).toEqual([true, true, false, true, false, true])
})

test('who is known and never disputed is seasoned sooner', () => {
  const dayMs = 86_400_000
  const at = { nowMs: 100 * dayMs, newPayerDays: 45, knownPayerDays: 14 }
  const days = (firstPaidAtMs: number | null, everDisputed: boolean) =>
    seasonedAt({ firstPaidAtMs, everDisputed }, at) / dayMs - 100
  expect([days(null, false), days(40 * dayMs, false), days(39 * dayMs, false), days(0, true)]).toEqual([
    45, 45, 14, 45,
  ])
})

test('versions follow one another in time', () => {
  const version = (at: number, startsMs: number) => ({ id: 'a', version: at, startsAt: new Date(startsMs) })
  const known = [version(1, 0), version(2, 100)]
  expect(currentOf(known, { idOf: ({ id }) => id, atMs: 99 })).toEqual([known[0]])
  expect(currentOf(known, { idOf: ({ id }) => id, atMs: 100 })).toEqual([known[1]])
  expect(startOfNext(known, { asked: null, now: new Date(50) })).toBeNull()
  expect(startOfNext(known, { asked: new Date(100), now: new Date(50) })).toEqual(new Date(100))
  expect(startOfNext(known, { asked: new Date(40), now: new Date(50) })).toBeNull()
})

/** A small town: many fans give few creators, creators give one another a little. */
const town = (random: () => number): Edge[] => {
  const pick = (below: number) => Math.floor(random() * below)
  const fans = Array.from({ length: 3_000 }, (): Edge => {
    return { payer: `fan-${pick(1_500)}`, creator: `star-${pick(60)}`, coins: BigInt(10 + pick(2_000)) }
  })
  const courtesies = Array.from({ length: 80 }, (): Edge => {
    return { payer: `star-${pick(60)}`, creator: `star-${pick(60)}`, coins: BigInt(1 + pick(90)) }
  })
  return [...fans, ...courtesies].filter(({ payer, creator }) => payer !== creator)
}

test('every planted circle of up to four is found, each step of it; of clean gifts at most one in a hundred', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 30 }), (seed) => {
      let state = seed
      const random = () => {
        state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
        return state / 0x7fffffff
      }
      const clean = town(random)
      const planted = [2, 3, 4].flatMap((size) =>
        Array.from({ length: 4 }, (_, ring) =>
          Array.from({ length: size }, (__, at): Edge => {
            const name = (of: number) => `ring-${size}-${ring}-${of % size}`
            return { payer: name(at), creator: name(at + 1), coins: BigInt(1_000 - 150 * at) }
          }),
        ),
      )
      const graph = giftGraph([...clean, ...planted.flat()])
      for (const ring of planted)
        for (const { payer, creator } of ring)
          expect(cycleThrough(graph, payer, creator)).toHaveLength(ring.length)
      const flagged = clean.filter(({ payer, creator }) => cycleThrough(graph, payer, creator) !== null)
      expect(flagged.length * 100).toBeLessThanOrEqual(clean.length)
    }),
    { numRuns: 20 },
  )
})

test('a family on one tablet is not one person; who gives nearly all to a second account on it is', () => {
  const pair = { sharesDevice: true, sharesAddress: true, coins: 5_000n, givenCoins: 20_000n }
  expect(reasonsOf(pair)).toEqual([])
  expect(reasonsOf({ ...pair, coins: 900n, givenCoins: 900n })).toEqual([])
  expect(reasonsOf({ ...pair, givenCoins: 5_500n })).toEqual(['same_device', 'same_address'])
  expect(reasonsOf({ ...pair, sharesDevice: false, givenCoins: 5_000n })).toEqual([])
})
