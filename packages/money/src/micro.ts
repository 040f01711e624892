/** An amount of money: whole 10⁻⁶ of a major unit (dollar, euro, dong). One dollar is `1_000_000n`. */
export type Micro = bigint

/** How many of them make one major unit. */
export const microPerMajor: Micro = 1_000_000n

/** The sum of amounts of one currency. @example sumOf([1n, 2n]) // 3n */
export const sumOf = (amounts: Iterable<Micro>): Micro => {
  let sum = 0n
  for (const amount of amounts) sum += amount
  return sum
}

/** The amount without its sign. */
export const magnitudeOf = (amount: Micro): Micro => (amount < 0n ? -amount : amount)

/** The smaller of two amounts of one currency. */
export const smallerOf = (one: Micro, other: Micro): Micro => (one < other ? one : other)

/** The larger of two amounts of one currency. */
export const largerOf = (one: Micro, other: Micro): Micro => (one > other ? one : other)
