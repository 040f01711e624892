import type { CommentId, Commenters, PersonId, PostId } from '@busker/contract'
import type { Generated } from 'kysely'

/** The tables of the schema `social`; only this folder may name them. */
export interface SocialTables {
  'social.post_like': { post_id: PostId; person_id: PersonId; liked_at: Date }
  'social.like_count': { post_id: PostId; likes: bigint }
  'social.post_count': { post_id: PostId; saves: bigint; comments: bigint; shares: bigint }
  'social.person_count': { person_id: PersonId; followers: bigint; following: bigint }
  'social.post_save': { person_id: PersonId; post_id: PostId; saved_at: Date }
  'social.follow': {
    follower_id: PersonId
    followee_id: PersonId
    followed_at: Date
    bell_since: Generated<Date | null>
  }
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
    parent_id: CommentId | null
    answered_id: PersonId | null
    held_for: PersonId | null
    removed: Generated<boolean>
    hidden: Generated<boolean>
    edited_at: Date | null
    hearted_at: Date | null
    pinned_at: Date | null
    mentioned_ids: PersonId[]
    likes: Generated<bigint>
    replies: Generated<bigint>
    standing: number
  }
  'social.comment_like': { comment_id: CommentId; person_id: PersonId; liked_at: Date }
  'social.comment_edit': { comment_id: CommentId; until: Date; text: string }
  'social.comment_rules': { person_id: PersonId; who: Commenters; words: string[] }
  'social.post_comment_rules': { post_id: PostId; who: Commenters | null; words: string[] }
  'social.block': { blocker_id: PersonId; blocked_id: PersonId; blocked_at: Date }
  'social.mute': { muter_id: PersonId; muted_id: PersonId; muted_at: Date }
  'social.not_interested': { person_id: PersonId; post_id: PostId; said_at: Date }
}
