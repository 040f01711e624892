import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { measuredMetric, metricDefinition } from './measure.ts'
import { author } from './posts.ts'
import { clientId, emptyResponse, isoDate, isoTime, organisationId } from './shapes.ts'

export const clientReportId = z.uuid().brand<'ClientReportId'>()
export const reportLinkId = z.uuid().brand<'ReportLinkId'>()
export type ClientReportId = z.infer<typeof clientReportId>
export type ReportLinkId = z.infer<typeof reportLinkId>

const period = z.object({ from: isoDate, to: isoDate })
const interval = z.array(z.number()).length(2).nullable()
/** 10⁻⁶ of the client's currency, as metrics answer it. */
const micro = z.number()

/** What the steps from GMV to contribution are called. */
export const reportStep = z.enum([
  'gmv',
  'cancelled',
  'refunded',
  'platform_fees',
  'commission',
  'shipping',
  'goods',
  'creators',
  'advertising',
  'other',
  'contribution',
])
export type ReportStep = z.infer<typeof reportStep>

const action = z.enum(['scale', 'hold', 'stop'])
const caution = z.enum(['goods_unknown', 'fees_open', 'unsure']).nullable()

/** What changed and what to do. */
export const reportHeadline = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('too_little'), orders: z.number() }),
  z.object({ kind: z.literal('first'), action, caution }),
  z.object({
    kind: z.literal('changed'),
    action,
    caution,
    deltaMicro: micro,
    /** Where the change lies with 95 % confidence. */
    interval: z.tuple([micro, micro]).readonly(),
    cause: z.enum([
      ...(['volume', 'cancelled', 'refunded', 'platform_fees', 'commission'] as const),
      ...(['shipping', 'goods', 'creators', 'advertising', 'other'] as const),
    ]),
    causeMicro: micro,
    surety: z.enum(['strong', 'likely', 'weak']),
  }),
])
export type ReportHeadline = z.infer<typeof reportHeadline>

/** Whether a creator or a video earns what it costs. */
export const reportVerdict = z.enum(['gains', 'open', 'loses', 'too_little'])
export type ReportVerdict = z.infer<typeof reportVerdict>

const named = {
  /** A handle, or an id of the files. Empty: what belongs to nobody. */
  id: z.string(),
  /** What the files call it, where they do. */
  name: z.string().nullable(),
}

export const reportEarner = z.object({
  ...named,
  contributionMicro: micro,
  /** Contribution with 95 % confidence; null: no order tells it. */
  interval,
  verdict: reportVerdict,
  orders: z.number(),
  netGmvMicro: micro,
  commissionMicro: micro,
  creatorCostsMicro: micro,
  adSpendMicro: micro,
  claimedMicro: micro,
  refundRate: z.number().nullable(),
  refundInterval: interval,
})
export type ReportEarner = z.infer<typeof reportEarner>

const earners = z.object({
  /** By contribution, the most first; of a long list its ends. */
  rows: z.array(reportEarner),
  leftOut: z.int(),
  nobody: reportEarner.nullable(),
  /** The ids of the one that surely gains most, of the one that surely loses most, and of an unsure leader. */
  best: z.string().nullable(),
  worst: z.string().nullable(),
  leader: z.string().nullable(),
})
export type ReportEarners = z.infer<typeof earners>

export const reportProduct = z.object({
  ...named,
  netGmvMicro: micro,
  /** With its shares of advertising and of what creators got. */
  contributionMicro: micro,
  margin: z.number().nullable(),
  refundRate: z.number().nullable(),
  cancelRate: z.number().nullable(),
  goodsKnown: z.number().nullable(),
  lines: z.int(),
})
export type ReportProduct = z.infer<typeof reportProduct>

const reportDefinition = metricDefinition.pick({
  metricId: true,
  version: true,
  hash: true,
  label: true,
  formula: true,
  unit: true,
  source: true,
  finalAfterDays: true,
})
export type ReportDefinition = z.infer<typeof reportDefinition>

/** Everything a report says. It is made once and never changes: what comes later is another report. */
export const reportContent = z.object({
  format: z.literal(1),
  client: z.object({ name: z.string(), currency: z.string(), timeZone: z.string() }),
  /** `logo`: SHA-256 of the picture, which is a file of the report; null: there is none. */
  agency: z.object({ name: z.string(), logo: z.string().nullable() }),
  period,
  /** Null: the files do not reach back so far, and there is nothing to compare with. */
  previous: period.nullable(),
  madeAt: isoTime,
  /** When the newest file that it is made of was taken in. */
  asOf: isoTime,
  headline: reportHeadline,
  orders: z.object({ now: z.number(), before: z.number() }),
  waterfall: z.array(
    z.object({
      step: reportStep,
      metricId: z.string(),
      amountMicro: micro,
      fromMicro: micro,
      toMicro: micro,
    }),
  ),
  /** Shares; null: not known. */
  guards: z.object({ settled: z.number().nullable(), goodsKnown: z.number().nullable() }),
  claims: z.object({
    gmvMicro: micro,
    claimedMicro: micro,
    broughtMicro: micro,
    contributionMicro: micro,
    roas: z.number().nullable(),
    /** Counted more than once, at least and at most. */
    leastMicro: micro,
    mostMicro: micro,
    isBeyondSales: z.boolean(),
  }),
  creators: earners,
  videos: earners,
  products: z.object({ rows: z.array(reportProduct), leftOut: z.int() }),
  /** The answers that all of it was made of, with status and moment of each number. */
  answers: z.object({
    whole: z.array(measuredMetric),
    creators: z.array(measuredMetric),
    videos: z.array(measuredMetric),
    products: z.array(measuredMetric),
  }),
  definitions: z.array(reportDefinition),
})
export type ReportContent = z.infer<typeof reportContent>

/** A way to read a report without an account. Its token is told once, when it is made. */
export const reportLink = z.object({
  linkId: reportLinkId,
  createdAt: isoTime,
  expiresAt: isoTime,
  revokedAt: isoTime.nullable(),
  /** How often it was opened, and when last. */
  opened: z.int(),
  lastOpenedAt: isoTime.nullable(),
})
export type ReportLink = z.infer<typeof reportLink>

/** A report in a list. */
export const clientReport = z.object({
  reportId: clientReportId,
  clientId,
  period,
  madeAt: isoTime,
  /** Null: by the schedule, or by somebody who is gone. */
  madeBy: author.nullable(),
  isScheduled: z.boolean(),
  contributionMicro: micro.nullable(),
  currency: z.string(),
  /** Newest first; only for those who may share. */
  links: z.array(reportLink),
})
export type ClientReport = z.infer<typeof clientReport>

export const reportEvery = z.enum(['never', 'week', 'month'])
export type ReportEvery = z.infer<typeof reportEvery>

export const reportSchedule = z.object({
  every: reportEvery,
  /** The period that is reported next; null: none. */
  next: period.nullable(),
})
export type ReportSchedule = z.infer<typeof reportSchedule>

const params = z.object({ clientId })
const reportParams = z.object({ clientId, reportId: clientReportId })
const mostDays = 400
const dayMs = 86_400_000
const daysOf = (one: z.infer<typeof period>): number =>
  (Date.parse(one.to) - Date.parse(one.from)) / dayMs + 1
const reportedPeriod = period
  .refine(({ from, to }) => from <= to, 'The period ends before it begins.')
  .refine((one) => daysOf(one) <= mostDays, `A period has at most ${mostDays} days.`)

export const listClientReports = endpoint({
  id: 'listClientReports',
  method: 'GET',
  path: '/v1/clients/:clientId/reports',
  summary: 'The reports of a client, newest first, and what the caller may do with them.',
  access: 'person',
  params,
  query: z.object({
    before: clientReportId.optional(),
    limit: z.coerce.number().int().min(1).max(100).default(20),
  }),
  response: z.object({
    reports: z.array(clientReport),
    more: z.boolean(),
    schedule: reportSchedule,
    may: z.object({ make: z.boolean(), remove: z.boolean() }),
    /** Of the agency; null: there is none. */
    hasLogo: z.boolean(),
  }),
  errors: ['not_signed_in', 'not_found'],
})

export const createClientReport = endpoint({
  id: 'createClientReport',
  method: 'POST',
  path: '/v1/clients/:clientId/reports',
  summary: 'Make a report of what the files tell now. It never changes afterwards. For owners and analysts.',
  access: 'person',
  params,
  body: reportedPeriod,
  response: z.object({ report: clientReport }),
  errors: ['not_signed_in', 'forbidden', 'not_found', 'client_archived', 'list_full', 'numbers_changing'],
})

export const getClientReport = endpoint({
  id: 'getClientReport',
  method: 'GET',
  path: '/v1/clients/:clientId/reports/:reportId',
  summary: 'A report with everything it says.',
  access: 'person',
  params: reportParams,
  response: z.object({ report: clientReport, content: reportContent, may: z.object({ share: z.boolean() }) }),
  errors: ['not_signed_in', 'not_found'],
})

export const removeClientReport = endpoint({
  id: 'removeClientReport',
  method: 'DELETE',
  path: '/v1/clients/:clientId/reports/:reportId',
  summary: 'Delete a report; its links end. For owners.',
  access: 'person',
  params: reportParams,
  response: emptyResponse,
  errors: ['not_signed_in', 'forbidden', 'not_found'],
})

/** How many days a link may live. */
export const reportLinkDays = [7, 30, 90] as const

export const createReportLink = endpoint({
  id: 'createReportLink',
  method: 'POST',
  path: '/v1/clients/:clientId/reports/:reportId/links',
  summary:
    'Make a link that shows a report to whoever has it. The token is told this once: only its hash is kept.',
  access: 'person',
  params: reportParams,
  body: z.object({ days: z.literal(reportLinkDays) }),
  response: z.object({ link: reportLink, token: z.string() }),
  errors: ['not_signed_in', 'forbidden', 'not_found', 'client_archived', 'list_full'],
})

export const revokeReportLink = endpoint({
  id: 'revokeReportLink',
  method: 'DELETE',
  path: '/v1/clients/:clientId/reports/:reportId/links/:linkId',
  summary: 'End a link. Doing it twice is the same as once.',
  access: 'person',
  params: reportParams.extend({ linkId: reportLinkId }),
  response: z.object({ link: reportLink }),
  errors: ['not_signed_in', 'forbidden', 'not_found'],
})

export const setReportSchedule = endpoint({
  id: 'setReportSchedule',
  method: 'PUT',
  path: '/v1/clients/:clientId/report-schedule',
  summary:
    'Make a report of each week (from Monday) or month by itself, when it is over and its files are there.',
  access: 'person',
  params,
  body: z.object({ every: reportEvery }),
  response: z.object({ schedule: reportSchedule }),
  errors: ['not_signed_in', 'forbidden', 'not_found', 'client_archived'],
})

export const openSharedReport = endpoint({
  id: 'openSharedReport',
  method: 'GET',
  path: '/v1/shared-reports/:token',
  summary: 'The report behind a link. A wrong, ended or expired one is not told apart.',
  access: 'public',
  withoutSession: { perMinute: 60 },
  params: z.object({ token: z.string().max(200) }),
  response: z.object({ content: reportContent, expiresAt: isoTime }),
  errors: ['not_found'],
})

/** GET of a file of a report: `report.pdf`, `report.csv` or `logo.png`. Errors: those of `getClientReport`. */
export const clientReportFilePath = '/v1/clients/:clientId/reports/:reportId/:file'
/** The same behind a link. Errors: `not_found`. */
export const sharedReportFilePath = '/v1/shared-reports/:token/:file'
export const reportFile = z.enum(['report.pdf', 'report.csv', 'logo.png'])
export type ReportFile = z.infer<typeof reportFile>

/**
 * The logo of an organisation. PUT of a PNG or JPEG as it is, for its owners; GET for its members. Errors besides
 * `not_signed_in`, `forbidden`, `not_found`: `invalid_picture`, `picture_too_large`.
 */
export const organisationLogoPath = '/v1/organisations/:organisationId/logo'
export const logoMaximumBytes = 524_288

export const removeOrganisationLogo = endpoint({
  id: 'removeOrganisationLogo',
  method: 'DELETE',
  path: organisationLogoPath,
  summary: 'Take the logo of an organisation away. Reports that carry it keep it. For its owners.',
  access: 'person',
  params: z.object({ organisationId }),
  response: emptyResponse,
  errors: ['not_signed_in', 'forbidden', 'not_found'],
})
