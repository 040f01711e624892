import type {
  getPost,
  likePost,
  Playback,
  PublishedPost,
  requestRendition,
  unlikePost,
} from '@busker/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { call, isApiError } from '#shared/api'

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

/** The newest playback of a post: null when the post is gone, rejects when nobody answered. */
const refresh = async (postId: string): Promise<Playback | null> => {
  try {
    const { post } = await call<typeof getPost>('GET', '/v1/posts/:postId', { params: { postId } })
    return post.state === 'published' ? post.playback : null
  } catch (error) {
    if (isApiError(error, 'not_found')) return null
    throw error
  }
}

/** The answer changes nothing now: the next reading of the post shows what was made. */
const askForSmallest = (assetId: string): void => {
  call<typeof requestRendition>('POST', '/v1/media/:assetId/smallest', { params: { assetId } }).catch(
    () => undefined,
  )
}

/** What a player asks of the server besides the video itself. */
export const mediaCalls = { refresh, askForSmallest }
