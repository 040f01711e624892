import type { Rendition } from '@busker/contract'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { RenditionQuestion } from './choose-rendition.ts'
import { chooseRendition, nextLower } from './choose-rendition.ts'

const rendition = (shortEdge: number, bitrate: number): Rendition => ({
  name: String(shortEdge),
  url: `/v1/media/a/${shortEdge}.mp4`,
  width: shortEdge,
  height: Math.round((shortEdge * 16) / 9),
  bitrate,
  bytes: bitrate,
})
const ladder = [
  rendition(360, 450_000),
  rendition(540, 1_000_000),
  rendition(720, 1_600_000),
  rendition(1080, 4_600_000),
]
const phone = { width: 390, height: 844, pixelRatio: 3 }
const desktop = { width: 900, height: 1600, pixelRatio: 1 }
const ask = (changes: Partial<RenditionQuestion> = {}): string | undefined =>
  chooseRendition({
    renditions: ladder,
    throughputBps: null,
    saveData: false,
    viewport: phone,
    memoryGb: null,
    ...changes,
  })?.name

describe('the size to play', () => {
  test('begins with 540, or with the smallest where all are larger', () => {
    expect(ask()).toBe('540')
    expect(ask({ renditions: ladder.slice(2) })).toBe('720')
    expect(ask({ renditions: [] })).toBeUndefined()
  })

  test('is the largest that the line carries half as much again of', () => {
    expect(ask({ throughputBps: 100_000 })).toBe('360')
    expect(ask({ throughputBps: 1_499_999 })).toBe('360')
    expect(ask({ throughputBps: 1_500_000 })).toBe('540')
    expect(ask({ throughputBps: 50_000_000, viewport: desktop })).toBe('1080')
  })

  test('is never more than one step above what the stage shows', () => {
    expect(ask({ throughputBps: 50_000_000, viewport: { ...phone, pixelRatio: 1 } })).toBe('540')
    // Two device pixels per CSS pixel are all that count: 780 are shown, and 720 is near enough.
    expect(ask({ throughputBps: 50_000_000 })).toBe('720')
    expect(ask({ throughputBps: 50_000_000, viewport: desktop })).toBe('1080')
    expect(ask({ throughputBps: 50_000_000, viewport: { width: 400, height: 700, pixelRatio: 1 } })).toBe(
      '540',
    )
  })

  test('is the smallest where data is saved, and spares a device with little memory', () => {
    expect(ask({ throughputBps: 50_000_000, saveData: true })).toBe('360')
    expect(ask({ throughputBps: 50_000_000, viewport: desktop, memoryGb: 2 })).toBe('720')
    expect(ask({ throughputBps: 50_000_000, viewport: desktop, memoryGb: 8 })).toBe('1080')
  })

  test('is one that exists, and never grows when the line gets slower', () => {
    const sizes = fc.uniqueArray(fc.integer({ min: 100, max: 2000 }), { minLength: 1, maxLength: 5 })
    const bps = fc.integer({ min: 1, max: 100_000_000 })
    fc.assert(
      fc.property(sizes, bps, bps, fc.boolean(), (edges, one, other, saveData) => {
        const renditions = edges.toSorted((a, b) => a - b).map((edge) => rendition(edge, edge * 2000))
        const chosen = [Math.min(one, other), Math.max(one, other)].map((throughputBps) =>
          chooseRendition({ renditions, throughputBps, saveData, viewport: phone, memoryGb: null }),
        )
        const [slow, fast] = chosen.map((found) => renditions.findIndex((some) => some === found))
        expect(slow).toBeGreaterThanOrEqual(0)
        expect(slow).toBeLessThanOrEqual(fast ?? -1)
      }),
    )
  })
})

test('after a stall comes the next smaller size, until there is none', () => {
  expect(nextLower(ladder, '1080')?.name).toBe('720')
  expect(nextLower(ladder, '360')).toBeNull()
  expect(nextLower(ladder, 'stream')).toBeNull()
})
