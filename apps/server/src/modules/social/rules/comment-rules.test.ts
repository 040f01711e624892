import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { editWindowMs, isHeld, mayStillEdit, refusalOf, rulesUnder } from './comment-life.ts'
import { standingOfComment } from './comment-standing.ts'
import { decodeTopCursor, encodeTopCursor } from './top-cursor.ts'

const dayMs = 86_400_000
const at = Date.parse('2026-01-10T12:00:00Z')
const standing = (likes: number, ageMs = 0, hearted = false) =>
  standingOfComment({ likes, hearted, createdMs: at - ageMs })

test('more likes stand higher, each by less than the one before, and a heart like three of them', () => {
  fc.assert(
    fc.property(fc.nat(10_000), fc.nat(1000), (likes, days) => {
      const ageMs = days * dayMs
      const [none, one, two] = [0, 1, 2].map((more) => standing(likes + more, ageMs))
      expect(one).toBeGreaterThan(none ?? 0)
      expect((two ?? 0) - (one ?? 0)).toBeLessThan((one ?? 0) - (none ?? 0))
      expect(standing(likes, ageMs, true)).toBe(standing(likes + 3, ageMs))
      expect(standing(likes, ageMs)).toBeGreaterThan(standing(likes, ageMs + 1000))
    }),
  )
})

test('a few likes prove less than their share, and what is new comes before what was liked once long ago', () => {
  // The first decile of a gamma distribution: 0.105 for no like, 0.532 for one, 6.22 for nine.
  for (const [likes, proven] of [
    [0, 0.105],
    [1, 0.532],
    [9, 6.22],
  ] as const)
    expect(2 ** (standing(likes) - at / (2 * dayMs)) / proven).toBeCloseTo(1, 0.7)
  expect(standing(1, dayMs)).toBeGreaterThan(standing(0))
  expect(standing(1, 6 * dayMs)).toBeLessThan(standing(0))
  expect(standing(100, 6 * dayMs)).toBeGreaterThan(standing(1))
})

test('the standing that old rows were given is that of the rule', () => {
  expect(standing(0) - at / (2 * dayMs)).toBeCloseTo(-3.345, 3)
})

test('a cursor comes back exactly as it went out, and other text is none', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.uuid(), (value, id) => {
      // JSON knows no negative zero, and no standing is one.
      const position = { standing: value + 0, id }
      expect(decodeTopCursor(encodeTopCursor(position))).toEqual(position)
    }),
  )
  for (const text of ['', 'x', '[]', btoa('[null,1]')]) expect(decodeTopCursor(text)).toBeNull()
})

test('what holds under a post: its own rule before that of its author, and the words of both', () => {
  const mine = { who: 'followers', words: ['duck'] } as const
  expect(rulesUnder({ ...mine, words: ['duck'] }, null)).toEqual(mine)
  expect(rulesUnder({ ...mine, words: ['duck'] }, { who: null, words: ['pond', 'duck'] })).toEqual({
    who: 'followers',
    words: ['duck', 'pond'],
  })
  expect(rulesUnder({ ...mine, words: [] }, { who: 'nobody', words: [] }).who).toBe('nobody')
})

test.each([
  ['everybody', false, null],
  ['followers', false, 'comments_for_followers'],
  ['followers', true, null],
  ['nobody', true, 'comments_off'],
] as const)('%s may comment, and the writer follows: %s', (who, followsCreator, refusal) => {
  expect(refusalOf(who, { isCreator: false, followsCreator })).toBe(refusal)
  expect(refusalOf(who, { isCreator: true, followsCreator: false })).toBeNull()
})

test('words hold a comment of anybody but the author, and the window for changes ends', () => {
  const rules = { who: 'everybody', words: ['free coins'] } as const
  expect(isHeld('Get FREE  coins now', { ...rules, words: ['free coins'] }, false)).toBe(true)
  expect(isHeld('Get FREE  coins now', { ...rules, words: ['free coins'] }, true)).toBe(false)
  expect(isHeld('Feel free', { ...rules, words: ['free coins'] }, false)).toBe(false)
  expect(mayStillEdit(new Date(at), at + editWindowMs)).toBe(true)
  expect(mayStillEdit(new Date(at), at + editWindowMs + 1)).toBe(false)
})
