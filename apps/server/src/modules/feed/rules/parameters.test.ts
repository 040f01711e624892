import { scoreTerm, slotSource } from '@busker/contract'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { changeBetween, type ValueParameters } from './parameter-change.ts'
import { sharesOf } from './shares.ts'
import { strongest } from './strongest.ts'

const size = fc.double({ min: 0, max: 1e9, noNaN: true })

test('shares add up to 1, the largest first, and every term has one or none has', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.record({ term: fc.constantFrom(...scoreTerm.options), size }), {
        selector: ({ term }) => term,
      }),
      fc.uniqueArray(
        fc.record({
          source: fc.constantFrom(...slotSource.options),
          slots: fc.integer({ min: 1, max: 5000 }),
        }),
        { selector: ({ source }) => source },
      ),
      (terms, sources) => {
        const slots = sources.reduce((sum, one) => sum + one.slots, 0)
        const found = sharesOf({ slots, sources, terms })
        expect(found.terms.map(({ term }) => term).toSorted()).toEqual(scoreTerm.options.toSorted())
        const scored = terms.some((one) => one.size > 0)
        const sums = [found.terms.map(({ share }) => share ?? 0), found.sources.map(({ share }) => share)]
        expect(found.terms.every(({ share }) => (share === null) === !scored)).toBe(true)
        for (const [shares, sum] of [
          [sums[0] ?? [], scored ? 1 : 0],
          [sums[1] ?? [], sources.length > 0 ? 1 : 0],
        ] as const) {
          expect(shares.reduce((all, share) => all + share, 0)).toBeCloseTo(sum, 9)
          expect(shares).toEqual(shares.toSorted((one, other) => other - one))
        }
      },
    ),
  )
})

const number = fc.integer({ min: -9, max: 9 })
const parameters: fc.Arbitrary<ValueParameters> = fc.record({
  version: fc.string(),
  outcomes: fc.uniqueArray(
    fc.record({ outcome: fc.constantFrom('like', 'save', 'held'), weight: number, usual: number }),
    { selector: ({ outcome }) => outcome },
  ),
  rules: fc.record({
    ...{ creatorApart: number, topicMost: number, topicWithin: number },
    ...{ soundMost: number, soundWithin: number, freshQuota: number },
  }),
  exploration: fc.record({ freshPlaces: number, chance: number }),
})

test('a change is told if and only if a number is another one', () => {
  const numbers = ({ outcomes, rules, exploration }: ValueParameters) => ({
    outcomes: outcomes.toSorted((one, other) => one.outcome.localeCompare(other.outcome)),
    rules,
    exploration,
  })
  fc.assert(
    fc.property(parameters, parameters, fc.boolean(), (before, other, same) => {
      const now = same ? { ...before, version: other.version } : other
      const isSame = JSON.stringify(numbers(before)) === JSON.stringify(numbers(now))
      expect(changeBetween(before, now) === 'No number changed.').toBe(isSame)
    }),
  )
  fc.assert(
    fc.property(parameters, number, number, (before, from, to) => {
      fc.pre(from !== to)
      const [old, now] = [from, to].map((freshQuota) => ({
        ...before,
        rules: { ...before.rules, freshQuota },
      }))
      if (!old || !now) return expect.unreachable()
      expect(changeBetween(old, now)).toBe(`first viewers that a new video is owed: ${from} → ${to}`)
    }),
  )
})

test('the strongest interests, for or against, come first, and none that is left out is stronger', () => {
  const interest = fc.record({
    strength: fc.double({ min: -1, max: 1, noNaN: true }),
    ...{ watched: size, held: size, lastMs: fc.nat(), videoIds: fc.constant([]) },
  })
  fc.assert(
    fc.property(fc.array(interest), fc.nat(10), (interests, most) => {
      const chosen = strongest(interests, most)
      const sizes = chosen.map(({ strength }) => Math.abs(strength))
      expect(chosen).toHaveLength(Math.min(most, interests.length))
      expect(sizes).toEqual(sizes.toSorted((one, other) => other - one))
      const weakest = sizes.at(-1) ?? 1
      for (const one of interests)
        if (!chosen.includes(one)) expect(Math.abs(one.strength)).toBeLessThanOrEqual(weakest)
    }),
  )
})
