/** The last moment that a date can say. */
const latestMs = 8.64e15

/**
 * Whether everything in the parameters of a transfer can be meant: no amount is below zero, and a time is a whole number of
 * milliseconds. A caller's mistake is refused here and never becomes a leg that goes the other way.
 */
export const areSound = (value: unknown): boolean => {
  if (typeof value === 'bigint') return value >= 0n
  if (typeof value === 'number') return Number.isInteger(value) && value >= 0 && value <= latestMs
  if (typeof value !== 'object' || value === null) return true
  return Object.values(value).every(areSound)
}
