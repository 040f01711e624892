import type { MuteKind, PublishedPost } from '@busker/contract'

/** What was muted beside posts and people is told apart from them by its kind. */
export const unwantedId = (kind: MuteKind, value: string): string => `${kind}:${value}`

type Said = Pick<PublishedPost, 'postId' | 'assetId' | 'sound' | 'tags' | 'caption'> & {
  readonly author: Pick<PublishedPost['author'], 'personId'>
}

const betweenWords = /[^\p{L}\p{M}\p{N}]+/u
/** Whether a post has something that was hidden: itself, its author, sound, topics or a word of its caption. */
export const isUnwanted = (unwanted: ReadonlySet<string>, post: Said): boolean =>
  unwanted.has(post.postId) ||
  unwanted.has(post.author.personId) ||
  unwanted.has(unwantedId('sound', post.assetId)) ||
  (post.sound !== null && unwanted.has(unwantedId('sound', post.sound.soundId))) ||
  post.tags.some((tag) => unwanted.has(unwantedId('topic', tag))) ||
  post.caption
    .toLowerCase()
    .split(betweenWords)
    .some((word) => unwanted.has(unwantedId('word', word)))
