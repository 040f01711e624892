import { describe, expect, test } from 'vitest'
import { judgeScan, sourceDurationMs } from './gate.ts'
import { ordinaryFile, ordinaryScan, ordinaryVideo } from './test-facts.ts'

const limits = {
  maximumBytes: 1_000_000,
  maximumDurationMs: 60_000,
  minimumDurationMs: 500,
  maximumPixels: 8192 * 4352,
  minimumSide: 16,
  maximumAspect: 5,
  maximumFrameRate: 240,
}
const withoutLength = {
  ...{ ...ordinaryFile, durationMs: null },
  video: { ...ordinaryVideo, durationMs: null },
}

describe('the packets of a file', () => {
  test.each([
    ['all there', ordinaryFile, {}, null],
    ['cut off', ordinaryFile, { durationMs: 4400 }, 'damaged'],
    ['longer than claimed', ordinaryFile, { durationMs: 61_000, frames: 1830 }, 'too_long'],
    ['no claim, too long', withoutLength, { durationMs: 61_000, frames: 1830 }, 'too_long'],
    ['no claim, too short', withoutLength, { durationMs: 300, frames: 9 }, 'too_short'],
    ['a photograph', withoutLength, { frames: 1 }, 'too_short'],
    ['1000 a second', ordinaryFile, { frames: 5000 }, 'bad_frame_rate'],
  ])('%s', (_name, file, change, code) => {
    expect(judgeScan(file, { ...ordinaryScan, ...change }, limits)).toBe(code)
  })

  test('sound that begins before the picture counts', () => {
    expect(sourceDurationMs(ordinaryFile, { ...ordinaryScan, startMs: 700 })).toBe(5700)
    expect(sourceDurationMs({ ...ordinaryFile, startMs: 10_000 }, { ...ordinaryScan, startMs: 10_000 })).toBe(
      5000,
    )
  })
})
