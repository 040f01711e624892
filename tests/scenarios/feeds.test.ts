import { expect, test } from 'vitest'
import { judgeFeeds } from './feeds/campaign.ts'

/** `npm run soak -- feeds` draws ten thousand with a seed of its own. */
test('made-up pages obey every rule, twice the same, and state their reason', () => {
  const { ok, ...found } = judgeFeeds({ pages: 300, seed: 20_261_123, say: () => undefined })
  expect(found.faults).toEqual({
    ...{
      creatorTwice: 0,
      creatorTooClose: 0,
      topicTooOften: 0,
      seen: 0,
      filtered: 0,
      twice: 0,
      otherwise: 0,
    },
  })
  expect(ok, JSON.stringify(found)).toBe(true)
})
