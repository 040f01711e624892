import type { Measures, PersonId, PostId, ReportReason, ReportTarget } from '@busker/contract'
import { sql } from 'kysely'
import type { ListPosition, PageRequest } from '#platform/list-page'
import { within, type Queryable, type Tx } from '#platform/postgres'
import type { Demand, HeldChange } from '../rules/effects.ts'
import type { Violation } from '../rules/strikes.ts'
import type { ModerationTables } from './tables.ts'

export interface DecisionRow {
  readonly decisionId: string
  readonly caseId: string
  readonly targetKind: ReportTarget['kind']
  readonly targetId: string
  readonly postId: PostId | null
  readonly authorId: PersonId
  readonly kind: 'act' | 'dismiss'
  readonly rule: ReportReason
  readonly text: string
  readonly measures: Measures
  readonly violation: boolean
  readonly automated: boolean
  readonly decidedBy: PersonId | null
  readonly decidedAt: Date
}

/** A decision, and what became of it. */
export interface KeptDecision extends DecisionRow {
  readonly undoneAt: Date | null
  readonly undoneBy: 'appeal' | 'withdrawal' | null
}

/** Decisions about what is one person's wait for one another: effects are made of all that stand. */
export const lockAuthor = async (tx: Tx, authorId: PersonId): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`moderation.author:${authorId}`}, 0))`.execute(
    within<ModerationTables>(tx),
  )
}

export const insertDecision = async (tx: Tx, decision: DecisionRow, held: HeldChange): Promise<void> => {
  await within<ModerationTables>(tx)
    .insertInto('moderation.decision')
    .values({
      decision_id: decision.decisionId,
      case_id: decision.caseId,
      target_kind: decision.targetKind,
      target_id: decision.targetId,
      post_id: decision.postId,
      author_id: decision.authorId,
      ...{ kind: decision.kind, rule: decision.rule, text: decision.text },
      measures: JSON.stringify(decision.measures),
      ...{ violation: decision.violation, automated: decision.automated },
      decided_by: decision.decidedBy,
      decided_at: decision.decidedAt,
      ...{ before: JSON.stringify(held.before), after: JSON.stringify(held.after) },
    })
    .execute()
}

const selectKept = (handle: Queryable) =>
  within<ModerationTables>(handle)
    .selectFrom('moderation.decision as decision')
    .leftJoin('moderation.undoing as undoing', 'undoing.decision_id', 'decision.decision_id')
    .select([
      'decision.decision_id as decisionId',
      'decision.case_id as caseId',
      'decision.target_kind as targetKind',
      'decision.target_id as targetId',
      'decision.post_id as postId',
      'decision.author_id as authorId',
      'decision.kind as kind',
      'decision.rule as rule',
      'decision.text as text',
      'decision.measures as measures',
      'decision.violation as violation',
      'decision.automated as automated',
      'decision.decided_by as decidedBy',
      'decision.decided_at as decidedAt',
      'undoing.undone_at as undoneAt',
      'undoing.by as undoneBy',
    ])

/** At most `ids.length` rows, in no order. */
export const findDecisions = async (handle: Queryable, ids: readonly string[]): Promise<KeptDecision[]> =>
  ids.length === 0 ? [] : selectKept(handle).where('decision.decision_id', 'in', ids).execute()

/** Decisions that did something about what is this person's, the latest first. */
export const decisionsAbout = (
  handle: Queryable,
  authorId: PersonId,
  { after, limit }: PageRequest,
): Promise<(KeptDecision & ListPosition)[]> => {
  let query = selectKept(handle)
    .select(['decision.decision_id as id', 'decision.decided_at as at'])
    .where('decision.author_id', '=', authorId)
    .where('decision.kind', '=', 'act')
    .orderBy('decision.decided_at', 'desc')
    .orderBy('decision.decision_id', 'desc')
    .limit(limit)
  if (after)
    query = query.where(
      sql<boolean>`(decision.decided_at, decision.decision_id) < (${after.at}, ${after.id}::uuid)`,
    )
  return query.execute()
}

type Target = Pick<DecisionRow, 'targetKind' | 'targetId'>

export interface KeptDemand extends Demand {
  readonly decisionId: string
}

const standing = (handle: Queryable) =>
  within<ModerationTables>(handle)
    .selectFrom('moderation.decision as decision')
    .select(['decision_id as decisionId', 'measures', 'text', 'decided_at as decidedAt'])
    .where('kind', '=', 'act')
    .where(
      sql<boolean>`not exists (select 1 from moderation.undoing where undoing.decision_id = decision.decision_id)`,
    )

/** What decisions that stand demand of a target. */
export const demandsOf = (handle: Queryable, target: Target): Promise<KeptDemand[]> =>
  standing(handle)
    .where('target_kind', '=', target.targetKind)
    .where('target_id', '=', target.targetId)
    .execute()

/** Those of decisions that suspend this person, whatever they are about. */
export const suspensionsOf = (handle: Queryable, authorId: PersonId): Promise<KeptDemand[]> =>
  standing(handle)
    .where('author_id', '=', authorId)
    .where(sql<boolean>`measures -> 'suspension' <> 'null'::jsonb`)
    .execute()

const mostViolations = 1000

/** Violations of these people that stand, with whose they are. */
export const violationsOf = (
  handle: Queryable,
  authorIds: readonly PersonId[],
): Promise<(Violation & { authorId: PersonId })[]> => {
  if (authorIds.length === 0) return Promise.resolve([])
  return within<ModerationTables>(handle)
    .selectFrom('moderation.decision as decision')
    .select([
      'decision.decision_id as decisionId',
      'decision.rule as rule',
      'decision.decided_at as decidedAt',
      'decision.author_id as authorId',
    ])
    .where('kind', '=', 'act')
    .where('violation', '=', true)
    .where('author_id', 'in', [...new Set(authorIds)])
    .where(
      sql<boolean>`not exists (select 1 from moderation.undoing where undoing.decision_id = decision.decision_id)`,
    )
    .orderBy('decided_at', 'desc')
    .limit(mostViolations)
    .execute()
}

export interface Undoing {
  readonly decisionId: string
  readonly by: 'appeal' | 'withdrawal'
  readonly personId: PersonId
  readonly text: string
  readonly undoneAt: Date
}

export const insertUndoing = async (tx: Tx, undoing: Undoing, held: HeldChange): Promise<void> => {
  await within<ModerationTables>(tx)
    .insertInto('moderation.undoing')
    .values({
      decision_id: undoing.decisionId,
      by: undoing.by,
      person_id: undoing.personId,
      text: undoing.text,
      undone_at: undoing.undoneAt,
      ...{ before: JSON.stringify(held.before), after: JSON.stringify(held.after) },
    })
    .execute()
}

/** When a person read these statements. */
export const readTimes = async (handle: Queryable, ids: readonly string[]): Promise<Map<string, Date>> => {
  if (ids.length === 0) return new Map()
  const rows = await within<ModerationTables>(handle)
    .selectFrom('moderation.notice_read')
    .select(['decision_id as decisionId', 'read_at as readAt'])
    .where('decision_id', 'in', ids)
    .execute()
  return new Map(rows.map(({ decisionId, readAt }) => [decisionId, readAt]))
}

/** The first reading counts. */
export const saveRead = async (handle: Queryable, decisionId: string, readAt: Date): Promise<void> => {
  await within<ModerationTables>(handle)
    .insertInto('moderation.notice_read')
    .values({ decision_id: decisionId, read_at: readAt })
    .onConflict((conflict) => conflict.column('decision_id').doNothing())
    .execute()
}

export const countUnread = async (handle: Queryable, authorId: PersonId): Promise<number> => {
  const query = sql<{ unread: number }>`
    select count(*)::int as unread from moderation.decision as decision
    where author_id = ${authorId} and kind = 'act'
      and not exists (select 1 from moderation.notice_read where notice_read.decision_id = decision.decision_id)`
  return (await query.execute(within<ModerationTables>(handle))).rows[0]?.unread ?? 0
}
