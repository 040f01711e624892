import type { PersonId } from '@busker/contract'
import { sql } from 'kysely'
import { within, type Queryable } from '#platform/postgres'
import type { SocialTables } from './tables.ts'

/** False: there is no such follow. Set again it keeps its time. */
export const setBell = async (
  handle: Queryable,
  bell: { followerId: PersonId; followeeId: PersonId; since: Date | null },
): Promise<boolean> => {
  const { followerId, followeeId, since } = bell
  const { numAffectedRows } = await sql`
    update social.follow set bell_since = case when ${since}::timestamptz is null then null
      else coalesce(bell_since, ${since}::timestamptz) end
    where follower_id = ${followerId} and followee_id = ${followeeId}`.execute(within<SocialTables>(handle))
  return numAffectedRows === 1n
}

/** Who wants to hear of each new video of a person, a piece at a time, in the order of their ids. */
export const listBells = async (
  handle: Queryable,
  page: { followeeId: PersonId; after: PersonId | null; limit: number },
): Promise<PersonId[]> => {
  let query = within<SocialTables>(handle)
    .selectFrom('social.follow')
    .select('follower_id as personId')
    .where('followee_id', '=', page.followeeId)
    .where('bell_since', 'is not', null)
    .orderBy('follower_id')
    .limit(page.limit)
  if (page.after !== null) query = query.where('follower_id', '>', page.after)
  return (await query.execute()).map(({ personId }) => personId)
}
