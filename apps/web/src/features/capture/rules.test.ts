import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bitsPerSecond, isFull, recordingName, recordingType } from './rules.ts'

test('MP4 with AVC is recorded where it can be, otherwise WebM, otherwise what the browser likes', () => {
  expect(recordingType(() => true)).toBe('video/mp4;codecs=avc1.64001f,mp4a.40.2')
  expect(recordingType((type) => type.includes('opus'))).toBe('video/mp4;codecs=avc1.42e01f,opus')
  expect(recordingType((type) => type.startsWith('video/webm'))).toBe('video/webm;codecs=vp9,opus')
  expect(recordingType(() => false)).toBe('')
})

test('a recording is named after its moment and its form', () => {
  expect(recordingName('2026-11-22T14:05:09.123Z', 'video/mp4;codecs=avc1')).toBe(
    'recording-2026-11-22-14-05-09.mp4',
  )
  expect(recordingName('2026-11-22T14:05:09.123Z', 'video/webm')).toBe('recording-2026-11-22-14-05-09.webm')
})

test('a recording of full length fits, unless it would look too bad; it ends before it is too long or too large', () => {
  const limits = fc.record({
    maximumBytes: fc.integer({ min: 10_000_000, max: 4_000_000_000 }),
    maximumDurationMs: fc.integer({ min: 5_000, max: 3_600_000 }),
  })
  fc.assert(
    fc.property(limits, (one) => {
      const rate = bitsPerSecond(one)
      expect(rate).toBeGreaterThanOrEqual(1_000_000)
      expect(rate).toBeLessThanOrEqual(5_000_000)
      if (rate > 1_000_000)
        expect((rate / 8) * (one.maximumDurationMs / 1000)).toBeLessThanOrEqual(one.maximumBytes * 0.86)
      expect(isFull({ elapsedMs: one.maximumDurationMs, bytes: 0 }, one)).toBe(true)
      expect(isFull({ elapsedMs: 0, bytes: one.maximumBytes }, one)).toBe(true)
      expect(isFull({ elapsedMs: 0, bytes: 0 }, one)).toBe(false)
    }),
  )
})
