import type { FactSets } from '../plain/table.ts'
import type { ReferenceRow, References } from '../reference.ts'
import { aMovement, aView, anAction, anImpression, aPlaying, noon } from './facts.ts'

/** One post on one day, small enough to be counted by hand, and what comes out. */

const published = '2026-03-01'
/** A Monday. */
const day = '2026-03-02'
const hourMs = 3_600_000
/** In parts. */
const cent = 10_000
const at = (hour: number): number => noon(day) + (hour - 12) * hourMs

const watched = (viewerId: string, visibleMs: number) => {
  const uniqMs = Math.min(visibleMs, 10_000)
  return aView(day, { viewerId, visibleMs, uniqMs, played: [[0, uniqMs]] })
}
const acted = (personId: string, kind: string, hour = 13) =>
  anAction(day, kind, { personId, occurredAt: at(hour) })

export const goldenFacts = (): FactSets => ({
  view: [watched('ann', 5000), watched('ben', 2000), watched('cem', 12_000), watched('dan', 500)],
  action: [
    anAction(published, 'publish', { personId: 'author', value: 10, tags: ['dance'] }),
    acted('ann', 'like'),
    acted('ben', 'like'),
    acted('ben', 'unlike', 14),
    acted('eve', 'like'),
    acted('cem', 'comment'),
    acted('ann', 'save'),
    acted('cem', 'follow'),
    acted('dan', 'not_interested'),
    { ...acted('ann', 'share'), shareToken: 'token' },
    { ...acted('bob', 'share_landing', 14), shareToken: 'token' },
    { ...acted('ann', 'rating'), value: 5 },
    { ...acted('cem', 'rating'), value: 1 },
    acted('ann', 'app_open', 11),
    acted('eve', 'app_open', 11),
    acted('fay', 'registered', 11),
  ],
  impression: [
    anImpression(day, { viewerId: 'ann', propensityMicros: 500_000 }),
    anImpression(day, { viewerId: 'cem', propensityMicros: 250_000 }),
  ],
  playback: [
    aPlaying(day, { firstFrameMs: 100, stalledMs: 1000 }),
    aPlaying(day, { firstFrameMs: 200 }),
    aPlaying(day, { firstFrameMs: null, failure: 'network' }),
  ],
  money: [
    // ann gives for 1,000 cents: 400 stay here; ben for 200, of which 100. Creator zoe has no video of these days.
    aMovement(day, 'gift', {
      ...{ payerId: 'ann', creatorId: 'author', grossParts: 1000 * cent, platformParts: 400 * cent },
      costParts: 20 * cent,
      creatorParts: 600 * cent,
    }),
    aMovement(day, 'gift', {
      ...{ payerId: 'ben', creatorId: 'zoe', grossParts: 200 * cent, platformParts: 100 * cent },
      creatorParts: 100 * cent,
    }),
    // Five weeks before: cem gives to yan.
    aMovement('2026-01-20', 'gift', {
      ...{ payerId: 'cem', creatorId: 'yan', grossParts: 500 * cent, platformParts: 250 * cent },
      creatorParts: 250 * cent,
    }),
    aMovement(day, 'fund_allocation', { rail: 'fund', creatorId: 'author', creatorParts: 200 * cent }),
    ...['2026-01-10', '2026-02-10'].map((date) =>
      aMovement(date, 'payout_paid', {
        ...{ rail: 'payouts', creatorId: 'author', paidParts: 100_000 * cent, waitedMs: hourMs },
      }),
    ),
    aMovement(day, 'payout_paid', {
      ...{ rail: 'payouts', creatorId: 'author', paidParts: 300 * cent, waitedMs: 3 * hourMs },
    }),
    aMovement(day, 'payout_paid', {
      ...{ rail: 'payouts', creatorId: 'zoe', paidParts: 100 * cent, waitedMs: 5 * hourMs },
    }),
    aMovement(day, 'payout_failed', { rail: 'payouts', creatorId: 'zoe', waitedMs: hourMs }),
  ],
  intake: [
    {
      ...{ kind: 'view', receivedAt: noon(day), localDate: day, clientVersion: '1', device: 'phone' },
      ...{ received: 10, accepted: 6, late: 2, duplicates: 1, rejected: 3, tooLate: 1, journalOffset: 1 },
    },
  ],
})

const line = (date: string, cells: ReferenceRow['cells'], times = 1): ReferenceRow => ({ date, cells, times })
const mention = (brand: string, label: string, audited: string, times = 1) =>
  line(day, { category: 'video', brand, label, audited }, times)

/** What an operator has told of the world outside. */
const goldenReferences: References = {
  online_population: [
    line('2025-01-01', { country: '*', persons: 500 }),
    line('2026-01-01', { country: '*', persons: 1000 }),
    line('2026-01-01', { country: 'DE', persons: 100 }),
    // Not yet known on the day asked about.
    line('2026-04-01', { country: '*', persons: 2000 }),
  ],
  market_panel: [line('2026-02-01', { country: '*', persons: 40, confidence: 0.8 })],
  mentions: [
    ...[
      mention('us', 'positive', 'yes', 3),
      mention('us', 'neutral', 'yes'),
      mention('us', 'negative', 'yes'),
    ],
    ...[mention('us', 'positive', 'no', 5), mention('them', 'negative', 'yes', 10)],
  ],
  app_installs: [
    line(published, { store: 'one', installs: 5 }),
    line(day, { store: 'one', installs: 2 }),
    line(day, { store: 'two', installs: 4 }),
  ],
  cost_sheet: [
    // March has 31 days: 1,000 cents a day.
    line('2026-03-01', { kind: 'infrastructure', amount_minor: 31_000, currency: 'EUR' }),
    line('2026-03-01', { kind: 'moderation', amount_minor: 99_000, currency: 'EUR' }),
  ],
}

export const goldenQuestion = {
  scope: { kind: 'platform' },
  from: published,
  to: day,
  settled: '2026-06-01',
  untilMs: at(13),
  reference: goldenReferences,
} as const

/** Curves of the same facts, counted by hand bin by bin. */
export const goldenCurves: Readonly<Record<string, readonly number[]>> = {
  // Four views; ann and cem got past the hook, cem played it whole and then followed.
  watch_funnel: [4 / 4, 2 / 4, 1 / 4, 1 / 4, 1 / 4],
  // They played 5, 2, 10 and half a second of ten.
  retention_curve: [4 / 4, 3 / 4, 2 / 4, 2 / 4, 2 / 4, 1 / 4, 1 / 4, 1 / 4, 1 / 4, 1 / 4],
  // All on the last of 28 days.
  watches_by_day: [...Array.from({ length: 27 }, () => 0), 2],
}

/** Counted by hand. */
export const goldenValues: Readonly<Record<string, number>> = {
  impressions: 2,
  views: 4,
  hook_rate: 2 / 4,
  completion_rate: 1 / 2,
  reach: 3,
  qualified_views: 2,
  hold_rate: 1 / 2,
  watch_through: 17_500 / 40_000,
  average_watch_time: 19_500 / 4,
  watch_time_per_person: 19_500 / 3,
  rewatch_rate: 0,
  loops_per_view: 1.95 / 4,
  skip_rate: 1 / 4,
  likes: 2,
  comments: 1,
  shares: 1,
  engagement_rate: 4 / 4,
  er_v3: 5 / 2,
  engagement_rate_by_followers: 4 / 10,
  share_rate: 1 / 2,
  save_rate: 1 / 2,
  negative_feedback_rate: 1 / 2,
  followers_gained: 1,
  follow_conversion: 1 / 3,
  return_viewer_rate: 0,
  cross_video_retention: 0,
  // Of ann's and cem's time only ann's was not regretted.
  valued_watch_hours: 5000 / 2 / hourMs,
  dau: 2,
  wau: 2,
  mau: 2,
  opens_per_active_day: 2 / 2,
  opens_without_watch: 1 / 2,
  stickiness: 2 / 28 / 2,
  sessions_per_active_day: 4 / 2,
  session_length_p50: 3500,
  // Between 5 s and 12 s, seven tenths of the way.
  session_length_p90: 9900,
  time_per_active_day: 17_000 / 2,
  time_per_active_day_p50: 8500,
  time_per_active_day_p90: 11_300,
  over_use: 0,
  // Weights 2 (propensity 1/2) and 4 (1/4).
  satisfaction: 2 / 6,
  regret_share: 1 / 2,
  feed_diversity: 1,
  new_creator_views: 4 / 4,
  active_creators: 1,
  published_posts: 1,
  new_creators: 1,
  first_audience_rate: 0,
  new_creator_exposure: 4 / 4,
  // author – ann – bob: distances 1, 1 and 2.
  structural_virality: 4 / 3,
  trend_velocity: 2 * Math.sqrt(2),
  trend_acceleration: 2 * Math.sqrt(2),
  trend_creators: 1,
  watcher_coverage: 3 / 4,
  watcher_coverage_now: 3 / 4,
  late_rate: 3 / 10,
  duplicate_rate: 1 / 10,
  rejected_rate: 3 / 10,
  first_frame_p50: 150,
  first_frame_p95: 195,
  rebuffer_ratio: 1000 / 15_000,
  start_failure_rate: 1 / 3,
  restatement_size: 0,
  geo_penetration: 2 / 1000,
  market_share: 2 / 40,
  markets_live: 0,
  brand_sentiment: (3 - 1) / 5,
  share_of_voice: 10 / 20,
  first_installs: 11,
  registrations: 1,
  net_revenue: 500,
  // Two of the 31 days of March.
  contribution_margin: (500 - 20 - ((31_000 + 99_000) * 2) / 31) / 500,
  revenue_growth: (500 - 250) / 250,
  arpu: 500 / 2,
  arpdau: 500 / 2,
  arppu: 500 / 2,
  payer_conversion: 2 / 2,
  // ann's, for ann and cem.
  lifetime_value: 400 / 2,
  take_rate: 500 / 1200,
  sustainable_creators: 1,
  creators_earning: 1 / 1,
  net_earnings: 900,
  rpm: (900 / 2) * 1000,
  // 100 and 100,300 cents: 2 × (1 × 100 + 2 × 100,300) ÷ (2 × 100,400) - 3/2.
  earnings_gini: 200_700 / 100_400 - 1.5,
  median_earnings: (100_300 + 100) / 2,
  top_share_of_earnings: 100_300 / 100_400,
  // author: 3/4 gifts, 1/4 fund; zoe and yan gifts alone.
  income_diversification: 1 - (0.75 ** 2 + 0.25 ** 2 + 1 + 1) / 3,
  payout_latency: 4,
  payout_failure_rate: 1 / 3,
  monetization_adoption: 1 / 1,
  gift_concentration: 1000 / 1200,
  // Two days of March for 19.5 s watched.
  cost_per_1000_watch_minutes: 2000 / (19_500 / 60_000 / 1000),
}

/** Numbers that this one day cannot tell much about, and where they are counted by hand instead, or why not. */
export const countedElsewhere: Readonly<Record<string, string>> = {
  retention_by_day: 'a curve: golden.test.ts of module measure',
  sales_buyer_retention: 'a curve: golden-sales.ts',
  active_day_histogram: 'a curve: golden.test.ts of module measure',
  ...Object.fromEntries(
    [
      ...['retention_d1', 'retention_d7', 'retention_d30'],
      ...['rolling_retention_d1', 'rolling_retention_d7', 'rolling_retention_d30'],
      ...['bracket_retention_1_3', 'bracket_retention_4_7', 'bracket_retention_8_30'],
    ].map((id) => [id, 'the five people: golden.test.ts of module measure']),
  ),
}
