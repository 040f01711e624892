import type { CommentId, LineageStep, PersonId, PostId } from '@busker/contract'
import { sql } from 'kysely'
import { within, type Queryable } from '#platform/postgres'
import type { PostsTables } from './tables.ts'

/** More than this is not drawn. */
const mostSteps = 24

/** What a post came from, step by step upwards, nearest first. */
export const listSteps = async (
  handle: Queryable,
  postId: PostId,
  deepest: number,
): Promise<LineageStep[]> => {
  const query = sql<LineageStep>`
    with recursive step as (
      select child_id, parent_id, kind, 1 as depth from posts.lineage where child_id = ${postId}::uuid
      union
      select above.child_id, above.parent_id, above.kind, step.depth + 1
      from step join posts.lineage as above on above.child_id = step.parent_id
      where step.depth < ${deepest}
    )
    select child_id as "childId", parent_id as "parentId", kind, min(depth)::int as depth from step
    group by child_id, parent_id, kind order by min(depth), kind, parent_id limit ${mostSteps}`
  return (await query.execute(within<PostsTables>(handle))).rows
}

export interface VideoReplies {
  readonly commentId: CommentId
  readonly count: number
  readonly newest: PostId
  readonly authorId: PersonId
}

/** Videos that everybody may see and that answer these comments: how many, and the newest of each. */
export const videoRepliesTo = async (
  handle: Queryable,
  ids: readonly CommentId[],
): Promise<VideoReplies[]> => {
  if (ids.length === 0) return []
  const query = sql<VideoReplies>`
    select distinct on (name) name as "commentId", count(*) over (partition by name)::int as count,
      post_id as newest, author_id as "authorId"
    from posts.topic_post where kind = 'answer' and name = any(${[...ids]}::text[])
    order by name, published_at desc, post_id desc`
  return (await query.execute(within<PostsTables>(handle))).rows
}

/** Other posts that everybody may see, with the sound that came with this one. */
export const countWithSound = async (handle: Queryable, postId: PostId): Promise<number> => {
  const query = sql<{ posts: number }>`
    select count(*)::int as posts
    from posts.sound join posts.topic_post as listed on listed.kind = 'sound' and listed.name = sound_id::text
    where source_post_id = ${postId}::uuid and taken_down_at is null and post_id <> source_post_id`
  return (await query.execute(within<PostsTables>(handle))).rows[0]?.posts ?? 0
}
