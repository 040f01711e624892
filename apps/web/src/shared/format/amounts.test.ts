import { expect, test } from 'vitest'
import { amount, basisPointsText, exactAmount, signedAmount, typedAmount, wholeCount } from './amounts.ts'

const plain = (text: string): string => text.replaceAll(/[\u00a0\u202f]/g, ' ')

test('an amount is told in the currency and notation of the reader, never more than there is', () => {
  expect(amount('1200000', 'EUR', 'en')).toBe('€1.20')
  expect(plain(amount('1234500000', 'EUR', 'es'))).toBe('1234,50 €')
  expect(amount('609999', 'EUR', 'en')).toBe('€0.60')
  expect(amount(-609_999n, 'EUR', 'en')).toBe('-€0.60')
  expect(amount('1500000000', 'JPY', 'en')).toBe('¥1,500')
})

test('no digit of a large amount is lost on the way', () => {
  expect(amount('9007199254740993170001', 'USD', 'en')).toBe('$9,007,199,254,740,993.17')
  expect(exactAmount('9007199254740993170001', 'USD', 'en')).toBe('$9,007,199,254,740,993.170001')
  expect(wholeCount('9007199254740993', 'en')).toBe('9,007,199,254,740,993')
})

test('exact amounts keep every digit, and at least those of the currency', () => {
  expect(exactAmount('12345', 'EUR', 'en')).toBe('€0.012345')
  expect(exactAmount('3000000', 'EUR', 'en')).toBe('€3.00')
  expect(signedAmount('500000', 'EUR', 'en')).toBe('+€0.50')
  expect(signedAmount('-500000', 'EUR', 'en')).toBe('-€0.50')
  expect(signedAmount('0', 'EUR', 'en')).toBe('€0.00')
})

test('what are no whole millionths is refused', () => {
  for (const text of ['1e3', 'NaN', '1.5', '1,5']) expect(() => amount(text, 'EUR', 'en')).toThrow()
})

test('a share of basis points keeps its hundredths', () => {
  expect(basisPointsText(5000, 'en')).toBe('50%')
  expect(basisPointsText(1, 'en')).toBe('0.01%')
})

test.each([
  ['12.50', 12_500_000n],
  ['12,50', 12_500_000n],
  ['1.234,50', 1_234_500_000n],
  ['1,234.50', 1_234_500_000n],
  ['1 234', 1_234_000_000n],
  ['1,234', 1_234_000_000n],
  ['0,5', 500_000n],
  ['-3', null],
  ['three', null],
  ['', null],
])('%s is typed for %s', (typed, expected) => {
  expect(typedAmount(typed)).toBe(expected)
})

test('three decimals are decimals where the currency has them', () => {
  expect(typedAmount('12.345', 3)).toBe(12_345_000n)
  expect(typedAmount('12.345', 2)).toBe(12_345_000_000n)
})
