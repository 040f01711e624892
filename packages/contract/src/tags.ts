import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { publishedPost } from './posts.ts'
import { cursor, isoTime } from './shapes.ts'

/** What posts have in common and people follow. */
export const topicKind = z.enum(['tag', 'sound'])
export type TopicKind = z.infer<typeof topicKind>

/** A hashtag as captions carry it: lower case in NFKC, without its sign. */
export const tagName = z
  .string()
  .trim()
  .normalize('NFKC')
  .toLowerCase()
  .regex(/^[\p{L}\p{M}\p{N}_]{1,60}$/u, 'A hashtag has letters, digits and underscores, at most 60.')

/** How many posts, and by how many people: those that everybody may see, counted when asked. */
export const topicCounts = { posts: z.int(), creators: z.int() }

/** Newest first; or most liked first, of the newest 2000. */
export const topicOrder = z.enum(['newest', 'liked'])
export type TopicOrder = z.infer<typeof topicOrder>

export const topicPage = {
  query: z.object({
    order: topicOrder.default('newest'),
    cursor: cursor.optional(),
    limit: z.coerce.number().int().min(1).max(60).default(30),
  }),
  response: z.object({ posts: z.array(publishedPost), nextCursor: cursor.nullable() }),
}

const params = z.object({ tag: tagName })

export const getTag = endpoint({
  id: 'getTag',
  method: 'GET',
  path: '/v1/tags/:tag',
  summary:
    'A hashtag: how many posts that everybody may see carry it, by how many people. One that nobody used has none.',
  access: 'public',
  params,
  response: z.object({ tag: z.string(), ...topicCounts, followedByMe: z.boolean() }),
  errors: [],
})

export const listPostsOfTag = endpoint({
  id: 'listPostsOfTag',
  method: 'GET',
  path: '/v1/tags/:tag/posts',
  summary: 'Posts with a hashtag that everybody may see, without those that blocks hide from the caller.',
  access: 'public',
  params,
  query: topicPage.query,
  response: topicPage.response,
  errors: ['invalid_cursor'],
})

const follow = z.object({ followedByMe: z.boolean() })

export const followTag = endpoint({
  id: 'followTag',
  method: 'PUT',
  path: '/v1/tags/:tag/follow',
  summary: 'Follow a hashtag, at most 500 of them: the feed then shows more of it.',
  access: 'person',
  params,
  response: follow,
  errors: ['not_signed_in', 'list_full'],
})

export const unfollowTag = endpoint({
  id: 'unfollowTag',
  method: 'DELETE',
  path: '/v1/tags/:tag/follow',
  summary: 'Follow a hashtag no longer.',
  access: 'person',
  params,
  response: follow,
  errors: ['not_signed_in'],
})

export const listFollowedTags = endpoint({
  id: 'listFollowedTags',
  method: 'GET',
  path: '/v1/me/tags',
  summary: 'The hashtags that the caller follows, all of them, the latest first.',
  access: 'person',
  response: z.object({ tags: z.array(z.object({ tag: z.string(), followedAt: isoTime })) }),
  errors: ['not_signed_in'],
})
