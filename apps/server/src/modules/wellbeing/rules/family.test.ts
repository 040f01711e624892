import { expect, test } from 'vitest'
import { codeFrom, meantCode, underParents, windowOf } from './family.ts'
import { limitOf, mayChoose, termsFor } from './limit.ts'

test('a code has ten characters that cannot be mistaken, and is meant however it is typed', () => {
  const codes = Array.from({ length: 500 }, (_, number) => codeFrom(`secret ${number}`))
  for (const code of codes) expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{10}$/)
  expect(new Set(codes).size).toBe(500)
  expect(new Set(codes.join('')).size).toBe(32)
  expect(meantCode(' aBc0o-il23z ')).toBe('ABC001123Z')
})

test.each([
  // age, what parents set, the standard, the highest, extensions
  [14, [], 60, 60, 0],
  [16, [], 60, 120, 2],
  [16, [{ minutes: null, extensions: true }], 60, 120, 2],
  [16, [{ minutes: 90, extensions: true }], 60, 90, 2],
  [16, [{ minutes: 30, extensions: false }], 30, 30, 0],
  [
    16,
    [
      { minutes: 45, extensions: true },
      { minutes: 100, extensions: false },
    ],
    45,
    45,
    0,
  ],
  // Set when the teen was older by a wrong date, or of age: never more than the age allows.
  [14, [{ minutes: 200, extensions: true }], 60, 60, 0],
  [18, [{ minutes: 15, extensions: false }], null, null, null],
] as const)('at %i with %j the strictest counts', (years, rules, standard, most, extensions) => {
  expect(underParents(termsFor(years), rules)).toEqual({
    standardMinutes: standard,
    mostMinutes: most,
    extensions,
  })
})

test("a teen's own choice counts when it is stricter, and only then", () => {
  const terms = underParents(termsFor(16), [{ minutes: 45, extensions: true }])
  expect([limitOf(terms, null), limitOf(terms, { minutes: 30 }), limitOf(terms, { minutes: 120 })]).toEqual([
    45, 30, 45,
  ])
  expect([mayChoose(terms, 45), mayChoose(terms, 46), mayChoose(terms, null)]).toEqual([true, false, false])
})

test('tries are counted in quarters of an hour', () => {
  expect(windowOf(Date.parse('2026-01-10T12:14:59Z')).toISOString()).toBe('2026-01-10T12:00:00.000Z')
  expect(windowOf(Date.parse('2026-01-10T12:15:00Z')).toISOString()).toBe('2026-01-10T12:15:00.000Z')
})
