import type {
  AssetId,
  Audience,
  CommentId,
  PersonId,
  PostId,
  RefusalCode,
  SoundId,
  SoundLicence,
  TopicKind,
} from '@busker/contract'
import type { Generated } from 'kysely'
import type { PostState } from '../rules/life.ts'
import type { PlaceKind } from '../rules/topics.ts'

/** The tables of the schema `posts`; only this folder may name them. */
export interface PostsTables {
  'posts.post': {
    post_id: PostId
    author_id: PersonId
    asset_id: AssetId
    caption: string
    tags: string[]
    mentions: string[]
    state: PostState
    refusal_code: RefusalCode | null
    created_at: Date
    published_at: Date | null
    audience: Audience
    alt_text: string
    allow_download: boolean
    edited_at: Date | null
    draft: boolean
    publish_at: Date | null
    removed: boolean
    limited: boolean
    minimum_age: number | null
    labels: string[]
    version: number
    replaced_at: Date | null
    next_asset_id: AssetId | null
    next_refusal: RefusalCode | null
    sound_id: SoundId | null
    sound_owner_id: PersonId | null
    answers_id: CommentId | null
    answers_post_id: PostId | null
  }
  'posts.past_version': {
    post_id: PostId
    version: number
    asset_id: AssetId
    duration_ms: number
    until_at: Date
    kept: boolean
  }
  'posts.sound': {
    sound_id: SoundId
    owner_id: PersonId
    source_post_id: PostId | null
    title: string | null
    created_at: Date
    licence: Generated<SoundLicence>
    territories: string[] | null
    commercial: Generated<boolean>
    holder: Generated<string>
    evidence: Generated<string>
    taken_down_at: Date | null
    takedown_reason: string | null
  }
  'posts.topic_post': {
    kind: PlaceKind
    name: string
    post_id: PostId
    author_id: PersonId
    published_at: Date
  }
  'posts.topic_follow': {
    person_id: PersonId
    kind: TopicKind
    name: string
    followed_at: Date
  }
}
