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
export const contentQuality = /* @__PURE__ */ metric({
  ...ofPlatform,
  id: 'content_quality',
  code: 'C20',
  family: 'engagement',
  level: 'primary',
  stakeholder: 'creator',
  label: 'Content quality',
  formula:
    'Calibrated chance of a valued watch times the chance of no rejection, without what length, topic and hour explain.',
  numerator: 'predicted valued watches without rejection',
  denominator: 'views',
  unit: 'share',
  entity: 'view',
  dedup: 'Dv',
  verdict: { kind: 'actionable' },
  missing: 'It needs the calibrated predictions of the ranker; no fact carries them yet.',
})
export const trendLead = /* @__PURE__ */ metric({
  ...ofPlatform,
  id: 'trend_lead',
  code: 'C23',
  family: 'culture',
  level: 'supporting',
  label: 'Trend lead and origin',
  formula:
    'Hours from a trend here to the same trend elsewhere, and the share of trends whose first 20 creators are ours.',
  numerator: 'hours between local and global trend',
  denominator: null,
  unit: 'number',
  entity: 'trend',
  verdict: { kind: 'actionable' },
  missing: 'It needs the trends of other platforms.',
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

export const unfedMetrics = [commentSentiment, contentQuality, trendLead, remixRate, decisionGrade] as const
