import { expect, test } from 'vitest'
import { compactMoney, compactNumber, fileSize, money, percent, playTime, timeAgo } from './numbers.ts'

test('numbers are short, in the notation of the language', () => {
  expect(compactNumber(950, 'en')).toBe('950')
  expect(compactNumber(1284, 'en')).toBe('1.3K')
  expect(compactNumber(1284, 'es')).toBe('1,3\u00a0mil')
  expect(percent(0.4567, 'en')).toBe('45.7%')
  expect(percent(1, 'en')).toBe('100%')
  expect([0, 1e-18, 0.00012, 0.001, -0.0004].map((share) => percent(share, 'en'))).toEqual([
    ...['0%', '0%', '0.01%', '0.1%', '-0.04%'],
  ])
})

test.each([
  [0, '0:00'],
  [999, '0:00'],
  [61_000, '1:01'],
  [3_661_000, '1:01:01'],
  [-5, '0:00'],
])('%i ms play as %s', (ms, text) => {
  expect(playTime(ms)).toBe(text)
})

test.each([
  [0, '0 bytes'],
  [999, '999 bytes'],
  [613_319, '613 kB'],
  [1_500_000, '1.5 MB'],
  [2_000_000_000, '2 GB'],
])('%i bytes are %s', (bytes, text) => {
  expect(fileSize(bytes, 'en')).toBe(text)
})

test('age in words; a clock ahead of ours means now', () => {
  const nowMs = Date.parse('2026-11-22T12:00:00Z')
  expect(timeAgo('2026-11-22T11:59:30Z', nowMs, 'en')).toBe('now')
  expect(timeAgo('2026-11-22T13:00:00Z', nowMs, 'en')).toBe('now')
  expect(timeAgo('2026-11-22T09:00:00Z', nowMs, 'en')).toBe('3 hours ago')
  expect(timeAgo('2026-11-21T12:00:00Z', nowMs, 'en')).toBe('yesterday')
  expect(timeAgo('2026-11-01T12:00:00Z', nowMs, 'es')).toBe('hace 3 semanas')
})

test('money is told to the smallest unit of its currency until it is large', () => {
  expect(money(12_340_000, 'USD', 'en')).toBe('$12.34')
  expect(money(-481_210_000, 'USD', 'en')).toBe('-$481.21')
  expect(money(13_289_320_000, 'USD', 'en')).toBe('$13,289')
  expect(money(150_000_000_000, 'IDR', 'en')).toBe('IDR\u00a0150,000')
  expect(compactMoney(13_289_320_000, 'USD', 'en')).toBe('$13.3K')
  expect(compactMoney(-487_000_000, 'USD', 'en')).toBe('-$487')
})
