import { expect, test } from 'vitest'
import { amount, exactAmount, signedAmount, typedAmount, wholeCount } from './amounts.ts'

const plain = (text: string): string => text.replaceAll(/[\u00a0\u202f]/g, ' ')

test('an amount is told in the currency and notation of the reader, never more than there is', () => {
  expect(amount('1.2', 'EUR', 'en')).toBe('€1.20')
  expect(plain(amount('1234.5', 'EUR', 'es'))).toBe('1234,50 €')
  expect(amount('0.609999', 'EUR', 'en')).toBe('€0.60')
  expect(amount('-0.609999', 'EUR', 'en')).toBe('-€0.60')
  expect(amount('1500', 'JPY', 'en')).toBe('¥1,500')
})

test('no digit of a large amount is lost on the way', () => {
  expect(amount('9007199254740993.17', 'USD', 'en')).toBe('$9,007,199,254,740,993.17')
  expect(exactAmount('9007199254740993.170001', 'USD', 'en')).toBe('$9,007,199,254,740,993.170001')
  expect(wholeCount('9007199254740993', 'en')).toBe('9,007,199,254,740,993')
})

test('exact amounts keep every digit, and at least those of the currency', () => {
  expect(exactAmount('0.012345', 'EUR', 'en')).toBe('€0.012345')
  expect(exactAmount('3', 'EUR', 'en')).toBe('€3.00')
  expect(signedAmount('0.5', 'EUR', 'en')).toBe('+€0.50')
  expect(signedAmount('-0.5', 'EUR', 'en')).toBe('-€0.50')
})

test('what is no plain decimal is refused', () => {
  for (const text of ['', '1e3', 'NaN', '1.', '1,5']) expect(() => amount(text, 'EUR', 'en')).toThrow('decimal')
})

test.each([
  ['12.50', '12.50'],
  ['12,50', '12.50'],
  ['1.234,50', '1234.50'],
  ['1,234.50', '1234.50'],
  ['1 234', '1234'],
  ['1,234', '1234'],
  ['0,5', '0.5'],
  ['-3', null],
  ['three', null],
  ['', null],
])('%s is typed for %s', (typed, expected) => {
  expect(typedAmount(typed)).toBe(expected)
})

test('three decimals are decimals where the currency has them', () => {
  expect(typedAmount('12.345', 3)).toBe('12.345')
  expect(typedAmount('12.345', 2)).toBe('12345')
})
