import type { getOwnShare, PublishedPost, sharePost } from '@busker/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMe } from '#features/auth'
import { call } from '#shared/api'
import { told, type Surface } from '../told.ts'

const shareKey = (postId: string) => ['own-share', postId] as const

/** What came of one's own link to a post. */
export const useOwnShare = (postId: string) => {
  const me = useMe()
  return useQuery({
    queryKey: shareKey(postId),
    queryFn: ({ signal }) =>
      call<typeof getOwnShare>('GET', '/v1/posts/:postId/share', { params: { postId }, signal }),
    enabled: Boolean(me),
    staleTime: 0,
  })
}

/**
 * The address that tells who came by it, for whoever has an account; else the plain address of the post. Asked for when
 * something is done with it: whoever only looks at the sheet has not shared.
 */
export const useShareAddress = (post: PublishedPost, surface: Surface) => {
  const me = useMe()
  const client = useQueryClient()
  const { postId } = post
  return useMutation({
    mutationFn: async (): Promise<string> => {
      const plain = new URL(`/p/${postId}`, location.origin).href
      if (!me) return plain
      try {
        const { token } = await call<typeof sharePost>('POST', '/v1/posts/:postId/share', {
          params: { postId },
          query: told(surface, { postId }),
        })
        void client.invalidateQueries({ queryKey: shareKey(postId) })
        return new URL(`/s/${token}`, location.origin).href
      } catch {
        // A post can be shared without the server's help; only the tracing of the address is lost.
        return plain
      }
    },
  })
}
