import type { likePost, PublishedPost, unlikePost } from '@busker/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { call } from '#shared/api'

export interface LikeState {
  readonly likes: number
  readonly likedByMe: boolean
}

const likeKey = (postId: string) => ['like', postId] as const

/**
 * The like of one post: shown at once, taken back when the server refuses. It lives beside the post in the cache,
 * because the same post can be in several lists.
 */
export const useLike = (post: PublishedPost) => {
  const client = useQueryClient()
  const queryKey = likeKey(post.postId)
  const { data } = useQuery<LikeState>({
    queryKey,
    queryFn: () => ({ likes: post.likes, likedByMe: post.likedByMe }),
    initialData: { likes: post.likes, likedByMe: post.likedByMe },
    staleTime: Infinity,
  })
  const change = useMutation({
    scope: { id: `like-${post.postId}` },
    mutationFn: (like: boolean) => {
      const params = { postId: post.postId }
      return like
        ? call<typeof likePost>('PUT', '/v1/posts/:postId/like', { params })
        : call<typeof unlikePost>('DELETE', '/v1/posts/:postId/like', { params })
    },
    onMutate: (like) => {
      const before = client.getQueryData<LikeState>(queryKey) ?? data
      const step = Number(like) - Number(before.likedByMe)
      client.setQueryData<LikeState>(queryKey, { likes: before.likes + step, likedByMe: like })
      return before
    },
    onSuccess: (after) => client.setQueryData(queryKey, after),
    onError: (_error, _like, before) => client.setQueryData(queryKey, before),
  })
  return { ...data, change }
}
