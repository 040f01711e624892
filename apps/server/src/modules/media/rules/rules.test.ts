import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { AudioStream, Probe, VideoStream } from '#platform/ffmpeg'
import { parseRange } from './byte-range.ts'
import { claimedDurationMs, judgeProbe, judgeResult } from './gate.ts'
import { outputSize, renditionArguments } from './render-plan.ts'

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
  width: 1080,
  height: 1920,
  rotation: 0,
  sampleAspect: 1,
  framesPerSecond: 30,
  pixelFormat: 'yuv420p',
  colorTransfer: null,
  colorSpace: null,
  durationMs: 5000,
  frames: 150,
}
const audio: AudioStream = { codec: 'aac', channels: 2, sampleRate: 48_000, durationMs: 5000 }
const file: Probe = { formats: ['mp4'], durationMs: 5000, startMs: 0, bytes: 1000, video, audio: null }
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

test('a rendition has even sides, is never enlarged and keeps its shape', () => {
  expect(outputSize(video)).toEqual({ width: 720, height: 1280 })
  expect(outputSize({ ...video, rotation: 90 })).toEqual({ width: 1280, height: 720 })
  expect(outputSize({ ...video, width: 540, height: 960 })).toEqual({ width: 540, height: 960 })
  const side = fc.integer({ min: 32, max: 4096 })
  const rotation = fc.constantFrom(0, 90, 180, 270)
  fc.assert(
    fc.property(side, side, rotation, (width, height, turn) => {
      const size = outputSize({ ...video, width, height, rotation: turn })
      expect(size.width % 2).toBe(0)
      expect(size.height % 2).toBe(0)
      expect(Math.min(size.width, size.height)).toBeLessThanOrEqual(720)
      const [across, down] = turn % 180 === 0 ? [width, height] : [height, width]
      expect(size.width).toBeLessThanOrEqual(across + 1)
      expect(size.height).toBeLessThanOrEqual(down + 1)
      // Rounding moves each side by at most one pixel.
      expect(Math.abs(size.width * down - size.height * across)).toBeLessThanOrEqual(across + down)
    }),
  )
})

test('bright sources are mapped to ordinary screens, others keep their colours', () => {
  const filters = (change: Partial<VideoStream>, toneMapping = true) => {
    const source = { input: ['-i', 'x'], probe: file, video: { ...video, ...change }, maximumMs: 1000 }
    return renditionArguments(source, { toneMapping }, 'out.mp4').join(' ')
  }
  expect(filters({ colorTransfer: 'smpte2084' })).toContain('tonemap')
  expect(filters({ colorTransfer: 'arib-std-b67' })).toContain('tonemap')
  expect(filters({ colorTransfer: 'smpte2084' }, false)).not.toContain('tonemap')
  expect(filters({})).toContain('in_color_matrix=bt709')
  expect(filters({ width: 320, height: 240 })).toContain('in_color_matrix=bt601')
  expect(filters({ framesPerSecond: 60 })).toContain('fps=30')
  expect(filters({ framesPerSecond: 25 })).not.toContain('fps=30')
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
