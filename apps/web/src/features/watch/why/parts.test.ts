import { describe, expect, test } from 'vitest'
import { moverOf, partsOf } from './parts.ts'

describe('the parts of a score', () => {
  test('are the five largest by size, and the sum of the others', () => {
    const parts = partsOf([
      { term: 'topic', value: 0.4 },
      { term: 'video', value: -0.8 },
      { term: 'length', value: 0.3 },
      { term: 'moment', value: 0.05 },
      { term: 'kin', value: -0.1 },
      { term: 'habits', value: 0.2 },
      { term: 'dials', value: 0.15 },
    ])
    expect(parts.map(({ term }) => term)).toEqual(['video', 'topic', 'length', 'habits', 'dials', 'other'])
    expect(parts[0]).toEqual({ term: 'video', value: -0.8, share: 1 })
    expect(parts[1]?.share).toBeCloseTo(0.5)
    expect(parts.at(-1)?.value).toBeCloseTo(-0.05)
  })

  test('leave out what adds nothing', () => {
    expect(partsOf([])).toEqual([])
    expect(partsOf([{ term: 'dials', value: 0 }])).toEqual([])
    expect(partsOf([{ term: 'topic', value: 0.1 }])).toHaveLength(1)
  })
})

test('a place without the largest term is told where it spoke for the video', () => {
  const terms = [{ term: 'topic' as const, value: 0.4 }]
  expect(moverOf({ terms, placeWithout: 11 })).toEqual({ term: 'topic', place: 12 })
  expect(moverOf({ terms, placeWithout: null })).toBeNull()
  expect(moverOf({ terms: [{ term: 'topic', value: -0.4 }], placeWithout: 3 })).toBeNull()
})
