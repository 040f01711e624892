import { expect, test } from 'vitest'
import { lifePeriod } from './period.ts'

test('a life is as long as one may ask for, and reaches into tomorrow', () => {
  const { from, to } = lifePeriod(Date.parse('2026-11-22T12:00:00Z'))
  expect(to).toBe('2026-11-23')
  expect((Date.parse(to) - Date.parse(from)) / 86_400_000 + 1).toBe(400)
})
