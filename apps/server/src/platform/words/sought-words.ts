/**
 * One form for what reads the same: upper and lower case, Unicode's compatible forms, curly apostrophes, white space and
 * the underscore of tags. What cannot be seen is left out, so that nobody hides a word by it.
 */
export const fold = (text: string): string =>
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
 * @example soughtWord(' #Duck  Pond ') // 'duck pond'
 */
export const soughtWord = (text: string): string => fold(fold(text).replace(/^[#\s]+/u, ''))

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

/** Whether a text, folded, holds the word or phrase with nothing that would make it a part of a longer word. */
export const occurs = (text: string, word: string): boolean => {
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    const end = at + word.length
    const begins = !isOneWord(characterBefore(text, at), characterAt(word, 0))
    if (begins && !isOneWord(characterBefore(word, word.length), characterAt(text, end))) return true
  }
  return false
}

/**
 * Whether a text holds one of the words, whole and in any case.
 *
 * @example holdsWord(['duck pond'], 'Look, a Duck  Pond!') // true
 */
export const holdsWord = (words: readonly string[], text: string): boolean => {
  if (words.length === 0) return false
  const folded = fold(text)
  return words.some((word) => occurs(folded, word))
}
