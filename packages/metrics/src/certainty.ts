/**
 * How sure an amount is that is made of orders. Orders come by chance: had the same work been done again, each would
 * have come some other number of times. A bootstrap that draws those numbers (Poisson, mean 1) has for the sum of
 * amounts exactly the variance Σ amount², so nothing needs to be drawn: the error of the sum is its root, and the same
 * data always gives the same interval.
 */

export type Range = readonly [low: number, high: number]

/** A sum over orders and its error, the root of the sum of their squares. */
export interface Chance {
  readonly total: number
  readonly error: number
}

/** How sure it is that a change is no chance: by 99 %, by 95 %, or not. */
export type Surety = 'strong' | 'likely' | 'weak'

/** 97.5th and 99.5th percentile of the normal distribution. */
const z = 1.959963984540054
const strongZ = 2.5758293035489

/**
 * Where the mean of a Poisson count lies with 95 % confidence, by Byar's approximation.
 *
 * @example countInterval(10) // about [4.8, 18.4]
 */
export const countInterval = (count: number): Range => {
  const next = count + 1
  const low = count === 0 ? 0 : count * (1 - 1 / (9 * count) - z / (3 * Math.sqrt(count))) ** 3
  return [Math.max(0, low), next * (1 - 1 / (9 * next) + z / (3 * Math.sqrt(next))) ** 3]
}

/**
 * Where a sum over orders lies with 95 % confidence. The sum is taken for a count of as many equal orders as have its
 * error (Dobson and others, 1991), which keeps a few large orders from looking sure; where the amounts nearly cancel out
 * it is no such count, and the normal distribution stands in.
 *
 * @example totalInterval({ total: 100, error: 10 }) // about [81.4, 121.6]
 */
export const totalInterval = ({ total, error }: Chance): Range => {
  if (error <= 0) return [total, total]
  const orders = (total / error) ** 2
  if (orders < 1) return [total - z * error, total + z * error]
  const perOrder = total / orders
  const [low, high] = countInterval(orders)
  return total > 0 ? [low * perOrder, high * perOrder] : [high * perOrder, low * perOrder]
}

/** What became of a sum, and whether chance alone may have done it. */
export interface Change {
  readonly delta: number
  readonly interval: Range
  readonly surety: Surety
}

/**
 * A sum beside that of the period before. The orders of two periods are others, so their errors add by squares.
 *
 * @example changeOf({ total: 130, error: 5 }, { total: 100, error: 5 }).surety // 'strong'
 */
export const changeOf = (now: Chance, before: Chance): Change => {
  const delta = now.total - before.total
  const error = Math.hypot(now.error, before.error)
  const distance = error === 0 ? 0 : Math.abs(delta) / error
  return {
    ...{ delta, interval: [delta - z * error, delta + z * error] },
    surety: distance >= strongZ ? 'strong' : distance >= z ? 'likely' : 'weak',
  }
}

/**
 * The tier of each of some ranges, from 1: the first tier is the best and all that reach up to it, the next begins with
 * the best that does not. Within a tier the order may be chance.
 *
 * @example tiersOf([[8, 12], [7, 9], [1, 3]]) // [1, 1, 2]
 */
export const tiersOf = (ranges: readonly Range[]): number[] => {
  const tiers = ranges.map(() => 0)
  for (let tier = 1; tiers.includes(0); tier += 1) {
    const left = ranges.filter((_, at) => tiers[at] === 0)
    const floor = left.reduce((best, [low]) => Math.max(best, low), -Infinity)
    for (const [at, [, high]] of ranges.entries()) if (tiers[at] === 0 && high >= floor) tiers[at] = tier
  }
  return tiers
}
