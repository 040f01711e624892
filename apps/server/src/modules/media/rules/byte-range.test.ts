import fc from 'fast-check'
import { expect, test } from 'vitest'
import { namesTag, parseRange, rangeCounts } from './byte-range.ts'

test('what is sent lies inside the file, or the range is refused', () => {
  const part = fc.oneof(fc.constant(''), fc.nat(5000).map(String))
  fc.assert(
    fc.property(part, part, fc.integer({ min: 1, max: 3000 }), (first, last, bytes) => {
      const range = parseRange(`bytes=${first}-${last}`, bytes)
      if (range === null || range === 'unsatisfiable') return
      expect(range.start).toBeGreaterThanOrEqual(0)
      expect(range.end).toBeGreaterThanOrEqual(range.start)
      expect(range.end).toBeLessThan(bytes)
    }),
  )
})

test('a caller that has the file is not sent it again', () => {
  expect(namesTag(undefined, '"a"')).toBe(false)
  expect(namesTag('"b"', '"a"')).toBe(false)
  expect(namesTag('"a"', '"a"')).toBe(true)
  expect(namesTag('"b", W/"a"', '"a"')).toBe(true)
  expect(namesTag('*', '"a"')).toBe(true)
})

test('a part of another version is not completed', () => {
  expect(rangeCounts(undefined, '"a"')).toBe(true)
  expect(rangeCounts('"a"', '"a"')).toBe(true)
  expect(rangeCounts('W/"a"', '"a"')).toBe(false)
  expect(rangeCounts('Sun, 22 Nov 2026 00:00:00 GMT', '"a"')).toBe(false)
})
