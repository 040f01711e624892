/** How much a word says about a document: A its name or hashtags, B its own words, C whose it is. */
export type Weight = 'A' | 'B' | 'C'

/** Positions end here in PostgreSQL. */
const lastPosition = 16_383

/** A tsvector as PostgreSQL reads it. Words consist of letters, digits and underscores, so quoting them is enough. */
export const vectorOf = (
  parts: readonly { readonly words: readonly string[]; readonly weight: Weight }[],
): string => {
  let position = 0
  return parts
    .flatMap(({ words, weight }) =>
      words.map((word) => {
        position = Math.min(lastPosition, position + 1)
        return `'${word}':${position}${weight}`
      }),
    )
    .join(' ')
}

/** One place of a query: any of these words. */
export interface Wanted {
  readonly words: readonly string[]
  /** Also words that begin with the first. */
  readonly isPrefix: boolean
}

/** A tsquery as PostgreSQL reads it: every place, or any of them. */
export const queryOf = (places: readonly Wanted[], join: '&' | '|'): string =>
  places
    .map(({ words, isPrefix }) => {
      const [first = '', ...others] = words.map((word) => `'${word}'`)
      return `(${[isPrefix ? `${first}:*` : first, ...others].join(' | ')})`
    })
    .join(` ${join} `)
