import { expect, test } from 'vitest'
import { isCountryCode, typedCountries } from './countries.ts'

test.each([
  ['', null],
  [' , ', null],
  ['es', ['ES']],
  ['es, fr;ES', ['ES', 'FR']],
  ['Spain', ['SPAIN']],
])('countries typed as “%s”', (text, codes) => {
  expect(typedCountries(text)).toEqual(codes)
})

test('a code has two letters of our alphabet', () => {
  expect(['ES', 'SPAIN', 'É1', 'ÑÑ'].map(isCountryCode)).toEqual([true, false, false, false])
})
