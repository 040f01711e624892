import fc from 'fast-check'
import { expect, test } from 'vitest'
import { burstBytes, isPaced, neededBytesPerSecond, nextDelayMs, paceOf } from './pacing.ts'

const paces = fc.record({
  burstBytes: fc.integer({ min: 0, max: 1_000_000 }),
  bytesPerSecond: fc.integer({ min: 1000, max: 10_000_000 }),
})
const sizes = fc.array(fc.integer({ min: 0, max: 500_000 }), { minLength: 2, maxLength: 60 })

test('the burst waits for nothing, and nobody who is behind waits', () => {
  fc.assert(
    fc.property(paces, fc.nat(10_000_000), fc.nat(600_000), (pace, sent, elapsedMs) => {
      const delayMs = nextDelayMs(sent, elapsedMs, pace)
      const allowed = pace.burstBytes + (pace.bytesPerSecond * elapsedMs) / 1000
      if (sent <= allowed) expect(delayMs).toBe(0)
      // After the wait exactly what was sent was allowed: it is never longer than it has to be.
      const after = pace.burstBytes + (pace.bytesPerSecond * (elapsedMs + delayMs)) / 1000
      if (delayMs > 0) expect(after - sent).toBeLessThanOrEqual(pace.bytesPerSecond / 1000 + 1)
      expect(delayMs === 0 || delayMs >= 50).toBe(true)
    }),
  )
})

test('with the needed flow nobody stalls, wherever he starts', () => {
  fc.assert(
    fc.property(sizes, fc.integer({ min: 0, max: 600_000 }), (bytesByStep, burst) => {
      const stepMs = 500
      const needed = neededBytesPerSecond(bytesByStep, { burst, stepMs })
      for (let from = 0; from < bytesByStep.length; from += 1) {
        let played = bytesByStep[from] ?? 0
        for (let to = from + 1; to < bytesByStep.length; to += 1) {
          played += bytesByStep[to] ?? 0
          const arrived = burst + (needed * (to - from) * stepMs) / 1000
          expect(arrived).toBeGreaterThanOrEqual(played - 1e-3)
        }
      }
    }),
  )
})

test('an even video needs no more than it is played with', () => {
  const even = Array.from({ length: 60 }, () => 50_000)
  expect(neededBytesPerSecond(even, { burst: burstBytes, stepMs: 500 })).toBeLessThan(100_000)
})

test('the pace is one and a half times the playing, more where the video needs it, twice that while nobody knows', () => {
  expect(paceOf(800_000, 0)).toEqual({ burstBytes, bytesPerSecond: 150_000 })
  expect(paceOf(800_000, 400_000)).toEqual({ burstBytes, bytesPerSecond: 400_000 })
  expect(paceOf(800_000, null)).toEqual({ burstBytes, bytesPerSecond: 300_000 })
})

test('short answers are not paced', () => {
  expect(isPaced(burstBytes)).toBe(false)
  expect(isPaced(burstBytes + 1)).toBe(true)
})
