import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Playing } from './playback-quality.ts'
import { became, pictured, startPlaying } from './playback-quality.ts'

test('a playing that stands still twice', () => {
  let playing = startPlaying(1000)
  playing = pictured(playing, 1120)
  playing = became(playing, 'playing', 1150)
  playing = became(playing, 'stalled', 3150)
  // A second `waiting` of the same wait is not another stall.
  playing = became(playing, 'stalled', 3300)
  playing = became(playing, 'playing', 4150)
  playing = became(playing, 'still', 5150)
  playing = became(playing, 'playing', 9150)
  playing = became(playing, 'stalled', 9650)
  playing = became(playing, 'still', 9750)
  // What nobody sees is no stall.
  playing = became(became(became(playing, 'playing', 10_000), 'stalled', 10_500), 'playing', 10_540)
  playing = became(playing, 'still', 11_000)
  expect(playing).toMatchObject({ firstFrameMs: 120, playedMs: 4500, stalls: 2, stalledMs: 1100 })
})

test('waiting for the first picture is not a stall', () => {
  let playing = became(startPlaying(0), 'stalled', 50)
  playing = became(playing, 'playing', 900)
  playing = pictured(playing, 1000)
  expect(playing).toMatchObject({ firstFrameMs: 1000, playedMs: 0, stalls: 0, stalledMs: 0 })
  expect(pictured(playing, 5000).firstFrameMs).toBe(1000)
})

test('played and stalled time together never exceed the time since the first picture', () => {
  const phase = fc.constantFrom<Playing['phase']>('playing', 'stalled', 'still')
  fc.assert(
    fc.property(fc.array(fc.tuple(phase, fc.nat(5000))), fc.nat(3000), (steps, firstMs) => {
      let atMs = firstMs
      let playing = pictured(startPlaying(0), atMs)
      for (const [next, laterMs] of steps) {
        atMs += laterMs
        playing = became(playing, next, atMs)
      }
      playing = became(playing, 'still', atMs)
      expect(playing.playedMs + playing.stalledMs).toBeLessThanOrEqual(atMs - firstMs)
    }),
  )
})
