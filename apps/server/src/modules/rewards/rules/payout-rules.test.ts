import type { PayoutState } from '@busker/contract'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sumOf } from '@busker/money'
import { nextPayoutState, payoutMachine, type PayoutEvent } from './payout-machine.ts'
import { daysAfter, periodOf, spanOf } from './period-days.ts'
import { reserveNeed, seasonedPart, type Credit } from './reserve.ts'
import { giniOf, medianOf } from './spread.ts'
import { gateOf, needsTaxForm } from './tax-gates.ts'

const dayMs = 86_400_000
const nowMs = Date.UTC(2026, 5, 1, 12)
const credits = fc.array(
  fc
    .tuple(fc.integer({ min: 0, max: 400 }), fc.bigInt({ min: 1n, max: 10n ** 12n }))
    .map(([daysAgo, amountMicro]): Credit => ({ atMs: nowMs - daysAgo * dayMs, amountMicro })),
  { maxLength: 30 },
)
const terms = fc.record({
  basisPoints: fc.integer({ min: 0, max: 5000 }),
  days: fc.integer({ min: 0, max: 365 }),
})

test('a reserve is at most its part of what is young, is told by day to the unit, and runs out', () => {
  fc.assert(
    fc.property(credits, terms, (given, of) => {
      const need = reserveNeed(given, of, nowMs)
      const young = given.filter(({ atMs }) => atMs > nowMs - of.days * dayMs)
      const most = (sumOf(young.map(({ amountMicro }) => amountMicro)) * BigInt(of.basisPoints)) / 10_000n
      expect(need.neededMicro).toBeLessThanOrEqual(most)
      expect(sumOf(need.until.map(({ amountMicro }) => amountMicro))).toBe(need.neededMicro)
      // Nothing more comes in: when the reserve has lasted, nothing is kept.
      expect(reserveNeed(given, of, nowMs + of.days * dayMs).neededMicro).toBe(0n)
      // Who is seasoned keeps nothing, whatever came in lately.
      const seasoned = [...given, { atMs: nowMs - 2 * of.days * dayMs - dayMs, amountMicro: 1n }]
      expect(reserveNeed(seasoned, of, nowMs).neededMicro).toBe(0n)
    }),
  )
})

test('the seasoned part is between nothing and all, and less when more of it came lately', () => {
  fc.assert(
    fc.property(credits, fc.bigInt({ min: 0n, max: 10n ** 13n }), (given, available) => {
      const part = seasonedPart(given, available, nowMs - 90 * dayMs)
      expect(part >= 0n && part <= available).toBe(true)
      const later = [...given, { atMs: nowMs, amountMicro: 5n }]
      expect(seasonedPart(later, available, nowMs - 90 * dayMs)).toBeLessThanOrEqual(part)
    }),
  )
})

test('every day is in one month and in one week, and periods follow each other without gaps', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 40_000 }),
      fc.constantFrom('month' as const, 'week' as const),
      (days, kind) => {
        const day = daysAfter('1990-01-01', days)
        const period = periodOf(day, kind)
        expect(period.from <= day && day <= period.to).toBe(true)
        expect(periodOf(period.from, kind)).toEqual(period)
        expect(periodOf(period.to, kind)).toEqual(period)
        const next = periodOf(daysAfter(period.to, 1), kind)
        expect(next.periodId > period.periodId).toBe(true)
        expect(spanOf(next).fromMs).toBe(spanOf(period).untilMs)
      },
    ),
  )
})

test.each([
  ['2026-11-23', '2026-W48'],
  ['2027-01-03', '2026-W53'],
  ['2027-01-04', '2027-W01'],
  ['2024-12-30', '2025-W01'],
])('%s lies in the ISO week %s', (day, periodId) => {
  expect(periodOf(day, 'week').periodId).toBe(periodId)
})

const states = Object.keys(payoutMachine) as PayoutState[]
const events: PayoutEvent[] = [
  ...(['check', 'hold', 'release', 'cancel', 'submit', 'silence', 'paid', 'failed', 'returned'] as const),
]

test('every order of events ends with the money in one place, and never paid twice', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...events), { maxLength: 40 }), (happened) => {
      let state: PayoutState = 'requested'
      // Where the money is: available again, on its way, or with the payee.
      let [away, paid] = [1, 0]
      for (const event of happened) {
        const next = nextPayoutState(state, event)
        if (next === null) continue
        if (next === 'failed' || next === 'cancelled' || next === 'returned') away -= 1
        if (next === 'paid') paid += 1
        state = next
      }
      expect(paid).toBeLessThanOrEqual(1)
      expect(away).toBe(state === 'failed' || state === 'cancelled' || state === 'returned' ? 0 : 1)
      if (state === 'returned') expect(paid).toBe(1)
    }),
  )
})

test('what was handed over can be held by nobody, and every state leads to an end', () => {
  for (const state of ['submitted', 'unknown', 'paid'] as const) {
    expect(nextPayoutState(state, 'hold')).toBeNull()
    expect(nextPayoutState(state, 'cancel')).toBeNull()
  }
  const ends = new Set<PayoutState>(['paid', 'failed', 'cancelled', 'returned'])
  const reaches = (state: PayoutState, seen: ReadonlySet<PayoutState>): boolean =>
    ends.has(state) ||
    Object.values(payoutMachine[state]).some(
      (next) => !seen.has(next) && reaches(next, new Set([...seen, next])),
    )
  expect(states.filter((state) => !reaches(state, new Set([state])))).toEqual([])
})

test('the gate of a country is that of the day; below 80 % of it nothing is asked for', () => {
  const gate = gateOf('US', '2026-06-01')
  expect([gateOf('US', '2025-06-01')?.thresholdMicro, gate?.thresholdMicro]).toEqual([
    600_000_000n,
    2_000_000_000n,
  ])
  expect(gateOf('FR', '2026-06-01')).toBeNull()
  const asks = (thisYearMicro: bigint, nextMicro: bigint, currency = 'USD') =>
    needsTaxForm(gate, { currency, thisYearMicro, nextMicro })
  expect(asks(0n, 1_599_999_999n)).toBe(false)
  expect(asks(1_000_000_000n, 600_000_000n)).toBe(true)
  // In another currency nobody agrees on a rate, so the form is asked for at once.
  expect(asks(0n, 1n, 'EUR')).toBe(true)
  expect(needsTaxForm(null, { currency: 'USD', thisYearMicro: 10n ** 12n, nextMicro: 1n })).toBe(false)
})

test('spread by hand, and whatever the order or the unit', () => {
  expect(giniOf([1n, 1n, 1n])).toBe(0)
  expect(giniOf([0n, 0n, 0n, 4n])).toBe(0.75)
  expect([giniOf([]), giniOf([0n])]).toEqual([null, null])
  expect([medianOf([3n, 1n, 2n]), medianOf([4n, 1n]), medianOf([])]).toEqual([2n, 1n, null])
  fc.assert(
    fc.property(
      fc.array(fc.bigInt({ min: 1n, max: 10n ** 9n }), { minLength: 1, maxLength: 30 }),
      (amounts) => {
        const gini = giniOf(amounts)
        expect(gini).toBe(giniOf(amounts.toReversed()))
        expect(gini).toBe(giniOf(amounts.map((amount) => amount * 7n)))
        expect(gini !== null && gini >= 0 && gini < 1).toBe(true)
      },
    ),
  )
})
