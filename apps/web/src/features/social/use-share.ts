import type { PublishedPost, sharePost } from '@busker/contract'
import { useLingui } from '@lingui/react/macro'
import { useMe } from '#features/auth'
import { call } from '#shared/api'
import { toast } from '#shared/ui'
import { told, type Surface } from './told.ts'

/** The address that tells who came by it, for whoever has an account; else the plain address of the post. */
const addressOf = async (postId: string, given: { surface: Surface; signedIn: boolean }): Promise<string> => {
  const plain = new URL(`/p/${postId}`, location.origin).href
  if (!given.signedIn) return plain
  try {
    const { token } = await call<typeof sharePost>('POST', '/v1/posts/:postId/share', {
      params: { postId },
      query: told(given.surface),
    })
    return new URL(`/s/${token}`, location.origin).href
  } catch {
    // A post can be shared without the server's help; only the tracing of the address is lost.
    return plain
  }
}

/** Opens the share menu of the device, or copies the address where there is none. */
export const useShare = (post: PublishedPost, surface: Surface): (() => Promise<void>) => {
  const { t } = useLingui()
  const me = useMe()
  return async () => {
    const url = await addressOf(post.postId, { surface, signedIn: Boolean(me) })
    try {
      if (typeof navigator.share === 'function')
        return await navigator.share({ url, title: post.author.displayName })
      await navigator.clipboard.writeText(url)
      toast(t`Link copied`)
    } catch (error) {
      // Closing the share menu is a choice, not a failure.
      if (error instanceof DOMException && error.name === 'AbortError') return
      toast(t`The link could not be copied: ${url}`)
    }
  }
}
