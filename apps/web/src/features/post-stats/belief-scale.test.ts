import { expect, test } from 'vitest'
import { scaleEnd, verdictOf } from './belief-scale.ts'

test('a belief is above or below only as a whole', () => {
  const belief = { low: 0.3, mean: 0.4, high: 0.5 }
  expect(verdictOf(belief, 0.29)).toBe('above')
  expect(verdictOf(belief, 0.3)).toBe('open')
  expect(verdictOf(belief, 0.5)).toBe('open')
  expect(verdictOf(belief, 0.51)).toBe('below')
})

test('the scale ends at the next tenth and never above all', () => {
  expect(scaleEnd({ low: 0.1, mean: 0.2, high: 0.34 }, 0.31)).toBe(0.4)
  expect(scaleEnd({ low: 0.1, mean: 0.2, high: 0.25 }, 0.31)).toBe(0.4)
  expect(scaleEnd({ low: 0.8, mean: 0.9, high: 1 }, 0.31)).toBe(1)
})
