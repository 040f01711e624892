import type { PersonId, PostId } from '@busker/contract'
import { sql } from 'kysely'
import { within, type Queryable, type Tx } from '#platform/postgres'
import type { RewardsTables } from './tables.ts'

/** What was copied for one attempt to close a period. */
export interface AttemptOf {
  readonly periodId: string
  readonly attempt: number
}

export interface FrozenView {
  readonly viewId: string
  readonly viewerId: string
  readonly viewerKind: string
  readonly postId: PostId
  readonly beganAt: Date
  readonly surface: string
  readonly visibleMs: number
  readonly uniqMs: number
  readonly traffic: string
  readonly isSelfView: boolean
}

export interface FrozenVideo {
  readonly postId: PostId
  readonly creatorId: PersonId
  readonly durationMs: number
  readonly isWithdrawn: boolean
  readonly countedBefore: bigint
}

export interface FrozenActions {
  readonly postId: PostId
  readonly day: string
  readonly likes: number
  readonly comments: number
  readonly saves: number
  readonly shares: number
}

const tables = ['rewards.view', 'rewards.video', 'rewards.action_day'] as const

/** What attempts that broke have left. */
export const deleteOtherAttempts = async (
  handle: Queryable,
  { periodId, attempt }: AttemptOf,
): Promise<void> => {
  for (const table of tables) {
    await within<RewardsTables>(handle)
      .deleteFrom(table)
      .where('period_id', '=', periodId)
      .where('attempt', '!=', attempt)
      .execute()
  }
}

/** One statement for a batch: columns as arrays, because a million rows one by one take minutes. */
export const insertViews = async (
  handle: Queryable,
  { periodId, attempt }: AttemptOf,
  rows: readonly FrozenView[],
): Promise<void> => {
  if (rows.length === 0) return
  const column = <K extends keyof FrozenView>(name: K): FrozenView[K][] => rows.map((row) => row[name])
  await sql`
    insert into rewards.view (period_id, attempt, view_id, viewer_id, viewer_kind, post_id, began_at, surface,
      visible_ms, uniq_ms, traffic, is_self_view)
    select ${periodId}, ${attempt}::int, * from unnest(${column('viewId')}::uuid[], ${column('viewerId')}::text[],
      ${column('viewerKind')}::text[], ${column('postId')}::uuid[], ${column('beganAt')}::timestamptz[],
      ${column('surface')}::text[], ${column('visibleMs')}::int[], ${column('uniqMs')}::int[],
      ${column('traffic')}::text[], ${column('isSelfView')}::boolean[])`.execute(
    within<RewardsTables>(handle),
  )
}

export const insertVideos = async (
  handle: Queryable,
  { periodId, attempt }: AttemptOf,
  rows: readonly FrozenVideo[],
): Promise<void> => {
  if (rows.length === 0) return
  const column = <K extends keyof FrozenVideo>(name: K): FrozenVideo[K][] => rows.map((row) => row[name])
  await sql`
    insert into rewards.video (period_id, attempt, post_id, creator_id, duration_ms, is_withdrawn, counted_before)
    select ${periodId}, ${attempt}::int, * from unnest(${column('postId')}::uuid[], ${column('creatorId')}::uuid[],
      ${column('durationMs')}::int[], ${column('isWithdrawn')}::boolean[],
      ${column('countedBefore').map(String)}::bigint[])`.execute(within<RewardsTables>(handle))
}

export const insertActions = async (
  handle: Queryable,
  { periodId, attempt }: AttemptOf,
  rows: readonly FrozenActions[],
): Promise<void> => {
  if (rows.length === 0) return
  const column = <K extends keyof FrozenActions>(name: K): FrozenActions[K][] => rows.map((row) => row[name])
  await sql`
    insert into rewards.action_day (period_id, attempt, post_id, day, likes, comments, saves, shares)
    select ${periodId}, ${attempt}::int, * from unnest(${column('postId')}::uuid[], ${column('day')}::date[],
      ${column('likes')}::int[], ${column('comments')}::int[], ${column('saves')}::int[],
      ${column('shares')}::int[])`.execute(within<RewardsTables>(handle))
}

const pageSize = 20_000

/** All frozen views of an attempt, a page at a time. */
export const readViews = async function* (
  handle: Queryable,
  { periodId, attempt }: AttemptOf,
): AsyncGenerator<FrozenView[], void> {
  let after = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const rows: FrozenView[] = await within<RewardsTables>(handle)
      .selectFrom('rewards.view')
      .select([
        'view_id as viewId',
        'viewer_id as viewerId',
        'viewer_kind as viewerKind',
        'post_id as postId',
        'began_at as beganAt',
        'surface',
        'visible_ms as visibleMs',
        'uniq_ms as uniqMs',
        'traffic',
        'is_self_view as isSelfView',
      ])
      .where('period_id', '=', periodId)
      .where('attempt', '=', attempt)
      .where('view_id', '>', after)
      .orderBy('view_id')
      .limit(pageSize)
      .execute()
    if (rows.length > 0) yield rows
    const last = rows.at(-1)
    if (rows.length < pageSize || last === undefined) return
    after = last.viewId
  }
}

export const readVideos = (handle: Queryable, { periodId, attempt }: AttemptOf): Promise<FrozenVideo[]> =>
  within<RewardsTables>(handle)
    .selectFrom('rewards.video')
    .select([
      'post_id as postId',
      'creator_id as creatorId',
      'duration_ms as durationMs',
      'is_withdrawn as isWithdrawn',
      'counted_before as countedBefore',
    ])
    .where('period_id', '=', periodId)
    .where('attempt', '=', attempt)
    .orderBy('post_id')
    .execute()

export const readActions = (handle: Queryable, { periodId, attempt }: AttemptOf): Promise<FrozenActions[]> =>
  within<RewardsTables>(handle)
    .selectFrom('rewards.action_day')
    .select(['post_id as postId', 'day', 'likes', 'comments', 'saves', 'shares'])
    .where('period_id', '=', periodId)
    .where('attempt', '=', attempt)
    .orderBy('post_id')
    .orderBy('day')
    .execute()

/** What counted by the end of the period, for the next one. */
export const writeCounted = async (
  tx: Tx,
  { periodId, attempt }: AttemptOf,
  counted: ReadonlyMap<string, bigint>,
): Promise<void> => {
  await sql`
    update rewards.video as video set counted_after = told.counted
    from unnest(${[...counted.keys()]}::uuid[], ${[...counted.values()].map(String)}::bigint[])
      as told (post_id, counted)
    where video.period_id = ${periodId} and video.attempt = ${attempt}
      and video.post_id = told.post_id`.execute(within<RewardsTables>(tx))
}
