import type { PersonId, PostId } from '@busker/contract'
import type { Currency } from '@busker/money'
import { sql } from 'kysely'
import { within, type Queryable, type Tx } from '#platform/postgres'
import type { RewardsTables } from './tables.ts'

export interface PeriodRow {
  readonly periodId: string
  readonly from: string
  readonly to: string
  readonly state: 'open' | 'closing' | 'closed' | 'final'
  readonly termsVersion: number
  readonly currency: Currency
  readonly poolMicro: bigint
  readonly closesOn: string
  readonly finalOn: string
  readonly attempt: number
  readonly secret: string
  readonly creatorsMicro: bigint | null
  readonly rightsMicro: bigint | null
  readonly heldBackMicro: bigint | null
  readonly unallocatedMicro: bigint | null
  readonly creators: number | null
  readonly views: bigint | null
  readonly qualifiedViews: bigint | null
  readonly root: string | null
  readonly finalRoot: string | null
  readonly closedAt: Date | null
  readonly finalAt: Date | null
}

const select = (handle: Queryable) =>
  within<RewardsTables>(handle)
    .selectFrom('rewards.period')
    .select([
      'period_id as periodId',
      'from_day as from',
      'to_day as to',
      'state',
      'terms_version as termsVersion',
      'currency',
      'pool_micro as poolMicro',
      'closes_on as closesOn',
      'final_on as finalOn',
      'attempt',
      'secret',
      'creators_micro as creatorsMicro',
      'rights_micro as rightsMicro',
      'held_back_micro as heldBackMicro',
      'unallocated_micro as unallocatedMicro',
      'creators',
      'views',
      'qualified_views as qualifiedViews',
      'root',
      'final_root as finalRoot',
      'closed_at as closedAt',
      'final_at as finalAt',
    ])

/** Newest first, at most 60. */
export const listPeriods = (handle: Queryable): Promise<PeriodRow[]> =>
  select(handle).orderBy('from_day', 'desc').limit(60).execute()

export const findPeriod = (handle: Queryable, periodId: string): Promise<PeriodRow | undefined> =>
  select(handle).where('period_id', '=', periodId).executeTakeFirst()

/** The newest period, by its days. */
export const lastPeriod = (handle: Queryable): Promise<PeriodRow | undefined> =>
  select(handle).orderBy('to_day', 'desc').limit(1).executeTakeFirst()

/** Periods whose day of closing or of becoming final has come, oldest first. */
export const periodsDue = (handle: Queryable, today: string): Promise<PeriodRow[]> =>
  select(handle)
    .where((is) =>
      is.or([
        is.and([is('state', 'in', ['open', 'closing']), is('closes_on', '<=', today)]),
        is.and([is('state', '=', 'closed'), is('final_on', '<=', today)]),
      ]),
    )
    .orderBy('from_day')
    .limit(60)
    .execute()

type NewPeriod = Pick<
  PeriodRow,
  'periodId' | 'from' | 'to' | 'termsVersion' | 'currency' | 'poolMicro' | 'closesOn' | 'finalOn' | 'secret'
>

/** Opening a period twice is the same as once. */
export const openPeriod = async (tx: Tx, row: NewPeriod): Promise<void> => {
  await within<RewardsTables>(tx)
    .insertInto('rewards.period')
    .values({
      period_id: row.periodId,
      from_day: row.from,
      to_day: row.to,
      state: 'open',
      terms_version: row.termsVersion,
      currency: row.currency,
      pool_micro: row.poolMicro,
      closes_on: row.closesOn,
      final_on: row.finalOn,
      secret: row.secret,
    })
    .onConflict((conflict) => conflict.column('period_id').doNothing())
    .execute()
}

/** Begins an attempt to close; undefined: the period is closed already. Earlier attempts count no more. */
export const beginAttempt = async (handle: Queryable, periodId: string): Promise<number | undefined> => {
  const row = await within<RewardsTables>(handle)
    .updateTable('rewards.period')
    .set((are) => ({ state: 'closing', attempt: are('attempt', '+', 1) }))
    .where('period_id', '=', periodId)
    .where('state', 'in', ['open', 'closing'])
    .returning('attempt')
    .executeTakeFirst()
  return row?.attempt
}

export interface Closing {
  readonly periodId: string
  readonly attempt: number
  readonly creatorsMicro: bigint
  readonly rightsMicro: bigint
  readonly heldBackMicro: bigint
  readonly unallocatedMicro: bigint
  readonly creators: number
  readonly views: number
  readonly qualifiedViews: number
  readonly root: string
  readonly at: Date
}

/** False: another attempt was begun, or the period is closed. */
export const markClosed = async (tx: Tx, closing: Closing): Promise<boolean> => {
  const changed = await within<RewardsTables>(tx)
    .updateTable('rewards.period')
    .set({
      state: 'closed',
      creators_micro: closing.creatorsMicro,
      rights_micro: closing.rightsMicro,
      held_back_micro: closing.heldBackMicro,
      unallocated_micro: closing.unallocatedMicro,
      creators: closing.creators,
      views: BigInt(closing.views),
      qualified_views: BigInt(closing.qualifiedViews),
      root: closing.root,
      closed_at: closing.at,
    })
    .where('period_id', '=', closing.periodId)
    .where('state', '=', 'closing')
    .where('attempt', '=', closing.attempt)
    .executeTakeFirst()
  return changed.numUpdatedRows === 1n
}

/** False: it is final already. */
export const markFinal = async (
  tx: Tx,
  { periodId, finalRoot, at }: { readonly periodId: string; readonly finalRoot: string; readonly at: Date },
): Promise<boolean> => {
  const changed = await within<RewardsTables>(tx)
    .updateTable('rewards.period')
    .set({ state: 'final', final_root: finalRoot, final_at: at })
    .where('period_id', '=', periodId)
    .where('state', '=', 'closed')
    .executeTakeFirst()
  return changed.numUpdatedRows === 1n
}

export interface VoidRow {
  readonly kind: 'post' | 'creator' | 'viewer'
  readonly subject: string
}

/** A void as a period is computed with it. */
export interface CountedVoid extends VoidRow {
  /** It counted when the period was closed. */
  readonly inClose: boolean
}

export const listVoids = (handle: Queryable, periodId: string): Promise<CountedVoid[]> =>
  within<RewardsTables>(handle)
    .selectFrom('rewards.void')
    .select(['kind', 'subject', 'in_close as inClose'])
    .where('period_id', '=', periodId)
    .execute()

/** In the transaction that closes a period: exactly these were computed with. */
export const markInClose = async (tx: Tx, periodId: string, voids: readonly VoidRow[]): Promise<void> => {
  for (const { kind, subject } of voids) {
    await within<RewardsTables>(tx)
      .updateTable('rewards.void')
      .set({ in_close: true })
      .where('period_id', '=', periodId)
      .where('kind', '=', kind)
      .where('subject', '=', subject)
      .execute()
  }
}

/** Saying it again is the same as once. */
export const insertVoid = async (
  tx: Tx,
  row: VoidRow & {
    readonly periodId: string
    readonly reason: string
    readonly by: PersonId
    readonly at: Date
  },
): Promise<void> => {
  await within<RewardsTables>(tx)
    .insertInto('rewards.void')
    .values({
      period_id: row.periodId,
      kind: row.kind,
      subject: row.subject,
      reason: row.reason,
      set_by: row.by,
      set_at: row.at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** How many frozen views a void is about. */
export const countVoided = async (
  handle: Queryable,
  { periodId, attempt }: Pick<PeriodRow, 'periodId' | 'attempt'>,
  { kind, subject }: VoidRow,
): Promise<number> => {
  const about = {
    post: sql<boolean>`view.post_id::text = ${subject}`,
    viewer: sql<boolean>`view.viewer_id = ${subject}`,
    creator: sql<boolean>`video.creator_id::text = ${subject}`,
  }[kind]
  const { rows } = await sql<{ views: number }>`
    select count(*)::int as views from rewards.view as view
    join rewards.video as video using (period_id, attempt, post_id)
    where view.period_id = ${periodId} and view.attempt = ${attempt} and ${about}`.execute(
    within<RewardsTables>(handle),
  )
  return rows[0]?.views ?? 0
}

/** Views of videos that counted in periods before, by video: those never counted are absent. */
export const countedSoFar = async (
  handle: Queryable,
  postIds: readonly PostId[],
): Promise<ReadonlyMap<PostId, bigint>> => {
  if (postIds.length === 0) return new Map()
  const { rows } = await sql<{ postId: PostId; counted: bigint }>`
    select post_id as "postId", max(counted_after) as counted from rewards.video
    where post_id = any(${[...postIds]}::uuid[]) and counted_after is not null
    group by post_id`.execute(within<RewardsTables>(handle))
  return new Map(rows.map(({ postId, counted }) => [postId, counted]))
}
