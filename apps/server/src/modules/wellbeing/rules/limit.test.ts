import fc from 'fast-check'
import { expect, test } from 'vitest'
import { extensionMinutes, leftMs, limitOf, mayChoose, termsFor } from './limit.ts'

const minutes = fc.option(fc.integer({ min: 15, max: 1440 }), { nil: null })

test('law: no minor has more than their age allows, whatever they chose and when', () => {
  fc.assert(
    fc.property(fc.integer({ min: 13, max: 17 }), fc.option(minutes, { nil: undefined }), (years, chosen) => {
      const terms = termsFor(years)
      const limit = limitOf(terms, chosen === undefined ? null : { minutes: chosen })
      expect(limit).not.toBeNull()
      expect(limit).toBeLessThanOrEqual(years < 16 ? 60 : 120)
    }),
  )
})

test('law: what may be chosen counts as it was chosen, and adults may choose anything', () => {
  fc.assert(
    fc.property(fc.integer({ min: 13, max: 90 }), minutes, (years, chosen) => {
      const terms = termsFor(years)
      if (years >= 18) expect(mayChoose(terms, chosen)).toBe(true)
      if (mayChoose(terms, chosen)) expect(limitOf(terms, { minutes: chosen })).toBe(chosen)
    }),
  )
})

test('law: watching takes away what an extension gives back', () => {
  fc.assert(
    fc.property(fc.nat(7_200_000), fc.nat(4), (watchedMs, extensions) => {
      const [before, after] = [extensions, extensions + 1].map((taken) =>
        leftMs(60, { watchedMs, extensions: taken }),
      )
      expect(leftMs(null, { watchedMs, extensions })).toBeNull()
      expect(after).toBeGreaterThanOrEqual(Number(before))
      if (Number(before) > 0) expect(Number(after) - Number(before)).toBe(extensionMinutes * 60_000)
    }),
  )
})

test('an adult who chose nothing has no limit', () => {
  expect(limitOf(termsFor(18), null)).toBeNull()
  expect(limitOf(termsFor(17), null)).toBe(60)
})
