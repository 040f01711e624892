/** A finished transfer of one response. */
export interface Transfer {
  readonly bytes: number
  readonly durationMs: number
  /**
   * The transfer was held back by the server's pace or by a player that had enough: the link carries at least this
   * much, and perhaps far more.
   */
  readonly heldBack: boolean
}

/** Below this the answer is over before the link shows what it can do. */
const informativeBytes = 40_000
const shortestMs = 1
const plentyBps = 4_000_000
/** Up slowly, down at once: too much hope stalls, too little only looks softer. */
const upWeight = 0.25
const downWeight = 0.6

/** What the link is thought to carry after one more transfer, in bits a second. */
export const afterTransfer = (knownBps: number | null, transfer: Transfer): number | null => {
  if (transfer.bytes < informativeBytes || transfer.durationMs < shortestMs) return knownBps
  const measuredBps = (transfer.bytes * 8000) / transfer.durationMs
  // A transfer that was held back says "at least": as a beginning it counts only where that is plenty.
  if (knownBps === null) return transfer.heldBack && measuredBps < plentyBps ? null : measuredBps
  if (measuredBps < knownBps && transfer.heldBack) return knownBps
  const weight = measuredBps > knownBps ? upWeight : downWeight
  return knownBps + weight * (measuredBps - knownBps)
}

/** A video of this bitrate stood still: whatever was measured, the link did not carry it. */
export const afterStall = (knownBps: number | null, bitrate: number): number =>
  Math.min(knownBps ?? Number.POSITIVE_INFINITY, bitrate)
