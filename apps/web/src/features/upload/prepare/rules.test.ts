import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { FileFacts, TrackFacts } from './rules.ts'
import { keepsEverything, remuxVerdict } from './rules.ts'

const video: TrackFacts = {
  kind: 'video',
  codec: 'avc',
  width: 1080,
  height: 1920,
  highDynamicRange: false,
  reorderSeconds: 0.1,
  startSeconds: 0,
}
const audio: TrackFacts = { ...video, kind: 'audio', codec: 'aac', width: 0, height: 0 }
const phoneFile: FileFacts = {
  container: 'isobmff',
  fragmented: false,
  durationSeconds: 20,
  tracks: [video, audio],
}
const withVideo = (change: Partial<TrackFacts>): FileFacts => ({
  ...phoneFile,
  tracks: [{ ...video, ...change }, audio],
})

describe('what is copied before it travels', () => {
  test('a plain file of a phone is, with sound or without', () => {
    expect(remuxVerdict(phoneFile)).toBe('remux')
    expect(remuxVerdict({ ...phoneFile, tracks: [video] })).toBe('remux')
    expect(remuxVerdict({ ...phoneFile, container: 'matroska' })).toBe('remux')
  })
  test('what streams already travels as it is', () => {
    expect(remuxVerdict({ ...phoneFile, fragmented: true })).toBe('already_streams')
    expect(remuxVerdict({ ...phoneFile, container: 'webm' })).toBe('unfit_container')
  })
  test('codecs that MP4 does not carry everywhere travel as they are', () => {
    for (const codec of ['vp8', 'vp9', 'prores', null])
      expect(remuxVerdict(withVideo({ codec }))).toBe('unfit_codec')
    for (const codec of ['vorbis', 'pcm-s16', 'ac3', 'mp3', null])
      expect(remuxVerdict({ ...phoneFile, tracks: [video, { ...audio, codec }] })).toBe('unfit_codec')
  })
  test('wide colours and pictures in a strange order travel as they are', () => {
    expect(remuxVerdict(withVideo({ highDynamicRange: true }))).toBe('high_dynamic_range')
    expect(remuxVerdict(withVideo({ reorderSeconds: 3 }))).toBe('odd_order')
  })
  test('several pictures, several sounds or no picture travel as they are', () => {
    for (const tracks of [
      [],
      [audio],
      [video, video],
      [video, audio, audio],
      [video, { ...audio, kind: 'other' as const }],
    ])
      expect(remuxVerdict({ ...phoneFile, tracks })).toBe('unfit_tracks')
  })
})

describe('whether the copy kept everything', () => {
  test('a file keeps everything of itself', () => {
    expect(keepsEverything(phoneFile, phoneFile)).toBe(true)
  })
  test('a lost track, another size or another codec is noticed', () => {
    expect(keepsEverything(phoneFile, { ...phoneFile, tracks: [audio] })).toBe(false)
    expect(keepsEverything(phoneFile, { ...phoneFile, tracks: [video] })).toBe(false)
    expect(keepsEverything(phoneFile, withVideo({ width: 1920, height: 1080 }))).toBe(false)
    expect(keepsEverything(phoneFile, withVideo({ codec: 'hevc' }))).toBe(false)
    expect(keepsEverything(phoneFile, withVideo({ startSeconds: 0.08 })), 'late for its sound').toBe(false)
  })
  test('a length that differs by more than 2 % is noticed, either way', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.5, max: 600, noNaN: true }),
        fc.double({ min: 0.9, max: 1.1, noNaN: true }),
        (seconds, factor) => {
          const after = { ...phoneFile, durationSeconds: seconds * factor }
          const isNear = Math.abs(seconds * factor - seconds) <= seconds * 0.02
          expect(keepsEverything({ ...phoneFile, durationSeconds: seconds }, after)).toBe(isNear)
        },
      ),
    )
  })
})
