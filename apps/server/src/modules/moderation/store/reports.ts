import type { PersonId, PostId, ReportReason, ReportTarget } from '@busker/contract'
import { sql } from 'kysely'
import type { ListPosition, PageRequest } from '#platform/list-page'
import { within, type Queryable, type Tx } from '#platform/postgres'
import type { ModerationTables } from './tables.ts'

export interface ReportRow {
  readonly reportId: string
  readonly reporterId: PersonId
  readonly targetKind: ReportTarget['kind']
  readonly targetId: string
  readonly postId: PostId | null
  readonly authorId: PersonId
  readonly reason: ReportReason
  readonly text: string
  readonly createdAt: Date
}

const columns = [
  'report.report_id as reportId',
  'report.reporter_id as reporterId',
  'report.target_kind as targetKind',
  'report.target_id as targetId',
  'report.post_id as postId',
  'report.author_id as authorId',
  'report.reason as reason',
  'report.text as text',
  'report.created_at as createdAt',
] as const

/** Makes reports of one person wait for one another, so that the limit of a day holds. */
export const lockReporter = async (tx: Tx, reporterId: PersonId): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`moderation.report:${reporterId}`}, 0))`.execute(
    within<ModerationTables>(tx),
  )
}

export const findOpen = async (
  tx: Tx,
  report: Pick<ReportRow, 'reporterId' | 'targetKind' | 'targetId'>,
): Promise<string | null> => {
  const row = await within<ModerationTables>(tx)
    .selectFrom('moderation.report')
    .select('report_id')
    .where('reporter_id', '=', report.reporterId)
    .where('target_kind', '=', report.targetKind)
    .where('target_id', '=', report.targetId)
    .where('closed_at', 'is', null)
    .executeTakeFirst()
  return row?.report_id ?? null
}

export const countSince = async (tx: Tx, reporterId: PersonId, since: Date): Promise<number> => {
  const row = await within<ModerationTables>(tx)
    .selectFrom('moderation.report')
    .select((select) => select.fn.countAll<bigint>().as('made'))
    .where('reporter_id', '=', reporterId)
    .where('created_at', '>', since)
    .executeTakeFirst()
  return Number(row?.made ?? 0n)
}

export const insertReport = async (
  tx: Tx,
  report: ReportRow & { readonly caseId: string },
): Promise<void> => {
  await within<ModerationTables>(tx)
    .insertInto('moderation.report')
    .values({
      report_id: report.reportId,
      reporter_id: report.reporterId,
      target_kind: report.targetKind,
      target_id: report.targetId,
      post_id: report.postId,
      author_id: report.authorId,
      reason: report.reason,
      text: report.text,
      created_at: report.createdAt,
      closed_at: null,
      closed_by: null,
      case_id: report.caseId,
    })
    .execute()
}

/** What the open reports of a case say together. */
export const weighReports = async (
  tx: Tx,
  caseId: string,
  since: Date,
): Promise<{ reporters: number; reportersOfDay: number; reasons: ReportReason[] }> => {
  const query = sql<{ reporters: number; reportersOfDay: number; reasons: ReportReason[] }>`
    select count(distinct reporter_id)::int as reporters,
      (count(distinct reporter_id) filter (where created_at > ${since}))::int as "reportersOfDay",
      array_agg(distinct reason) as reasons
    from moderation.report where case_id = ${caseId}`
  const [row] = (await query.execute(within<ModerationTables>(tx))).rows
  return row ?? { reporters: 0, reportersOfDay: 0, reasons: [] }
}

/** The latest first. */
export const reportsOfCase = (handle: Queryable, caseId: string, limit: number): Promise<ReportRow[]> =>
  within<ModerationTables>(handle)
    .selectFrom('moderation.report as report')
    .select(columns)
    .where('case_id', '=', caseId)
    .orderBy('report_id', 'desc')
    .limit(limit)
    .execute()

export interface OwnReportRow extends ReportRow, ListPosition {
  readonly closedAt: Date | null
  readonly outcome: 'acted' | 'no_violation' | null
  readonly undone: boolean
}

/** What somebody reported, newest first, one more than asked. */
export const reportsOfPerson = (
  handle: Queryable,
  reporterId: PersonId,
  { after, limit }: PageRequest,
): Promise<OwnReportRow[]> => {
  let query = within<ModerationTables>(handle)
    .selectFrom('moderation.report as report')
    .leftJoin('moderation.report_case as one', 'one.case_id', 'report.case_id')
    .leftJoin('moderation.undoing as undoing', 'undoing.decision_id', 'one.decision_id')
    .select([
      ...columns,
      'report.report_id as id',
      'report.created_at as at',
      'report.closed_at as closedAt',
      'one.outcome as outcome',
    ])
    .select(sql<boolean>`undoing.decision_id is not null`.as('undone'))
    .where('reporter_id', '=', reporterId)
    .orderBy('report.created_at', 'desc')
    .orderBy('report.report_id', 'desc')
    .limit(limit + 1)
  if (after)
    query = query.where(
      sql<boolean>`(report.created_at, report.report_id) < (${after.at}, ${after.id}::uuid)`,
    )
  return query.execute()
}

/** Closes the reports of a case and says who made them. */
export const closeReports = async (
  tx: Tx,
  caseId: string,
  closed: { at: Date; by: PersonId },
): Promise<PersonId[]> => {
  const rows = await within<ModerationTables>(tx)
    .updateTable('moderation.report')
    .set({ closed_at: closed.at, closed_by: closed.by })
    .where('case_id', '=', caseId)
    .where('closed_at', 'is', null)
    .returning('reporter_id as reporterId')
    .execute()
  return rows.map(({ reporterId }) => reporterId)
}

/** What is open about a deleted post has nothing left to decide; its reports go with the case. What was decided stays. */
export const forgetPost = async (handle: Queryable, postId: PostId): Promise<void> => {
  await within<ModerationTables>(handle)
    .deleteFrom('moderation.report_case')
    .where('post_id', '=', postId)
    .where('closed_at', 'is', null)
    .execute()
}
