import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { AudioStream, Probe, VideoStream } from '#platform/ffmpeg'
import { parseRange } from './byte-range.ts'
import { claimedDurationMs, judgeProbe, judgeResult } from './gate.ts'

const limits = {
  maximumBytes: 1_000_000,
  maximumDurationMs: 60_000,
  minimumDurationMs: 500,
  maximumPixels: 8192 * 4352,
  minimumSide: 16,
  maximumAspect: 5,
  maximumFrameRate: 240,
}
const video: VideoStream = {
  codec: 'h264',
  profile: 'High',
  level: 41,
  width: 1080,
  height: 1920,
  rotation: 0,
  sampleAspect: 1,
  fieldOrder: 'progressive',
  framesPerSecond: 30,
  pixelFormat: 'yuv420p',
  colorTransfer: null,
  colorSpace: null,
  colorPrimaries: null,
  colorRange: null,
  bitsPerSecond: null,
  startMs: 0,
  durationMs: 5000,
  frames: 150,
}
const audio: AudioStream = {
  codec: 'aac',
  profile: 'LC',
  channels: 2,
  sampleRate: 48_000,
  bitsPerSecond: null,
  startMs: 0,
  durationMs: 5000,
}
const file: Probe = {
  formats: ['mp4'],
  durationMs: 5000,
  startMs: 0,
  bytes: 1000,
  bitsPerSecond: null,
  videoStreams: 1,
  audioStreams: 0,
  video,
  audio: null,
}
const withVideo = (change: Partial<VideoStream>): Probe => ({ ...file, video: { ...video, ...change } })

describe('the gate', () => {
  test.each([
    ['an ordinary file', file, null],
    ['sound only', { ...file, video: null, audio }, 'no_video_stream'],
    ['neither picture nor sound', { ...file, video: null }, 'unreadable_file'],
    ['too many bytes', { ...file, bytes: 1_000_001 }, 'too_large'],
    ['an hour', withVideo({ durationMs: 3_600_000 }), 'too_long'],
    ['a blink', withVideo({ durationMs: 200 }), 'too_short'],
    ['no claimed length', { ...withVideo({ durationMs: null }), durationMs: null }, null],
    ['8192 × 8192', withVideo({ width: 8192, height: 8192 }), 'too_many_pixels'],
    ['a picture the decoder refused', withVideo({ width: 0, height: 0 }), 'too_many_pixels'],
    ['4 × 4', withVideo({ width: 4, height: 4 }), 'bad_dimensions'],
    ['a ribbon', withVideo({ width: 7680, height: 240 }), 'bad_dimensions'],
    [
      'a ribbon by its pixel shape',
      withVideo({ width: 400, height: 100, sampleAspect: 2 }),
      'bad_dimensions',
    ],
    ['1000 pictures a second', withVideo({ framesPerSecond: 1000 }), 'bad_frame_rate'],
    ['an unknown frame rate', withVideo({ framesPerSecond: 0 }), null],
  ])('%s', (_name, given, code) => {
    expect(judgeProbe(given, limits)).toBe(code)
  })

  test('the result is held against what the file claimed', () => {
    expect(judgeResult({ durationMs: 5000 }, 5000, limits)).toBeNull()
    expect(judgeResult({ durationMs: 4400 }, 5000, limits)).toBe('damaged')
    expect(judgeResult({ durationMs: 300 }, null, limits)).toBe('too_short')
    expect(judgeResult({ durationMs: 61_000 }, null, limits)).toBe('too_long')
  })

  test('a gap before the picture does not make a whole file look cut off', () => {
    const late = { ...withVideo({ durationMs: null }), durationMs: 15_090, startMs: 10_000 }
    expect(claimedDurationMs(late)).toBe(5090)
  })
})

describe('byte ranges', () => {
  test.each([
    [undefined, null],
    ['bytes=0-99', { start: 0, end: 99 }],
    ['bytes=900-', { start: 900, end: 999 }],
    ['bytes=900-5000', { start: 900, end: 999 }],
    ['bytes=-100', { start: 900, end: 999 }],
    ['bytes=-5000', { start: 0, end: 999 }],
    ['bytes=-0', 'unsatisfiable'],
    ['bytes=1000-', 'unsatisfiable'],
    ['bytes=5-4', null],
    ['bytes=0-1,5-6', null],
    ['bytes=-', null],
    ['lines=0-1', null],
  ])('%s', (header, expected) => {
    expect(parseRange(header, 1000)).toEqual(expected)
  })

  test('a range always lies inside the file', () => {
    const part = fc.option(fc.nat(3000), { nil: '' })
    fc.assert(
      fc.property(part, part, fc.integer({ min: 1, max: 2000 }), (first, last, bytes) => {
        const range = parseRange(`bytes=${first}-${last}`, bytes)
        if (range === null || range === 'unsatisfiable') return
        expect(range.start).toBeGreaterThanOrEqual(0)
        expect(range.end).toBeGreaterThanOrEqual(range.start)
        expect(range.end).toBeLessThan(bytes)
      }),
    )
  })
})
