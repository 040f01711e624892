import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isQuiet, knownZone, leastQuiet, localMinute, mayBeQuiet, quietOf } from './quiet.ts'

const minute = fc.integer({ min: 0, max: 1439 })
const hours = fc.record({ fromMinute: minute, toMinute: minute })
/** 1 January 2026: in UTC every minute of the day is one of the clock. */
const atMinute = (of: number) => new Date(Date.UTC(2026, 0, 1, 0, of))

test('law: whatever a minor chose, every minute that their age asks for is quiet', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 17 }),
      fc.option(hours, { nil: null }),
      minute,
      (years, quiet, of) => {
        const least = leastQuiet(years)
        const asked = isQuiet(least, atMinute(of), 'UTC')
        if (asked) expect(isQuiet(quietOf(least, { quiet }), atMinute(of), 'UTC')).toBe(true)
      },
    ),
    { numRuns: 500 },
  )
})

test('law: a choice is refused exactly if it leaves out a minute', () => {
  fc.assert(
    fc.property(fc.constantFrom(15, 17), hours, (years, wanted) => {
      const least = leastQuiet(years)
      const all = Array.from({ length: 1440 }, (_, of) => atMinute(of))
      const leavesOut = all.some((at) => isQuiet(least, at, 'UTC') && !isQuiet(wanted, at, 'UTC'))
      expect(mayBeQuiet(least, wanted)).toBe(!leavesOut)
    }),
    { numRuns: 8 },
  )
})

test('law: adults have what they chose, and nothing unasked', () => {
  fc.assert(
    fc.property(fc.option(hours, { nil: null }), (quiet) => {
      expect(quietOf(leastQuiet(18), { quiet })).toEqual(quiet)
      expect(quietOf(leastQuiet(18), null)).toBeNull()
    }),
  )
})

test('the clock on the wall counts in the nights when it is changed', () => {
  // Madrid, 29 March 2026: 01:59 is followed by 03:00. Quiet until 07:00 is until 05:00 UTC.
  const night = leastQuiet(15)
  expect(localMinute(new Date('2026-03-29T01:00:00Z'), 'Europe/Madrid')).toBe(180)
  expect(isQuiet(night, new Date('2026-03-29T04:59:00Z'), 'Europe/Madrid')).toBe(true)
  expect(isQuiet(night, new Date('2026-03-29T05:00:00Z'), 'Europe/Madrid')).toBe(false)
  // 25 October 2026: 02:00 to 03:00 comes twice. Until 07:00 is until 06:00 UTC.
  expect(isQuiet(night, new Date('2026-10-25T05:59:00Z'), 'Europe/Madrid')).toBe(true)
  expect(isQuiet(night, new Date('2026-10-25T06:00:00Z'), 'Europe/Madrid')).toBe(false)
  expect(isQuiet(leastQuiet(16), new Date('2026-10-24T19:30:00Z'), 'Europe/Madrid')).toBe(false)
})

test('what is no zone is not heeded', () => {
  expect([
    knownZone('Europe/Madrid'),
    knownZone('Moon/Crater'),
    knownZone(null),
    knownZone('+02:00'),
  ]).toEqual([...['Europe/Madrid', null, null, null]])
})
