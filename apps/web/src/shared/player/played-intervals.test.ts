import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Intervals } from './played-intervals.ts'
import { totalMs, withStretch } from './played-intervals.ts'

const stretch = fc
  .tuple(fc.nat(300), fc.integer({ min: 1, max: 60 }))
  .map(([from, length]): [number, number] => [from, from + length])

const unionOf = (stretches: readonly (readonly [number, number])[]): Intervals =>
  stretches.reduce((sum: Intervals, [from, to]) => withStretch(sum, from, to), [])

test('the union is sorted and disjoint and holds exactly the played positions', () => {
  fc.assert(
    fc.property(fc.array(stretch, { maxLength: 30 }), (stretches) => {
      const union = unionOf(stretches)
      for (const [index, [from, to]] of union.entries()) {
        expect(from).toBeLessThan(to)
        // Touching stretches are one, so there is a gap between any two.
        if (index > 0) expect(union[index - 1]?.[1]).toBeLessThan(from)
      }
      const positions = new Set(
        stretches.flatMap(([from, to]) => Array.from({ length: to - from }, (_, i) => from + i)),
      )
      expect(totalMs(union)).toBe(positions.size)
    }),
  )
})

test('the order of watching does not matter', () => {
  fc.assert(
    fc.property(fc.array(stretch, { maxLength: 12 }), (stretches) => {
      expect(unionOf(stretches)).toEqual(unionOf(stretches.toReversed()))
    }),
  )
})

test('an empty or backward stretch changes nothing', () => {
  expect(withStretch([[0, 10]], 5, 5)).toEqual([[0, 10]])
  expect(withStretch([[0, 10]], 30, 20)).toEqual([[0, 10]])
})
