import type { PersonId, PostId, ReportReason, ReportTarget } from '@busker/contract'
import { sql } from 'kysely'
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
  readonly closedAt: Date | null
}

const columns = [
  'report_id as reportId',
  'reporter_id as reporterId',
  'target_kind as targetKind',
  'target_id as targetId',
  'post_id as postId',
  'author_id as authorId',
  'reason',
  'text',
  'created_at as createdAt',
  'closed_at as closedAt',
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

export const insertReport = async (tx: Tx, report: ReportRow): Promise<void> => {
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
    })
    .execute()
}

/** Newest first. */
export const readReports = (
  handle: Queryable,
  page: { state: 'open' | 'closed'; before: string | null; limit: number },
): Promise<ReportRow[]> => {
  let query = within<ModerationTables>(handle)
    .selectFrom('moderation.report')
    .select(columns)
    .where('closed_at', page.state === 'open' ? 'is' : 'is not', null)
    .orderBy('report_id', 'desc')
    .limit(page.limit)
  if (page.before !== null) query = query.where('report_id', '<', page.before)
  return query.execute()
}

/** False when there is no such report. One that is closed already stays as it was closed. */
export const closeRow = async (
  handle: Queryable,
  reportId: string,
  closed: { at: Date; by: PersonId },
): Promise<boolean> => {
  const query = sql`update moderation.report
    set closed_at = coalesce(closed_at, ${closed.at}), closed_by = coalesce(closed_by, ${closed.by}::uuid)
    where report_id = ${reportId}`
  return (await query.execute(within<ModerationTables>(handle))).numAffectedRows === 1n
}

/** What is reported about a deleted post has nothing left to decide. */
export const forgetPost = async (handle: Queryable, postId: PostId): Promise<void> => {
  await within<ModerationTables>(handle)
    .deleteFrom('moderation.report')
    .where('post_id', '=', postId)
    .execute()
}
