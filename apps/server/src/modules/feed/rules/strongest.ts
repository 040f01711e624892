import type { Interest } from '@busker/ranking'

/**
 * The interests that say the most about a viewer, for or against, the strongest first. Of two that are as strong the one
 * with more behind it; the rest of the order is that of their recency, so that it is the same each time.
 */
export const strongest = <One extends Interest>(interests: readonly One[], most: number): One[] =>
  interests
    .toSorted(
      (one, other) =>
        Math.abs(other.strength) - Math.abs(one.strength) ||
        other.watched - one.watched ||
        other.lastMs - one.lastMs,
    )
    .slice(0, most)
