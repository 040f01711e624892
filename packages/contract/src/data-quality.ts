import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { author } from './posts.ts'
import { emptyResponse, isoTime } from './shapes.ts'

const coverage = z.number().min(0).max(1)

/** What the coverage of a version is compared with. */
const baseline = z.object({
  coverage,
  interactions: z.int(),
  /** Own: the same version in the last week. Others: the other versions in the last day. */
  source: z.enum(['own', 'others']),
})

const warningId = z.uuid()

/** An operator has seen a warning, and what they noted. */
const seenMark = z.object({
  at: isoTime,
  /** Null: the account is gone. */
  by: author.nullable(),
  note: z.string(),
  /** When clearly more views were lost than then, and the warning came back; null: it has not. */
  returnedAt: isoTime.nullable(),
})
export type SeenMark = z.infer<typeof seenMark>

export const qualityWarning = z.object({
  warningId,
  /** Empty: apps that name no version. */
  clientVersion: z.string(),
  state: z.enum(['open', 'closed']),
  /** When it began to lose views, as far as can be told, and when that was noticed. */
  since: isoTime,
  openedAt: isoTime,
  closedAt: isoTime.nullable(),
  /** Recovered: its coverage is as before. Gone: nobody used it for a day. */
  closedBecause: z.enum(['recovered', 'gone']).nullable(),
  baseline,
  /** In the last hour of the warning: people who reacted to a post, and the share of them with a recorded view. */
  interactions: z.int(),
  coverage,
  /** The share of its views that is lost, with the bounds between which it lies with 95 %. */
  lost: z.object({ estimate: coverage, from: coverage, to: coverage }),
  /** The last mark as seen; null: nobody has. */
  seen: seenMark.nullable(),
})
export type QualityWarning = z.infer<typeof qualityWarning>

/** One client version in the last hour. */
export const versionCoverage = z.object({
  clientVersion: z.string(),
  interactions: z.int(),
  coverage: coverage.nullable(),
  /** null: too little is known yet to compare with. */
  baseline: baseline.nullable(),
})
export type VersionCoverage = z.infer<typeof versionCoverage>

export const getDataQuality = endpoint({
  id: 'getDataQuality',
  method: 'GET',
  path: '/v1/operator/data-quality',
  summary:
    'Client versions that lose views: open warnings, those of the last days, and the last hour by version.',
  access: 'operator',
  query: z.object({
    /** How far back closed warnings are listed. */
    days: z.coerce.number().int().min(1).max(365).default(30),
  }),
  response: z.object({
    /** Up to when the facts were looked at; null: not yet. */
    checkedUntil: isoTime.nullable(),
    versions: z.array(versionCoverage),
    /** Open ones first, the newest first. */
    warnings: z.array(qualityWarning),
  }),
  errors: ['not_signed_in', 'forbidden'],
})

export const markWarningSeen = endpoint({
  id: 'markWarningSeen',
  method: 'PUT',
  path: '/v1/operator/data-quality/warnings/:warningId/seen',
  summary:
    'Mark an open warning as seen, with a note: it steps back until clearly more views are lost. Doing it again changes the note.',
  access: 'operator',
  params: z.object({ warningId }),
  body: z.object({ note: z.string().trim().max(500).default('') }),
  response: emptyResponse,
  errors: ['not_signed_in', 'forbidden', 'not_found'],
})

export const unmarkWarningSeen = endpoint({
  id: 'unmarkWarningSeen',
  method: 'DELETE',
  path: '/v1/operator/data-quality/warnings/:warningId/seen',
  summary: 'Take the mark away: the warning is in front again. Without a mark nothing changes.',
  access: 'operator',
  params: z.object({ warningId }),
  response: emptyResponse,
  errors: ['not_signed_in', 'forbidden', 'not_found'],
})
