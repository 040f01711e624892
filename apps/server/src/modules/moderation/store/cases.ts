import type { PersonId, PostId, ReportReason, ReportTarget } from '@busker/contract'
import { sql } from 'kysely'
import { within, type Queryable, type Tx } from '#platform/postgres'
import type { ModerationTables } from './tables.ts'

export interface CaseRow {
  readonly caseId: string
  readonly targetKind: ReportTarget['kind']
  readonly targetId: string
  readonly postId: PostId | null
  readonly authorId: PersonId
  readonly reason: ReportReason
  readonly reporters: number
  readonly priority: number
  readonly openedAt: Date
  readonly dueAt: Date
  readonly holderId: PersonId | null
  readonly heldUntil: Date | null
  readonly closedAt: Date | null
  readonly decisionId: string | null
}

const columns = [
  'case_id as caseId',
  'target_kind as targetKind',
  'target_id as targetId',
  'post_id as postId',
  'author_id as authorId',
  'reason',
  'reporters',
  'priority',
  'opened_at as openedAt',
  'due_at as dueAt',
  'holder_id as holderId',
  'held_until as heldUntil',
  'closed_at as closedAt',
  'decision_id as decisionId',
] as const

export type NewCase = Pick<
  CaseRow,
  'caseId' | 'targetKind' | 'targetId' | 'postId' | 'authorId' | 'reason' | 'openedAt' | 'dueAt'
>

/** The open case about this target, made if there is none; others who report it wait until this transaction ends. */
export const openCase = (tx: Tx, wanted: NewCase): Promise<CaseRow> =>
  within<ModerationTables>(tx)
    .insertInto('moderation.report_case')
    .values({
      case_id: wanted.caseId,
      target_kind: wanted.targetKind,
      target_id: wanted.targetId,
      post_id: wanted.postId,
      author_id: wanted.authorId,
      reason: wanted.reason,
      ...{ reporters: 0, reach: 0n, priority: 0 },
      opened_at: wanted.openedAt,
      due_at: wanted.dueAt,
      ...{ holder_id: null, held_until: null, closed_at: null, closed_by: null },
      ...{ outcome: null, decision_id: null },
    })
    .onConflict((conflict) =>
      conflict
        .columns(['target_kind', 'target_id'])
        .where('closed_at', 'is', null)
        .doUpdateSet({ target_kind: wanted.targetKind }),
    )
    .returning(columns)
    .executeTakeFirstOrThrow()

export const weighCase = async (
  tx: Tx,
  caseId: string,
  weight: { reason: ReportReason; reporters: number; reach: number; priority: number; dueAt: Date },
): Promise<void> => {
  await within<ModerationTables>(tx)
    .updateTable('moderation.report_case')
    .set({
      ...{ reason: weight.reason, reporters: weight.reporters, priority: weight.priority },
      ...{ reach: BigInt(weight.reach), due_at: weight.dueAt },
    })
    .where('case_id', '=', caseId)
    .execute()
}

export interface QueueAsked {
  readonly viewerId: PersonId
  readonly now: Date
  readonly reason?: ReportReason | undefined
  readonly kind?: ReportTarget['kind'] | undefined
  readonly show: 'all' | 'free' | 'mine' | 'overdue'
  readonly after?: string | undefined
  readonly limit: number
}

/** Open cases, the most pressing first; those about the viewer are for others. */
export const listQueue = (handle: Queryable, asked: QueueAsked): Promise<CaseRow[]> => {
  const { viewerId, now, reason, kind, show, after, limit } = asked
  let query = within<ModerationTables>(handle)
    .selectFrom('moderation.report_case')
    .select(columns)
    .where('closed_at', 'is', null)
    .where('author_id', '<>', viewerId)
    .orderBy('priority', 'desc')
    .orderBy('case_id', 'desc')
    .limit(limit)
  if (reason !== undefined) query = query.where('reason', '=', reason)
  if (kind !== undefined) query = query.where('target_kind', '=', kind)
  if (show === 'free')
    query = query.where((where) =>
      where.or([where('held_until', 'is', null), where('held_until', '<=', now)]),
    )
  if (show === 'mine') query = query.where('holder_id', '=', viewerId).where('held_until', '>', now)
  if (show === 'overdue') query = query.where('due_at', '<=', now)
  if (after !== undefined)
    query = query.where(
      sql<boolean>`(priority, case_id) < (select priority, case_id from moderation.report_case where case_id = ${after})`,
    )
  return query.execute()
}

export const findCase = (handle: Queryable, caseId: string): Promise<CaseRow | undefined> =>
  within<ModerationTables>(handle)
    .selectFrom('moderation.report_case')
    .select(columns)
    .where('case_id', '=', caseId)
    .executeTakeFirst()

export const lockCase = (tx: Tx, caseId: string): Promise<CaseRow | undefined> =>
  within<ModerationTables>(tx)
    .selectFrom('moderation.report_case')
    .select(columns)
    .where('case_id', '=', caseId)
    .forUpdate()
    .executeTakeFirst()

export interface Claim {
  readonly holderId: PersonId
  readonly now: Date
  readonly until: Date
}

/** True: it is theirs until then. Of several at once one gets it. */
export const holdCase = async (handle: Queryable, caseId: string, claim: Claim): Promise<boolean> => {
  const result = await within<ModerationTables>(handle)
    .updateTable('moderation.report_case')
    .set({ holder_id: claim.holderId, held_until: claim.until })
    .where('case_id', '=', caseId)
    .where('closed_at', 'is', null)
    .where((where) =>
      where.or([
        where('holder_id', 'is', null),
        where('holder_id', '=', claim.holderId),
        where('held_until', '<=', claim.now),
      ]),
    )
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** Holds the case that the viewer holds already, else the most pressing free one; those who ask at once get different ones. */
export const holdNext = async (handle: Queryable, claim: Claim): Promise<string | null> => {
  const query = sql<{ case_id: string }>`
    update moderation.report_case set holder_id = ${claim.holderId}, held_until = ${claim.until}
    where case_id = (
      select case_id from moderation.report_case
      where closed_at is null and author_id <> ${claim.holderId}
        and (held_until is null or held_until <= ${claim.now} or holder_id = ${claim.holderId})
      order by (holder_id = ${claim.holderId} and held_until > ${claim.now}) is true desc, priority desc, case_id desc
      limit 1 for update skip locked
    ) returning case_id`
  return (await query.execute(within<ModerationTables>(handle))).rows[0]?.case_id ?? null
}

export const freeCase = async (handle: Queryable, caseId: string, holderId: PersonId): Promise<void> => {
  await within<ModerationTables>(handle)
    .updateTable('moderation.report_case')
    .set({ holder_id: null, held_until: null })
    .where('case_id', '=', caseId)
    .where('holder_id', '=', holderId)
    .execute()
}

export const closeCase = async (
  tx: Tx,
  caseId: string,
  closed: { at: Date; by: PersonId; outcome: 'acted' | 'no_violation'; decisionId: string },
): Promise<void> => {
  await within<ModerationTables>(tx)
    .updateTable('moderation.report_case')
    .set({
      ...{ closed_at: closed.at, closed_by: closed.by, outcome: closed.outcome },
      ...{ decision_id: closed.decisionId, holder_id: null, held_until: null },
    })
    .where('case_id', '=', caseId)
    .execute()
}
