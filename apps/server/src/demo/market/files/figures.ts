import { formatDecimal, type Micro } from '@busker/money'
import type { Market } from '../world.ts'

/** No value, as the dashboards write it. */
export const nothing = '--'

const symbols: Readonly<Record<string, string>> = { USD: '$', GBP: '£', THB: '฿', MYR: 'RM', IDR: 'Rp' }

/** `$1,234.56`, `Rp1.234`, `1.234₫`: an amount as the Affiliate Center shows it. */
export const shownMoney = (market: Market, amount: Micro): string => {
  const [major = '0', rest] = formatDecimal(amount, market.decimals).split('.')
  const mark = market.decimals === 0 ? '.' : ','
  const grouped = major.replaceAll(/\B(?=(\d{3})+$)/g, mark)
  const number = rest === undefined ? grouped : `${grouped}.${rest}`
  return market.currency === 'VND' ? `${number}₫` : `${symbols[market.currency] ?? ''}${number}`
}

/** `5.93%` */
export const shownShare = (part: number, whole: number): string =>
  whole === 0 ? nothing : `${((part * 100) / whole).toFixed(2)}%`

/** A quotient of amounts as the dashboards round it; they are for reading, nothing is counted with them. */
export const shownQuotient = (part: Micro, whole: Micro): string => {
  if (whole === 0n) return nothing
  const hundredths = ((part * 200n) / whole + 1n) / 2n
  return formatDecimal(hundredths * 10_000n, 2)
}
