import type { PersonId, PostId } from '@busker/contract'

/** The tables of the schema `social`; only this folder may name them. */
export interface SocialTables {
  'social.post_like': { post_id: PostId; person_id: PersonId; liked_at: Date }
  'social.like_count': { post_id: PostId; likes: bigint }
}
