import { expect, test } from 'vitest'
import { momentIn } from './moment-in.ts'

test.each([
  ['UTC', '2026-03-08T10:00:00Z', '2026-03-08T10:00:00'],
  ['America/New_York', '2026-03-08T06:59:59Z', '2026-03-08T01:59:59'],
  ['America/New_York', '2026-03-08T07:00:00Z', '2026-03-08T03:00:00'],
  ['Asia/Ho_Chi_Minh', '2026-12-31T17:00:00Z', '2027-01-01T00:00:00'],
])('%s at %s', (zone, moment, expected) => expect(momentIn(zone, Date.parse(moment))).toBe(expected))
