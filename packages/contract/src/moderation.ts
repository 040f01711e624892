import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { author } from './posts.ts'
import { cursor, isoTime, personId, postId } from './shapes.ts'
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

export const reportTarget = z.discriminatedUnion('kind', [
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
  // Whoever is suspended can still be harmed by others.
  whileSuspended: true,
})

/** What came of a report: nothing yet, something was done, nothing was found, what was done was taken back, or it was closed before outcomes were kept. */
export const reportOutcome = z.enum(['waiting', 'acted', 'no_violation', 'taken_back', 'closed'])
export type ReportOutcome = z.infer<typeof reportOutcome>

export const ownReport = z.object({
  reportId,
  target: reportTarget,
  reason: z.enum(reportReasons),
  text: z.string(),
  /** Whose post, comment or account it is; null: the account is gone. */
  about: author.nullable(),
  createdAt: isoTime,
  closedAt: isoTime.nullable(),
  outcome: reportOutcome,
})
export type OwnReport = z.infer<typeof ownReport>

export const listOwnReports = endpoint({
  id: 'listOwnReports',
  method: 'GET',
  path: '/v1/me/reports',
  summary: 'What the caller reported, newest first, and what came of it.',
  access: 'person',
  query: z.object({ cursor: cursor.optional(), limit: z.coerce.number().int().min(1).max(50).default(20) }),
  response: z.object({ reports: z.array(ownReport), nextCursor: cursor.nullable() }),
  errors: ['not_signed_in', 'invalid_cursor'],
})
