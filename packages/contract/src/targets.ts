import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { measuredMetric, metricDefinition, metricSlice } from './measure.ts'
import { author } from './posts.ts'
import { clientId, emptyResponse, isoDate, isoTime } from './shapes.ts'

export const ownMetricId = z.uuid().brand<'OwnMetricId'>()
export type OwnMetricId = z.infer<typeof ownMetricId>
export const targetId = z.uuid().brand<'TargetId'>()
export type TargetId = z.infer<typeof targetId>

/** The last so many days, or the calendar month up to a day. */
const ownWindow = z.union([z.literal(7), z.literal(14), z.literal(28), z.literal(90), z.literal('month')])

/** What a member composes a metric of: registered ones by their ids, for some rows, over a window. */
export const ownRecipe = z.object({
  numerator: z.string().min(1).max(100),
  /** null: it is no ratio. */
  denominator: z.string().min(1).max(100).nullable(),
  /** All must hold, each slice once. An empty value is what belongs to nobody. */
  filters: z.array(z.object({ slice: metricSlice, value: z.string().max(200) })).max(3),
  window: ownWindow,
})
export type OwnRecipeBody = z.infer<typeof ownRecipe>

const bound = z.enum(['at_least', 'at_most'])
/** Ok: nothing shows a miss. Off: a miss is shown, and since then no keeping. */
const targetState = z.enum(['ok', 'off'])

/** What some days in a row tell of a number, in its unit: the estimate, and bounds that hold for all looks together. */
export const targetBand = z.object({
  from: isoDate,
  through: isoDate,
  days: z.int(),
  estimate: z.number(),
  low: z.number(),
  high: z.number(),
})
export type TargetBand = z.infer<typeof targetBand>

export const target = z.object({
  targetId,
  clientId,
  ownMetricId,
  bound,
  /** In the unit of the metric. */
  value: z.number(),
  /** Of money: the currency in which it was set. In another one than the client's it is not looked at. */
  currency: z.string().nullable(),
  /** The last day that counts; null: it stands. */
  endsOn: isoDate.nullable(),
  /** The first day that counts since the state last changed. */
  watchedFrom: isoDate,
  state: targetState,
  /** What is known since then: kept, missed, or neither of them. */
  outlook: z.enum(['kept', 'missed', 'open']),
  /** By all days since then; null: there are too few of them. */
  band: targetBand.nullable(),
  lookedAt: isoTime.nullable(),
  /** Newest first, at most 20, with the days that showed it. Without a band its metric or target was changed. */
  changes: z.array(z.object({ state: targetState, at: isoTime, band: targetBand.nullable() })),
})
export type Target = z.infer<typeof target>

/** A composed metric with its number now. */
const composed = z.object({
  definition: metricDefinition,
  measured: measuredMetric,
  /** A vanity number is only shown with these. */
  pairs: z.array(z.object({ definition: metricDefinition, measured: measuredMetric })),
  /** The days that the number is of. */
  from: isoDate,
  to: isoDate,
  /** False: it does not add up from days, so it has no course and can have no target. */
  watchable: z.boolean(),
})
const refusal = z.object({
  code: z.string(),
  part: z.enum(['numerator', 'denominator', 'filters']),
  message: z.string(),
})
/** Exactly one of these is there. */
const outcome = { composed: composed.nullable(), refusal: refusal.nullable() }

export const ownMetric = z.object({
  ownMetricId,
  clientId,
  name: z.string(),
  recipe: ownRecipe,
  /** Raised with every change of the recipe. */
  version: z.int(),
  changedAt: isoTime,
  /** A part of it may have left the registry. */
  ...outcome,
  targets: z.array(target),
})
export type OwnMetric = z.infer<typeof ownMetric>

const params = z.object({ clientId })
const metricParams = z.object({ clientId, ownMetricId })
const name = z.string().trim().min(1).max(80)

export const listOwnMetrics = endpoint({
  id: 'listOwnMetrics',
  method: 'GET',
  path: '/v1/clients/:clientId/metrics',
  summary: 'The metrics that members of a client composed, by name (at most 50), with numbers and targets.',
  access: 'person',
  params,
  response: z.object({ metrics: z.array(ownMetric) }),
  errors: ['not_signed_in', 'not_found'],
})

export const previewOwnMetric = endpoint({
  id: 'previewOwnMetric',
  method: 'POST',
  path: '/v1/clients/:clientId/metrics/preview',
  summary: 'What a recipe would give now, or why it makes no sense. Nothing is kept.',
  access: 'person',
  params,
  body: z.object({ recipe: ownRecipe }),
  response: z.object(outcome),
  errors: ['not_signed_in', 'not_found'],
})
export type OwnPreview = z.infer<(typeof previewOwnMetric)['response']>

export const createOwnMetric = endpoint({
  id: 'createOwnMetric',
  method: 'POST',
  path: '/v1/clients/:clientId/metrics',
  summary: 'Compose a metric of registered ones. For owners and analysts.',
  access: 'person',
  params,
  body: z.object({ name, recipe: ownRecipe }),
  response: z.object({ metric: ownMetric }),
  errors: ['not_signed_in', 'forbidden', 'not_found', 'client_archived', 'list_full'],
})

export const getOwnMetric = endpoint({
  id: 'getOwnMetric',
  method: 'GET',
  path: '/v1/clients/:clientId/metrics/:ownMetricId',
  summary: 'A composed metric, all its versions, and the query that computes it now.',
  access: 'person',
  params: metricParams,
  response: z.object({
    metric: ownMetric,
    /** Newest first, at most 100. */
    versions: z.array(
      z.object({
        version: z.int(),
        recipe: ownRecipe,
        /** Empty: it cannot be composed any more. */
        formula: z.string(),
        changedAt: isoTime,
        changedBy: author.nullable(),
      }),
    ),
    sql: z.string().nullable(),
    parameters: z.record(z.string(), z.union([z.number(), z.string()])),
  }),
  errors: ['not_signed_in', 'not_found'],
})

export const changeOwnMetric = endpoint({
  id: 'changeOwnMetric',
  method: 'PUT',
  path: '/v1/clients/:clientId/metrics/:ownMetricId',
  summary:
    'Rename a composed metric or change its recipe: then it is a new version, and its targets begin anew.',
  access: 'person',
  params: metricParams,
  body: z.object({ name, recipe: ownRecipe }),
  response: z.object({ metric: ownMetric }),
  errors: ['not_signed_in', 'forbidden', 'not_found', 'client_archived', 'list_full'],
})

export const removeOwnMetric = endpoint({
  id: 'removeOwnMetric',
  method: 'DELETE',
  path: '/v1/clients/:clientId/metrics/:ownMetricId',
  summary: 'Take a composed metric and its targets away.',
  access: 'person',
  params: metricParams,
  response: emptyResponse,
  errors: ['not_signed_in', 'forbidden', 'not_found', 'client_archived'],
})

export const getOwnMetricCourse = endpoint({
  id: 'getOwnMetricCourse',
  method: 'GET',
  path: '/v1/clients/:clientId/metrics/:ownMetricId/course',
  summary:
    'A composed metric day by day (a sum as what its window would have at the pace of the day), and the band of each target after each day.',
  access: 'person',
  params: metricParams,
  response: z.object({
    /** null: nothing to divide by. */
    days: z.array(z.object({ day: isoDate, value: z.number().nullable() })),
    bands: z.array(z.object({ targetId, course: z.array(targetBand) })),
  }),
  errors: ['not_signed_in', 'not_found'],
})
export type OwnMetricCourse = z.infer<(typeof getOwnMetricCourse)['response']>

const goal = { bound, value: z.number().min(-1e15).max(1e15), endsOn: isoDate.nullable() }
const targetParams = z.object({ clientId, targetId })

export const listTargets = endpoint({
  id: 'listTargets',
  method: 'GET',
  path: '/v1/clients/:clientId/targets',
  summary: 'The targets of a client (at most 100), oldest first.',
  access: 'person',
  params,
  response: z.object({ targets: z.array(target) }),
  errors: ['not_signed_in', 'not_found'],
})

export const createTarget = endpoint({
  id: 'createTarget',
  method: 'POST',
  path: '/v1/clients/:clientId/targets',
  summary:
    'Set a target for a composed metric. It is looked at after each change of the files; a miss is told when it is sure.',
  access: 'person',
  params,
  body: z.object({ ownMetricId, ...goal }),
  response: z.object({ target }),
  errors: ['not_signed_in', 'forbidden', 'not_found', 'client_archived', 'list_full'],
})

export const changeTarget = endpoint({
  id: 'changeTarget',
  method: 'PUT',
  path: '/v1/clients/:clientId/targets/:targetId',
  summary: 'Change a target. It is looked at anew.',
  access: 'person',
  params: targetParams,
  body: z.object(goal),
  response: z.object({ target }),
  errors: ['not_signed_in', 'forbidden', 'not_found', 'client_archived'],
})

export const removeTarget = endpoint({
  id: 'removeTarget',
  method: 'DELETE',
  path: '/v1/clients/:clientId/targets/:targetId',
  summary: 'Take a target away.',
  access: 'person',
  params: targetParams,
  response: emptyResponse,
  errors: ['not_signed_in', 'forbidden', 'not_found', 'client_archived'],
})
