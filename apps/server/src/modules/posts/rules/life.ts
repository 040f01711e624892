import type { Audience, PublishWish } from '@busker/contract'

/** What has become of the video of a post. */
export type Footage = 'coming' | 'ready' | 'refused'

/** What the author wants of a post that is not out yet. */
export interface Intent {
  readonly draft: boolean
  readonly publishAt: Date | null
}

export type PostState = 'draft' | 'scheduled' | 'waiting' | 'refused' | 'published'

/** The state of a post follows from its video, its author's intent and the time, and from nothing else. */
export const stateOf = (footage: Footage, { draft, publishAt }: Intent, now: Date): PostState => {
  if (footage === 'refused') return 'refused'
  if (draft) return 'draft'
  if (publishAt !== null && publishAt > now) return 'scheduled'
  return footage === 'ready' ? 'published' : 'waiting'
}

export const intentOf = (wish: PublishWish): Intent => {
  if (wish === 'draft') return { draft: true, publishAt: null }
  return { draft: false, publishAt: wish === 'now' ? null : new Date(wish) }
}

const yearMs = 366 * 86_400_000

/** Why a time cannot be kept; null: it can. */
export const whyNot = ({ publishAt }: Intent, now: Date): string | null => {
  if (publishAt === null) return null
  if (publishAt <= now) return 'lies in the past'
  return publishAt.getTime() - now.getTime() > yearMs ? 'is more than a year ahead' : null
}

/** What decides who finds a post. */
export interface Standing {
  readonly state: PostState
  readonly audience: Audience
  readonly removed: boolean
  readonly limited: boolean
  readonly minimumAge: number | null
}

/** Whom a post is offered to: recommended to everybody, listed for those who may see it, or for nobody but its author. */
export type Reach = 'everybody' | 'followers' | 'nobody'

export const reachOf = ({ state, audience, removed, limited, minimumAge }: Standing): Reach => {
  if (state !== 'published' || removed || audience === 'private') return 'nobody'
  return audience === 'public' && !limited && minimumAge === null ? 'everybody' : 'followers'
}

/** Whether its files need no key: else only who is shown the post gets addresses that open them. */
export const isOpen = ({ state, audience, removed, minimumAge }: Standing): boolean =>
  (state === 'published' || state === 'waiting') && audience === 'public' && !removed && minimumAge === null
