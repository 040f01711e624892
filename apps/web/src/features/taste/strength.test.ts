import { expect, test } from 'vitest'
import { barOf, dayName, strengthOf } from './strength.ts'

test('a strength is told by its side and its size', () => {
  const told = [-0.8, -0.5, -0.3, -0.05, 0, 0.05, 0.3, 0.5, 0.8].map(strengthOf)
  expect(told).toEqual([
    ...['much_less', 'much_less', 'less'],
    ...['usual', 'usual', 'usual'],
    ...['more', 'much_more', 'much_more'],
  ])
})

test('a bar grows from the middle to its side and stops at the ends', () => {
  expect(barOf(0.5)).toEqual({ start: 50, size: 25 })
  expect(barOf(-0.5)).toEqual({ start: 25, size: 25 })
  expect(barOf(-3)).toEqual({ start: 0, size: 50 })
})

const at = (day: number, hour: number): string => new Date(2026, 10, day, hour).toISOString()
const now = new Date(2026, 10, 20, 9).getTime()

test('days are named as people name them', () => {
  expect(dayName(at(20, 1), now, 'en')).toBe('today')
  expect(dayName(at(19, 23), now, 'en')).toBe('yesterday')
  expect(dayName(at(17, 10), now, 'en')).toBe('Tuesday')
  expect(dayName(at(14, 0), now, 'en')).toBe('Saturday')
  expect(dayName(at(13, 23), now, 'en')).toBe('Nov 13, 2026')
})

test('a moment ahead, by a wrong clock, is today', () => {
  expect(dayName(at(22, 10), now, 'en')).toBe('today')
})
