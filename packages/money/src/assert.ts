/** Stops at a caller's mistake: something that no amount of money may cause. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`Invariant broken: ${message}`)
}
