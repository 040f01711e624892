import type { PostId, PublishedPost } from '@busker/contract'
import { AppError } from '#platform/errors'
import type { PersonViewer, Viewer } from '#platform/http'
import type { SocialDeps } from './deps.ts'
import { authorOf } from './reach.ts'
import { addToPost, countsOfPosts } from './store/counts.ts'
import { findShare, keepShare, tokenOf } from './store/shares.ts'
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
  const share = await findShare(deps.db.pool, token)
  const card =
    share === null ? undefined : (await deps.posts.getCards([share.postId], viewer)).get(share.postId)
  if (!card) throw new AppError('not_found')
  return card
}

/** Fewer people than these could be told apart by whoever knows to whom they gave the address. */
const fewestTold = 3

const told = (people: number): number | null => (people < fewestTold ? null : people)

export interface OwnShare {
  readonly token: string | null
  readonly watched: number | null
  readonly followed: number | null
  readonly joined: number | null
}

/** What came of a person's own sharing of a post, as far as it says nothing about single people. */
export const ownShare = async (
  deps: SocialDeps,
  { viewer, postId }: { viewer: PersonViewer; postId: PostId },
): Promise<OwnShare> => {
  await authorOf(deps, postId, viewer)
  const { personId } = viewer
  const token = await tokenOf(deps.db.pool, { postId, personId })
  if (token === null) return { token, watched: null, followed: null, joined: null }
  const came = await deps.facts.shareResults({ token, postId, sharerId: personId })
  return { token, watched: told(came.watched), followed: told(came.followed), joined: told(came.joined) }
}
