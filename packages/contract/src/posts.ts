import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { refusalCodes } from './errors.ts'
import { callToAction } from './links.ts'
import { playback } from './media.ts'
import {
  assetId,
  commentId,
  cursor,
  emptyResponse,
  handle,
  isoTime,
  personId,
  postId,
  soundId,
} from './shapes.ts'

export const author = z.object({
  ...{ personId, handle, displayName: z.string() },
  /** Where their picture lies; left out: they have none. */
  picture: z.string().optional(),
})
export type Author = z.infer<typeof author>

/** Who sees a post: everybody, those who follow its author, those who follow each other, or its author alone. */
export const audience = z.enum(['public', 'followers', 'friends', 'private'])
export type Audience = z.infer<typeof audience>

/** Letters of a caption and of a description, counted as a browser's text field counts them. */
export const longestCaption = 2200
export const longestAltText = 1000

/** The sound of a post: its own, or that of another post that it uses. */
export const postSound = z.object({
  soundId,
  /** Null: nobody gave it a name; then it is called after its author. */
  title: z.string().nullable(),
  author,
  /** Whether it came with this very post. */
  isOriginal: z.boolean(),
})
export type PostSound = z.infer<typeof postSound>

/** The comment that a video answers, and the post under which it stands. */
export const answered = z.object({ postId, commentId, author, text: z.string() })
export type Answered = z.infer<typeof answered>

const common = {
  postId,
  author,
  caption: z.string(),
  tags: z.array(z.string()),
  mentions: z.array(z.string()),
  createdAt: isoTime,
  assetId,
  audience,
  /** What is to be seen, in words for those who cannot see it. */
  altText: z.string(),
  allowDownload: z.boolean(),
  /** When its words were last changed after it was published. */
  editedAt: isoTime.nullable(),
}

export const publishedPost = z.object({
  state: z.literal('published'),
  ...common,
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
  /** Null: it has none, or none that is still offered. */
  sound: postSound.nullable(),
  /** Null: it answers none, or none that the caller may read now. */
  answers: answered.nullable(),
  /** Counts its videos: one that was replaced is another version, with its own retention. */
  version: z.int(),
  replacedAt: isoTime.nullable(),
  /** What is to take the place of its video, and if it cannot, why; for its author. */
  replacement: z.object({ assetId, refusal: z.string().nullable() }).nullable(),
  /** What moderators say about it, for everybody to read. */
  labels: z.array(z.string()),
  /** Only for people of this age and older. */
  minimumAge: z.int().nullable(),
  /** Moderators took it out of what is recommended; said to its author only. */
  limited: z.boolean(),
  /** What the caller may do with this post, so that no screen has to guess. */
  can: z.object({
    delete: z.boolean(),
    edit: z.boolean(),
    seeMetrics: z.boolean(),
    download: z.boolean(),
  }),
})
export type PublishedPost = z.infer<typeof publishedPost>

/** The video of a post that is not out, as far as it can be played already. */
const own = { ...common, playback: playback.nullable() }

/**
 * A post waits while its video is made ready, then publishes itself; a draft waits for its author, a scheduled one for
 * its hour. Others see it only once it is published, and no longer when it was removed.
 */
export const post = z.discriminatedUnion('state', [
  z.object({ state: z.literal('draft'), ...own }),
  z.object({ state: z.literal('scheduled'), ...own, publishAt: isoTime }),
  z.object({ state: z.literal('waiting'), ...common }),
  z.object({
    state: z.literal('refused'),
    ...common,
    code: z.enum(refusalCodes),
    message: z.string(),
  }),
  /** Removed by moderators: its author and they still see it. */
  z.object({ state: z.literal('removed'), ...own, labels: z.array(z.string()) }),
  publishedPost,
])
export type Post = z.infer<typeof post>

/** At once (when its video is ready), not before its author says so, or at a time within a year. */
export const publishWish = z.union([z.literal('now'), z.literal('draft'), isoTime])
export type PublishWish = z.infer<typeof publishWish>

export const createPost = endpoint({
  id: 'createPost',
  method: 'POST',
  path: '/v1/posts',
  summary:
    'Post an uploaded video. It may still be uploading or processing: it publishes itself when ready. Asked again with the same caption, the same post is answered.',
  access: 'person',
  body: z.object({
    assetId,
    caption: z.string().max(longestCaption),
    altText: z.string().max(longestAltText).default(''),
    audience: audience.default('public'),
    allowDownload: z.boolean().default(true),
    publish: publishWish.default('now'),
    /** The sound that it uses; null: its own. */
    soundId: soundId.nullable().default(null),
    /** The comment that it answers, under a video that everybody may see. */
    answers: commentId.nullable().default(null),
  }),
  response: z.object({ post }),
  errors: ['not_signed_in', 'not_found', 'asset_in_use', 'sound_unavailable', 'comment_unavailable'],
})

export const editPost = endpoint({
  id: 'editPost',
  method: 'PATCH',
  path: '/v1/posts/:postId',
  summary:
    "Change a post's words, its audience, whether it may be downloaded, and, while it is not out, when it will be. What is left out stays.",
  access: 'person',
  params: z.object({ postId }),
  body: z.object({
    caption: z.string().max(longestCaption).optional(),
    altText: z.string().max(longestAltText).optional(),
    audience: audience.optional(),
    allowDownload: z.boolean().optional(),
    publish: publishWish.optional(),
  }),
  response: z.object({ post }),
  errors: ['not_signed_in', 'forbidden', 'not_found', 'already_published'],
})

export const replaceVideo = endpoint({
  id: 'replaceVideo',
  method: 'PUT',
  path: '/v1/posts/:postId/video',
  summary:
    "Put another upload in the place of a post's video. The old one plays until the new one is ready; address, comments and numbers stay.",
  access: 'person',
  params: z.object({ postId }),
  body: z.object({ assetId }),
  response: z.object({ post }),
  errors: ['not_signed_in', 'forbidden', 'not_found', 'asset_in_use', 'not_published'],
})

export const keepVideo = endpoint({
  id: 'keepVideo',
  method: 'DELETE',
  path: '/v1/posts/:postId/video/next',
  summary: 'Keep the video that plays, and give up the one that was to take its place.',
  access: 'person',
  params: z.object({ postId }),
  response: z.object({ post }),
  errors: ['not_signed_in', 'forbidden', 'not_found'],
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
  whileSuspended: true,
})

export const listPostsOfPerson = endpoint({
  id: 'listPostsOfPerson',
  method: 'GET',
  path: '/v1/people/:handle/posts',
  summary:
    "A person's posts that the caller may see, newest first; their own waiting, refused and unpublished ones only for themselves. `unfinished`: just those.",
  access: 'public',
  params: z.object({ handle: handle.or(z.string().max(64)) }),
  query: z.object({
    cursor: cursor.optional(),
    limit: z.coerce.number().int().min(1).max(60).default(30),
    show: z.enum(['all', 'published', 'unfinished']).default('all'),
  }),
  response: z.object({ posts: z.array(post), nextCursor: cursor.nullable() }),
  errors: ['not_found', 'invalid_cursor'],
})
