import type { PersonId, PublishedPost } from '@busker/contract'
import type { Viewer } from '#platform/http'
import type { Standing } from './rules/life.ts'

const isAuthor = (viewer: Viewer, authorId: PersonId): boolean =>
  viewer.kind === 'person' && viewer.personId === authorId

const isOperator = (viewer: Viewer): boolean => viewer.kind === 'person' && viewer.role === 'operator'
/** Moderators and operators answer for what is shown, so they see it; what is private is shown to nobody. */
const isStaff = (viewer: Viewer): boolean => viewer.kind === 'person' && viewer.role !== 'person'

/** How the viewer stands to an author. */
export interface Tie {
  readonly followed: boolean
  /** Both follow each other. */
  readonly friends: boolean
}

/** Who looks: their tie to the author, and their age where a post asks for one; null: not known. */
export interface Looking extends Tie {
  readonly viewer: Viewer
  readonly years: number | null
}

const admits = (post: Standing, { followed, friends }: Tie): boolean => {
  switch (post.audience) {
    case 'public':
      return true
    case 'followers':
      return followed
    case 'friends':
      return friends
    case 'private':
      return false
  }
}

/** Whether somebody may see a post, blocks aside: the one rule behind every page, list, file and action. */
export const maySee = (post: Standing & { authorId: PersonId }, looking: Looking): boolean => {
  if (isAuthor(looking.viewer, post.authorId)) return true
  if (post.state !== 'published') return false
  if (isStaff(looking.viewer)) return post.audience !== 'private'
  if (post.removed || !admits(post, looking)) return false
  return post.minimumAge === null || (looking.years !== null && looking.years >= post.minimumAge)
}

/** What the viewer may do with a sound that they know of. */
export const soundAbilities = (
  viewer: Viewer,
  ownerId: PersonId,
): { readonly edit: boolean; readonly takeDown: boolean; readonly readEvidence: boolean } => {
  const own = isAuthor(viewer, ownerId)
  const operates = isOperator(viewer)
  return { edit: own || operates, takeDown: operates, readEvidence: own || isStaff(viewer) }
}

/** What the viewer may do with a post that they see; sent along with it. */
export const abilities = (
  viewer: Viewer,
  post: { authorId: PersonId; allowDownload: boolean; audience: string },
): PublishedPost['can'] => {
  const own = isAuthor(viewer, post.authorId)
  const allowed = own || isOperator(viewer)
  return {
    ...{ delete: allowed, edit: own, seeMetrics: allowed },
    download: own || (post.allowDownload && post.audience === 'public'),
  }
}
