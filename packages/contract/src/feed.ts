import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { publishedPost } from './posts.ts'
import { cursor } from './shapes.ts'

/** Which candidate source a slot came from. The recommender adds sources here. */
export const slotSource = z.enum(['newest', 'rewatch'])
export type SlotSource = z.infer<typeof slotSource>

export const slot = z.object({
  /** Names this serving of this post to this viewer; view facts carry it back. */
  slotId: z.uuid(),
  source: slotSource,
  /** Why this post is here, as data; the page turns it into a sentence. */
  reason: z.object({
    code: z.enum(['new_and_unseen', 'everything_seen']),
    publishedAt: z.iso.datetime({ offset: true }),
  }),
  /** Probability with which the serving policy chose this post for this position, in (0, 1]. */
  propensity: z.number().gt(0).lte(1),
  post: publishedPost,
})
export type Slot = z.infer<typeof slot>

export const getFeed = endpoint({
  id: 'getFeed',
  method: 'GET',
  path: '/v1/feed',
  summary:
    'The next slots of the feed. Without a cursor a new feed starts. With rewatch, seen posts, longest unseen first.',
  access: 'public',
  query: z.object({
    cursor: cursor.optional(),
    limit: z.coerce.number().int().min(1).max(20).default(6),
    rewatch: z.stringbool().default(false),
  }),
  response: z.object({ slots: z.array(slot), nextCursor: cursor.nullable(), unseenLeft: z.boolean() }),
  errors: ['invalid_cursor'],
})
