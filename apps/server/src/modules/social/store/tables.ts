import type { CommentId, PersonId, PostId } from '@busker/contract'

/** The tables of the schema `social`; only this folder may name them. */
export interface SocialTables {
  'social.post_like': { post_id: PostId; person_id: PersonId; liked_at: Date }
  'social.like_count': { post_id: PostId; likes: bigint }
  'social.post_count': { post_id: PostId; saves: bigint; comments: bigint; shares: bigint }
  'social.person_count': { person_id: PersonId; followers: bigint; following: bigint }
  'social.post_save': { person_id: PersonId; post_id: PostId; saved_at: Date }
  'social.follow': { follower_id: PersonId; followee_id: PersonId; followed_at: Date }
  'social.share': {
    token: string
    post_id: PostId
    person_id: PersonId
    shared_at: Date
    last_shared_on: string
  }
  'social.comment': {
    comment_id: CommentId
    post_id: PostId
    author_id: PersonId
    text: string
    created_at: Date
  }
  'social.block': { blocker_id: PersonId; blocked_id: PersonId; blocked_at: Date }
  'social.mute': { muter_id: PersonId; muted_id: PersonId; muted_at: Date }
  'social.not_interested': { person_id: PersonId; post_id: PostId; said_at: Date }
}
