import fc from 'fast-check'
import { expect, test } from 'vitest'
import { gainOf, levelFilter, parseLoudness } from './loudness.ts'

const meter = (...values: string[]): string =>
  values.map((value, index) => `frame:${index} pts:${index * 4800}\nlavfi.r128.I=${value}\n`).join('')

test('the last word of the meter counts', () => {
  expect(parseLoudness(meter('-70.000', '-20.100', '-18.500')).integratedLufs).toBe(-18.5)
  expect(parseLoudness(meter('-70.000')).integratedLufs).toBeNull()
  expect(parseLoudness(meter('nan')).integratedLufs).toBeNull()
  expect(parseLoudness('').integratedLufs).toBeNull()
})

test('sound is brought to -14 LUFS, by at most 12 dB', () => {
  expect(gainOf(-20)).toBe(6)
  expect(gainOf(-8)).toBe(-6)
  expect(gainOf(-50)).toBe(12)
  expect(gainOf(5)).toBe(-12)
  expect(gainOf(null)).toBe(0)
  fc.assert(
    fc.property(fc.double({ min: -70, max: 10, noNaN: true }), (lufs) => {
      expect(Math.abs(gainOf(lufs))).toBeLessThanOrEqual(12)
    }),
  )
  expect(levelFilter(6)).toContain('volume=6.00dB')
})
