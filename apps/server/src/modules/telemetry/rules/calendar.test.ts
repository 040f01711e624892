import fc from 'fast-check'
import { expect, test } from 'vitest'
import { calendarOf, createCalendars } from './calendar.ts'

const zones = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Africa/Monrovia',
]
const plainDate = (timeZone: string, ms: number): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(ms)

test('a date is that of the zone, however the moments asked for lie together', () => {
  const calendars = createCalendars()
  const near = fc.tuple(
    fc.integer({ min: 0, max: Date.UTC(2040, 0) }),
    fc.array(fc.nat(3_600_000), { maxLength: 8 }),
  )
  fc.assert(
    fc.property(fc.constantFrom(...zones), near, (zone, [fromMs, steps]) => {
      for (const step of steps) {
        expect(calendars(zone).dateOf(fromMs + step)).toBe(plainDate(zone, fromMs + step))
      }
    }),
  )
})

test('midnight is not missed by a millisecond', () => {
  const { dateOf } = calendarOf('Asia/Kathmandu')
  const midnightMs = Date.parse('2026-11-22T18:15:00Z')
  expect([midnightMs - 1, midnightMs, midnightMs - 1].map(dateOf)).toEqual([
    '2026-11-22',
    '2026-11-23',
    '2026-11-22',
  ])
})

test('only zones that exist are remembered', () => {
  const calendars = createCalendars()
  expect(calendars('Europe/Berlin')).toBe(calendars('Europe/Berlin'))
  expect(calendars('No/Where')).not.toBe(calendars('No/Where'))
  expect(calendars('No/Where')).toMatchObject({ isKnown: false, timeZone: 'UTC' })
})
