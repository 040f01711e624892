import type { AssetId, PersonId, PostId, RefusalCode } from '@busker/contract'

/** The tables of the schema `posts`; only this folder may name them. */
export interface PostsTables {
  'posts.post': {
    post_id: PostId
    author_id: PersonId
    asset_id: AssetId
    caption: string
    tags: string[]
    mentions: string[]
    state: 'waiting' | 'refused' | 'published'
    refusal_code: RefusalCode | null
    created_at: Date
    published_at: Date | null
  }
}
