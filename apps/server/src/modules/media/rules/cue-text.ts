/** Tags of WebVTT cue text. Everything else that looks like a tag is taken away; its words stay. */
const plainTag = /^(c|i|b|u|ruby|rt)((?:\.[^\s.<>&]+)*)(?:[ \t][^<>]*)?$/
/** These two say something with the words behind their name: who speaks, and in which language. */
const annotatedTag = /^(v|lang)((?:\.[^\s.<>&]+)*)(?:[ \t]+([^<>]*))?$/
const closingTag = /^\/(c|i|b|u|ruby|rt|v|lang)$/
const timestampTag = /^(?:\d{2,3}:)?[0-5]\d:[0-5]\d\.\d{3}$/

const entity = /&(?!(?:[a-zA-Z][a-zA-Z0-9]{1,31}|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});)/g
const escapeWords = (text: string): string =>
  text.replaceAll(entity, '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

const cleanTag = (whole: string): string => {
  // Dashes in front of the bracket would read as the arrow between two times.
  const tag = whole.replace(/[-\s]+$/, '')
  if (closingTag.test(tag) || timestampTag.test(tag)) return `<${tag}>`
  const plain = plainTag.exec(tag)
  const named = plain && `${plain[1]}${plain[2]}`
  if (named !== null) return named === tag ? `<${tag}>` : cleanTag(named)
  const annotated = annotatedTag.exec(tag)
  if (!annotated) return ''
  const annotation = (annotated[3] ?? '').replaceAll(/\s+/g, ' ').trim()
  return `<${`${annotated[1]}${annotated[2]} ${escapeWords(annotation)}`.trim()}>`
}

/** Breaks between lines may stay, blank lines would end the cue. */
const cleanLines = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n')

/**
 * Makes cue text safe and well-formed: tags of the standard stay, others go, and a lone `<`, `>` or `&` becomes an
 * entity. Doing it twice changes nothing.
 */
export const cleanCueText = (text: string): string => {
  const visible = text.replaceAll(/[^\P{Cc}\n\t]/gu, '')
  // A tag begins with a letter, a digit or a slash: "3 < 5" is arithmetic.
  const pieces = visible.split(/(<[a-zA-Z0-9/][^<>]*>)/)
  const cleaned = pieces.map((piece, index) =>
    index % 2 === 1 ? cleanTag(piece.slice(1, -1)) : escapeWords(piece),
  )
  return cleanLines(cleaned.join(''))
}

/** SRT carries marks of other programs: `{\an8}` for the place and `<font>` for the colour. */
export const stripSrtMarks = (text: string): string => text.replaceAll(/\{\\[^}\n]*\}/g, '')

/** Makes cue text of words that never were any: whatever looks like a tag in them is text. */
export const cueTextOf = (words: string): string =>
  cleanLines(
    words
      .replaceAll(/[^\P{Cc}\n\t]/gu, '')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;'),
  )

/** The words alone, as a person would say them. */
export const plainCueText = (text: string): string =>
  text
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
