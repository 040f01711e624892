import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { referenceTableId } from './reference.ts'
import { clientId, isoDate, isoTime, personId, postId } from './shapes.ts'

/** Known: a number. Missing: nothing to divide by or no input. Suppressed: too few persons. Immature: window still open. */
export const metricStatus = z.enum(['known', 'suppressed', 'missing', 'immature'])

const answer = {
  metricId: z.string(),
  status: metricStatus,
  final: z.boolean(),
  definitionVersion: z.int(),
  asOf: isoTime,
  /** Rows the number stands on (for a ratio its denominator). */
  sampleSize: z.int(),
}
/** `value` is null unless the status is known. A curve has one value per bin, bins of `binSeconds`. */
export const metricValue = z.discriminatedUnion('shape', [
  z.object({ shape: z.literal('number'), ...answer, value: z.number().nullable() }),
  z.object({
    shape: z.literal('curve'),
    ...answer,
    binSeconds: z.number(),
    value: z.array(z.number()).nullable(),
  }),
])
export type MetricValue = z.infer<typeof metricValue>

/** What a number may be taken apart by. Days and weeks are local dates, a week begins on Monday. */
export const metricSlice = z.enum([
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
  'tag',
  'creator',
  'video',
  'sku',
  'product',
  'campaign',
  'hour',
  'content_type',
  'platform',
  'posted_weekday',
  'posted_hour',
  'first_month',
  'rail',
])
export type MetricSlice = z.infer<typeof metricSlice>

/** Money is in the smallest unit of its currency. */
const unit = z.enum(['count', 'number', 'share', 'share_per_second', 'milliseconds', 'hours', 'money'])
/** The metric trees. */
export const metricTree = z.enum(['platform', 'marketplace', 'monetization', 'sales'])
export type MetricTree = z.infer<typeof metricTree>
const shape = z.enum(['number', 'curve'])

export const metricDefinition = z.object({
  metricId: z.string(),
  code: z.string(),
  version: z.int(),
  /** SHA-256 of what the definition computes; its words are not in it. */
  hash: z.string(),
  family: z.enum([
    'engagement',
    'creation',
    'retention',
    'monetization',
    'reach',
    'brand',
    'culture',
    'privacy',
  ]),
  level: z.enum(['north star', 'primary', 'supporting', 'guardrail', 'risk']),
  stakeholder: z.enum(['viewer', 'creator', 'brand', 'merchant', 'platform', 'operator']),
  label: z.string(),
  formula: z.string(),
  numerator: z.string(),
  denominator: z.string().nullable(),
  unit,
  shape,
  entity: z.string(),
  /** Period: the dates asked for. Trailing: so many days up to each. Cohort: who began then, for so many days. */
  window: z.object({ kind: z.enum(['period', 'trailing', 'cohort']), days: z.int() }),
  dedup: z.string(),
  calendar: z.enum(['Tv', 'Tp', 'Ta']),
  finalAfterDays: z.int(),
  traffic: z.enum(['X0', 'X1', 'X2']),
  additivity: z.enum(['additive', 'ratio of sums', 'snapshot', 'distinct', 'quantile', 'path']),
  direction: z.enum(['up', 'down', 'neither']),
  kind: z.enum(['vanity', 'actionable']),
  /** For a vanity number: it may only be shown with all of these. */
  pairs: z.array(z.string()),
  scopes: z.array(z.enum(['platform', 'author', 'post', 'client'])),
  slices: z.array(metricSlice),
  leastPersons: z.int(),
  /** The numbers above it in the metric trees, and how it moves them. */
  parents: z.array(z.object({ metricId: z.string(), how: z.string() })),
  /** The trees that it stands in. */
  trees: z.array(metricTree),
  /** Facts it is made of. */
  source: z.string(),
  /** Tables from outside that it is made of. */
  references: z.array(referenceTableId),
  /** Why there is no number yet; null: there is one. */
  missing: z.string().nullable(),
})
export type MetricDefinition = z.infer<typeof metricDefinition>

export const listMetrics = endpoint({
  id: 'listMetrics',
  method: 'GET',
  path: '/v1/metrics',
  summary: 'Every metric definition.',
  access: 'public',
  response: z.object({ metrics: z.array(metricDefinition) }),
  errors: [],
})

export const getPostMetrics = endpoint({
  id: 'getPostMetrics',
  method: 'GET',
  path: '/v1/posts/:postId/metrics',
  summary:
    'Metrics of one post, for its author and for operators. A vanity number without its pair is refused.',
  access: 'person',
  params: z.object({ postId }),
  query: z.object({
    metrics: z.string().max(1000).default('views,hook_rate,completion_rate,retention_curve'),
    /** Of one version of a video that was replaced; left out: of all. */
    version: z.coerce.number().int().min(1).max(10_000).optional(),
  }),
  response: z.object({ values: z.array(metricValue) }),
  errors: ['not_signed_in', 'forbidden', 'not_found', 'unknown_metric', 'unpaired_metric', 'overloaded'],
})

/** A curve of the shares that are usual: a quarter of the videos lies below `p25`, a quarter above `p75`. */
export const typicalRetention = z.object({
  /** Slice `length` of the post. */
  length: z.string(),
  /** How many videos the band is made of; with too few of them the curves are empty. */
  videos: z.int(),
  binSeconds: z.number(),
  p25: z.array(z.number()),
  p50: z.array(z.number()),
  p75: z.array(z.number()),
  definitionVersion: z.int(),
  asOf: isoTime,
})
export type TypicalRetention = z.infer<typeof typicalRetention>

export const getTypicalRetention = endpoint({
  id: 'getTypicalRetention',
  method: 'GET',
  path: '/v1/posts/:postId/typical',
  summary:
    "How long people usually stay: the author's last ten other videos of like length, second by second.",
  access: 'person',
  params: z.object({ postId }),
  response: typicalRetention,
  errors: ['not_signed_in', 'forbidden', 'not_found'],
})

/** Whose numbers: of the platform (operators), of an author or a post (themselves and operators), of an agency's client. */
export const metricScope = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('platform') }),
  z.object({ kind: z.literal('author'), authorId: personId }),
  z.object({ kind: z.literal('post'), postId }),
  z.object({ kind: z.literal('client'), clientId }),
])
export type MetricScope = z.infer<typeof metricScope>

const cell = {
  status: metricStatus,
  final: z.boolean(),
  /** One number, of a curve one for each bin. Null unless the status is known. */
  value: z.union([z.number(), z.array(z.number())]).nullable(),
  /** Rows it stands on; for a ratio its denominator. */
  sampleSize: z.int(),
  /**
   * Lowest and highest value with 95 % confidence (Wilson), of shares that count rows among rows; null: it is no such
   * share, or there is no value.
   */
  interval: z.array(z.number()).length(2).nullable(),
}
export const metricRow = z.object({
  /** Empty: the whole. */
  slice: z.string(),
  ...cell,
  /** The same number of the period before, when it was asked for. */
  previous: z.object(cell).nullable(),
})
export const measuredMetric = z.object({
  metricId: z.string(),
  version: z.int(),
  hash: z.string(),
  unit,
  shape,
  asOf: isoTime,
  rows: z.array(metricRow),
  /** Why there is no number yet. */
  reason: z.string().nullable(),
  /** Of money: its currency (ISO 4217), as far as there is a number. */
  currency: z.string().nullable(),
  /** Versions of the tables from outside that it is made of. */
  references: z.array(
    z.object({ table: referenceTableId, versionId: z.uuid(), source: z.string(), uploadedAt: isoTime }),
  ),
})
export type MeasuredMetric = z.infer<typeof measuredMetric>

const period = z.object({ from: isoDate, to: isoDate })
const measured = z.object({
  period,
  previous: period.nullable(),
  metrics: z.array(measuredMetric),
})
export type MeasuredBoard = z.infer<typeof measured>

const ofPeriod = z.object({
  from: isoDate,
  to: isoDate,
  by: metricSlice.optional(),
  /** At most one of these; without one it is the platform. */
  author: personId.optional(),
  post: postId.optional(),
})

export const getMetric = endpoint({
  id: 'getMetric',
  method: 'GET',
  path: '/v1/metrics/:metricId',
  summary: 'One metric over a period of local dates; a vanity number comes with its pairs.',
  access: 'person',
  params: z.object({ metricId: z.string().max(100) }),
  query: ofPeriod.extend({ compare: z.enum(['none', 'previous']).default('none') }),
  response: measured,
  errors: ['not_signed_in', 'forbidden', 'not_found', 'unknown_metric'],
})

export const getMetricSql = endpoint({
  id: 'getMetricSql',
  method: 'GET',
  path: '/v1/metrics/:metricId/sql',
  summary: 'The query that computes one metric, with the values that are bound to it. For operators.',
  access: 'operator',
  params: z.object({ metricId: z.string().max(100) }),
  query: ofPeriod,
  response: z.object({
    sql: z.string(),
    parameters: z.record(z.string(), z.union([z.number(), z.string()])),
  }),
  errors: ['not_signed_in', 'forbidden', 'not_found', 'unknown_metric'],
})

export const queryMetrics = endpoint({
  id: 'queryMetrics',
  method: 'POST',
  path: '/v1/metrics/query',
  summary: 'Many metrics of one board. A vanity number without its pairs is refused.',
  access: 'person',
  body: z.object({
    metrics: z.array(z.string().max(100)).min(1).max(60),
    scope: metricScope,
    from: isoDate,
    to: isoDate,
    by: metricSlice.optional(),
    compare: z.enum(['none', 'previous']).default('none'),
  }),
  response: measured,
  errors: ['not_signed_in', 'forbidden', 'not_found', 'unknown_metric', 'unpaired_metric', 'overloaded'],
})
