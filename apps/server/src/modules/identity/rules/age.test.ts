import { expect, test } from 'vitest'
import { ageOn, mayJoin } from './age.ts'

test.each([
  ['2000-05-10', '2018-05-09', 17],
  ['2000-05-10', '2018-05-10', 18],
  ['2008-02-29', '2021-02-28', 12],
  ['2008-02-29', '2021-03-01', 13],
  ['2026-01-01', '2025-12-31', -1],
])('born %s is on %s aged %i', (birthDate, day, age) => {
  expect(ageOn(birthDate, day)).toBe(age)
})

test('the day of the birthday is the first allowed', () => {
  expect(mayJoin('2013-11-22', '2026-11-22', 13)).toBe(true)
  expect(mayJoin('2013-11-23', '2026-11-22', 13)).toBe(false)
  expect(mayJoin('1890-01-01', '2026-11-22', 13)).toBe(false)
})
