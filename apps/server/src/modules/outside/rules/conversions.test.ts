import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  clickWindowMs,
  isBroughtBy,
  mergeTold,
  oncePerOrder,
  sameEventMs,
  type Credited,
  type KnownClick,
  type ToldEvent,
} from './conversions.ts'

const told = (rest: Partial<ToldEvent> = {}): ToldEvent => ({
  ...{ event: 'purchase', eventId: 'e', source: 'pixel', atMs: 0, clickId: '', valueMicro: null },
  ...{ currency: '', orderId: '', ...rest },
})

/** A small deterministic shuffle, so that a large case stays fast. */
const shuffled = <One>(all: readonly One[], seed: number): One[] => {
  const list = [...all]
  let state = seed
  for (let at = list.length - 1; at > 0; at -= 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    const other = state % (at + 1)
    const [one, two] = [list[at], list[other]]
    if (one === undefined || two === undefined) continue
    list[at] = two
    list[other] = one
  }
  return list
}

test('100,000 reports, repeated and out of order, are exactly the events behind them', () => {
  const events = Array.from({ length: 20_000 }, (_, index) =>
    told({ eventId: `e${index}`, atMs: index * 1000, valueMicro: BigInt(index), currency: 'USD' }),
  )
  const reports = events.flatMap((one, index) => [
    ...[one, one, { ...one, atMs: one.atMs + sameEventMs }],
    { ...one, source: 'server' as const, valueMicro: BigInt(index) + 1n, clickId: `c${index}` },
    { ...one, source: 'server' as const, atMs: one.atMs + 60_000, valueMicro: 7n },
  ])
  expect(reports).toHaveLength(100_000)
  const merged = mergeTold(shuffled(reports, 42)).toSorted((one, other) => one.atMs - other.atMs)
  expect(merged).toHaveLength(20_000)
  const isRight = merged.every(
    (one, index) =>
      one.eventId === `e${index}` && one.valueMicro === BigInt(index) + 1n && one.clickId === `c${index}`,
  )
  expect(isRight).toBe(true)
})

const reports = fc.array(
  fc.record({
    event: fc.constantFrom('purchase', 'lead'),
    eventId: fc.constantFrom('a', 'b'),
    source: fc.constantFrom('pixel' as const, 'server' as const),
    atMs: fc.nat(6).map((half) => half * (sameEventMs / 2)),
    clickId: fc.constantFrom('', 'x', 'y'),
    valueMicro: fc.constantFrom(null, 1n, 2n),
    currency: fc.constantFrom('USD', 'EUR'),
    orderId: fc.constantFrom('', '1', '2'),
  }),
  { maxLength: 12 },
)

test('neither order nor repetition changes anything; events of one id are more than 48 hours apart', () => {
  fc.assert(
    fc.property(reports, fc.nat(), (all, seed) => {
      const merged = mergeTold(all)
      const key = (one: object) =>
        JSON.stringify(one, (_, value) => (typeof value === 'bigint' ? `${value}` : value))
      expect(
        mergeTold(shuffled([...all, ...all], seed))
          .map(key)
          .toSorted(),
      ).toEqual(merged.map(key).toSorted())
      for (const own of Map.groupBy(merged, ({ event, eventId }) => `${event}${eventId}`).values()) {
        const times = own.map(({ atMs }) => atMs).toSorted((one, other) => one - other)
        times.forEach((at, index) =>
          expect(at - (times[index - 1] ?? -Infinity)).toBeGreaterThan(sameEventMs),
        )
      }
    }),
  )
})

test('what the server says comes before the pixel, and fills what the pixel does not know', () => {
  const [one] = mergeTold([
    told({ clickId: 'x', valueMicro: 5n, currency: 'EUR' }),
    told({ source: 'server', atMs: 1000, valueMicro: 6n, currency: 'USD', orderId: '9' }),
  ])
  expect(one).toEqual({
    ...{
      event: 'purchase',
      eventId: 'e',
      atMs: 0,
      clickId: 'x',
      valueMicro: 6n,
      currency: 'USD',
      orderId: '9',
    },
  })
})

const click: KnownClick = { linkId: 'l', postId: 'p', atMs: 1000, traffic: 'ok', goal: 'purchase' }

test('a click brings what the link is for, within seven days, unless a program or the author made it', () => {
  const brought = (rest: Partial<ToldEvent>, of: Partial<KnownClick> = {}) =>
    isBroughtBy(told({ atMs: 2000, ...rest }), { ...click, ...of })
  expect(brought({})).toBe(true)
  expect(brought({ atMs: click.atMs + clickWindowMs })).toBe(true)
  expect(brought({ atMs: click.atMs + clickWindowMs + 1 })).toBe(false)
  expect(brought({ atMs: click.atMs - 1 })).toBe(false)
  expect(brought({ event: 'lead' })).toBe(false)
  expect(brought({}, { traffic: 'repeat' })).toBe(true)
  expect(['bot', 'self'].map((traffic) => brought({}, { traffic }))).toEqual([false, false])
})

test('an order counts once, with its last click; the file of the shop says what it was worth', () => {
  const credited = (eventId: string, orderId: string, atMs: number): Credited => ({
    conversion: told({ eventId, orderId, valueMicro: 1n }),
    click: { ...click, atMs },
  })
  const all = [credited('1', 'A', 1), credited('2', 'A', 5), credited('3', '', 2), credited('4', 'B', 3)]
  const imported = new Map([
    ['A', { isSold: true, gmvMicro: 90n }],
    ['B', { isSold: false, gmvMicro: 50n }],
  ])
  const ids = (from: readonly Credited[]) =>
    oncePerOrder(from, imported).map((one) => [one.conversion.eventId, one.imported?.gmvMicro ?? null])
  expect(ids(all)).toEqual([
    ['2', 90n],
    ['3', null],
  ])
  expect(ids(all.toReversed()).toReversed()).toEqual(ids(all))
})
