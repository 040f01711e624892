import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { displaySize } from './gate.ts'
import { rateOf, rungsOf, type LadderSettings } from './ladder.ts'
import { ordinaryVideo as video } from './test-facts.ts'

const settings: LadderSettings = { rungs: [1080, 540, 720], framesPerSecond: 30, maximumMs: 60_000 }
const sizes = (change: Partial<typeof video>) =>
  rungsOf({ ...video, ...change }, settings).map(({ width, height }) => `${width}x${height}`)

describe('the sizes of a video', () => {
  test.each([
    ['a phone', {}, ['540x960', '720x1280', '1080x1920']],
    [
      'a phone that was held upright',
      { width: 1920, height: 1080, rotation: 90 },
      ['540x960', '720x1280', '1080x1920'],
    ],
    ['upside down', { rotation: 180 }, ['540x960', '720x1280', '1080x1920']],
    ['4K across', { width: 3840, height: 2160 }, ['960x540', '1280x720', '1920x1080']],
    ['between two sizes', { width: 800, height: 600 }, ['720x540']],
    ['smaller than all', { width: 320, height: 180 }, ['320x180']],
    ['odd sides', { width: 321, height: 241 }, ['322x242']],
    ['wide pixels', { width: 720, height: 576, sampleAspect: 16 / 11 }, ['982x540']],
    [
      'a pixel shape that leaves a fraction',
      { width: 1081, height: 1080, sampleAspect: 0.9986 },
      ['540x540', '720x720', '1080x1080'],
    ],
  ])('%s', (_name, change, expected) => {
    expect(sizes(change)).toEqual(expected)
  })

  test('no side is odd or enlarged, the shape stays, and every size has a name and a limit of its own', () => {
    const side = fc.integer({ min: 16, max: 4352 })
    const turn = fc.constantFrom(0, 90, 180, 270)
    const aspect = fc.constantFrom(1, 8 / 9, 16 / 11, 45 / 44)
    fc.assert(
      fc.property(side, side, turn, aspect, (width, height, rotation, sampleAspect) => {
        const given = { ...video, width, height, rotation, sampleAspect }
        const shown = displaySize(given)
        const rungs = rungsOf(given, settings)
        expect(rungs.length).toBeGreaterThan(0)
        expect(new Set(rungs.map(({ name }) => name)).size).toBe(rungs.length)
        for (const rung of rungs) {
          expect([rung.width % 2, rung.height % 2]).toEqual([0, 0])
          expect(rung.name).toBe(String(Math.min(rung.width, rung.height)))
          // Rounding to even sides moves each by at most one pixel.
          expect(rung.width).toBeLessThanOrEqual(shown.width + 1)
          expect(rung.height).toBeLessThanOrEqual(shown.height + 1)
          const slack = shown.width + shown.height
          expect(Math.abs(rung.width * shown.height - rung.height * shown.width)).toBeLessThanOrEqual(slack)
        }
        const limits = rungs.map(({ maximumBitrate }) => maximumBitrate)
        expect(limits).toEqual(limits.toSorted((one, other) => one - other))
      }),
    )
  })
})

describe('the rate of a video', () => {
  test.each([
    ['film', 24, '24'],
    ['film for television', 24_000 / 1001, '24000/1001'],
    ['PAL', 25, '25'],
    ['NTSC', 30_000 / 1001, '30000/1001'],
    ['a phone that counts a little wrong', 29.983, '30000/1001'],
    ['60', 60, '30'],
    ['59.94', 60_000 / 1001, '30000/1001'],
    ['50 is halved, not stumbled through', 50, '25'],
    ['slow motion', 240, '30'],
    ['a slow recording of a screen', 15, '15'],
    ['a varying rate', 28.03, '30'],
    ['a rate that nobody has', 10.5, '30'],
    ['an unknown rate', 0, '30'],
    ['1000', 1000, '30'],
  ])('%s', (_name, framesPerSecond, expected) => {
    expect(rateOf({ ...video, framesPerSecond }, settings)).toBe(expected)
  })

  test('60 is kept where the operator wants it', () => {
    expect(rateOf({ ...video, framesPerSecond: 60 }, { ...settings, framesPerSecond: 60 })).toBe('60')
  })

  test('no rate is above the one of the settings', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1000, noNaN: true }), (framesPerSecond) => {
        const [above, below = '1'] = rateOf({ ...video, framesPerSecond }, settings).split('/')
        expect(Number(above) / Number(below)).toBeLessThanOrEqual(30)
        expect(Number(above) / Number(below)).toBeGreaterThan(4)
      }),
    )
  })
})
