import { assert } from './assert.ts'
import { magnitudeOf, type Micro } from './micro.ts'

/** How much of one currency another costs, exactly: `numerator / denominator` of the target for one of the source. */
export interface Rate {
  readonly numerator: bigint
  readonly denominator: bigint
}

const greatestCommonDivisor = (one: bigint, other: bigint): bigint => {
  let [larger, smaller] = [one, other]
  // Each second step at least halves the number: some hundred steps for the largest rate that can be written.
  while (smaller !== 0n) [larger, smaller] = [smaller, larger % smaller]
  return larger
}

const lowest = (numerator: bigint, denominator: bigint): Rate => {
  const divisor = greatestCommonDivisor(numerator, denominator)
  return { numerator: numerator / divisor, denominator: denominator / divisor }
}

/**
 * The rate that a plain decimal says; null when it is none or not above zero.
 *
 * @example rateOf('1.25') // { numerator: 5n, denominator: 4n }
 */
export const rateOf = (text: string): Rate | null => {
  const [whole, major, rest] = /^(\d{1,18})(?:\.(\d{1,18}))?$/.exec(text) ?? []
  if (whole === undefined || major === undefined) return null
  const decimals = rest ?? ''
  const numerator = BigInt(`${major}${decimals}`)
  return numerator === 0n ? null : lowest(numerator, 10n ** BigInt(decimals.length))
}

/** The rate of the way back. */
export const inverseOf = ({ numerator, denominator }: Rate): Rate => ({
  numerator: denominator,
  denominator: numerator,
})

/** The rate of going by a third currency. */
export const throughOf = (first: Rate, second: Rate): Rate =>
  lowest(first.numerator * second.numerator, first.denominator * second.denominator)

/**
 * The amount in the target currency, rounded towards zero to whole `unit`s: it is never worth more than what was given.
 *
 * @example convert(10_000_000n, rate, unitOf(2))
 */
export const convert = (amount: Micro, rate: Rate, unit: Micro = 1n): Micro => {
  assert(rate.numerator > 0n && rate.denominator > 0n && unit > 0n, 'a rate and a unit are above zero')
  return ((amount * rate.numerator) / (rate.denominator * unit)) * unit
}

/** What an exchange pays out, what it takes for it, and what stays with the owner. */
export interface Exchange {
  readonly received: Micro
  readonly debited: Micro
  readonly kept: Micro
}

/**
 * An exchange that pays whole units of the target and takes the least that pays them; the rest stays with its owner.
 *
 * @example exchange(1_005_000n, rate, unitOf(0))
 */
export const exchange = (amount: Micro, rate: Rate, unit: Micro): Exchange => {
  assert(magnitudeOf(amount) === amount, 'only what is there can be exchanged')
  const received = convert(amount, rate, unit)
  const debited = (received * rate.denominator + rate.numerator - 1n) / rate.numerator
  return { received, debited, kept: amount - debited }
}
