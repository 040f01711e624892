import { and } from './expression.ts'
import { count, countIf, curve, metric, ratio, total, type Metric } from './metric.ts'
import { complete, hooked, started, viewSource } from './view.ts'

const ofViews = { source: viewSource, traffic: 'X1', dedup: 'Dv', finalAfterDays: 3 } as const

/** C1. */
export const views = /* @__PURE__ */ metric({
  ...ofViews,
  id: 'views',
  code: 'C1',
  version: 1,
  label: 'Views',
  formula: 'How often the first frame was shown. Your own views are not counted.',
  unit: 'count',
  verdict: { kind: 'vanity', pairs: ['hook_rate', 'completion_rate'] },
  measure: /* @__PURE__ */ total(/* @__PURE__ */ count()),
})

/** C4. */
export const hookRate = /* @__PURE__ */ metric({
  ...ofViews,
  id: 'hook_rate',
  code: 'C4',
  version: 1,
  label: 'Hook rate',
  formula:
    'Of all views, the share visible for 3 seconds or longer (or watched whole, if the video is shorter than that).',
  unit: 'share',
  verdict: { kind: 'actionable' },
  measure: /* @__PURE__ */ ratio(/* @__PURE__ */ countIf(hooked), /* @__PURE__ */ count()),
})

/** C6. */
export const completionRate = /* @__PURE__ */ metric({
  ...ofViews,
  id: 'completion_rate',
  code: 'C6',
  version: 1,
  label: 'Completion rate',
  formula: 'Of the views that got past the hook, the share that played at least 95 % of the video.',
  unit: 'share',
  verdict: { kind: 'actionable' },
  measure: /* @__PURE__ */ ratio(
    /* @__PURE__ */ countIf(/* @__PURE__ */ and(complete, hooked)),
    /* @__PURE__ */ countIf(hooked),
  ),
})

/** C9. */
export const retentionCurve = /* @__PURE__ */ metric({
  ...ofViews,
  id: 'retention_curve',
  code: 'C9',
  version: 1,
  label: 'Retention',
  formula: 'For each second of the video: of all views, the share that played any part of that second.',
  unit: 'share_per_second',
  verdict: { kind: 'actionable' },
  measure: /* @__PURE__ */ curve({
    played: viewSource.column.played,
    lengthMs: viewSource.column.durationMs,
    binMs: 1000,
    among: started,
  }),
})

/** Every number this version knows. A new one is added here and nowhere else. */
export const metrics = [views, hookRate, completionRate, retentionCurve] as const
export type MetricId = (typeof metrics)[number]['id']

/** The definition with this id, or null. */
export const findMetric = (id: string): Metric | null => metrics.find((known) => known.id === id) ?? null
