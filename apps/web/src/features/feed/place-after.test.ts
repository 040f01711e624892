import { expect, test } from 'vitest'
import { placeAfter } from './place-after.ts'

const before = ['a', 'b', 'c', 'd', 'e']

test('what was taken out before the current slide moves it up', () => {
  expect(placeAfter(before, ['b', 'd', 'e'], 3)).toBe(1)
  expect(placeAfter(before, ['c', 'd', 'e'], 2)).toBe(0)
})

test('what comes after it, or is added, does not', () => {
  expect(placeAfter(before, ['a', 'b', 'c'], 2)).toBe(2)
  expect(placeAfter(before, [...before, 'f'], 4)).toBe(4)
})

test('when it is taken out itself, the next one that is left has its place', () => {
  const after = ['b', 'e']
  expect(after[placeAfter(before, after, 2)]).toBe('e')
  expect(placeAfter(before, ['a'], 4)).toBe(1)
  expect(placeAfter(before, [], 5)).toBe(0)
})
