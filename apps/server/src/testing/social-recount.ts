import { sql, type RawBuilder } from 'kysely'
import { within, type Queryable } from '#platform/postgres'

const shown = sql`held_for is null and not removed and not hidden`

/** What must never be found, and the rows that would be it. */
const wrongs: Readonly<Record<string, RawBuilder<{ wrong: string }>>> = {
  'likes of a post differ from their counter': sql`
    select coalesce(counted.post_id, found.post_id)::text as wrong
    from social.like_count as counted
    full join (select post_id, count(*) as likes from social.post_like group by 1) as found using (post_id)
    where coalesce(counted.likes, 0) <> coalesce(found.likes, 0)`,
  'saves, shares or comments of a post differ from their counters': sql`
    select coalesce(counted.post_id, found.post_id)::text as wrong
    from social.post_count as counted
    full join (
      select post_id, sum(saves) as saves, sum(shares) as shares, sum(comments) as comments from (
        select post_id, 1 as saves, 0 as shares, 0 as comments from social.post_save
        union all select post_id, 0, 1, 0 from social.share
        union all select post_id, 0, 0, 1 from social.comment where ${shown}
      ) as each_one group by 1
    ) as found using (post_id)
    where (coalesce(counted.saves, 0), coalesce(counted.shares, 0), coalesce(counted.comments, 0))
      <> (coalesce(found.saves, 0), coalesce(found.shares, 0), coalesce(found.comments, 0))`,
  'followers or followed of a person differ from their counters': sql`
    select coalesce(counted.person_id, found.person_id)::text as wrong
    from social.person_count as counted
    full join (
      select person_id, sum(followers) as followers, sum(following) as following from (
        select followee_id as person_id, 1 as followers, 0 as following from social.follow
        union all select follower_id, 0, 1 from social.follow
      ) as each_one group by 1
    ) as found using (person_id)
    where (coalesce(counted.followers, 0), coalesce(counted.following, 0))
      <> (coalesce(found.followers, 0), coalesce(found.following, 0))`,
  'likes of a comment differ from their counter': sql`
    select comment_id::text as wrong from social.comment
    where likes <> (select count(*) from social.comment_like as mine where mine.comment_id = comment.comment_id)`,
  'replies to a comment differ from their counter': sql`
    select comment_id::text as wrong from social.comment as parent
    where replies <> (select count(*) from social.comment where parent_id = parent.comment_id and ${shown})`,
  'a reply has no thread': sql`
    select comment_id::text as wrong from social.comment as reply
    where parent_id is not null and not exists (
      select 1 from social.comment as parent where parent.comment_id = reply.parent_id
        and parent.parent_id is null and parent.post_id = reply.post_id)`,
  'an empty place has nothing under it': sql`
    select comment_id::text as wrong from social.comment as parent
    where removed and (text <> '' or not exists (
      select 1 from social.comment as reply where reply.parent_id = parent.comment_id))`,
  'more than three comments are pinned': sql`
    select post_id::text as wrong from social.comment where pinned_at is not null
    group by post_id having count(*) > 3`,
  'somebody follows across a block': sql`
    select follower_id::text as wrong from social.follow join social.block
      on (blocker_id, blocked_id) in ((follower_id, followee_id), (followee_id, follower_id))`,
}

/** Recounts everything that `social` keeps a counter of, and looks for what belongs to nothing. Empty: all is right. */
export const recountSocial = async (handle: Queryable): Promise<string[]> => {
  const faults: string[] = []
  for (const [name, query] of Object.entries(wrongs)) {
    const { rows } = await query.execute(within(handle))
    faults.push(...rows.map(({ wrong }) => `${name}: ${wrong}`))
  }
  return faults
}
