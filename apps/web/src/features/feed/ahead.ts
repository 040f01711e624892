import type { getFeed, ResponseOf } from '@busker/contract'
import type { InfiniteData } from '@tanstack/react-query'

export type FeedPageAnswer = ResponseOf<typeof getFeed>
export type FeedPages = InfiniteData<FeedPageAnswer, string>

/** In place of a cursor: what comes next is a new feed, behind what was shown of the old one. */
export const anew = 'anew'

/**
 * The feed up to this slot: what was fetched beyond it no longer fits what the viewer has said since. A slot that is not in
 * it leaves everything as it is.
 */
export const cutAfter = (data: FeedPages, slotId: string): FeedPages => {
  const at = data.pages.findIndex(({ slots }) => slots.some((slot) => slot.slotId === slotId))
  const page = data.pages[at]
  if (page === undefined) return data
  const last = page.slots.findIndex((slot) => slot.slotId === slotId)
  const cut = { ...page, slots: page.slots.slice(0, last + 1), nextCursor: anew }
  return { pages: [...data.pages.slice(0, at), cut], pageParams: data.pageParams.slice(0, at + 1) }
}

/** A new feed knows nothing of what the old one has just shown: that does not come twice. */
export const withoutShown = (page: FeedPageAnswer, shown: FeedPages | undefined): FeedPageAnswer => {
  const posts = new Set(shown?.pages.flatMap(({ slots }) => slots.map(({ post }) => post.postId)))
  return { ...page, slots: page.slots.filter(({ post }) => !posts.has(post.postId)) }
}
