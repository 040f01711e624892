import { and } from '../expression.ts'
import { count, playedCurve } from '../aggregate.ts'
import { metric } from '../metric.ts'
import { facts } from '../table.ts'
import { quotient } from '../value.ts'
import { complete, hooked, viewSource } from '../view.ts'

const watched = () => facts(viewSource).inWindow('localDate')

const ofViews = {
  entity: 'view',
  dedup: 'Dv',
  scopes: ['platform', 'author', 'post'],
  slices: [
    'day',
    'week',
    'country',
    'surface',
    'length',
    'client_version',
    'device',
    'traffic_source',
    'local_hour',
    'weekday_hour',
    'post',
  ],
} as const

/** C1. */
export const views = /* @__PURE__ */ metric({
  ...ofViews,
  id: 'views',
  code: 'C1',
  version: 1,
  family: 'reach',
  level: 'supporting',
  stakeholder: 'creator',
  label: 'Views',
  formula: 'How often the first frame was shown. Your own views are not counted.',
  numerator: 'views (v0)',
  denominator: null,
  unit: 'count',
  additivity: 'additive',
  direction: 'up',
  verdict: { kind: 'vanity', pairs: ['hook_rate', 'completion_rate'] },
  parents: [{ id: 'reach', how: 'Each view may bring a person who has not been there before.' }],
  measure: () => ({ value: watched().value(count()) }),
})

/** C4. */
export const hookRate = /* @__PURE__ */ metric({
  ...ofViews,
  id: 'hook_rate',
  code: 'C4',
  version: 1,
  family: 'engagement',
  level: 'primary',
  stakeholder: 'creator',
  label: 'Hook rate',
  formula:
    'Of all views, the share visible for 3 seconds or longer (or watched whole, if the video is shorter than that).',
  numerator: 'views visible for 3 s, or whole where shorter (v3)',
  denominator: 'views (v0)',
  unit: 'share',
  additivity: 'ratio of sums',
  direction: 'up',
  verdict: { kind: 'actionable' },
  parents: [{ id: 'watch_through', how: 'Who leaves in the first three seconds plays nothing of the rest.' }],
  measure: () => ({ value: quotient(watched().value(count(hooked)), watched().value(count())) }),
})

/** C6. */
export const completionRate = /* @__PURE__ */ metric({
  ...ofViews,
  id: 'completion_rate',
  code: 'C6',
  version: 1,
  family: 'engagement',
  level: 'primary',
  stakeholder: 'creator',
  label: 'Completion rate',
  formula: 'Of the views that got past the hook, the share that played at least 95 % of the video.',
  numerator: 'views past the hook that played at least 95 %',
  denominator: 'views past the hook (v3)',
  unit: 'share',
  additivity: 'ratio of sums',
  direction: 'up',
  verdict: { kind: 'actionable' },
  trees: ['platform', 'marketplace'],
  parents: [
    { id: 'watch_through', how: 'A view that is played to the end adds its whole length.' },
    { id: 'sponsored_acceptance', how: 'What sponsored videos reach is measured against it.' },
  ],
  measure: () => ({
    value: quotient(watched().value(count(and(complete, hooked))), watched().value(count(hooked))),
  }),
})

/** C9. */
export const retentionCurve = /* @__PURE__ */ metric({
  ...ofViews,
  id: 'retention_curve',
  code: 'C9',
  version: 1,
  family: 'engagement',
  level: 'primary',
  stakeholder: 'creator',
  label: 'Retention',
  formula: 'For each second of the video: of all views, the share that played any part of that second.',
  numerator: 'views that played any part of the second',
  denominator: 'views (v0)',
  unit: 'share_per_second',
  additivity: 'ratio of sums',
  direction: 'up',
  scopes: ['post'],
  slices: [],
  shape: 'curve',
  binSeconds: 1,
  verdict: { kind: 'actionable' },
  parents: [{ id: 'completion_rate', how: 'It shows the second at which those who do not finish leave.' }],
  measure: () => ({
    value: quotient(
      watched().value(({ played, durationMs }) => playedCurve({ played, lengthMs: durationMs, binMs: 1000 })),
      watched().value(count()),
    ),
  }),
})

/** The numbers on the page of a post. */
export const postMetrics = [views, hookRate, completionRate, retentionCurve] as const
