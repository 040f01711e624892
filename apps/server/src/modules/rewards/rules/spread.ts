/** How evenly amounts are shared: 0 all the same, near 1 one has all. Null for nobody and for nothing. */
export const giniOf = (amounts: readonly bigint[]): number | null => {
  const sorted = amounts.toSorted((one, other) => (one < other ? -1 : one > other ? 1 : 0))
  const count = BigInt(sorted.length)
  let [sum, ranked] = [0n, 0n]
  sorted.forEach((amount, index) => {
    sum += amount
    ranked += amount * BigInt(index + 1)
  })
  if (count === 0n || sum <= 0n) return null
  // Exact until the last step: (2·Σ rank·x − (n + 1)·Σx) ÷ (n·Σx), in millionths.
  return Number(((2n * ranked - (count + 1n) * sum) * 1_000_000n) / (count * sum)) / 1_000_000
}

/** The amount in the middle; of an even number the lower one of the two, so that somebody really has it. */
export const medianOf = (amounts: readonly bigint[]): bigint | null => {
  const sorted = amounts.toSorted((one, other) => (one < other ? -1 : one > other ? 1 : 0))
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? null
}
