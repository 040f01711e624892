import type { MeasuredMetric } from '@busker/contract'
import { describe, expect, test } from 'vitest'
import { hourAdvice, hourCells, isInPeak, isInWeekPeak, weekCells, weekPeak } from './hours.ts'

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

describe('the hours of the week', () => {
  test('a cell of too few people is not told, one of nobody is 0', () => {
    const week = weekCells(
      measured([
        { slice: '1-00', status: 'known', sampleSize: 21 },
        { slice: '7-23', status: 'suppressed', sampleSize: 0 },
      ]),
    )
    expect(week.map(({ length }) => length)).toEqual(Array.from({ length: 7 }, () => 24))
    expect([week[0]?.[0], week[6]?.[23], week[3]?.[12]]).toEqual([21, null, 0])
  })

  const sum = (week: readonly number[][]) =>
    day({}).map((_, hour) => week.reduce((all, one) => all + (one[hour] ?? 0), 0))
  const weekOf = (special: Readonly<Record<number, Readonly<Record<number, number>>>>) =>
    Array.from({ length: 7 }, (_, weekday) => day({ 18: 20, 19: 20, 20: 20, ...special[weekday] }))

  test('a weekday that has clearly more of its hours than a seventh', () => {
    const friday = weekOf({ 4: { 18: 60, 19: 70, 20: 50 } })
    const peak = weekPeak(sum(friday), friday)
    expect(peak).toEqual({ weekday: 4, fromHour: 18, toHour: 21 })
    expect([17, 18, 20, 21].map((hour) => isInWeekPeak(4, hour, peak))).toEqual([false, true, true, false])
    expect(isInWeekPeak(3, 18, peak)).toBe(false)
  })

  test('none where all days are alike, or one has more by chance', () => {
    expect(weekPeak(sum(weekOf({})), weekOf({}))).toBeNull()
    const chance = weekOf({ 2: { 18: 25, 19: 22 } })
    expect(weekPeak(sum(chance), chance)).toBeNull()
    expect(weekPeak(day({}), [])).toBeNull()
    expect(isInWeekPeak(0, 0, null)).toBe(false)
  })

  test('over the end of the week', () => {
    const night = weekOf({ 6: { 23: 200 }, 0: { 0: 200, 1: 200 } })
    const peak = weekPeak(sum(night), night)
    expect(peak).toEqual({ weekday: 6, fromHour: 23, toHour: 2 })
    expect([isInWeekPeak(6, 23, peak), isInWeekPeak(0, 1, peak), isInWeekPeak(0, 2, peak)]).toEqual([
      true,
      true,
      false,
    ])
  })
})
