import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findMetric, plainly } from '@busker/metrics'
import { about, aView, idOf } from '@busker/metrics/testing'
import { judgePeriod } from './rules/judge-period.ts'
import { defaultTerms } from './rules/terms.ts'
import type { FundVideo, FundView } from './index.ts'

const [from, to] = ['2026-03-01', '2026-03-05']
const dayMs = 86_400_000
const span = {
  fromMs: Date.parse(`${from}T00:00:00Z`) - dayMs,
  untilMs: Date.parse(`${to}T00:00:00Z`) + dayMs,
}
/** Terms that ask for nothing but a qualified view. */
const terms = { ...defaultTerms.view, leastVideoMs: 0, mustBeOriginal: false, viewsBeforePay: 0 }
const durationMs = 20_000

const seen = fc.array(
  fc.record({
    viewer: fc.constantFrom('eve', 'max'),
    video: fc.constantFrom('one', 'two'),
    hour: fc.integer({ min: 1, max: 118 }),
    visibleMs: fc.constantFrom(0, 4999, 5000, 30_000, 30_000),
    uniqMs: fc.constantFrom(4000, 18_999, 19_000, 20_000),
    surface: fc.constantFrom('feed', 'feed', 'feed', 'profile'),
    traffic: fc.constantFrom('ok', 'ok', 'ok', 'bot', 'improbable', 'self'),
    isSelfView: fc.constantFrom(false, false, false, true),
  }),
  { maxLength: 25, size: 'max' },
)

test('the fund pays for the very views that the number of qualified views counts', () => {
  const metric = findMetric('qualified_views')
  if (metric === null) return expect(metric).not.toBeNull()
  const videos = ['one', 'two'].map((video): FundVideo => ({
    ...{ videoId: idOf(video), creatorId: idOf('ada'), durationMs, form: 'duet', isOriginal: false },
    ...{ originalityBps: 0, isWithdrawn: false, countedBefore: 0 },
  }))
  const creators = [{ creatorId: idOf('ada'), enrolled: [{ fromMs: 0, untilMs: null }] }]
  let counted = 0
  fc.assert(
    fc.property(seen, (list) => {
      // Two moments of one person and video differ: the number counts moments, the fund views.
      const unique = new Map(list.map((one) => [`${one.viewer} ${one.video} ${one.hour}`, one]))
      const facts = [...unique.values()].map(({ viewer, video, hour, ...rest }, index) => {
        const startedMs = Date.parse(`${from}T00:00:00Z`) + hour * 3_600_000
        const [viewerId, postId, viewId] = [idOf(viewer), idOf(video), idOf(`view ${index}`)]
        const date = new Date(startedMs).toISOString().slice(0, 10)
        const occurredAt = startedMs + rest.visibleMs
        const view = { viewerId, postId, viewId, occurredAt, durationMs, authorId: idOf('ada'), ...rest }
        const told: FundView = {
          ...rest,
          viewId,
          viewerId,
          videoId: postId,
          startedMs,
          isPaid: false,
          isVoided: false,
        }
        return { stored: aView(date, view), told }
      })
      const answer = plainly(metric, { view: facts.map(({ stored }) => stored) }, about(from, to))
      const views = facts.map(({ told }) => told)
      const paid = judgePeriod({ span, views, videos, creators }, terms).filter(
        ({ verdict }) => verdict.qualified,
      )
      counted += paid.length
      expect(answer.rows[0]?.value ?? 0).toBe(paid.length)
    }),
  )
  expect(counted).toBeGreaterThan(50)
})
