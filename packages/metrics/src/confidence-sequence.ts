/**
 * Intervals that hold for all looks together, so that one may look every day and stop when something is clear. The
 * asymptotic confidence sequence of Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas (arXiv 2103.06476, equation 9).
 */

/** Of all looks together, how many in a hundred lead astray. */
export const lookingAlpha = 0.05

/** How the sequence is tuned: it is narrowest after about so many observations. */
export const tunedRho = (alpha: number, count: number): number => {
  const doubled = -2 * Math.log(alpha)
  return Math.sqrt((doubled + Math.log(doubled + 1)) / count)
}

/**
 * How far the truth may be from a mean of `count` observations with a standard deviation, at this look and at every other
 * one.
 *
 * @example sequenceReach({ alpha: 0.05, tunedFor: 28 })(1, 100)
 */
export const sequenceReach = (given: {
  readonly alpha: number
  readonly tunedFor: number
}): ((deviation: number, count: number) => number) => {
  const { alpha } = given
  const square = tunedRho(alpha, given.tunedFor) ** 2
  return (deviation, count) => {
    const spent = count * square + 1
    return deviation * Math.sqrt(((2 * spent) / (count ** 2 * square)) * Math.log(Math.sqrt(spent) / alpha))
  }
}
