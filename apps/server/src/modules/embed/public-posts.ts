import type { PostId, PublishedPost } from '@busker/contract'
import { AppError } from '#platform/errors'
import type { Viewer } from '#platform/http'
import type { EmbedDeps } from './deps.ts'
import type { PageAddress } from './rules/own-address.ts'

/** Other sites and their visitors: nobody that we know. */
const anybody: Viewer = { kind: 'anonymous', anonymousId: '' }

/** A post that everybody may see; null: there is none, or not for everybody. */
export const publicPost = async (deps: EmbedDeps, postId: string): Promise<PublishedPost | null> => {
  // Checked boundary: an id of nothing finds nothing.
  const id = postId as PostId
  const post = (await deps.posts.getCards([id], anybody)).get(id)
  return post?.audience === 'public' ? post : null
}

/** The post that an address leads to, if everybody may see it. */
export const publicPostAt = async (deps: EmbedDeps, page: PageAddress): Promise<PublishedPost | null> => {
  switch (page.kind) {
    case 'post':
      return publicPost(deps, page.postId)
    case 'share':
      try {
        const post = await deps.social.postOfShare(page.token, anybody)
        return post.audience === 'public' ? post : null
      } catch (error) {
        if (error instanceof AppError && error.code === 'not_found') return null
        throw error
      }
    case 'person':
      return null
  }
}
