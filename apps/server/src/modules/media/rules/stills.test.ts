import fc from 'fast-check'
import { expect, test } from 'vitest'
import { extrasArguments, posterArguments, spritesPlan } from './stills.ts'

test('the sheet for scrubbing covers the video with at most 100 pictures', () => {
  const whole = fc.integer({ min: 500, max: 3_600_000 })
  const side = fc.integer({ min: 16, max: 1920 })
  fc.assert(
    fc.property(whole, side, side, (durationMs, width, height) => {
      const plan = spritesPlan({ durationMs, width, height })
      expect(plan.count).toBeLessThanOrEqual(100)
      expect(plan.count * plan.intervalMs).toBeGreaterThanOrEqual(durationMs)
      expect((plan.count - 1) * plan.intervalMs).toBeLessThan(durationMs)
      expect(plan.columns).toBeLessThanOrEqual(plan.count)
      expect(Math.max(plan.tileWidth, plan.tileHeight)).toBeLessThanOrEqual(160)
    }),
  )
  expect(spritesPlan({ durationMs: 15_000, width: 540, height: 960 })).toEqual({
    ...{ columns: 10, count: 30, tileWidth: 90, tileHeight: 160, intervalMs: 500 },
  })
})

test('a poster is the chosen picture or the best of the first seconds', () => {
  const plan = { input: ['-i', 'x'], output: 'p.webp' }
  expect(posterArguments({ ...plan, atMs: 2500 }).slice(0, 2)).toEqual(['-ss', '2.5'])
  expect(posterArguments({ ...plan, atMs: null }).join(' ')).toContain('thumbnail=60')
})

test('sheet and preview come from one decoding', () => {
  const sprites = spritesPlan({ durationMs: 10_000, width: 540, height: 960 })
  const places = { spritesOutput: 's.webp', previewOutput: 'p.mp4' }
  const line = extrasArguments({ input: ['-i', 'x'], sprites, ...places })
  expect(line.filter((part) => part === '-i')).toHaveLength(1)
  expect(line.join(' ')).toContain('tile=10x2')
  expect(line.join(' ')).toContain('trim=start=1:duration=3')
})
