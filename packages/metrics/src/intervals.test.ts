import fc from 'fast-check'
import { expect, test } from 'vitest'
import { coveredMs, mergeIntervals, playedBins } from './intervals.ts'

const lengthMs = 60
const interval = fc.tuple(fc.integer({ min: 0, max: 80 }), fc.integer({ min: 0, max: 80 }))
const playedMoments = (intervals: readonly (readonly [number, number])[]) =>
  Array.from({ length: lengthMs }, (_, moment) =>
    intervals.some(([from, to]) => from <= moment && moment < to),
  )

test('the union covers exactly the moments that were played, whatever the order', () => {
  fc.assert(
    fc.property(fc.array(interval, { maxLength: 12 }), (intervals) => {
      const merged = mergeIntervals(intervals, lengthMs)
      expect(playedMoments(merged)).toEqual(playedMoments(intervals))
      expect(mergeIntervals([...intervals].reverse(), lengthMs)).toEqual(merged)
      expect(mergeIntervals([...merged, ...intervals], lengthMs)).toEqual(merged)
      expect(coveredMs(merged)).toBe(playedMoments(intervals).filter(Boolean).length)
      expect(coveredMs(merged)).toBeLessThanOrEqual(lengthMs)
      merged.forEach(([from, to], index) => {
        expect(from).toBeLessThan(to)
        expect(from).toBeGreaterThan(merged[index - 1]?.[1] ?? -1)
      })
    }),
  )
})

test('a bin is played when any of its moments is', () => {
  fc.assert(
    fc.property(fc.array(interval, { maxLength: 6 }), fc.integer({ min: 1, max: 70 }), (intervals, binMs) => {
      const played = mergeIntervals(intervals, lengthMs)
      const moments = playedMoments(played)
      const expected = Array.from({ length: Math.ceil(lengthMs / binMs) }, (_, bin) =>
        moments.slice(bin * binMs, (bin + 1) * binMs).some(Boolean),
      )
      expect(playedBins(played, { lengthMs, binMs })).toEqual(expected)
    }),
  )
})
