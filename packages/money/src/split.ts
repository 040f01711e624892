import { assert } from './assert.ts'
import { magnitudeOf, type Micro, sumOf } from './micro.ts'

interface Share {
  readonly index: number
  readonly tieKey: string
  readonly remainder: bigint
  whole: Micro
}

const inOrderOfClaim = (one: Share, other: Share): number => {
  if (one.remainder !== other.remainder) return one.remainder > other.remainder ? -1 : 1
  if (one.tieKey !== other.tieKey) return one.tieKey < other.tieKey ? -1 : 1
  return one.index - other.index
}

/**
 * Shares a total by weights, by largest remainder (Hamilton), with exact integer remainders: the shares sum to the
 * total, and each is less than one 10⁻⁶ from its exact part. Of equal remainders the smaller tie key (as text) goes
 * first, so that the order in the list decides nothing; then the place in the list. All weights zero: equal parts. A
 * negative total is shared as its magnitude is.
 *
 * @example splitByWeights(10n, [70n, 15n, 15n], ['a', 'b', 'c']) // [7n, 2n, 1n]
 */
export const splitByWeights = (
  total: Micro,
  weights: readonly bigint[],
  tieKeys: readonly string[],
): Micro[] => {
  assert(weights.length > 0, 'there is somebody to share with')
  assert(weights.length === tieKeys.length, 'each weight has a tie key')
  assert(
    weights.every((weight) => weight >= 0n),
    'no weight is negative',
  )
  const sum = sumOf(weights)
  const effective = sum === 0n ? weights.map(() => 1n) : weights
  const divisor = sum === 0n ? BigInt(weights.length) : sum
  const magnitude = magnitudeOf(total)
  const shares = effective.map((weight, index): Share => {
    const product = magnitude * weight
    return { index, tieKey: tieKeys[index] ?? '', remainder: product % divisor, whole: product / divisor }
  })
  let rest = magnitude - sumOf(shares.map(({ whole }) => whole))
  for (const share of shares.toSorted(inOrderOfClaim)) {
    if (rest === 0n) break
    share.whole += 1n
    rest -= 1n
  }
  assert(rest === 0n, 'what is left after whole shares is less than one for each')
  return shares.map(({ whole }) => (total < 0n ? -whole : whole))
}
