import type { Micro } from '../../rules/rows.ts'

/** What an amount cell says. `currency` only when the cell itself names it. */
export type AmountReading =
  | { readonly outcome: 'amount'; readonly micro: Micro; readonly currency: string | null }
  | { readonly outcome: 'none' }
  | { readonly outcome: 'bad' }

export interface AmountContext {
  readonly currency: string | null
  /** The text is a number as a workbook stores it: a dot is the decimal mark, whatever the currency. */
  readonly isStored: boolean
}

const million = 1_000_000
/** What facts hold in 64 bits; no shop sells for nine million millions of anything. */
const mostMicro = 9_000_000_000_000_000_000n

/** Amounts of these have no decimals in the exports, so a dot before three digits groups thousands. */
const withoutDecimals = new Set(['IDR', 'VND', 'JPY', 'KRW', 'CLP'])
/** Currencies of countries where the comma is the decimal mark: a single dot before three digits groups, too. */
const commaDecimals = new Set(['BRL', 'EUR', 'IDR', 'VND', 'CLP'])

/** How cells write currencies. `$` and `¥` are of several, so they only say that it is an amount. */
const symbols: Readonly<Record<string, string | null>> = {
  $: null,
  US$: 'USD',
  '¥': null,
  '£': 'GBP',
  '€': 'EUR',
  '₫': 'VND',
  đ: 'VND',
  '฿': 'THB',
  RP: 'IDR',
  RM: 'MYR',
  R$: 'BRL',
  S$: 'SGD',
  MX$: 'MXN',
  '₱': 'PHP',
  '₩': 'KRW',
}

const codes = new Set(
  'USD GBP EUR VND IDR THB MYR PHP SGD BRL MXN JPY KRW AUD CAD CHF CLP COP PLN SEK NOK DKK CZK HUF RON TRY SAR AED EGP ZAR INR HKD TWD CNY NZD ARS PEN'.split(
    ' ',
  ),
)

/** @example isCurrency('IDR') // true */
export const isCurrency = (code: string): boolean => codes.has(code)

/** Words for nothing, as the dashboards write them. */
const nothing = new Set(['', '-', '--', '—', '/', 'n/a', 'na', 'nan', 'null', 'undefined'])

export const isNothing = (text: string): boolean => text.length < 10 && nothing.has(text.toLowerCase())

const none: AmountReading = { outcome: 'none' }
const bad: AmountReading = { outcome: 'bad' }

/** Digits before and after the decimal mark as micro units; more than six decimals are rounded half away from zero. */
const microOf = (whole: string, decimals: string): Micro => {
  if (whole.length <= 9 && decimals.length <= 6) {
    // At most 10¹⁵, which a double holds exactly; the way over text is ten times slower.
    return BigInt(Number(whole) * million + Number(decimals.padEnd(6, '0')))
  }
  const micro = BigInt(whole + decimals.slice(0, 6).padEnd(6, '0'))
  return (decimals[6] ?? '0') >= '5' ? micro + 1n : micro
}

/** Takes apart what is around the digits: sign, parentheses, currency before or behind. */
const shell =
  /^([+\-−(]?)\s*([^\d\s.,()+\-−]*)\s*([+\-−(]?)\s*(\d[\d.,'’\s]*|[.,]\d+)\s*([^\d\s.,()+\-−]*)\s*([)\-−]?)$/u

/** undefined: no word for a currency. */
const currencyOf = (text: string): string | null | undefined => {
  if (text === '') return null
  const upper = text.toUpperCase()
  if (codes.has(upper)) return upper
  return symbols[text] === undefined ? symbols[upper] : symbols[text]
}

const groupsOfThree = (parts: readonly string[]): boolean =>
  parts.length > 1 &&
  /^\d{1,3}$/.test(parts[0] ?? '') &&
  parts.slice(1, -1).every((part) => /^\d{2,3}$/.test(part)) &&
  /^\d{3}$/.test(parts.at(-1) ?? '')

/** Which of dot and comma is the decimal mark; null: these digits make no number. */
const split = (digits: string, currency: string | null): { whole: string; decimals: string } | null => {
  const bare = digits.replaceAll(/['’\s]/g, '')
  const dots = bare.split('.')
  const commas = bare.split(',')
  if (dots.length === 1 && commas.length === 1) return { whole: bare, decimals: '' }
  if (dots.length > 1 && commas.length > 1) {
    const mark = bare.lastIndexOf('.') > bare.lastIndexOf(',') ? '.' : ','
    const at = bare.lastIndexOf(mark)
    const groups = bare.slice(0, at).split(mark === '.' ? ',' : '.')
    if (bare.indexOf(mark) !== at || !groupsOfThree(groups)) return null
    return { whole: groups.join(''), decimals: bare.slice(at + 1) }
  }
  const parts = dots.length > 1 ? dots : commas
  if (parts.length > 2) return groupsOfThree(parts) ? { whole: parts.join(''), decimals: '' } : null
  const [whole = '', decimals = ''] = parts
  const mayGroup =
    dots.length === 1 || commaDecimals.has(currency ?? '') || withoutDecimals.has(currency ?? '')
  if (mayGroup && decimals.length === 3 && groupsOfThree(parts) && whole !== '0') {
    return { whole: whole + decimals, decimals: '' }
  }
  return { whole: whole === '' ? '0' : whole, decimals }
}

/** A number as workbooks store it, which may carry the noise of a double: 35.909999999999997 is 35.91. */
const readStored = (text: string): AmountReading => {
  if (!/^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return bad
  const value = Number(text)
  if (!(Math.abs(value) < 9e12)) return bad
  const absolute = Math.abs(value)
  // Below a micro unit a double is written with an exponent.
  const [whole = '0', decimals = ''] = (absolute < 1e-6 ? absolute.toFixed(7) : String(absolute)).split('.')
  const micro = microOf(whole, decimals)
  return { outcome: 'amount', micro: value < 0 ? -micro : micro, currency: null }
}

const zero: AmountReading = { outcome: 'amount', micro: 0n, currency: null }

/** `-12.50`: nearly all amounts, without a search for anything else. At most nine digits and two decimals; else null. */
const plain = (text: string): AmountReading | null => {
  const isNegative = text.charCodeAt(0) === 45
  const from = isNegative ? 1 : 0
  if (text.length === from || text.length > from + 12) return null
  let value = 0
  let decimals = -1
  for (let at = from; at < text.length; at += 1) {
    const digit = text.charCodeAt(at) - 48
    if (digit >= 0 && digit <= 9) {
      value = value * 10 + digit
      if (decimals >= 0) decimals += 1
    } else if (digit === -2 && decimals === -1 && at > from) decimals = 0
    else return null
  }
  const wholeLength = text.length - from - (decimals === -1 ? 0 : decimals + 1)
  if (decimals === 0 || decimals > 2 || wholeLength > 9) return null
  // At most 10¹⁵, which a double holds exactly.
  const micro = value * (decimals === 2 ? 10_000 : decimals === 1 ? 100_000 : million)
  return micro === 0
    ? zero
    : { outcome: 'amount', micro: BigInt(isNegative ? -micro : micro), currency: null }
}

/** Reads an amount exactly: no floating point is between the text and the result. */
export const readAmount = (text: string, context: AmountContext): AmountReading => {
  if (context.isStored) return isNothing(text) ? none : readStored(text)
  const quick = plain(text)
  if (quick !== null) return quick
  if (isNothing(text)) return none
  const parts = text.length <= 60 ? shell.exec(text.replace(/^Rp\./i, 'Rp')) : null
  if (parts === null) return bad
  const [, before = '', left = '', inner = '', digits = '', right = '', after = ''] = parts
  const leftCurrency = currencyOf(left)
  const rightCurrency = currencyOf(right)
  if (leftCurrency === undefined || rightCurrency === undefined || (left !== '' && right !== '')) return bad
  const signs = [before, inner].filter((sign) => sign !== '')
  const opens = signs.includes('(')
  if (signs.length > 1 || opens !== (after === ')')) return bad
  const currency = leftCurrency ?? rightCurrency
  const number = split(digits.trim(), currency ?? context.currency)
  if (number === null || number.whole.length > 18) return bad
  const micro = microOf(number.whole, number.decimals)
  if (micro > mostMicro) return bad
  const isNegative = opens || signs.some((sign) => sign === '-' || sign === '−') || /[-−]/.test(after)
  return { outcome: 'amount', micro: isNegative ? -micro : micro, currency }
}

/** Canonical text of an amount: `-12.5`, without zeros that say nothing. */
export const amountText = (micro: Micro): string => {
  const absolute = micro < 0n ? -micro : micro
  const decimals = String(absolute % 1_000_000n)
    .padStart(6, '0')
    .replace(/0+$/, '')
  const whole = String(absolute / 1_000_000n)
  return `${micro < 0n ? '-' : ''}${whole}${decimals === '' ? '' : `.${decimals}`}`
}
