import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { reportReasons, reportTarget } from './moderation.ts'
import { author } from './posts.ts'
import { emptyResponse, isoTime, postId } from './shapes.ts'

/** How grave a reason is: it sets how soon somebody has to decide. */
export const severities = ['critical', 'high', 'normal'] as const
export const severity = z.enum(severities)
export type Severity = z.infer<typeof severity>

/** What moderators can say about a post for everybody to read. */
export const moderationLabels = ['sensitive', 'ai_generated', 'misleading', 'advertising'] as const
export type ModerationLabel = (typeof moderationLabels)[number]

const caseId = z.uuid()
const decisionId = z.uuid()
const rule = z.enum(reportReasons)

/** What a decision asks for. Of a comment it can only be removed; of a person only their account suspended. */
export const measures = z.object({
  removed: z.boolean().default(false),
  /** Recommended to nobody; reachable by its address and for followers. */
  limited: z.boolean().default(false),
  minimumAge: z
    .union([z.literal(16), z.literal(18)])
    .nullable()
    .default(null),
  labels: z.array(z.enum(moderationLabels)).max(moderationLabels.length).default([]),
  /** Null: the account is not suspended. */
  suspension: z
    .object({ days: z.int().min(1).max(365).nullable().describe('null: for good') })
    .nullable()
    .default(null),
})
export type Measures = z.infer<typeof measures>

/** A first violation of a rule is a warning, a later one a strike; strikes lapse after 90 days. */
export const grade = z.enum(['none', 'warning', 'strike'])
export type Grade = z.infer<typeof grade>

export const undone = z.object({ at: isoTime, by: z.enum(['appeal', 'withdrawal']) })

export const moderationDecision = z.object({
  decisionId,
  target: reportTarget,
  rule,
  /** The reason in words, which the author reads. */
  text: z.string(),
  measures,
  grade,
  automated: z.boolean(),
  decidedAt: isoTime,
  undone: undone.nullable(),
})
export type ModerationDecision = z.infer<typeof moderationDecision>

export const listedCase = z.object({
  caseId,
  target: reportTarget,
  /** The gravest reason that somebody named. */
  reason: rule,
  severity,
  priority: z.int(),
  /** Different people who reported it. */
  reporters: z.int(),
  openedAt: isoTime,
  dueAt: isoTime,
  about: author.nullable(),
  /** The post it is about or stands under. */
  postId: postId.nullable(),
  /** Who works on it now, until when. */
  claim: z.object({ by: author.nullable(), mine: z.boolean(), until: isoTime }).nullable(),
})
export type ListedCase = z.infer<typeof listedCase>

export const listCases = endpoint({
  id: 'listCases',
  method: 'GET',
  path: '/v1/operator/cases',
  summary: 'Open cases, the most pressing first. Pages go on after the id of the last one.',
  access: 'moderator',
  query: z.object({
    reason: rule.optional(),
    kind: z.enum(['post', 'person', 'comment']).optional(),
    show: z.enum(['all', 'free', 'mine', 'overdue']).default('all'),
    after: caseId.optional(),
    limit: z.coerce.number().int().min(1).max(100).default(30),
  }),
  response: z.object({ cases: z.array(listedCase), more: z.boolean() }),
  errors: ['not_signed_in', 'forbidden'],
})

export const claimNextCase = endpoint({
  id: 'claimNextCase',
  method: 'POST',
  path: '/v1/operator/cases/next',
  summary:
    'Claim the most pressing case that nobody works on; the one the caller holds already comes first. Null: none.',
  access: 'moderator',
  response: z.object({ caseId: caseId.nullable() }),
  errors: ['not_signed_in', 'forbidden'],
})

export const getCase = endpoint({
  id: 'getCase',
  method: 'GET',
  path: '/v1/operator/cases/:caseId',
  summary: 'A case with what is needed to decide it.',
  access: 'moderator',
  params: z.object({ caseId }),
  response: z.object({
    case: listedCase,
    closedAt: isoTime.nullable(),
    /** The decision that closed it. */
    decision: moderationDecision.nullable(),
    /** Words of a comment now; null: it is no comment, or is gone. */
    commentText: z.string().nullable(),
    /** What people said, the latest first: at most 50. */
    reports: z.array(
      z.object({ reason: rule, text: z.string(), reporter: author.nullable(), createdAt: isoTime }),
    ),
    author: z.object({
      /** Strikes that have not lapsed. */
      strikes: z.int(),
      /** What the ladder suggests when this becomes another strike; null: no suspension. */
      suggested: z.object({ days: z.int().nullable() }).nullable(),
      suspended: z.object({ until: isoTime.nullable() }).nullable(),
      /** Decisions about what is theirs, the latest first: at most 30. */
      history: z.array(moderationDecision),
    }),
  }),
  errors: ['not_signed_in', 'forbidden', 'not_found'],
})

export const claimCase = endpoint({
  id: 'claimCase',
  method: 'PUT',
  path: '/v1/operator/cases/:caseId/claim',
  summary: 'Take a case, or keep it: a claim runs out after ten minutes without this.',
  access: 'moderator',
  params: z.object({ caseId }),
  response: z.object({ until: isoTime }),
  errors: ['not_signed_in', 'forbidden', 'not_found', 'claimed_by_other', 'state_changed'],
})

export const releaseCase = endpoint({
  id: 'releaseCase',
  method: 'DELETE',
  path: '/v1/operator/cases/:caseId/claim',
  summary: 'Give a case back to the queue. Of somebody else’s claim nothing changes.',
  access: 'moderator',
  params: z.object({ caseId }),
  response: emptyResponse,
  errors: ['not_signed_in', 'forbidden'],
})

export const decideCase = endpoint({
  id: 'decideCase',
  method: 'PUT',
  path: '/v1/operator/cases/:caseId/decisions/:decisionId',
  summary:
    'Decide a case that the caller holds, once. The id of the decision is made by the caller: sending it again changes nothing.',
  access: 'moderator',
  params: z.object({ caseId, decisionId }),
  body: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('dismiss'), text: z.string().trim().max(2000).default('') }),
    z.object({
      kind: z.literal('act'),
      rule,
      text: z.string().trim().min(1).max(2000),
      measures,
      /** Whether it counts as a violation: a warning first, then strikes. */
      violation: z.boolean(),
    }),
  ]),
  response: z.object({ decisionId }),
  errors: [
    ...(['not_signed_in', 'forbidden', 'not_found', 'claimed_by_other', 'state_changed'] as const),
    ...(['key_reused'] as const),
  ],
})
export type DecideBody = z.infer<typeof decideCase.body>

export const withdrawDecision = endpoint({
  id: 'withdrawDecision',
  method: 'PUT',
  path: '/v1/operator/decisions/:decisionId/withdrawal',
  summary: 'Take a decision back: what only it demanded is restored. By whoever made it, or an operator.',
  access: 'moderator',
  params: z.object({ decisionId }),
  body: z.object({ text: z.string().trim().min(1).max(2000) }),
  response: emptyResponse,
  errors: ['not_signed_in', 'forbidden', 'not_found', 'state_changed'],
})
