import fc from 'fast-check'
import { expect, test } from 'vitest'
import { firstLevel, gainOf, levelFilter, nextLevel, parseLoudness, type LevelTry } from './loudness.ts'

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
  expect(levelFilter({ gainDb: 6, ceilingDb: -2 })).toContain('volume=6.00dB')
})

/** A limiter that takes more from loudness the harder it works, and an encoder that overshoots. */
const heard = (source: { lufs: number; peakDb: number; overshootDb: number }, level: LevelTry['level']) => {
  const over = Math.max(0, source.peakDb + level.gainDb - level.ceilingDb)
  const peak = Math.min(source.peakDb + level.gainDb, level.ceilingDb) + source.overshootDb
  return { integratedLufs: source.lufs + level.gainDb - over * 0.45, truePeakDb: peak }
}

test('what limiting takes is given back, and peaks stay below -1 dBTP', () => {
  const source = fc.record({
    lufs: fc.double({ min: -25, max: -5, noNaN: true }),
    peakDb: fc.double({ min: -4, max: 0.5, noNaN: true }),
    overshootDb: fc.double({ min: 0, max: 2, noNaN: true }),
  })
  fc.assert(
    fc.property(source, (given) => {
      const tries: LevelTry[] = []
      for (let level = firstLevel(given.lufs), count = 0; count < 10; count += 1) {
        tries.push({ level, made: heard(given, level) })
        const next = nextLevel(given.lufs, tries)
        if (next === null) break
        level = next
      }
      expect(tries.length).toBeLessThanOrEqual(5)
      const last = tries.at(-1)
      expect(last?.made.truePeakDb ?? 0).toBeLessThanOrEqual(-1 + 1e-9)
      const makeup = (last?.level.gainDb ?? 0) - gainOf(given.lufs)
      expect(makeup).toBeLessThanOrEqual(9 + 1e-9)
      if (makeup < 8.9) expect(Math.abs((last?.made.integratedLufs ?? 0) + 14)).toBeLessThanOrEqual(0.5)
    }),
  )
})

test('a sound that is right is made once, and so is silence', () => {
  const level = firstLevel(-20)
  expect(nextLevel(-20, [{ level, made: { integratedLufs: -14.1, truePeakDb: -1.5 } }])).toBeNull()
  expect(nextLevel(null, [{ level, made: { integratedLufs: null, truePeakDb: null } }])).toBeNull()
})
