import { expect, test } from 'vitest'
import { predicate } from './evaluate.ts'
import { and, eq, is, lt, lte, minus, not, or, plus } from './expression.ts'
import { isComplete, isHooked, isStarted, loops, viewSource } from './view.ts'

test('the hook is 3 s of visible time, or the whole video where it is shorter', () => {
  expect(isHooked({ visibleMs: 3000, uniqMs: 3000, durationMs: 10_000 })).toBe(true)
  expect(isHooked({ visibleMs: 2999, uniqMs: 10_000, durationMs: 10_000 })).toBe(false)
  expect(isHooked({ visibleMs: 1900, uniqMs: 1900, durationMs: 2000 })).toBe(true)
  expect(isHooked({ visibleMs: 1899, uniqMs: 1899, durationMs: 2000 })).toBe(false)
  expect(isStarted({ visibleMs: 0 })).toBe(true)
})

test('complete is 95 % of the video, exactly', () => {
  expect(isComplete({ uniqMs: 9500, durationMs: 10_000 })).toBe(true)
  expect(isComplete({ uniqMs: 9499, durationMs: 10_000 })).toBe(false)
  expect(isComplete({ uniqMs: 95, durationMs: 101 })).toBe(false)
  expect(isComplete({ uniqMs: 96, durationMs: 101 })).toBe(true)
  expect(loops({ visibleMs: 15_000, durationMs: 10_000 })).toBe(1.5)
})

test('the other operators of the language evaluate as they read', () => {
  const { visibleMs, uniqMs, surface, soundOn } = viewSource.column
  const holds = predicate(
    viewSource,
    and(
      is(surface, 'feed'),
      not(soundOn),
      or(lt(visibleMs, 0), lte(plus(visibleMs, 5), 15)),
      eq(minus(visibleMs, uniqMs), 3),
    ),
  )
  expect(holds({ surface: 'feed', soundOn: false, visibleMs: 10, uniqMs: 7 })).toBe(true)
  expect(holds({ surface: 'post', soundOn: false, visibleMs: 10, uniqMs: 7 })).toBe(false)
  expect(holds({ surface: 'feed', soundOn: true, visibleMs: 10, uniqMs: 7 })).toBe(false)
  expect(holds({ surface: 'feed', soundOn: false, visibleMs: 11, uniqMs: 8 })).toBe(false)
})
