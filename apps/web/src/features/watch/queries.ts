import type { getPost, Playback, requestRendition } from '@busker/contract'
import { call, isApiError } from '#shared/api'

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
