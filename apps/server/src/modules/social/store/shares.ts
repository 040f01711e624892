import type { PersonId, PostId } from '@busker/contract'
import { sql } from 'kysely'
import { within, type Queryable, type Tx } from '#platform/postgres'
import type { SocialTables } from './tables.ts'

export interface NewShare {
  readonly token: string
  readonly postId: PostId
  readonly personId: PersonId
  readonly at: Date
}

/**
 * Keeps the token of a person and a post, or finds it. `acted` is true for the first act of sharing on a day: only that
 * is told. The row is locked by the upsert, so that two at once agree.
 */
export const keepShare = async (
  tx: Tx,
  share: NewShare,
): Promise<{ token: string; isNew: boolean; acted: boolean }> => {
  const tables = within<SocialTables>(tx)
  const upsert = sql<{ token: string }>`
    insert into social.share (token, post_id, person_id, shared_at, last_shared_on)
    values (${share.token}, ${share.postId}, ${share.personId}, ${share.at},
      (${share.at}::timestamptz at time zone 'UTC')::date)
    on conflict (post_id, person_id) do update set last_shared_on = excluded.last_shared_on
    where share.last_shared_on < excluded.last_shared_on
    returning token`
  const [changed] = (await upsert.execute(tables)).rows
  if (changed) return { token: changed.token, isNew: changed.token === share.token, acted: true }
  const known = await tables
    .selectFrom('social.share')
    .select('token')
    .where('post_id', '=', share.postId)
    .where('person_id', '=', share.personId)
    .executeTakeFirstOrThrow()
  return { token: known.token, isNew: false, acted: false }
}

export const findShare = async (
  handle: Queryable,
  token: string,
): Promise<{ postId: PostId; personId: PersonId } | null> => {
  const row = await within<SocialTables>(handle)
    .selectFrom('social.share')
    .select(['post_id as postId', 'person_id as personId'])
    .where('token', '=', token)
    .executeTakeFirst()
  return row ?? null
}

/** The token by which this person shares this post; null: they never did. */
export const tokenOf = async (
  handle: Queryable,
  share: { postId: PostId; personId: PersonId },
): Promise<string | null> => {
  const row = await within<SocialTables>(handle)
    .selectFrom('social.share')
    .select('token')
    .where('post_id', '=', share.postId)
    .where('person_id', '=', share.personId)
    .executeTakeFirst()
  return row?.token ?? null
}
