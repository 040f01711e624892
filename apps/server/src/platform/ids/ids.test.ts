import { expect, test } from 'vitest'
import { virtualClock } from '#platform/clock'
import { seededIds, systemIds } from './index.ts'

test('ids of one process are UUIDv7 and strictly ordered, also within a millisecond', () => {
  const clock = virtualClock(1_800_000_000_000)
  const ids = systemIds(clock)
  const made = Array.from({ length: 10_000 }, (_, index) => {
    if (index % 3000 === 0) clock.advance(1)
    return ids.uuid()
  })
  expect(made.toSorted()).toEqual(made)
  expect(new Set(made).size).toBe(made.length)
  for (const id of made.slice(0, 50))
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
})

test('a seed gives the same ids twice', () => {
  const some = (seed: string) => {
    const ids = seededIds(virtualClock(1_800_000_000_000), seed)
    return [ids.uuid(), ids.token(), ids.uuid()]
  }
  expect(some('a')).toEqual(some('a'))
  expect(some('a')).not.toEqual(some('b'))
})
