import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { refusalCodes } from './errors.ts'
import { callToAction } from './links.ts'
import { playback } from './media.ts'
import { assetId, cursor, emptyResponse, handle, isoTime, personId, postId } from './shapes.ts'

export const author = z.object({ personId, handle, displayName: z.string() })
export type Author = z.infer<typeof author>

const common = {
  postId,
  author,
  caption: z.string(),
  tags: z.array(z.string()),
  mentions: z.array(z.string()),
  createdAt: isoTime,
}

export const publishedPost = z.object({
  state: z.literal('published'),
  ...common,
  assetId,
  publishedAt: isoTime,
  playback,
  likes: z.int(),
  likedByMe: z.boolean(),
  comments: z.int(),
  saves: z.int(),
  savedByMe: z.boolean(),
  /** People who shared it. */
  shares: z.int(),
  /** Whether the caller follows the author. */
  followedByMe: z.boolean(),
  /** Where the author sends people for a brand: then the post is advertising, and says so. */
  callToAction: callToAction.nullable(),
  /** What the caller may do with this post, so that no screen has to guess. */
  can: z.object({ delete: z.boolean(), seeMetrics: z.boolean() }),
})
export type PublishedPost = z.infer<typeof publishedPost>

/** A post waits while its video is made ready, then publishes itself. Others see it only once it is published. */
export const post = z.discriminatedUnion('state', [
  z.object({ state: z.literal('waiting'), ...common, assetId }),
  z.object({
    state: z.literal('refused'),
    ...common,
    assetId,
    code: z.enum(refusalCodes),
    message: z.string(),
  }),
  publishedPost,
])
export type Post = z.infer<typeof post>

export const createPost = endpoint({
  id: 'createPost',
  method: 'POST',
  path: '/v1/posts',
  summary:
    'Post an uploaded video. It may still be uploading or processing: it publishes itself when ready. Asked again with the same caption, the same post is answered.',
  access: 'person',
  body: z.object({ assetId, caption: z.string().max(2200) }),
  response: z.object({ post }),
  errors: ['not_signed_in', 'not_found', 'asset_in_use'],
})

export const getPost = endpoint({
  id: 'getPost',
  method: 'GET',
  path: '/v1/posts/:postId',
  summary: 'One post.',
  access: 'public',
  params: z.object({ postId }),
  response: z.object({ post }),
  errors: ['not_found'],
})

export const deletePost = endpoint({
  id: 'deletePost',
  method: 'DELETE',
  path: '/v1/posts/:postId',
  summary: 'Delete a post and its video.',
  access: 'person',
  params: z.object({ postId }),
  response: emptyResponse,
  errors: ['not_signed_in', 'forbidden', 'not_found'],
})

export const listPostsOfPerson = endpoint({
  id: 'listPostsOfPerson',
  method: 'GET',
  path: '/v1/people/:handle/posts',
  summary: "A person's posts, newest first; their own waiting and refused ones only for themselves.",
  access: 'public',
  params: z.object({ handle: handle.or(z.string().max(64)) }),
  query: z.object({ cursor: cursor.optional(), limit: z.coerce.number().int().min(1).max(60).default(30) }),
  response: z.object({ posts: z.array(post), nextCursor: cursor.nullable() }),
  errors: ['not_found', 'invalid_cursor'],
})
