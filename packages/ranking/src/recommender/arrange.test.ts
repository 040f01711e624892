import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { seeded } from '../random.ts'
import { arrange, type Arrangement, type Choice } from './arrange.ts'
import { valueFile } from './value-file.ts'

const { rules } = valueFile

const choices = fc.array(
  fc.record({
    author: fc.integer({ min: 1, max: 12 }),
    topic: fc.integer({ min: 0, max: 5 }),
    sound: fc.integer({ min: 0, max: 6 }),
    value: fc.double({ min: -2, max: 2, noNaN: true }),
    need: fc.constantFrom(0, 0, 0.3, 1),
    small: fc.boolean(),
  }),
  { minLength: 0, maxLength: 40 },
)
const plan = fc.record({
  count: fc.integer({ min: 1, max: 12 }),
  chances: fc.record({
    fresh: fc.double({ min: 0, max: 0.4, noNaN: true }),
    fair: fc.double({ min: 0, max: 0.2, noNaN: true }),
    explore: fc.double({ min: 0, max: 0.2, noNaN: true }),
  }),
  sure: fc.integer({ min: 0, max: 3 }),
  seed: fc.integer({ min: 0 }),
})

const numbered = (given: readonly Omit<Choice, 'video'>[]): Choice[] =>
  given.map((choice, at) => ({ ...choice, video: at + 1 }))
const planOf = ({
  seed,
  ...rest
}: { seed: number } & Omit<Arrangement, 'rules' | 'before' | 'random'>): Arrangement => ({
  ...{ ...rest, rules, before: [], random: seeded(seed) },
})

test('chances of a place sum to 1, the chosen one has its own, nothing comes twice, and a seed decides', () => {
  fc.assert(
    fc.property(choices, plan, (given, wanted) => {
      const all = numbered(given)
      const placed = arrange(all, planOf(wanted))
      expect(placed.length).toBe(Math.min(wanted.count, all.length))
      expect(new Set(placed.map(({ at }) => at)).size).toBe(placed.length)
      for (const [position, one] of placed.entries()) {
        expect(one.chances.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 9)
        expect(one.propensity).toBe(one.chances[one.at])
        expect(one.propensity).toBeGreaterThan(0)
        for (const before of placed.slice(0, position)) expect(one.chances[before.at]).toBe(0)
        if (position < wanted.sure) expect(one.propensity).toBe(1)
      }
      expect(arrange(all, planOf(wanted)).map(({ at }) => at)).toEqual(placed.map(({ at }) => at))
    }),
    { numRuns: 500 },
  )
})

const standsTooClose = (shown: readonly Choice[], one: Choice): boolean =>
  shown.slice(-(rules.creatorApart - 1)).some(({ author }) => author === one.author)
const isTooMuchOfTopic = (shown: readonly Choice[], one: Choice): boolean =>
  one.topic !== 0 &&
  shown.slice(-(rules.topicWithin - 1)).filter(({ topic }) => topic === one.topic).length >= rules.topicMost
const isTooMuchOfSound = (shown: readonly Choice[], one: Choice): boolean =>
  one.sound !== 0 &&
  shown.slice(-(rules.soundWithin - 1)).filter(({ sound }) => sound === one.sound).length >= rules.soundMost

test('rules of variety hold wherever anything obeys them, and no creator follows itself while there is another', () => {
  fc.assert(
    fc.property(choices, plan, (given, wanted) => {
      const all = numbered(given)
      const shown: Choice[] = []
      const left = new Set(all)
      const breaks = (one: Choice): boolean =>
        [standsTooClose, isTooMuchOfTopic, isTooMuchOfSound].some((isBroken) => isBroken(shown, one))
      const follows = (one: Choice): boolean => shown.at(-1)?.author === one.author
      for (const { at } of arrange(all, planOf(wanted))) {
        const one = all[at]
        if (one === undefined) return expect.unreachable()
        if ([...left].some((other) => !breaks(other))) expect(breaks(one)).toBe(false)
        if ([...left].some((other) => !follows(other))) expect(follows(one)).toBe(false)
        shown.push(one)
        left.delete(one)
      }
    }),
    { numRuns: 500 },
  )
})

test('what is drawn comes as often as its chance says', () => {
  const all = numbered(
    Array.from({ length: 6 }, (_, at) => ({
      ...{ author: at + 1, topic: at, sound: 0, value: at / 10, need: at === 2 ? 1 : 0, small: at === 1 },
    })),
  )
  const counts = new Float64Array(all.length)
  const wanted = { count: 1, sure: 0, chances: { fresh: 0.2, fair: 0.1, explore: 0.12 } }
  const runs = 20_000
  const random = seeded(7)
  let chances = new Float64Array(0)
  for (let run = 0; run < runs; run += 1) {
    const [one] = arrange(all, { ...wanted, rules, before: [], random })
    if (one === undefined) return expect.unreachable()
    counts[one.at] = (counts[one.at] ?? 0) + 1
    chances = Float64Array.from(one.chances)
  }
  expect([...chances].map((chance) => Number(chance.toFixed(6)))).toEqual([0.02, 0.12, 0.22, 0.02, 0.02, 0.6])
  for (const [at, chance] of chances.entries())
    expect(Math.abs((counts[at] ?? 0) / runs - chance)).toBeLessThan(
      4 * Math.sqrt((chance * (1 - chance)) / runs),
    )
})

test('each way of choosing leaves its flag', () => {
  const two = numbered([
    { author: 1, topic: 1, sound: 0, value: 1, need: 0, small: false },
    { author: 2, topic: 2, sound: 0, value: 0, need: 1, small: false },
  ])
  const first = (chances: Arrangement['chances']) =>
    arrange(two, { count: 1, sure: 0, rules, before: [], chances, random: seeded(3) })[0]
  expect(first({ fresh: 1, fair: 0, explore: 0 })).toMatchObject({ at: 1, flags: ['fresh_place'] })
  expect(first({ fresh: 0, fair: 0, explore: 0 })).toMatchObject({ at: 0, flags: [] })
  const small = two.map((choice) => ({ ...choice, need: 0, small: choice.author === 2 }))
  const fair = arrange(small, {
    ...{ count: 1, sure: 0, rules, before: [], random: seeded(3) },
    chances: { fresh: 0, fair: 1, explore: 0 },
  })
  expect(fair[0]).toMatchObject({ at: 1, flags: ['fair_place'] })
  const before = [{ author: 9, topic: 1, sound: 0 }]
  const varied = arrange(
    [...two, ...two].map((choice, at) => ({
      ...choice,
      author: at + 1,
      value: [0.1, 0, -1, -1][at] ?? 0,
      need: 0,
    })),
    { count: 1, sure: 0, rules, before, random: seeded(3), chances: { fresh: 0, fair: 0, explore: 0 } },
  )
  expect(varied[0]).toMatchObject({ at: 1, flags: ['varied'] })
})
