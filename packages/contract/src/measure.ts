import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { isoTime, postId } from './shapes.ts'

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

export const metricDefinition = z.object({
  metricId: z.string(),
  code: z.string(),
  version: z.int(),
  label: z.string(),
  formula: z.string(),
  unit: z.enum(['count', 'share', 'share_per_second', 'milliseconds']),
  kind: z.enum(['vanity', 'actionable']),
  /** For a vanity number: it may only be shown with all of these. */
  pairs: z.array(z.string()),
  source: z.string(),
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
  }),
  response: z.object({ values: z.array(metricValue) }),
  errors: ['not_signed_in', 'forbidden', 'not_found', 'unknown_metric', 'unpaired_metric'],
})
