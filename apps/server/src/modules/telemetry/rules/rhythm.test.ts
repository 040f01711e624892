import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  createRhythm,
  longestDayMs,
  mostStartsInMinute,
  regularGaps,
  regularWithinMs,
  type Beat,
} from './rhythm.ts'

const noonMs = Date.parse('2026-11-22T12:00:00Z')
const beat = (changes: Partial<Beat>): Beat => ({
  viewerId: 'somebody',
  viewId: `view-${changes.startedMs ?? 0}`,
  startedMs: noonMs,
  occurredMs: changes.startedMs ?? noonMs,
  visibleMs: 1000,
  ...changes,
})
/** Views that begin at these times; says of each whether it is improbable. */
const judge = (starts: readonly number[]): boolean[] => {
  const rhythm = createRhythm(10)
  return starts.map((startedMs, index) => rhythm.isImprobable(beat({ viewId: `view-${index}`, startedMs })))
}
/** Times with gaps that no timer makes. */
const uneven = (count: number, gapMs: number): number[] =>
  Array.from({ length: count }, (_, index) => noonMs + index * gapMs + (index % 7) * 40)

describe('views begun within a minute', () => {
  test('as many as are possible are probable, one more is not', () => {
    const starts = uneven(mostStartsInMinute + 1, 900)
    expect(judge(starts).indexOf(true)).toBe(mostStartsInMinute)
    expect(judge(uneven(mostStartsInMinute + 20, 1100))).not.toContain(true)
  })

  test('in whatever order they are heard of', () => {
    const starts = uneven(mostStartsInMinute + 1, 900)
    fc.assert(
      fc.property(fc.shuffledSubarray(starts, { minLength: starts.length }), (shuffled) => {
        expect(judge(shuffled).at(-1)).toBe(true)
      }),
      { numRuns: 20 },
    )
  })

  test('many reports of one view are one beginning', () => {
    const rhythm = createRhythm(10)
    const heard = Array.from({ length: 200 }, (_, index) =>
      rhythm.isImprobable(beat({ viewId: 'one', occurredMs: noonMs + index * 100, visibleMs: index * 100 })),
    )
    expect(heard).not.toContain(true)
  })
})

test('a timer is told from a thumb', () => {
  const timer = Array.from({ length: regularGaps + 2 }, (_, index) => noonMs + index * 7000)
  expect(judge(timer).indexOf(true)).toBe(regularGaps)
  const jitter = timer.map((at, index) => at + (index % 2) * regularWithinMs)
  expect(judge(jitter)).not.toContain(true)
})

test('nobody watches for more than 16 hours of a day; the next day begins anew', () => {
  const rhythm = createRhythm(10)
  const watch = (viewId: string, occurredMs: number, visibleMs: number) =>
    rhythm.isImprobable(beat({ viewId, startedMs: occurredMs, occurredMs, visibleMs }))
  const dayMs = 24 * 3_600_000
  expect(watch('a', noonMs, longestDayMs - 1000)).toBe(false)
  expect(watch('b', noonMs + 1, 1000)).toBe(false)
  expect(watch('b', noonMs + 2, 1001)).toBe(true)
  expect(watch('late', noonMs - dayMs, longestDayMs)).toBe(true)
  expect(watch('c', noonMs + dayMs, 1000)).toBe(false)
})

test('viewers are judged apart, and only as many are remembered as fit', () => {
  const rhythm = createRhythm(3)
  for (let index = 0; index < 50; index += 1) {
    expect(rhythm.isImprobable(beat({ viewerId: `viewer-${index}`, visibleMs: longestDayMs }))).toBe(false)
  }
  expect(rhythm.viewers).toBe(3)
})
