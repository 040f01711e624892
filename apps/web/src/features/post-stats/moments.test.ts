import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { halfGoneAt, momentsOf, standingOf } from './moments.ts'

/** Loses one point each second, and what is told besides. */
const curve = (seconds: number, changes: Readonly<Record<number, number>> = {}): number[] => {
  let share = 1
  return Array.from({ length: seconds }, (_, second) => {
    if (second > 0) share += (changes[second] ?? 0) - 0.01
    return share
  })
}
const bandOf = (values: readonly number[], width = 0.05) => ({
  p25: values.map((value) => value - width),
  p50: values,
  p75: values.map((value) => value + width),
})

describe('moments of a curve', () => {
  test('an even curve has none', () => {
    expect(momentsOf(curve(30), null)).toEqual([])
    expect(momentsOf([], null)).toEqual([])
  })

  test('a second that loses much more than those around it is a dip', () => {
    expect(momentsOf(curve(30, { 12: -0.1 }), null)).toMatchObject([{ kind: 'dip', from: 12, to: 12 }])
    expect(momentsOf(curve(30, { 12: -0.1 }), null)[0]?.size).toBeCloseTo(0.11, 12)
    expect(momentsOf(curve(30, { 12: -0.03 }), null)).toEqual([])
  })

  test('a second that more views have than the one before is a spike', () => {
    expect(momentsOf(curve(30, { 20: 0.05 }), null)).toMatchObject([{ kind: 'spike', from: 20, to: 20 }])
    expect(momentsOf(curve(30, { 20: 0.03 }), null)).toEqual([])
  })

  test('seconds in a row are one moment', () => {
    expect(momentsOf(curve(30, { 12: -0.1, 13: -0.1 }), null)).toMatchObject([
      { kind: 'dip', from: 12, to: 13 },
    ])
  })

  test('where the usual video loses as much there is no dip', () => {
    const dipped = curve(30, { 12: -0.1 })
    expect(momentsOf(dipped, bandOf(curve(30)))).toHaveLength(1)
    expect(momentsOf(dipped, bandOf(dipped))).toEqual([])
  })

  test('neither the intro nor the end is a moment', () => {
    expect(momentsOf(curve(30, { 1: -0.3, 2: -0.2, 29: -0.2 }), null)).toEqual([])
  })

  test('the four largest are told, in order of time', () => {
    const changes = { 5: -0.06, 9: -0.1, 13: -0.11, 17: -0.12, 21: -0.13 }
    expect(momentsOf(curve(30, changes), null).map(({ from }) => from)).toEqual([9, 13, 17, 21])
  })

  test('of any curve they are few, ordered, apart and of some size', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 90 }), (values) => {
        const moments = momentsOf(values, null)
        expect(moments.length).toBeLessThanOrEqual(4)
        for (const [index, { from, to, size }] of moments.entries()) {
          expect(from).toBeLessThanOrEqual(to)
          expect(from).toBeGreaterThanOrEqual(3)
          expect(to).toBeLessThan(values.length)
          expect(size).toBeGreaterThanOrEqual(0.03 - 1e-12)
          expect(from).toBeGreaterThan(moments[index - 1]?.to ?? -1)
        }
      }),
    )
  })
})

describe('a curve beside the usual one', () => {
  test('lies where most of its seconds lie', () => {
    const usual = bandOf(curve(20))
    const moved = (by: number) => curve(20).map((share) => share + by)
    expect(standingOf(curve(20), usual)).toBe('within')
    expect(standingOf(moved(0.06), usual)).toBe('above')
    expect(standingOf(moved(-0.06), usual)).toBe('below')
    expect(standingOf(curve(20), null)).toBe('unknown')
    expect(standingOf(curve(20), bandOf([]))).toBe('unknown')
  })

  test('the second at which half are gone', () => {
    expect(halfGoneAt([1, 0.6, 0.5, 0.4])).toBe(3)
    expect(halfGoneAt([1, 0.9])).toBeNull()
  })
})
