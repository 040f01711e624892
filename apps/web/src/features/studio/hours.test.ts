import type { MeasuredMetric } from '@busker/contract'
import { describe, expect, test } from 'vitest'
import { hourAdvice, hourCells, isInPeak } from './hours.ts'

const measured = (rows: readonly { slice: string; status: string; sampleSize: number }[]): MeasuredMetric =>
  ({ rows }) as unknown as MeasuredMetric
const day = (watches: Readonly<Record<number, number>>): number[] =>
  Array.from({ length: 24 }, (_, hour) => watches[hour] ?? 0)

test('an hour of too few people is not told, an hour of nobody is 0', () => {
  const cells = hourCells(
    measured([
      { slice: '07', status: 'known', sampleSize: 40 },
      { slice: '23', status: 'suppressed', sampleSize: 0 },
    ]),
  )
  expect(cells).toHaveLength(24)
  expect([cells[7], cells[23], cells[0]]).toEqual([40, null, 0])
  expect(hourCells(undefined).every((cell) => cell === 0)).toBe(true)
})

describe('when to post', () => {
  test('too little to say under 30 watches', () => {
    expect(hourAdvice(day({ 20: 29 }))).toEqual({ kind: 'too_little' })
    expect(hourAdvice(day({ 20: 30 })).kind).toBe('peak')
  })

  test('the three hours that hold most, also over midnight', () => {
    expect(hourAdvice(day({ 12: 10, 18: 40, 19: 60, 20: 50 }))).toEqual({
      ...{ kind: 'peak', fromHour: 18, toHour: 21, share: 150 / 160 },
    })
    const late = hourAdvice(day({ 23: 50, 0: 60, 1: 40, 12: 30 }))
    expect(late).toMatchObject({ kind: 'peak', fromHour: 23, toHour: 2 })
    expect([22, 23, 0, 1, 2].map((hour) => isInPeak(hour, late))).toEqual([false, true, true, true, false])
  })

  test('no peak when all hours are alike', () => {
    const even = hourAdvice(Array.from({ length: 24 }, () => 10))
    expect(even).toEqual({ kind: 'even' })
    expect(isInPeak(0, even)).toBe(false)
  })
})
