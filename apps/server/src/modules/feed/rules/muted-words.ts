import type { AssetId } from '@busker/contract'

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
 * One form for what reads the same: upper and lower case, Unicode's compatible forms, curly apostrophes, white space and
 * the underscore of tags. What cannot be seen is left out, so that nobody hides a word by it.
 */
const fold = (text: string): string =>
  text
    .normalize('NFKC')
    // Both ways, because some letters differ in one of them alone: "ß" and "SS", the two small sigmas.
    .toUpperCase()
    .toLowerCase()
    .replaceAll('ς', 'σ')
    .replaceAll(/\p{Default_Ignorable_Code_Point}/gu, '')
    .normalize('NFKC')
    .replaceAll(/[’‘ʼ]/g, "'")
    .replaceAll(/[\s_]+/gu, ' ')
    .trim()

/**
 * A word or phrase as it is kept and looked for. Empty when nothing is left to look for.
 *
 * @example mutedWord(' #Duck  Pond ') // 'duck pond'
 */
export const mutedWord = (text: string): string => fold(fold(text).replace(/^[#\s]+/u, ''))

const partOfWord = /[\p{L}\p{M}\p{N}]/u
/** Scripts that are written without spaces: in them a word begins and ends anywhere. */
const spaceless =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u

const isOneWord = (left: string, right: string): boolean =>
  partOfWord.test(left) && partOfWord.test(right) && !spaceless.test(left) && !spaceless.test(right)

const characterAt = (text: string, at: number): string => {
  const code = at < 0 ? undefined : text.codePointAt(at)
  return code === undefined ? '' : String.fromCodePoint(code)
}
/** The character that ends before this place; it may take two units of the text. */
const characterBefore = (text: string, at: number): string => {
  const wide = characterAt(text, at - 2)
  return wide.length === 2 ? wide : characterAt(text, at - 1)
}

/** Whether a text holds the word or phrase with nothing that would make it a part of a longer word. */
const occurs = (text: string, word: string): boolean => {
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    const end = at + word.length
    const begins = !isOneWord(characterBefore(text, at), characterAt(word, 0))
    if (begins && !isOneWord(characterBefore(word, word.length), characterAt(text, end))) return true
  }
  return false
}

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
export const isMuted = (muted: Muted, post: Said & { readonly assetId: AssetId }): boolean =>
  muted.sounds.includes(post.assetId) ||
  post.tags.some((tag) => muted.topics.includes(tag)) ||
  mentionsMuted(muted.words, post)
