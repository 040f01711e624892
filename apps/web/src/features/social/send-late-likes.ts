import type { getMe, likePost, unlikePost } from '@busker/contract'
import { call, isApiError } from '#shared/api'
import type { LateLike } from './late-likes.ts'
import { forgetLateLike, lateLikesOf } from './late-likes.ts'
import { told } from './told.ts'

const send = ({ postId, authorId, on, surface }: LateLike): Promise<unknown> => {
  const input = { params: { postId }, query: told(surface, { postId, personId: authorId }) }
  return on
    ? call<typeof likePost>('PUT', '/v1/posts/:postId/like', input)
    : call<typeof unlikePost>('DELETE', '/v1/posts/:postId/like', input)
}

/** Whether the same will be answered to the same, however often it is sent. */
const isFinal = (error: unknown): boolean =>
  isApiError(error) && error.code !== 'network' && error.status < 500 && error.status !== 429

const sendAll = async (): Promise<void> => {
  const { me } = await call<typeof getMe>('GET', '/v1/me', {})
  for (const like of me === null ? [] : lateLikesOf(me.personId)) {
    try {
      await send(like)
    } catch (error) {
      // Its post may be gone: that like is nothing any more. What may succeed later stays.
      if (!isFinal(error)) return
    }
    forgetLateLike(like)
  }
}

/** Sends what was meant without a network, in one window only. */
export const sendLateLikes = async (): Promise<void> => {
  try {
    if ('locks' in navigator) await navigator.locks.request('busker-late-likes', sendAll)
    else await sendAll()
  } catch (error) {
    // Without a server they wait for the next time.
    if (!isApiError(error)) throw error
  }
}
