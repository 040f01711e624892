import type { CellMark } from '../tables/table.ts'
import { plainText } from './plain-text.ts'

export type IdReading =
  | { readonly outcome: 'id'; readonly id: string }
  | { readonly outcome: 'none' }
  | { readonly outcome: 'lost_digits' }
  | { readonly outcome: 'formula' }

const digitsOnly = /^\d+$/
/** A number as spreadsheet programs write long ones: the digits behind the sixth or fifteenth are gone. */
const rounded = /^\d+([.,]\d+)?e\+?\d+$/i

/**
 * Ids have up to 19 digits, more than a double holds. An id that went through a number cell is refused, because nothing
 * tells which of its digits are still the right ones.
 */
export const readId = (given: string, mark: CellMark | null): IdReading => {
  let text = given
  if (mark === 'formula') return { outcome: 'formula' }
  if (text.startsWith('=')) {
    // `="5764…"` is a way to keep a spreadsheet program from making a number; other formulas have no value here.
    const quoted = /^="([^"]*)"$/.exec(text)?.[1]
    if (quoted === undefined) return { outcome: 'formula' }
    text = quoted.trim()
  }
  if (text.startsWith("'")) text = text.slice(1)
  if (digitsOnly.test(text)) {
    const isNumber = mark === 'number' || mark === 'percent'
    return isNumber && text.length > 15 ? { outcome: 'lost_digits' } : { outcome: 'id', id: text }
  }
  if (text === '' || text === '-' || text === '--' || text === '/') return { outcome: 'none' }
  if (rounded.test(text)) return { outcome: 'lost_digits' }
  if (/^\d+[.,]0*$/.test(text)) return { outcome: 'lost_digits' }
  return { outcome: 'id', id: plainText(text, 100) }
}

/** The id in a link to a video or a picture post; null when there is none. */
export const videoIdOfLink = (link: string): string | null =>
  /\/(?:video|photo|v)\/(\d{5,20})/.exec(link)?.[1] ?? null

/** The account in a link to a post; '' when there is none. */
export const accountOfLink = (link: string): string =>
  /\/@([\w.]{1,64})\//.exec(link)?.[1]?.toLowerCase() ?? ''

/** Names are joined across files, which write them with and without `@` and in any case. */
export const readCreator = (text: string): string => {
  const name = plainText(text, 100)
    .normalize('NFC')
    .replaceAll(/[\u200B-\u200F\u2060\uFEFF]/g, '')
    .trim()
    .replace(/^@/, '')
    .toLowerCase()
  return name === '-' || name === '--' || name === '/' ? '' : name
}
