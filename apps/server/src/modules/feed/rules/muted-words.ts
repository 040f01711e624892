import type { PublishedPost } from '@busker/contract'
import { fold, occurs, soughtWord } from '#platform/words'

/** What a viewer never wants to see, as it is kept: words in the form of `mutedWord`, topics in that of `topicName`. */
export interface Muted {
  readonly words: readonly string[]
  readonly topics: readonly string[]
  readonly sounds: readonly string[]
}

/** What a post says of itself. */
interface Said {
  readonly caption: string
  readonly tags: readonly string[]
}

/**
 * A word or phrase as it is kept and looked for. Empty when nothing is left to look for.
 *
 * @example mutedWord(' #Duck  Pond ') // 'duck pond'
 */
export const mutedWord = soughtWord

/**
 * Whether a caption or a tag has one of the words, whole and in any case. A phrase is also found as one tag.
 *
 * @example mentionsMuted(['duck pond'], { caption: 'Look! #DuckPond', tags: ['duckpond'] }) // true
 */
export const mentionsMuted = (words: readonly string[], said: Said): boolean => {
  if (words.length === 0) return false
  const tags = said.tags.map(fold)
  // A line end is in no folded text, so that no phrase is found across two of them.
  const text = [fold(said.caption), ...tags].join('\n')
  const squeezed = new Set(tags)
  return words.some((word) => occurs(text, word) || squeezed.has(word.replaceAll(' ', '')))
}

/**
 * Whether a post is one that the viewer never wants to see.
 *
 * @example const kept = cards.filter((card) => !isMuted(wishes.muted, card))
 */
export const isMuted = (muted: Muted, post: Said & Pick<PublishedPost, 'assetId' | 'sound'>): boolean =>
  // Sounds that were muted before they had a page are known by the file that they came with.
  muted.sounds.some((sound) => sound === post.assetId || sound === post.sound?.soundId) ||
  post.tags.some((tag) => muted.topics.includes(tag)) ||
  mentionsMuted(muted.words, post)
