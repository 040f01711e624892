import fc from 'fast-check'
import { expect, test } from 'vitest'
import { afterStall, afterTransfer } from './throughput.ts'

const transfer = (bps: number, heldBack = false) => ({
  bytes: 100_000,
  durationMs: 800_000_000 / bps,
  heldBack,
})

test('the first informative transfer is believed, a short one is not looked at', () => {
  expect(afterTransfer(null, transfer(2_000_000))).toBeCloseTo(2_000_000)
  expect(afterTransfer(null, { bytes: 30_000, durationMs: 1000, heldBack: false })).toBeNull()
  expect(afterTransfer(5, { bytes: 300_000, durationMs: 0, heldBack: false })).toBe(5)
})

test('what was held back never lowers what is known, and is a beginning only where it is plenty', () => {
  expect(afterTransfer(8_000_000, transfer(1_000_000, true))).toBe(8_000_000)
  expect(afterTransfer(null, transfer(1_000_000, true))).toBeNull()
  expect(afterTransfer(null, transfer(20_000_000, true))).toBeCloseTo(20_000_000)
})

test('the estimate lies between what was known and what was measured; down is faster than up', () => {
  const bps = fc.integer({ min: 10_000, max: 1_000_000_000 })
  fc.assert(
    fc.property(bps, bps, (known, measured) => {
      const next = afterTransfer(known, transfer(measured)) ?? Number.NaN
      expect(next).toBeGreaterThanOrEqual(Math.min(known, measured) * 0.999)
      expect(next).toBeLessThanOrEqual(Math.max(known, measured) * 1.001)
    }),
  )
  expect(afterTransfer(1_000_000, transfer(2_000_000))).toBeCloseTo(1_250_000)
  expect(afterTransfer(2_000_000, transfer(1_000_000))).toBeCloseTo(1_400_000)
})

test('a stall says that the line did not carry the bitrate', () => {
  expect(afterStall(null, 1_000_000)).toBe(1_000_000)
  expect(afterStall(9_000_000, 1_000_000)).toBe(1_000_000)
  expect(afterStall(400_000, 1_000_000)).toBe(400_000)
})
