import { describe, expect, test } from 'vitest'
import { remuxArguments, remuxFault } from './remux.ts'
import { ordinaryAudio as audio, ordinaryFile, ordinaryScan, ordinaryVideo } from './test-facts.ts'

const withVideo = (change: Partial<typeof ordinaryVideo>) => ({
  ...ordinaryFile,
  video: { ...ordinaryVideo, ...change },
})

describe('a file that may be served as a copy of itself', () => {
  test.each([
    ['an ordinary one', ordinaryFile, null],
    ['without sound', { ...ordinaryFile, audio: null }, null],
    [
      'sound in another codec: that alone is encoded',
      { ...ordinaryFile, audio: { ...audio, codec: 'mp3' } },
      null,
    ],
    ['HEVC', withVideo({ codec: 'hevc' }), 'codec'],
    ['10 bits', withVideo({ profile: 'High 10', pixelFormat: 'yuv420p10le' }), 'profile'],
    ['full range', withVideo({ pixelFormat: 'yuvj420p' }), 'pixel_format'],
    ['HLG', withVideo({ colorTransfer: 'arib-std-b67' }), 'colour'],
    ['turned', withVideo({ rotation: 90 }), 'rotation'],
    ['interlaced', withVideo({ fieldOrder: 'interlaced' }), 'interlaced'],
    ['wide pixels', withVideo({ sampleAspect: 16 / 11 }), 'pixel_shape'],
    ['4K', withVideo({ width: 2160, height: 3840 }), 'size'],
    ['120 pictures a second', withVideo({ framesPerSecond: 120 }), 'frame_rate'],
    ['17 Mb/s', withVideo({ bitsPerSecond: 17_000_000 }), 'bit_rate'],
    ['a transport stream', { ...ordinaryFile, formats: ['mpegts'] }, 'format'],
    ['sound that begins later', { ...ordinaryFile, audio: { ...audio, startMs: 800 } }, 'offset'],
    ['sound only', { ...ordinaryFile, video: null }, 'codec'],
  ])('%s', (_name, file, fault) => {
    expect(remuxFault(file, ordinaryScan)).toBe(fault)
  })

  test.each([
    ['key frames 5 s apart', { longestKeyframeGapMs: 5000 }, 'keyframes'],
    ['more pictures than it says', { frames: 600 }, 'frame_rate'],
    ['a beginning that an edit list hides', { startMs: 900 }, 'offset'],
  ])('%s', (_name, change, fault) => {
    expect(remuxFault(ordinaryFile, { ...ordinaryScan, ...change })).toBe(fault)
  })
})

test('a copy tells nothing about where it comes from', () => {
  const plan = { input: ['-i', 'x'], hasSound: true, copySound: true, durationMs: 1500, output: 'o.mp4' }
  const line = remuxArguments(plan).join(' ')
  expect(line).toContain('-c:v copy')
  expect(line).toContain('-c:a copy')
  expect(line).toContain('-map_metadata -1 -map_chapters -1')
  expect(line).toContain('filter_units=remove_types=6')
  expect(line).toContain('-t 1.5')
  expect(remuxArguments({ ...plan, copySound: false, gainDb: -3 }).join(' ')).toContain('volume=-3.00dB')
})
