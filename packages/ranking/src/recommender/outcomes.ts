import { durationBucket } from '../families.ts'
import { outcomeAt, valueFile } from './value-file.ts'

/** What came of a view, in the order of the value file: 0 or 1, −1 where it cannot be known. */
export type Labels = Int8Array

/** Skipped: left within two seconds, or within a tenth of a video that is longer than twenty. */
const skippedMs = 2000
const skippedShare = 0.1
const finishedShare = 0.95
const loopedShare = 1.5

/** Held on to: so much of a short video, or so long whatever its length (the definition of KuaiRand's long view). */
const heldShare = 0.9
const heldMs = 18_000

/** Share of watches that hold, which a bucket's threshold is moved towards, and its largest step in logarithms. */
const usualHeld = valueFile.outcomes[outcomeAt.held]?.usual ?? 0.31
const step = 0.02
const buckets = 16

/**
 * From when on a watch holds somebody, by the length of the video: the same share of watches in each bucket of lengths, so
 * that neither long videos (by seconds) nor short ones (by completion) look better than they are (D2Q: Zhan et al., 2022).
 * Begins with a definition by length and follows what people do.
 */
export class HeldFrom {
  /** Logarithm of the factor by which each bucket's threshold differs from where it began. */
  readonly moved = new Float64Array(buckets)

  ms(durationMs: number): number {
    const first = Math.min(heldShare * durationMs, heldMs)
    const moved = first * Math.exp(this.moved[durationBucket(durationMs)] ?? 0)
    return Math.min(moved, heldShare * durationMs)
  }

  /** Moves the threshold of the bucket a little: a stochastic approximation of the quantile (Robbins and Monro, 1951). */
  learn(watchedMs: number, durationMs: number): void {
    const bucket = durationBucket(durationMs)
    const up = watchedMs >= this.ms(durationMs) ? 1 - usualHeld : -usualHeld
    const next = (this.moved[bucket] ?? 0) + step * up
    this.moved[bucket] = Math.max(-1.5, Math.min(1.5, next))
  }
}

export interface Watched {
  readonly watchedMs: number
  readonly playedMs: number
  readonly durationMs: number
}

/** Labels of a view by what was watched; reactions are set apart. `heldFromMs`: of its length. */
export const labelsOf = ({ watchedMs, playedMs, durationMs }: Watched, heldFromMs: number): Labels => {
  const labels = new Int8Array(valueFile.outcomes.length)
  const left = watchedMs < skippedMs || (durationMs > 20_000 && watchedMs < skippedShare * durationMs)
  const finished = playedMs >= finishedShare * durationMs
  labels[outcomeAt.held] = watchedMs >= heldFromMs || finished ? 1 : 0
  labels[outcomeAt.finish] = finished ? 1 : 0
  labels[outcomeAt.rewatch] = watchedMs >= loopedShare * durationMs ? 1 : 0
  labels[outcomeAt.skip] = left && !finished ? 1 : 0
  return labels
}
