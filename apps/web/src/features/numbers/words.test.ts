import { expect, test } from 'vitest'
import { changeOf, moneyText, numberText } from './words.ts'

test('numbers are told in their unit', () => {
  expect(numberText('share', 0.4567, 'en')).toBe('45.7%')
  expect(numberText('milliseconds', 160, 'en')).toBe('160 ms')
  expect(numberText('milliseconds', 12_340, 'en')).toBe('12.3 sec')
  expect(numberText('count', 12_345, 'en')).toBe('12.3K')
  expect(numberText('hours', 1.234, 'en')).toBe('1.23 hr')
  expect(numberText('hours', 0.03, 'en')).toBe('1.8 min')
})

test('money is told in its currency, whatever its smallest unit is', () => {
  expect(moneyText(123_456, 'EUR', 'en')).toBe('€1,234.56')
  expect(moneyText(1235, 'JPY', 'en')).toBe('¥1,235')
  expect(moneyText(0.5, 'USD', 'en')).toBe('$0.005')
})

test('a change is better or worse by the direction of the number', () => {
  const up = { unit: 'count', direction: 'up' } as const
  expect(changeOf(up, [120, 100], 'en')).toEqual({
    ...{ verdict: 'better', text: '+20%', points: null },
  })
  expect(changeOf({ ...up, direction: 'down' }, [120, 100], 'en')?.verdict).toBe('worse')
  expect(changeOf({ ...up, direction: 'neither' }, [80, 100], 'en')).toEqual({
    verdict: 'changed',
    text: '-20%',
    points: null,
  })
  expect(changeOf(up, [100.1, 100], 'en')?.verdict).toBe('same')
})

test('shares differ by points, and nothing is no ground to stand on', () => {
  expect(changeOf({ unit: 'share', direction: 'up' }, [0.35, 0.3], 'en')).toEqual({
    verdict: 'better',
    text: '+5',
    points: 5,
  })
  expect(changeOf({ unit: 'count', direction: 'up' }, [5, 0], 'en')).toBeNull()
  expect(changeOf({ unit: 'count', direction: 'up' }, [null, 3], 'en')).toBeNull()
})
