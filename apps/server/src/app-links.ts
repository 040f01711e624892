import type { PersonId, PostId } from '@busker/contract'
import type { Identity } from '#modules/identity'
import type { Measure } from '#modules/measure'
import type { LinkedPosts } from '#modules/outside'
import type { Posts } from '#modules/posts'
import type { Database } from '#platform/postgres'

interface Parts {
  readonly db: Database
  readonly identity: Pick<Identity, 'getAuthors'>
  readonly posts: Pick<Posts, 'getCards'>
  readonly measured: Measure['metric']
}

/** What settling a client's links must know of posts: three modules answer it. */
export const linkedPosts = ({ db, identity, posts, measured }: Parts): LinkedPosts => ({
  impressionsOf: async (postId, period) => {
    const { rows } = await measured('impressions', {
      ...{ ...period, scope: { kind: 'post', postId }, by: 'day' },
    })
    return rows.map(({ slice, value }) => ({ day: slice ?? '', count: Number(value ?? 0) }))
  },
  handlesOf: async (people: readonly PersonId[]) =>
    new Map([...(await identity.getAuthors(db.pool, people))].map(([id, { handle }]) => [id, handle])),
  captionsOf: async (postIds: readonly PostId[]) => {
    const cards = await posts.getCards(postIds, { kind: 'anonymous', anonymousId: '' })
    return new Map(
      [...cards].map(([id, { caption, publishedAt }]) => [
        id,
        { caption, publishedOn: publishedAt.slice(0, 10) },
      ]),
    )
  },
})
