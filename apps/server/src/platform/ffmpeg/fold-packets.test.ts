import fc from 'fast-check'
import { expect, test } from 'vitest'
import { PacketFold } from './fold-packets.ts'

const fold = (lines: readonly string[]) => {
  const packets = new PacketFold()
  for (const line of lines) packets.add(line)
  return packets.end()
}
const steady = (frames: number, gop: number, offset = 0): string[] =>
  Array.from(
    { length: frames },
    (_, at) => `${offset + at / 30}|N/A|0.033333|${at % gop === 0 ? 'K_' : '__'}`,
  )

test('nothing gives nothing', () => {
  expect(fold([])).toBeNull()
  expect(fold(['', 'N/A|N/A|N/A|K_'])).toBeNull()
})

test('a steady video', () => {
  expect(fold(steady(90, 30, 10))).toEqual({
    frames: 90,
    keyframes: 3,
    startMs: 10_000,
    durationMs: 3000,
    longestKeyframeGapMs: 1000,
    variableRate: false,
  })
})

test('the longest gap may be the last', () => {
  const lines = steady(90, 1000)
  expect(fold(lines)).toMatchObject({ keyframes: 1, longestKeyframeGapMs: 3000 })
})

test('rounding to milliseconds is no varying rate, dropped pictures are', () => {
  const rounded = Array.from({ length: 100 }, (_, at) => `${Math.round((at * 1001) / 30) / 1000}|N/A|N/A|K_`)
  expect(fold(rounded)).toMatchObject({ variableRate: false, frames: 100 })
  const dropped = steady(100, 10).filter((_, at) => at % 9 !== 4)
  expect(fold(dropped)).toMatchObject({ variableRate: true })
})

test('what an edit list cuts away does not count; times of decoding stand in for missing ones', () => {
  expect(fold(['-1|N/A|0.5|KD', '-0.5|N/A|0.5|_D', '0|N/A|0.5|__', 'N/A|0.5|0.5|__'])).toMatchObject({
    frames: 2,
    startMs: 0,
    durationMs: 1000,
    longestKeyframeGapMs: 2000,
  })
})

test('the order of decoding makes no difference', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 200 }), fc.infiniteStream(fc.nat(15)), (frames, jitter) => {
      const lines = steady(frames, 1000)
      const late = lines
        .map((line, at) => ({ line, at: at + (jitter.next().value ?? 0) }))
        .toSorted((a, b) => a.at - b.at)
      const shuffled = late.map(({ line }) => line)
      expect(fold(shuffled)).toEqual(fold(lines))
    }),
  )
})
