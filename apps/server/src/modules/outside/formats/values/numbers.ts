import type { CellMark } from '../tables/table.ts'
import { isNothing } from './amount.ts'

export type NumberReading =
  | { readonly outcome: 'number'; readonly value: number }
  | { readonly outcome: 'none' }
  /** `<5`: the platform hides small numbers. */
  | { readonly outcome: 'masked' }
  | { readonly outcome: 'bad' }

const none: NumberReading = { outcome: 'none' }
const bad: NumberReading = { outcome: 'bad' }

/** A whole number: `1,234`, `1.234`, `12.0` out of a number cell. */
export const readCount = (text: string, mark: CellMark | null): NumberReading => {
  if (/^-?\d{1,15}$/.test(text)) return { outcome: 'number', value: Number(text) }
  if (isNothing(text)) return none
  if (/^<\s?\d+$/.test(text)) return { outcome: 'masked' }
  if (mark === 'number') {
    const value = Number(text)
    return Number.isFinite(value) && Math.abs(value - Math.round(value)) < 1e-9
      ? { outcome: 'number', value: Math.round(value) }
      : bad
  }
  if (/^-?\d{1,3}([.,' ]\d{3})+$/.test(text)) {
    return { outcome: 'number', value: Number(text.replaceAll(/[.,' ]/g, '')) }
  }
  return /^-?\d{1,15}[.,]0{1,2}$/.test(text) ? { outcome: 'number', value: Number.parseInt(text, 10) } : bad
}

/** A number that need not be whole, such as seconds. */
export const readMeasure = (text: string): NumberReading => {
  if (isNothing(text)) return none
  if (/^<\s?\d/.test(text)) return { outcome: 'masked' }
  return /^-?\d{1,15}([.,]\d{1,12})?$/.test(text)
    ? { outcome: 'number', value: Number(text.replace(',', '.')) }
    : bad
}

/**
 * A share as a fraction: `5.93%` is 0.0593. A bare number is per cent or a fraction, whichever the column uses; a
 * workbook that shows per cent stores a fraction.
 */
export const readRate = (
  text: string,
  options: { readonly mark: CellMark | null; readonly bare: 'percent' | 'fraction' },
): NumberReading => {
  if (isNothing(text)) return none
  if (/^<\s?\d/.test(text)) return { outcome: 'masked' }
  const found = /^(-?\d{1,12}(?:[.,]\d{1,17})?)(e-?\d{1,3})?\s?(%?)$/i.exec(text)
  if (found === null) return bad
  const digits = (found[1] ?? '').replace(',', '.')
  const exponent = Number((found[2] ?? 'e0').slice(1))
  const isPercent = found[3] === '%' || (options.mark !== 'percent' && options.bare === 'percent')
  // The decimal mark is moved in the text: dividing would give 1.0593000000000001 for 105.93 %.
  return { outcome: 'number', value: Number(`${digits}e${isPercent ? exponent - 2 : exponent}`) }
}
