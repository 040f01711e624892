import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bandOf, leastVideos, leastViews, mostVideos, videosLike } from './typical.ts'

const post = { postId: 'own', durationMs: 20_000 }

describe('videos like another', () => {
  test('are of the same length bucket, the newest ten, and not the video itself', () => {
    const latest = [
      post,
      { postId: 'short', durationMs: 14_999 },
      { postId: 'like', durationMs: 15_000 },
      { postId: 'long', durationMs: 30_000 },
      ...Array.from({ length: 20 }, (_, age) => ({ postId: `older ${age}`, durationMs: 29_999 })),
    ]
    const ids = videosLike(post, latest)
    expect(ids).toHaveLength(mostVideos)
    expect(ids.slice(0, 2)).toEqual(['like', 'older 0'])
  })

  test('a minute is still 30–60 s', () => {
    const minute = { postId: 'minute', durationMs: 60_000 }
    const more = { postId: 'more', durationMs: 60_001 }
    expect(videosLike({ postId: 'own', durationMs: 31_000 }, [minute, more])).toEqual(['minute'])
  })
})

describe('the band', () => {
  test('is the quartiles of each second', () => {
    const curves = [1, 0.8, 0.6, 0.4, 0.2].map((last) => ({ values: [1, last], views: 100 }))
    const band = bandOf(curves)
    expect(band.videos).toBe(5)
    expect(band.p25[1]).toBeCloseTo(0.4, 12)
    expect(band.p50[1]).toBeCloseTo(0.6, 12)
    expect(band.p75[1]).toBeCloseTo(0.8, 12)
  })

  test('ends where fewer than three videos last, and leaves out who was hardly watched', () => {
    const lasting = (seconds: number, views = leastViews) => ({ values: Array(seconds).fill(0.5), views })
    expect(bandOf([lasting(20), lasting(18), lasting(16)]).p50).toHaveLength(16)
    expect(bandOf([lasting(20), lasting(18), lasting(16, leastViews - 1)])).toEqual({
      ...{ videos: 2, p25: [], p50: [], p75: [] },
    })
    expect(bandOf([])).toEqual({ videos: 0, p25: [], p50: [], p75: [] })
  })

  test('never crosses itself and stays inside what there was', () => {
    const curve = fc.record({
      values: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 30 }),
      views: fc.integer({ min: 0, max: 40 }),
    })
    fc.assert(
      fc.property(fc.array(curve, { maxLength: mostVideos }), (curves) => {
        const { videos, p25, p50, p75 } = bandOf(curves)
        expect(p25.length === 0 || videos >= leastVideos).toBe(true)
        for (const [second, low] of p25.entries()) {
          const all = curves
            .filter(({ views }) => views >= leastViews)
            .flatMap(({ values }) => values[second] ?? [])
          expect(low).toBeGreaterThanOrEqual(Math.min(...all))
          expect(p50[second]).toBeGreaterThanOrEqual(low - 1e-12)
          expect(p75[second]).toBeGreaterThanOrEqual((p50[second] ?? 0) - 1e-12)
          expect(p75[second]).toBeLessThanOrEqual(Math.max(...all) + 1e-12)
        }
      }),
    )
  })
})
