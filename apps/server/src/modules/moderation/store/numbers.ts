import type { PersonId, ReportReason } from '@busker/contract'
import { sql } from 'kysely'
import { within, type Queryable } from '#platform/postgres'
import type { ModerationTables } from './tables.ts'

export interface Totals {
  readonly reports: number
  readonly opened: number
  readonly closed: number
  readonly acted: number
  readonly inTime: number
  readonly medianDecisionMs: number | null
  readonly automated: number
  readonly removed: number
  readonly limited: number
  readonly ageGated: number
  readonly labelled: number
  readonly suspended: number
  readonly warnedOnly: number
  readonly appeals: number
  readonly appealsDecided: number
  readonly overturned: number
  readonly samePerson: number
  readonly medianAppealMs: number | null
}

const medianMs = (from: string, to: string) =>
  sql.raw(`(percentile_cont(0.5) within group (order by extract(epoch from ${to} - ${from}) * 1000))::float8`)

/** What happened since a moment, in one statement over four indexed ranges. */
export const readTotals = async (handle: Queryable, since: Date): Promise<Totals | undefined> => {
  const query = sql<Totals>`
    select reports.*, opened.*, closed.*, decided.*, appealed.*, ruled.* from
    (select count(*)::int as reports from moderation.report where created_at >= ${since}) as reports,
    (select count(*)::int as opened from moderation.report_case where opened_at >= ${since}) as opened,
    (select count(*)::int as closed, (count(*) filter (where outcome = 'acted'))::int as acted,
      (count(*) filter (where closed_at <= due_at))::int as "inTime",
      ${medianMs('opened_at', 'closed_at')} as "medianDecisionMs"
      from moderation.report_case where closed_at >= ${since}) as closed,
    (select (count(*) filter (where automated))::int as automated,
      (count(*) filter (where (measures -> 'removed')::boolean))::int as removed,
      (count(*) filter (where (measures -> 'limited')::boolean))::int as limited,
      (count(*) filter (where measures -> 'minimumAge' <> 'null'))::int as "ageGated",
      (count(*) filter (where jsonb_array_length(measures -> 'labels') > 0))::int as labelled,
      (count(*) filter (where measures -> 'suspension' <> 'null'))::int as suspended,
      (count(*) filter (where not (measures -> 'removed')::boolean and not (measures -> 'limited')::boolean
        and measures -> 'minimumAge' = 'null' and measures -> 'suspension' = 'null'
        and jsonb_array_length(measures -> 'labels') = 0))::int as "warnedOnly"
      from moderation.decision where decided_at >= ${since} and kind = 'act') as decided,
    (select count(*)::int as appeals from moderation.appeal where created_at >= ${since}) as appealed,
    (select count(*)::int as "appealsDecided",
      (count(*) filter (where outcome = 'overturned'))::int as overturned,
      (count(*) filter (where same_person))::int as "samePerson",
      ${medianMs('created_at', 'ruled_at')} as "medianAppealMs"
      from moderation.appeal where ruled_at >= ${since}) as ruled`
  return (await query.execute(within<ModerationTables>(handle))).rows[0]
}

/** By the gravest reason that was named; at most one row for each. */
export const readByReason = async (
  handle: Queryable,
  since: Date,
): Promise<{ reason: ReportReason; opened: number; closed: number; acted: number }[]> => {
  const query = sql<{ reason: ReportReason; opened: number; closed: number; acted: number }>`
    select reason, (count(*) filter (where opened_at >= ${since}))::int as opened,
      (count(*) filter (where closed_at >= ${since}))::int as closed,
      (count(*) filter (where closed_at >= ${since} and outcome = 'acted'))::int as acted
    from moderation.report_case where opened_at >= ${since} or closed_at >= ${since}
    group by reason order by count(*) desc, reason`
  return (await query.execute(within<ModerationTables>(handle))).rows
}

/** What waits at a moment. */
export const readWaiting = async (
  handle: Queryable,
  now: Date,
): Promise<{ open: number; overdue: number; appeals: number }> => {
  const query = sql<{ open: number; overdue: number; appeals: number }>`
    select (select count(*)::int from moderation.report_case where closed_at is null) as open,
      (select count(*)::int from moderation.report_case where closed_at is null and due_at <= ${now}) as overdue,
      (select count(*)::int from moderation.appeal where outcome is null) as appeals`
  const [row] = (await query.execute(within<ModerationTables>(handle))).rows
  return row ?? { open: 0, overdue: 0, appeals: 0 }
}

/** How the decisions of one moderator fared. */
export const readOwn = async (
  handle: Queryable,
  personId: PersonId,
  since: Date,
): Promise<{ decisions: number; appealed: number; overturned: number }> => {
  const query = sql<{ decisions: number; appealed: number; overturned: number }>`
    select count(*)::int as decisions, count(appeal.appeal_id)::int as appealed,
      (count(*) filter (where appeal.outcome = 'overturned'))::int as overturned
    from moderation.decision as decision left join moderation.appeal as appeal using (decision_id)
    where decided_by = ${personId} and decided_at >= ${since}`
  const [row] = (await query.execute(within<ModerationTables>(handle))).rows
  return row ?? { decisions: 0, appealed: 0, overturned: 0 }
}
