import type { Node } from './expression.ts'
import { stable } from './normalised.ts'
import type { Measure } from './value.ts'

/** 97.5th percentile of the normal distribution: two sides of it leave 95 %. */
const z = 1.959963984540054

/**
 * Where a share lies with 95 % confidence, by Wilson's score: it stays inside 0 and 1 and holds for few rows, too. It
 * takes the rows for independent of each other; where one person makes many of them the truth is wider.
 *
 * @example wilsonInterval(19 / 38, 38) // about [0.348, 0.652]
 */
export const wilsonInterval = (share: number, rows: number): [low: number, high: number] => {
  const weight = 1 + z ** 2 / rows
  const middle = (share + z ** 2 / (2 * rows)) / weight
  const reach = (z / weight) * Math.sqrt((share * (1 - share)) / rows + z ** 2 / (4 * rows ** 2))
  return [Math.max(0, middle - reach), Math.min(1, middle + reach)]
}

/** The conditions that must all hold, one by one. */
const partsOf = (condition: Node): readonly Node[] =>
  condition.kind === 'all' ? condition.of.flatMap(partsOf) : [condition]

/** Whether a number is a count of some rows over a count of rows of which those are a part. */
export const isShareOfRows = ({ value }: Measure): boolean => {
  if (value.kind !== 'quotient') return false
  const { numerator, denominator } = value
  if (numerator.kind !== 'aggregate' || denominator.kind !== 'aggregate') return false
  if (numerator.of.kind !== 'count' || denominator.of.kind !== 'count') return false
  if (stable(numerator.over) !== stable(denominator.over)) return false
  const narrower = new Set(partsOf(numerator.of.where).map(stable))
  return partsOf(denominator.of.where).every((part) => narrower.has(stable(part)))
}
