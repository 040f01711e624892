import { assert } from './assert.ts'
import { magnitudeOf, type Micro, microPerMajor } from './micro.ts'

const plainDecimal = /^(-?)(\d{1,30})(?:\.(\d{1,6})0*)?$/

/**
 * The amount that a plain decimal says, exactly; null for anything else, and for what 10⁻⁶ cannot hold. Marks of
 * thousands, signs of currencies and exponents are for the reader of the file to take away.
 *
 * @example parseDecimal('-12.5') // -12_500_000n
 * @example parseDecimal('0.0000001') // null
 */
export const parseDecimal = (text: string): Micro | null => {
  const [whole, sign, major, rest] = plainDecimal.exec(text) ?? []
  if (whole === undefined || major === undefined) return null
  const magnitude = BigInt(major) * microPerMajor + BigInt((rest ?? '').padEnd(6, '0'))
  return sign === '-' ? -magnitude : magnitude
}

/**
 * The amount as a plain decimal, exactly: as many decimals as it takes, and at least `decimals`.
 *
 * @example formatDecimal(12_500_000n) // '12.5'
 * @example formatDecimal(12_500_000n, 2) // '12.50'
 */
export const formatDecimal = (amount: Micro, decimals = 0): string => {
  assert(decimals >= 0 && decimals <= 6, 'at most six decimals')
  const magnitude = magnitudeOf(amount)
  const major = (magnitude / microPerMajor).toString()
  const rest = (magnitude % microPerMajor)
    .toString()
    .padStart(6, '0')
    .replace(/0+$/, '')
    .padEnd(decimals, '0')
  return `${amount < 0n ? '-' : ''}${major}${rest === '' ? '' : `.${rest}`}`
}
