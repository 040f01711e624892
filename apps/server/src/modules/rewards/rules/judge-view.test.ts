import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { judgePeriod } from './judge-period.ts'
import { judgeView, rejectReasons, type ViewToJudge } from '../index.ts'
import { defaultTerms } from './terms.ts'
import type { FundCreator, FundVideo, FundView } from './view-facts.ts'

const terms = defaultTerms.view
const dayMs = 86_400_000

const good: ViewToJudge = {
  view: {
    ...{ surface: 'feed', visibleMs: 5000, uniqMs: 5000, traffic: 'ok' },
    ...{ isSelfView: false, isPaid: false, isVoided: false },
  },
  video: { durationMs: 60_000, form: 'own', isOriginal: true, isWithdrawn: false },
  ...{ sinceLastMs: null, isEnrolled: true, countedBefore: 1000 },
}
const withView = (change: Partial<ViewToJudge['view']>): ViewToJudge => ({
  ...good,
  view: { ...good.view, ...change },
})
const withVideo = (change: Partial<ViewToJudge['video']>): ViewToJudge => ({
  ...good,
  video: { ...good.video, ...change },
})

/** A fault of a fact for each reason, in the order in which they are asked. */
const faults: Record<(typeof rejectReasons)[number], (fact: ViewToJudge) => ViewToJudge> = {
  own_view: (fact) => ({ ...fact, view: { ...fact.view, isSelfView: true } }),
  suspected_traffic: (fact) => ({ ...fact, view: { ...fact.view, traffic: 'bot' } }),
  voided: (fact) => ({ ...fact, view: { ...fact.view, isVoided: true } }),
  paid: (fact) => ({ ...fact, view: { ...fact.view, isPaid: true } }),
  not_in_feed: (fact) => ({ ...fact, view: { ...fact.view, surface: 'profile' } }),
  watched_too_short: (fact) => ({ ...fact, view: { ...fact.view, visibleMs: 4999, uniqMs: 4999 } }),
  repeat: (fact) => ({ ...fact, sinceLastMs: dayMs - 1 }),
  creator_not_enrolled: (fact) => ({ ...fact, isEnrolled: false }),
  video_withdrawn: (fact) => ({ ...fact, video: { ...fact.video, isWithdrawn: true } }),
  video_too_short: (fact) => ({ ...fact, video: { ...fact.video, durationMs: 59_999 } }),
  not_original: (fact) => ({ ...fact, video: { ...fact.video, isOriginal: false } }),
  not_own_form: (fact) => ({ ...fact, video: { ...fact.video, form: 'stitch' } }),
  first_views: (fact) => ({ ...fact, countedBefore: 999 }),
}

describe('one view', () => {
  test('just good enough in everything is paid', () => {
    expect(judgeView(good, terms)).toEqual({ qualified: true, weight: 1n })
    expect(judgeView({ ...good, sinceLastMs: dayMs }, terms).qualified).toBe(true)
  })

  test.each(rejectReasons)('%s', (reason) => {
    expect(judgeView(faults[reason](good), terms)).toEqual({ qualified: false, reason })
  })

  test('of several reasons the first in the stated order', () => {
    fc.assert(
      fc.property(fc.subarray([...rejectReasons], { minLength: 1 }), (reasons) => {
        const fact = reasons.reduce((one, reason) => faults[reason](one), good)
        expect(judgeView(fact, terms)).toEqual({ qualified: false, reason: reasons[0] })
      }),
    )
  })

  test('a video played whole need not be watched five seconds, whatever the terms ask', () => {
    const short = {
      ...withVideo({ durationMs: 4000 }),
      view: { ...good.view, visibleMs: 3800, uniqMs: 3800 },
    }
    const lax = { ...terms, leastVideoMs: 0, leastWatchedMs: 10_000 }
    expect(judgeView(short, lax).qualified).toBe(true)
    expect(judgeView({ ...short, view: { ...short.view, uniqMs: 3799 } }, lax)).toMatchObject({
      reason: 'watched_too_short',
    })
    expect(judgeView(withView({ visibleMs: 9999, uniqMs: 9999 }), lax)).toMatchObject({
      reason: 'watched_too_short',
    })
  })

  test('traffic that telemetry calls the author’s own is an own view; the improbable is suspected', () => {
    expect(judgeView(withView({ traffic: 'self' }), terms)).toMatchObject({ reason: 'own_view' })
    expect(judgeView(withView({ traffic: 'improbable' }), terms)).toMatchObject({
      reason: 'suspected_traffic',
    })
  })

  test('an operator who does not ask for originality pays duets, too', () => {
    const lax = { ...terms, mustBeOriginal: false }
    expect(judgeView(withVideo({ isOriginal: false, form: 'duet' }), lax).qualified).toBe(true)
  })
})

const video: FundVideo = {
  ...{ videoId: 'film', creatorId: 'ada', durationMs: 60_000, form: 'own', isOriginal: true },
  ...{ originalityBps: 10_000, isWithdrawn: false, countedBefore: 0 },
}
const span = { fromMs: 10 * dayMs, untilMs: 13 * dayMs }
const always: FundCreator = { creatorId: 'ada', enrolled: [{ fromMs: 0, untilMs: null }] }
const viewAt = (startedMs: number, change: Partial<FundView> = {}): FundView => ({
  ...good.view,
  ...{ viewId: `view ${startedMs}`, viewerId: 'eve', videoId: 'film', startedMs, ...change },
})
const paidAll = { ...terms, viewsBeforePay: 0 }
const resultsOf = (views: readonly FundView[], asked = paidAll, creator = always): string[] =>
  judgePeriod({ span, views, videos: [video], creators: [creator] }, asked).map(({ verdict }) =>
    verdict.qualified ? 'paid' : verdict.reason,
  )

describe('the views of a period', () => {
  test('a chain of views less than a day apart is one, also over the edge of the period', () => {
    const hours = (count: number) => span.fromMs + count * 3_600_000
    expect(resultsOf([hours(0), hours(23), hours(46), hours(70)].map((at) => viewAt(at)))).toEqual([
      ...['paid', 'repeat', 'repeat', 'paid'],
    ])
    // What began before the period tells what repeats, and is not judged itself.
    expect(resultsOf([viewAt(hours(-1)), viewAt(hours(1))])).toEqual(['repeat'])
    expect(resultsOf([viewAt(span.untilMs)])).toEqual([])
  })

  test('only a view that could be paid makes the next one a repeat', () => {
    const at = span.fromMs
    for (const change of [
      { surface: 'profile' },
      { traffic: 'bot' },
      { isPaid: true },
      { isVoided: true },
      { visibleMs: 4000, uniqMs: 4000 },
    ])
      expect(resultsOf([viewAt(at, change), viewAt(at + 1000)])[1]).toBe('paid')
  })

  test('a person counts at most once for a video and UTC day', () => {
    const times = fc.array(fc.integer({ min: span.fromMs - dayMs, max: span.untilMs - 1 }), { maxLength: 30 })
    fc.assert(
      fc.property(times, (starts) => {
        const views = starts.map((at, index) => viewAt(at, { viewId: `view ${index}` }))
        const judged = judgePeriod({ span, views, videos: [video], creators: [always] }, paidAll)
        const days = judged.flatMap(({ day, verdict }) => (verdict.qualified ? [day] : []))
        expect(new Set(days).size).toBe(days.length)
      }),
    )
  })

  test('the first views of a video are its own business, also those before the period', () => {
    const views = [1, 2, 3].map((at) => viewAt(span.fromMs + at, { viewerId: `viewer ${at}` }))
    expect(resultsOf(views, { ...terms, viewsBeforePay: 2 })).toEqual(['first_views', 'first_views', 'paid'])
    const known = judgePeriod(
      { span, views, videos: [{ ...video, countedBefore: 1 }], creators: [always] },
      { ...terms, viewsBeforePay: 2 },
    )
    expect(known.map(({ verdict }) => verdict.qualified)).toEqual([false, true, true])
  })

  test('who joins or leaves within the period is paid for what lies between', () => {
    const [joined, left] = [span.fromMs + 10, span.fromMs + 20]
    const stay = { creatorId: 'ada', enrolled: [{ fromMs: joined, untilMs: left }] }
    const views = [joined - 1, joined, left - 1, left].map((at) => viewAt(at, { viewerId: `viewer ${at}` }))
    expect(resultsOf(views, paidAll, stay)).toEqual([
      ...['creator_not_enrolled', 'paid', 'paid', 'creator_not_enrolled'],
    ])
  })
})
