import { z } from 'zod'
import { moderationDecision } from './cases.ts'
import { endpoint } from './endpoint.ts'
import { reportReasons } from './moderation.ts'
import { author } from './posts.ts'
import { cursor, emptyResponse, isoTime, postId } from './shapes.ts'

const decisionId = z.uuid()
const appealId = z.uuid()

const ownAppeal = z.object({
  text: z.string(),
  createdAt: isoTime,
  /** Null while nobody has decided. */
  ruling: z
    .object({
      outcome: z.enum(['upheld', 'overturned']),
      text: z.string(),
      at: isoTime,
      /** Nobody else was there: the appeal was decided by whoever made the decision. */
      samePerson: z.boolean(),
    })
    .nullable(),
})

/** A statement of reasons: what was decided about something of the caller's, why, and what they can do. */
export const notice = moderationDecision.extend({
  postId: postId.nullable(),
  readAt: isoTime.nullable(),
  appeal: ownAppeal.nullable(),
  /** Until when the caller can appeal; null: they have, or there is nothing left to appeal against. */
  appealUntil: isoTime.nullable(),
})
export type Notice = z.infer<typeof notice>

export const listNotices = endpoint({
  id: 'listNotices',
  method: 'GET',
  path: '/v1/me/notices',
  summary: 'Decisions about what is the caller’s, newest first, with how their account stands.',
  access: 'person',
  query: z.object({ cursor: cursor.optional(), limit: z.coerce.number().int().min(1).max(50).default(20) }),
  response: z.object({
    notices: z.array(notice),
    nextCursor: cursor.nullable(),
    unread: z.int(),
    standing: z.object({
      /** Strikes that count now, and when each lapses: at most 30. */
      strikes: z.array(z.object({ rule: z.enum(reportReasons), lapsesAt: isoTime })),
      /** Null until: for good. */
      suspension: z.object({ until: isoTime.nullable(), reason: z.string() }).nullable(),
    }),
  }),
  errors: ['not_signed_in', 'invalid_cursor'],
})

export const getNotice = endpoint({
  id: 'getNotice',
  method: 'GET',
  path: '/v1/me/notices/:decisionId',
  summary: 'One statement of reasons.',
  access: 'person',
  params: z.object({ decisionId }),
  response: z.object({ notice }),
  errors: ['not_signed_in', 'not_found'],
})

export const readNotice = endpoint({
  id: 'readNotice',
  method: 'PUT',
  path: '/v1/me/notices/:decisionId/read',
  summary: 'Note that the caller has read it.',
  access: 'person',
  params: z.object({ decisionId }),
  response: emptyResponse,
  errors: ['not_signed_in', 'not_found'],
  whileSuspended: true,
})

export const appealDecision = endpoint({
  id: 'appealDecision',
  method: 'PUT',
  path: '/v1/me/notices/:decisionId/appeal',
  summary:
    'Appeal, once and within six months. Somebody else decides. Sending the same words again changes nothing.',
  access: 'person',
  params: z.object({ decisionId }),
  body: z.object({ text: z.string().trim().min(1).max(4000) }),
  response: z.object({ notice }),
  errors: ['not_signed_in', 'not_found', 'already_appealed', 'appeal_too_late', 'state_changed'],
  whileSuspended: true,
})

export const listedAppeal = z.object({
  appealId,
  /** As it was decided, without the name of whoever decided it. */
  decision: moderationDecision,
  postId: postId.nullable(),
  commentText: z.string().nullable(),
  /** Who appeals; null: the account is gone. */
  person: author.nullable(),
  text: z.string(),
  createdAt: isoTime,
  ruling: ownAppeal.shape.ruling,
  /** Whether the caller may decide; if not yet or never, why. */
  may: z.discriminatedUnion('rule', [
    z.object({ rule: z.literal('yes'), samePerson: z.boolean() }),
    z.object({ rule: z.literal('own_decision') }),
    z.object({ rule: z.literal('own_case') }),
    /** Nobody else is there: the caller may from this time on, and it will be said. */
    z.object({ rule: z.literal('alone'), from: isoTime }),
  ]),
})
export type ListedAppeal = z.infer<typeof listedAppeal>

export const listAppeals = endpoint({
  id: 'listAppeals',
  method: 'GET',
  path: '/v1/operator/appeals',
  summary: 'Appeals: those that wait, oldest first, or those that are decided, newest first.',
  access: 'moderator',
  query: z.object({
    state: z.enum(['open', 'closed']).default('open'),
    after: appealId.optional(),
    limit: z.coerce.number().int().min(1).max(50).default(20),
  }),
  response: z.object({ appeals: z.array(listedAppeal), more: z.boolean() }),
  errors: ['not_signed_in', 'forbidden'],
})

export const ruleOnAppeal = endpoint({
  id: 'ruleOnAppeal',
  method: 'PUT',
  path: '/v1/operator/appeals/:appealId/ruling',
  summary:
    'Uphold or overturn a decision of somebody else. Overturning restores what only that decision had taken.',
  access: 'moderator',
  params: z.object({ appealId }),
  body: z.object({
    outcome: z.enum(['upheld', 'overturned']),
    text: z.string().trim().min(1).max(2000),
  }),
  response: emptyResponse,
  errors: ['not_signed_in', 'forbidden', 'own_decision', 'not_found', 'state_changed'],
})

const share = z.number().min(0).max(1).nullable()

/** What moderation did in a span of days; shares and medians are null where nothing happened. */
export const moderationNumbers = z.object({
  days: z.int(),
  reports: z.int(),
  opened: z.int(),
  closed: z.int(),
  acted: z.int(),
  automated: z.int(),
  medianDecisionMs: z.int().nullable(),
  /** Of the cases closed: those decided before they were due. */
  keptInTime: share,
  appeals: z.int(),
  appealsDecided: z.int(),
  overturned: z.int(),
  overturnRate: share,
  medianAppealMs: z.int().nullable(),
  samePerson: z.int(),
  byReason: z.array(
    z.object({ reason: z.enum(reportReasons), opened: z.int(), closed: z.int(), acted: z.int() }),
  ),
  byMeasure: z.object({
    removed: z.int(),
    limited: z.int(),
    ageGated: z.int(),
    labelled: z.int(),
    suspended: z.int(),
    warnedOnly: z.int(),
  }),
})
export type ModerationNumbers = z.infer<typeof moderationNumbers>

const spanQuery = z.object({ days: z.coerce.number().int().min(1).max(366).default(30) })

export const getTransparency = endpoint({
  id: 'getTransparency',
  method: 'GET',
  path: '/v1/transparency',
  summary: 'How this instance moderates, in numbers about nobody in particular.',
  access: 'public',
  query: spanQuery,
  response: z.object({ numbers: moderationNumbers }),
  errors: [],
})

export const getModerationNumbers = endpoint({
  id: 'getModerationNumbers',
  method: 'GET',
  path: '/v1/operator/moderation/numbers',
  summary: 'The same with what waits now, and how the caller’s own decisions fared.',
  access: 'moderator',
  query: spanQuery,
  response: z.object({
    numbers: moderationNumbers,
    waiting: z.object({ open: z.int(), overdue: z.int(), appeals: z.int() }),
    own: z.object({ decisions: z.int(), appealed: z.int(), overturned: z.int() }),
  }),
  errors: ['not_signed_in', 'forbidden'],
})
