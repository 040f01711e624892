import type { PostId, PublishedPost } from '@busker/contract'
import { AppError } from '#platform/errors'
import type { PersonViewer, Viewer } from '#platform/http'
import type { SocialDeps } from './deps.ts'
import { authorOf } from './reach.ts'
import { addToPost, countsOfPosts } from './store/counts.ts'
import { findShare, keepShare } from './store/shares.ts'
import { tell, type Told } from './tell.ts'

/** 132 bits: nobody finds an address by trying, and it still fits into a message. */
const tokenLetters = 22

/** The token of this person's sharing of this post. The first act of a day is told to the facts. */
export const sharePost = async (
  deps: SocialDeps,
  given: { viewer: PersonViewer; postId: PostId; told: Told },
): Promise<{ token: string; shares: number }> => {
  const { viewer, postId, told } = given
  const { personId } = viewer
  const authorId = await authorOf(deps, postId, viewer)
  return deps.db.transaction(async (tx) => {
    const token = deps.ids.token().slice(0, tokenLetters)
    const share = await keepShare(tx, { token, postId, personId, at: deps.clock.now() })
    if (share.isNew) await addToPost(tx, postId, { column: 'shares', by: 1 })
    if (share.acted)
      await tell(deps, tx, { kind: 'share', personId, postId, authorId, shareToken: share.token, told })
    const counts = await countsOfPosts(tx, [postId])
    return { token: share.token, shares: counts.get(postId)?.shares ?? 0 }
  })
}

/** The post behind a shared address, as this viewer sees it. Who shared it is not said. */
export const postOfShare = async (
  deps: SocialDeps,
  token: string,
  viewer: Viewer,
): Promise<PublishedPost> => {
  const postId = await findShare(deps.db.pool, token)
  const card = postId === null ? undefined : (await deps.posts.getCards([postId], viewer)).get(postId)
  if (!card) throw new AppError('not_found')
  return card
}
