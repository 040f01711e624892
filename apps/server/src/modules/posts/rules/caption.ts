/** Longest hashtag and most of them that count; the rest of the caption stays text. */
const longestTag = 60
const mostTags = 30

const tagPattern = /(?<![\p{L}\p{N}_&/])#([\p{L}\p{M}\p{N}_]+)/gu

const unique = (names: readonly string[], limit: number): string[] => [...new Set(names)].slice(0, limit)

/**
 * Hashtags of a caption, lower case in NFKC, each once, in order. A tag of digits alone is a number, not a tag.
 *
 * @example tagsIn('A #Duck on the #pond #2') // ['duck', 'pond']
 */
export const tagsIn = (caption: string): string[] => {
  const names = [...caption.normalize('NFKC').matchAll(tagPattern)].map((match) =>
    (match[1] ?? '').toLowerCase(),
  )
  return unique(
    names.filter((name) => name.length <= longestTag && !/^\p{N}+$/u.test(name)),
    mostTags,
  )
}

/** Captions are kept as written, without the white space around them and without control characters. */
export const cleanCaption = (caption: string): string =>
  caption
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[^\P{Cc}\n]/gu, '')
    .trim()
