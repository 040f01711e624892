import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nextDigest, notQuietFrom } from './digest.ts'
import { isQuiet, leastQuiet, localMinute } from './quiet.ts'

const at = fc.integer({ min: 0, max: 366 * 1440 }).map((minute) => new Date(Date.UTC(2026, 0, 1, 0, minute)))
const zone = fc.constantFrom('UTC', 'Europe/Madrid', 'Asia/Kolkata', 'America/St_Johns')
const minute = fc.integer({ min: 0, max: 1439 })
const hours = fc.option(fc.record({ fromMinute: minute, toMinute: minute }), { nil: null })

test('law: what waits for the morning waits as short as it can, and no mail comes in the night', () => {
  fc.assert(
    fc.property(at, zone, hours, (now, timeZone, quiet) => {
      const then = notQuietFrom(now, quiet, timeZone)
      expect(isQuiet(quiet, then, timeZone)).toBe(false)
      if (then > now) expect(isQuiet(quiet, new Date(then.getTime() - 60_000), timeZone)).toBe(true)
      else expect(then).toEqual(now)
    }),
    { numRuns: 40 },
  )
})

test('law: the next digest is at least an hour and at most two days away, and never in the night', () => {
  fc.assert(
    fc.property(at, zone, hours, (now, timeZone, quiet) => {
      const next = nextDigest(now, quiet, timeZone)
      expect(isQuiet(quiet, next, timeZone)).toBe(false)
      expect(next.getTime() - now.getTime()).toBeGreaterThanOrEqual(3_600_000)
      expect(next.getTime() - now.getTime()).toBeLessThanOrEqual(2 * 86_400_000 + 3_600_000)
    }),
    { numRuns: 40 },
  )
})

test('it comes in the evening of the clock on the wall', () => {
  const next = nextDigest(new Date('2026-07-01T08:00:00Z'), leastQuiet(14), 'Europe/Madrid')
  expect([next.toISOString(), localMinute(next, 'Europe/Madrid')]).toEqual([
    '2026-07-01T16:00:00.000Z',
    18 * 60,
  ])
})
