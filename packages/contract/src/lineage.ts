import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { publishedPost } from './posts.ts'
import { commentId, postId } from './shapes.ts'
import { topicPage } from './tags.ts'

/** How a video came from another one: it answers a comment under it, or it uses its sound. */
export const lineageKind = z.enum(['reply', 'sound'])
export type LineageKind = z.infer<typeof lineageKind>

/** So many steps are followed upwards. */
export const deepestLineage = 6

/** One step upwards; `depth`: how many steps the parent is above the post that was asked about. */
export const lineageStep = z.object({
  childId: postId,
  parentId: postId,
  kind: lineageKind,
  depth: z.int().min(1).max(deepestLineage),
})
export type LineageStep = z.infer<typeof lineageStep>

export const getLineage = endpoint({
  id: 'getLineage',
  method: 'GET',
  path: '/v1/posts/:postId/lineage',
  summary:
    'What a video was made from, and what was made from it: videos that answer comments under it, and videos with the sound that came with it.',
  access: 'public',
  params: z.object({ postId }),
  response: z.object({
    /** Nearest first. A parent that the caller may not see, or that is gone, has a step but no post. */
    steps: z.array(lineageStep),
    posts: z.array(publishedPost),
    /** That everybody may see, without the post itself. */
    made: z.object({ replies: z.int(), withSound: z.int() }),
  }),
  errors: ['not_found'],
})

export const listVideoReplies = endpoint({
  id: 'listVideoReplies',
  method: 'GET',
  path: '/v1/posts/:postId/video-replies',
  summary: 'Videos that answer comments under a post, or one of them, and that everybody may see.',
  access: 'public',
  params: z.object({ postId }),
  query: topicPage.query.extend({ commentId: commentId.optional() }),
  response: topicPage.response,
  errors: ['not_found', 'invalid_cursor'],
})
