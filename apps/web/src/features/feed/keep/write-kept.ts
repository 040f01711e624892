import type { PublishedPost, Slot } from '@busker/contract'
import { keptFormat, keptList, reserve, type Kept } from '#shared/offline'

/** A video that was not served, kept in case that there is no network: it stands in the feed, and is no slot of it. */
export const reserveSlot = (post: PublishedPost): Slot => ({
  ...{ slotId: `${reserve}${post.postId}`, source: 'newest', flags: [], propensity: 1 },
  ...{ publishedAt: post.publishedAt, post },
})

export const writeKept = async (cache: Cache, kept: Kept): Promise<void> => {
  const body = JSON.stringify({ ...kept, format: keptFormat })
  await cache.put(keptList, new Response(body, { headers: { 'content-type': 'application/json' } }))
}
