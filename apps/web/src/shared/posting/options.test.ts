import { expect, test } from 'vitest'
import { asWish, localTime, standardOptions, whenOf } from './options.ts'

test('a local time goes to the server as a moment and comes back the same', () => {
  const at = '2026-12-01T18:30'
  const wish = asWish({ when: { at } })
  expect(wish).toBe(new Date(2026, 11, 1, 18, 30).toISOString())
  expect(whenOf({ state: 'scheduled', publishAt: String(wish) })).toEqual({ at })
  expect(localTime(new Date(2026, 0, 2, 3, 4).getTime())).toBe('2026-01-02T03:04')
})

test('a time that is not filled in is no wish', () => {
  expect(asWish({ when: { at: '' } })).toBeNull()
  expect(asWish(standardOptions)).toBe('now')
  expect(whenOf({ state: 'draft' })).toBe('draft')
})
