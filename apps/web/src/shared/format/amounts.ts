import { formatDecimal, parseDecimal } from '@busker/money'
import { assert } from '#shared/assert'

/*
 * The one home of money on its way to the reader. The contract tells amounts as whole millionths, as text; they go to
 * the browser's formatter as decimal text: no number of floating point stands between.
 */
type Decimal = `${number}`

const plainDecimal = /^-?\d+(\.\d+)?$/
const isDecimal = (text: string): text is Decimal => plainDecimal.test(text)

/** Whole millionths, as the contract writes them or as they were computed here. */
export type MicroText = string | bigint

export const microOf = (micro: MicroText): bigint => BigInt(micro)

const decimalOf = (micro: MicroText): Decimal => {
  const text = formatDecimal(microOf(micro))
  assert(isDecimal(text), 'an amount is a plain decimal')
  return text
}

/** What is written after the point at most: a ledger keeps 10⁻⁶. */
const finestDecimals = 6
const thousandDigits = 3

/**
 * An amount to the smallest unit that can be paid. What is smaller is left out and never rounded up: nobody is told
 * more than there is.
 *
 * @example amount('1234500000', 'EUR', 'es') // 1234,50 €
 */
export const amount = (micro: MicroText, currency: string, locale: string): string =>
  new Intl.NumberFormat(locale, { style: 'currency', currency, roundingMode: 'trunc' }).format(
    decimalOf(micro),
  )

/** An amount with every digit that the books have: for statements, receipts and tables that add up. */
export const exactAmount = (micro: MicroText, currency: string, locale: string): string =>
  new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    maximumFractionDigits: finestDecimals,
  }).format(decimalOf(micro))

/** An amount with its sign, for a change: +€1.20. */
export const signedAmount = (micro: MicroText, currency: string, locale: string): string =>
  new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    maximumFractionDigits: finestDecimals,
    signDisplay: 'exceptZero',
  }).format(decimalOf(micro))

/** A whole count that may be larger than a number holds: coins, views of a year. */
export const wholeCount = (count: string | number | bigint, locale: string): string =>
  new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }).format(
    typeof count === 'string' ? BigInt(count) : count,
  )

/** How long a bar is: the one place where an amount becomes a number, and only to be drawn. */
export const forDrawing = (micro: MicroText): number => Number(microOf(micro))

/** A share in basis points: 5000 is 50 %. */
export const basisPointsText = (points: number, locale: string): string =>
  new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 }).format(points / 10_000)

/**
 * The millionths that a person typed in their own notation; null when it is no amount. A single point or comma parts
 * the decimals, unless as many digits follow it as in a thousand and the currency has not as many decimals.
 *
 * @example typedAmount('1.234,50') // 1_234_500_000n
 */
export const typedAmount = (typed: string, decimals = 2): bigint | null => {
  const text = typed.trim().replaceAll(/[\s\u00a0\u202f']/g, '')
  const last = Math.max(text.lastIndexOf(','), text.lastIndexOf('.'))
  const mark = last === -1 ? '' : text.charAt(last)
  const isOnce = mark !== '' && text.indexOf(mark) === last
  const after = text.slice(last + 1)
  const isThousand = after.length === thousandDigits && decimals !== thousandDigits
  const parts = isOnce && !isThousand && after.length > 0 && after.length <= finestDecimals
  const plain = parts
    ? `${text.slice(0, last).replaceAll(/[.,]/g, '')}.${after}`
    : text.replaceAll(/[.,]/g, '')
  return plain.startsWith('-') ? null : parseDecimal(plain)
}
