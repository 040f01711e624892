import type { PostId } from '@busker/contract'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { inGivenOrder } from './candidates.ts'

const candidates = fc.array(
  fc.record({
    postId: fc.uuid().map((id) => id as PostId),
    source: fc.constantFrom('newest' as const, 'rewatch' as const),
    publishedAt: fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) }),
  }),
)

test('a page has no post twice, only candidates, and at most as many as asked', () => {
  fc.assert(
    fc.property(candidates, fc.integer({ min: 1, max: 20 }), (given, limit) => {
      const page = inGivenOrder.rank({ viewerId: 'v', limit }, [...given, ...given])
      expect(new Set(page.map((slot) => slot.postId)).size).toBe(page.length)
      expect(page.length).toBe(Math.min(limit, new Set(given.map((one) => one.postId)).size))
      for (const slot of page) expect(slot.propensity).toBe(1)
    }),
  )
})
