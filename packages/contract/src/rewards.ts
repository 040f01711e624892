import { z } from 'zod'
import { currencyCode } from './clients.ts'
import { endpoint } from './endpoint.ts'
import { isoDate, isoTime, personId, postId } from './shapes.ts'

/** A whole number of 10⁻⁶ of a major unit, as decimal text, because it must stay exact. */
const micro = z.string().regex(/^-?\d{1,19}$/, 'Use a whole number of millionths, as text.')
const microAboveZero = z.string().regex(/^[1-9]\d{0,17}$/, 'Use a whole number of millionths above zero.')
const microFromZero = z.string().regex(/^\d{1,18}$/, 'Use a whole number of millionths, from zero on.')
const basisPoints = z.int().min(0).max(10_000)
const reason = z.string().trim().min(3).max(500)

/** `2026-11` a month, `2026-W47` a week from Monday on, both UTC. */
export const rewardPeriodId = z
  .string()
  .regex(
    /^\d{4}-(0[1-9]|1[0-2]|W(0[1-9]|[1-4]\d|5[0-3]))$/,
    'Use a month like 2026-11 or a week like 2026-W47.',
  )

/** What an operator decides about the programme. A period goes by the terms in force on its first day. */
const termsBody = z.object({
  effectiveFrom: isoDate,
  currency: currencyCode,
  period: z.enum(['month', 'week']),
  /** Paid out for each period, to the last unit. */
  poolMicro: microAboveZero,
  /** What holders of rights get first. */
  rightsBasisPoints: basisPoints.max(9000),
  /** What is kept back until the period is final. */
  holdBackBasisPoints: basisPoints.max(5000),
  /** Which part is shared by views; the rest is shared viewer by viewer, each directing the same sum. */
  proRataBasisPoints: basisPoints,
  /** Of one viewer so many qualified views weigh in a period. */
  viewerCapViews: z.int().min(1).max(100_000),
  /** A video must be this long to earn. */
  shortestVideoMs: z.int().min(0).max(600_000),
  /** So many qualified views of a video in a period earn nothing. */
  firstViewsUnpaid: z.int().min(0).max(1_000_000),
  followers: z.int().min(0).max(100_000_000),
  /** Views in the 30 days before applying. */
  viewsIn30Days: z.int().min(0).max(1_000_000_000),
  minimumAge: z.int().min(18).max(99),
  accountAgeDays: z.int().min(0).max(3650),
  minimumPayoutMicro: microAboveZero,
  /** Days from the end of a period until it is closed, and until it is final. */
  closeAfterDays: z.int().min(4).max(30),
  finalAfterDays: z.int().min(7).max(120),
  /** Of a new payee's unseasoned earnings this part stays back, for so many days. */
  reserveBasisPoints: basisPoints.max(5000),
  reserveDays: z.int().min(0).max(365),
  /** A payout from this amount on is looked at by an operator first. */
  holdFromMicro: microFromZero,
})
export type RewardTermsBody = z.infer<typeof termsBody>

export const rewardTerms = termsBody.extend({ version: z.int(), setAt: isoTime, reason: z.string() })
export type RewardTerms = z.infer<typeof rewardTerms>

export const rewardMembership = z.object({
  state: z.enum(['none', 'member', 'refused', 'left']),
  since: isoTime.nullable(),
  /** A refused person may apply again from this day on. */
  applyAgainFrom: isoDate.nullable(),
})

/** One condition with the number of now; amounts and durations in the unit that the id says. */
export const eligibilityCheck = z.object({
  id: z.enum(['age', 'account_age_days', 'followers', 'views_30_days']),
  passed: z.boolean(),
  /** Null: not told, or not known. */
  value: z.int().nullable(),
  needed: z.int(),
})
export type EligibilityCheck = z.infer<typeof eligibilityCheck>

export const getRewardProgramme = endpoint({
  id: 'getRewardProgramme',
  method: 'GET',
  path: '/v1/rewards/programme',
  summary: 'The terms of the creator fund: those in force and those to come, and what it takes to take part.',
  access: 'public',
  response: z.object({
    /** Null: this instance has no fund yet. */
    terms: rewardTerms.nullable(),
    /** Soonest first. */
    upcoming: z.array(rewardTerms),
  }),
  errors: [],
})

export const getRewardEligibility = endpoint({
  id: 'getRewardEligibility',
  method: 'GET',
  path: '/v1/rewards/eligibility',
  summary: 'Whether the caller may take part in the fund, check by check with the numbers of now.',
  access: 'person',
  response: z.object({
    membership: rewardMembership,
    checks: z.array(eligibilityCheck),
    eligible: z.boolean(),
    mayApply: z.boolean(),
  }),
  errors: ['not_signed_in', 'no_reward_terms', 'overloaded'],
})

export const applyForRewards = endpoint({
  id: 'applyForRewards',
  method: 'POST',
  path: '/v1/rewards/membership',
  summary:
    'Apply to the fund: decided at once by the checks. Who is refused may apply again after 30 days; doing it twice as a member is the same as once.',
  access: 'person',
  body: z.object({
    /** The terms that the caller has read. */
    termsVersion: z.int(),
  }),
  response: z.object({ membership: rewardMembership, checks: z.array(eligibilityCheck) }),
  errors: ['not_signed_in', 'no_reward_terms', 'terms_changed', 'apply_later', 'overloaded'],
})

export const leaveRewards = endpoint({
  id: 'leaveRewards',
  method: 'DELETE',
  path: '/v1/rewards/membership',
  summary: 'Leave the fund: views from now on earn nothing, what was earned stays.',
  access: 'person',
  response: z.object({ membership: rewardMembership }),
  errors: ['not_signed_in'],
})

export const listRewardTerms = endpoint({
  id: 'listRewardTerms',
  method: 'GET',
  path: '/v1/rewards/terms',
  summary: 'Every version of the terms (at most 200), newest first.',
  access: 'operator',
  response: z.object({ terms: z.array(rewardTerms) }),
  errors: ['not_signed_in', 'forbidden'],
})

export const setRewardTerms = endpoint({
  id: 'setRewardTerms',
  method: 'POST',
  path: '/v1/rewards/terms',
  summary:
    'A new version of the terms. It holds for periods that begin on its day or later; no period that has begun changes.',
  access: 'operator',
  body: termsBody.extend({ reason }),
  response: z.object({ terms: rewardTerms }),
  errors: ['not_signed_in', 'forbidden', 'terms_not_ahead'],
})

/** Why a view does not qualify. */
export const rejectReason = z.string()

export const rewardPeriod = z.object({
  periodId: rewardPeriodId,
  from: isoDate,
  to: isoDate,
  state: z.enum(['open', 'closing', 'closed', 'final']),
  currency: z.string(),
  termsVersion: z.int(),
  poolMicro: micro,
  /** These four make the pool, once the period is closed; what nobody earned is unallocated. */
  creatorsMicro: micro.nullable(),
  rightsMicro: micro.nullable(),
  heldBackMicro: micro.nullable(),
  unallocatedMicro: micro.nullable(),
  creators: z.int().nullable(),
  views: z.int().nullable(),
  qualifiedViews: z.int().nullable(),
  /** Of the Merkle tree over all statements; it is never changed. Hexadecimal. */
  root: z.string().nullable(),
  /** Of the tree after voided views were taken out. */
  finalRoot: z.string().nullable(),
  closesOn: isoDate,
  finalOn: isoDate,
  closedAt: isoTime.nullable(),
  finalAt: isoTime.nullable(),
})
export type RewardPeriod = z.infer<typeof rewardPeriod>

const periodParams = z.object({ periodId: rewardPeriodId })

export const listRewardPeriods = endpoint({
  id: 'listRewardPeriods',
  method: 'GET',
  path: '/v1/rewards/periods',
  summary: 'Periods of the fund (at most 60), newest first.',
  access: 'public',
  response: z.object({ periods: z.array(rewardPeriod) }),
  errors: [],
})

export const getRewardPeriod = endpoint({
  id: 'getRewardPeriod',
  method: 'GET',
  path: '/v1/rewards/periods/:periodId',
  summary: 'A period of the fund with its published root.',
  access: 'public',
  params: periodParams,
  response: z.object({ period: rewardPeriod, terms: rewardTerms }),
  errors: ['not_found'],
})

const share = z.object({
  creators: z.int(),
  largestMicro: micro,
  medianMicro: micro,
  gini: z.number().nullable(),
})

export const previewRewardPeriod = endpoint({
  id: 'previewRewardPeriod',
  method: 'GET',
  path: '/v1/rewards/periods/:periodId/preview',
  summary:
    'What a period would pay if it closed now, by views, viewer by viewer, and blended as its terms say. Nothing is kept.',
  access: 'operator',
  params: periodParams,
  query: z.object({ proRataBasisPoints: z.coerce.number().int().min(0).max(10_000).optional() }),
  response: z.object({
    period: rewardPeriod,
    asOf: isoTime,
    views: z.int(),
    qualifiedViews: z.int(),
    rejected: z.record(rejectReason, z.int()),
    proRata: share,
    userCentric: share,
    blended: share,
    /** Those who get most by either way, at most 200. */
    creators: z.array(
      z.object({
        personId,
        handle: z.string().nullable(),
        qualifiedViews: z.int(),
        viewers: z.int(),
        proRataMicro: micro,
        userCentricMicro: micro,
        blendedMicro: micro,
      }),
    ),
  }),
  errors: ['not_signed_in', 'forbidden', 'not_found', 'overloaded', 'period_not_open'],
})
export type RewardPreview = z.infer<(typeof previewRewardPeriod)['response']>

/** A viewer is named by the id under which facts know them: of a person, or of a browser without account. */
const voidedViews = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('post'), postId }),
  z.object({ kind: z.literal('creator'), personId }),
  z.object({ kind: z.literal('viewer'), viewerId: z.string().min(1).max(100) }),
])
export type VoidedViews = z.infer<typeof voidedViews>

export const voidRewardViews = endpoint({
  id: 'voidRewardViews',
  method: 'POST',
  path: '/v1/rewards/periods/:periodId/voids',
  summary:
    'Say that all views of a viewer or of a video do not count: of an open period never, of a closed one from when it becomes final on.',
  access: 'operator',
  params: periodParams,
  body: z.object({
    of: voidedViews,
    reason,
  }),
  response: z.object({ views: z.int() }),
  errors: ['not_signed_in', 'forbidden', 'not_found', 'period_not_open'],
})

const statementTotals = {
  periodId: rewardPeriodId,
  from: isoDate,
  to: isoDate,
  /** `closed`: an amount may still shrink or grow when the period becomes final. */
  state: z.enum(['closed', 'final']),
  currency: z.string(),
  amountMicro: micro,
  /** What became of it when voided views were taken out and what was held back was shared; null until then. */
  finalMicro: micro.nullable(),
  views: z.int(),
  qualifiedViews: z.int(),
  /** Of a thousand qualified views; null: there were none. */
  rpmMicro: micro.nullable(),
  payableOn: isoDate,
}

export const statementSummary = z.object(statementTotals)
export type StatementSummary = z.infer<typeof statementSummary>

/** A video on a day. */
export const statementLine = z.object({
  postId,
  day: isoDate,
  views: z.int(),
  qualifiedViews: z.int(),
  rejected: z.record(rejectReason, z.int()),
  /** What a view weighs, by name, in basis points: 10 000 is once. */
  factors: z.record(z.string(), z.int()),
  amountMicro: micro,
  rpmMicro: micro.nullable(),
})
export type StatementLine = z.infer<typeof statementLine>

export const listStatements = endpoint({
  id: 'listStatements',
  method: 'GET',
  path: '/v1/rewards/statements',
  summary: "The caller's statements (at most 120), newest first.",
  access: 'person',
  response: z.object({ statements: z.array(statementSummary) }),
  errors: ['not_signed_in'],
})

export const getStatement = endpoint({
  id: 'getStatement',
  method: 'GET',
  path: '/v1/rewards/statements/:periodId',
  summary: 'A statement: every video and day with what was seen, what qualified, and why the rest did not.',
  access: 'person',
  params: periodParams,
  response: z.object({
    statement: z.object({
      ...statementTotals,
      root: z.string(),
      rejected: z.record(rejectReason, z.int()),
      /** By day and video, at most 5,000; the file has all of them. */
      lines: z.array(statementLine),
    }),
  }),
  errors: ['not_signed_in', 'not_found'],
})

/**
 * GET of a statement as a file. Errors: those of `getStatement`. The JSON is what `busker verify-statement` computes anew,
 * offline, and must be kept to the byte; the CSV has a line for each video and day.
 */
export const statementFilePath = '/v1/rewards/statements/:periodId/file/:file'
export const statementFile = z.enum(['statement.json', 'statement.csv'])

export const listStatementViews = endpoint({
  id: 'listStatementViews',
  method: 'GET',
  path: '/v1/rewards/statements/:periodId/views',
  summary: 'Each view of a video of the caller: whether it qualified, and if not why. Viewers are blinded.',
  access: 'person',
  params: periodParams,
  query: z.object({
    postId,
    day: isoDate.optional(),
    reason: rejectReason.max(40).optional(),
    cursor: z.string().max(512).optional(),
  }),
  response: z.object({
    views: z.array(
      z.object({
        /** The same viewer has the same name in one statement and another one in each other. */
        viewer: z.string(),
        /** When on that day is nobody's business. */
        day: isoDate,
        visibleMs: z.int(),
        qualified: z.boolean(),
        /** Null: it qualified. */
        reason: rejectReason.nullable(),
        voided: z.boolean(),
      }),
    ),
    nextCursor: z.string().nullable(),
  }),
  errors: ['not_signed_in', 'not_found', 'invalid_cursor'],
})
