import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { postId } from './shapes.ts'

const likeState = z.object({ likes: z.int(), likedByMe: z.boolean() })

export const likePost = endpoint({
  id: 'likePost',
  method: 'PUT',
  path: '/v1/posts/:postId/like',
  summary: 'Like a post. Doing it twice is the same as once.',
  access: 'person',
  params: z.object({ postId }),
  response: likeState,
  errors: ['not_signed_in', 'not_found'],
})

export const unlikePost = endpoint({
  id: 'unlikePost',
  method: 'DELETE',
  path: '/v1/posts/:postId/like',
  summary: 'Take a like back.',
  access: 'person',
  params: z.object({ postId }),
  response: likeState,
  errors: ['not_signed_in', 'not_found'],
})
