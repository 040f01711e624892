import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sequenceReach, tunedRho } from './confidence-sequence.ts'
import { dateOf } from './question.ts'
import { watchTarget, type Goal, type ToldDay } from './target-watch.ts'

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
const numbersFrom = (seed: number): (() => number) => {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
const normalFrom = (next: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())

interface Story {
  readonly seed: number
  /** Standard deviation over mean of a day. */
  readonly scatter: number
  /** How much a day resembles the one before. */
  readonly memory?: number
  /** From a day on it is less by a share, up to a day. */
  readonly miss?: { readonly from: number; readonly to: number; readonly by: number }
  readonly days?: number
}

const dayNames = Array.from({ length: 400 }, (_, index) => dateOf(20_000 + index))

/** Sales of a shop with an expected value of 100 a day: skewed, better at weekends. */
const salesOf = ({ seed, scatter, memory = 0, miss, days = 365 }: Story): ToldDay[] => {
  const next = numbersFrom(seed)
  const spread = Math.sqrt(Math.log(1 + scatter ** 2))
  let luck = normalFrom(next)
  return Array.from({ length: days }, (_, index) => {
    luck = memory * luck + Math.sqrt(1 - memory ** 2) * normalFrom(next)
    const isMissed = miss !== undefined && index >= miss.from && index < miss.to
    const level = 100 * (1 + 0.2 * Math.sin((2 * Math.PI * index) / 7)) * (isMissed ? 1 - miss.by : 1)
    const numerator = level * Math.exp(spread * luck - spread ** 2 / 2)
    return { day: dayNames[index] ?? '', numerator, denominator: 1 }
  })
}

const atLeast: Goal = { bound: 'at_least', value: 100 }
const first = { state: 'ok', from: '' } as const
const series = 1000
const shareOf = (holds: (seed: number) => boolean, of = series): number =>
  Array.from({ length: of }, (_, seed) => holds(seed)).filter(Boolean).length / of

/** What most dashboards do: the 95 % interval for one look, drawn anew each day. */
const naivelyMissed = (days: readonly ToldDay[]): boolean => {
  let [count, sum, squares] = [0, 0, 0]
  return days.some(({ numerator }) => {
    count += 1
    sum += numerator
    squares += numerator ** 2
    const mean = sum / count
    const deviation = Math.sqrt((squares - count * mean ** 2) / (count - 1))
    return count >= 28 && mean + (1.96 * deviation) / Math.sqrt(count) < 100
  })
}

test('the sequence is that of the reference vectors', () => {
  expect(tunedRho(0.05, 5000)).toBeCloseTo(0.0398400668, 10)
  expect(tunedRho(0.05, 1000)).toBeCloseTo(0.0890850975, 10)
  // gbstats: relative difference of two means, tuned for 1,000.
  const arm = (count: number, sum: number, squares: number) => ({
    ...{ count, mean: sum / count },
    variance: (squares - sum ** 2 / count) / (count - 1),
  })
  const [a, b] = [arm(3000, 1396.87, 52_377.9767), arm(3461, 2422.7, 134_698.29)]
  const error = Math.sqrt(
    b.variance / (b.count * a.mean ** 2) + (a.variance * b.mean ** 2) / (a.count * a.mean ** 4),
  )
  const count = a.count + b.count
  const reach = sequenceReach({ alpha: 0.05, tunedFor: 1000 })(error * Math.sqrt(count), count)
  const lift = (b.mean - a.mean) / a.mean
  expect([lift, lift - reach, lift + reach].map((one) => one.toFixed(5))).toEqual([
    '0.50336',
    '-0.55844',
    '1.56516',
  ])
})

test('with no real miss at most 5 % are ever called missed in 365 looks; looking naively, far more', () => {
  const everOff = (rest: Omit<Story, 'seed'>, of: number) =>
    shareOf((seed) => watchTarget(atLeast, salesOf({ seed, ...rest }), first).changes.length > 0, of)
  expect(everOff({ scatter: 0.5 }, series)).toBeLessThanOrEqual(0.05)
  expect(everOff({ scatter: 0.4, memory: 0.3 }, 100)).toBeLessThanOrEqual(0.05)
  expect(shareOf((seed) => naivelyMissed(salesOf({ seed, scatter: 0.5 })))).toBeGreaterThan(0.15)
}, 60_000)

test('a rate that keeps to its target is not called missed, whichever way it may go', () => {
  const orders = (seed: number): ToldDay[] => {
    const next = numbersFrom(seed)
    return Array.from({ length: 200 }, (_, index) => {
      const denominator = Math.floor(120 * next())
      const numerator = Array.from({ length: denominator }, () => next() < 0.05).filter(Boolean).length
      return { day: dateOf(20_000 + index), numerator, denominator }
    })
  }
  for (const bound of ['at_least', 'at_most'] as const) {
    const everOff = (seed: number) =>
      watchTarget({ bound, value: 0.05 }, orders(seed), first).changes.length > 0
    expect(shareOf(everOff, 100), bound).toBeLessThanOrEqual(0.05)
  }
})

test('a real miss is found, also after half a good year; and that it is over', () => {
  const found = (miss: NonNullable<Story['miss']>, within: number) =>
    shareOf((seed) => {
      const days = salesOf({ seed, scatter: 0.4, memory: 0.1, miss })
      const { changes } = watchTarget(atLeast, days, first)
      const last = dateOf(20_000 + miss.from + within)
      const from = dateOf(20_000 + miss.from)
      return changes.some(({ state, band }) => state === 'off' && band.through >= from && band.through < last)
    }, 100)
  expect(found({ from: 0, to: 365, by: 0.3 }, 60)).toBeGreaterThan(0.95)
  expect(found({ from: 180, to: 365, by: 0.3 }, 185)).toBeGreaterThan(0.9)
  const recovering = (seed: number) => {
    const miss = { from: 0, to: 60, by: 0.5 }
    const days = salesOf({ seed, scatter: 0.3, miss })
    return watchTarget({ bound: 'at_least', value: 80 }, days, first).changes.map(({ state }) => state)
  }
  expect(shareOf((seed) => recovering(seed).join() === 'off,ok', 100)).toBeGreaterThan(0.9)
})

test('it makes no difference how often one looks', () => {
  const stories = fc.record({
    seed: fc.nat(),
    scatter: fc.constantFrom(0.1, 0.5),
    miss: fc.record({
      from: fc.nat(100),
      to: fc.integer({ min: 100, max: 250 }),
      by: fc.constantFrom(0.3, 0.6),
    }),
    days: fc.constant(300),
  })
  fc.assert(
    fc.property(
      stories,
      fc.uniqueArray(fc.integer({ min: 1, max: 300 }), { maxLength: 6 }),
      (story, looks) => {
        const days = salesOf(story)
        const once = watchTarget({ bound: 'at_least', value: 90 }, days, first)
        const seen: unknown[] = []
        let before: { state: 'ok' | 'off'; from: string } = first
        for (const look of [...looks.toSorted((a, b) => a - b), 300]) {
          const { state, changes } = watchTarget(
            { bound: 'at_least', value: 90 },
            days.slice(0, look),
            before,
          )
          const last = changes.at(-1)
          seen.push(...changes)
          const next = days.find(({ day }) => last !== undefined && day > last.band.through)
          if (last !== undefined) before = { state, from: next?.day ?? dateOf(30_000) }
        }
        expect(seen).toEqual(once.changes)
      },
    ),
    { numRuns: 50 },
  )
})

test('too few days and nothing to divide by say nothing', () => {
  const days = salesOf({ seed: 1, scatter: 0.1, days: 27 })
  expect(watchTarget({ bound: 'at_least', value: 1000 }, days, first)).toEqual({
    ...{ state: 'ok', changes: [], outlook: 'open', course: [] },
  })
  const empty = salesOf({ seed: 1, scatter: 0.1, days: 60 }).map((day) => ({ ...day, denominator: 0 }))
  expect(watchTarget({ bound: 'at_most', value: 0 }, empty, first).state).toBe('ok')
})
