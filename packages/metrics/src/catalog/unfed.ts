import { metric } from '../metric.ts'

/** Numbers that are defined and wait for their input. Each says what it lacks; none is ever shown as 0. */

const ofPlatform = {
  version: 1,
  stakeholder: 'platform',
  dedup: 'Du',
  direction: 'up',
  scopes: ['platform'],
  slices: [],
  additivity: 'ratio of sums',
  window: { kind: 'trailing', days: 28 },
} as const

export const commentSentiment = /* @__PURE__ */ metric({
  ...ofPlatform,
  id: 'comment_sentiment',
  code: 'C19',
  family: 'brand',
  level: 'supporting',
  stakeholder: 'creator',
  label: 'Sentiment of comments',
  formula:
    'Positive minus negative comments, for all comments, with the error rate of the model that people checked.',
  numerator: 'positive - negative comments',
  denominator: 'comments',
  unit: 'share',
  entity: 'comment',
  dedup: 'Dd',
  verdict: { kind: 'actionable' },
  missing: 'It needs a sentiment model with a human-audited error rate.',
})
export const trendOriginShare = /* @__PURE__ */ metric({
  ...ofPlatform,
  id: 'trend_origin_share',
  code: 'C23',
  family: 'culture',
  level: 'supporting',
  label: 'Trends that began here',
  formula: 'Of the trends of all platforms, the share whose first 20 creators published here.',
  numerator: 'trends whose first 20 creators are ours',
  denominator: 'trends',
  unit: 'share',
  entity: 'trend',
  verdict: { kind: 'actionable' },
  parents: [{ id: 'trend_lead', how: 'Who sees a trend in its first country can be its home.' }],
  missing: 'It needs to know who began the trends of other platforms; nobody publishes such lists.',
})
export const remixRate = /* @__PURE__ */ metric({
  ...ofPlatform,
  id: 'remix_rate',
  code: 'C24',
  family: 'culture',
  level: 'supporting',
  stakeholder: 'creator',
  label: 'Remix rate',
  formula:
    'Videos that use this one in a duet, stitch, template or by its sound, for a thousand views past the hook.',
  numerator: 'remixes',
  denominator: 'views past the hook (v3), in thousands',
  unit: 'number',
  entity: 'post',
  verdict: { kind: 'actionable' },
  missing: 'It needs the studio, where remixes are made.',
})
export const decisionGrade = /* @__PURE__ */ metric({
  ...ofPlatform,
  id: 'decision_grade_share',
  code: 'O1',
  family: 'privacy',
  level: 'north star',
  stakeholder: 'operator',
  label: 'Decision-grade share',
  formula: 'Of the numbers shown on boards, the share that is final, filtered and can be recomputed.',
  numerator: 'numbers shown that are final, filtered and verified',
  denominator: 'numbers shown',
  unit: 'share',
  entity: 'number shown',
  dedup: 'De',
  window: { kind: 'period' },
  verdict: { kind: 'actionable' },
  missing: 'It needs a log of the numbers that boards have shown.',
})

export const unfedMetrics = [commentSentiment, trendOriginShare, remixRate, decisionGrade] as const
