import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { author } from './posts.ts'
import { emptyResponse, isoTime, personId, postId } from './shapes.ts'
import { action } from './telemetry.ts'

/** Why somebody reports something. The interface has the words. */
export const reportReasons = [
  'spam',
  'harassment',
  'hate',
  'violence',
  'nudity',
  'self_harm',
  'child_safety',
  'dangerous_acts',
  'misinformation',
  'impersonation',
  'copyright',
  'illegal_goods',
  'other',
] as const
export type ReportReason = (typeof reportReasons)[number]

const reportTarget = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('post'), postId }),
  z.object({ kind: z.literal('person'), personId }),
  z.object({ kind: z.literal('comment'), commentId: z.uuid() }),
])
export type ReportTarget = z.infer<typeof reportTarget>

const reportId = z.uuid()

export const report = endpoint({
  id: 'report',
  method: 'POST',
  path: '/v1/reports',
  summary:
    'Report a post, a person or a comment. While a report is open, reporting the same again changes nothing.',
  access: 'person',
  query: z.object({
    surface: action.shape.surface.default('other'),
    timeZone: z.string().min(1).max(64).optional(),
  }),
  body: z.object({
    target: reportTarget,
    reason: z.enum(reportReasons),
    text: z.string().trim().max(1000).default(''),
  }),
  response: z.object({ reportId, isNew: z.boolean() }),
  errors: ['not_signed_in', 'forbidden', 'not_found', 'too_many_attempts'],
})

export const listedReport = z.object({
  reportId,
  target: reportTarget,
  reason: z.enum(reportReasons),
  text: z.string(),
  /** Null: the account is gone. */
  reporter: author.nullable(),
  /** Whose post, comment or account it is. */
  about: author.nullable(),
  /** Of a comment: the post it stands under and its words; null when it was removed. */
  comment: z.object({ postId, text: z.string() }).nullable(),
  createdAt: isoTime,
  closedAt: isoTime.nullable(),
})
export type ListedReport = z.infer<typeof listedReport>

export const listReports = endpoint({
  id: 'listReports',
  method: 'GET',
  path: '/v1/operator/reports',
  summary: 'Reports, newest first. Pages go on before the id of the last one.',
  access: 'moderator',
  query: z.object({
    state: z.enum(['open', 'closed']).default('open'),
    before: reportId.optional(),
    limit: z.coerce.number().int().min(1).max(100).default(30),
  }),
  response: z.object({ reports: z.array(listedReport), more: z.boolean() }),
  errors: ['not_signed_in', 'forbidden'],
})

export const closeReport = endpoint({
  id: 'closeReport',
  method: 'PUT',
  path: '/v1/operator/reports/:reportId/closed',
  summary: 'Put a report away as dealt with. Doing it twice is the same as once.',
  access: 'moderator',
  params: z.object({ reportId }),
  response: emptyResponse,
  errors: ['not_signed_in', 'forbidden', 'not_found'],
})
