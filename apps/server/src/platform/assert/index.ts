/**
 * Stops at a broken invariant: something that no input may cause. Expected failures are `AppError`s instead.
 *
 * @example assert(sum === 0n, 'legs of a transfer sum to zero')
 */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`Invariant broken: ${message}`)
}

/** For the default branch of an exhaustive switch: does not compile when a case is missing. */
export const unreachable = (value: never): never => {
  throw new Error(`Invariant broken: unexpected ${JSON.stringify(value)}`)
}
