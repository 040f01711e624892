import type { Interval } from './expression.ts'

/**
 * The union of played stretches, clipped to the length of the video: sorted, disjoint, not touching.
 *
 * @example mergeIntervals([[0, 400], [300, 900]], 800) // [[0, 800]]
 */
export const mergeIntervals = (intervals: readonly Interval[], lengthMs: number): Interval[] => {
  const clipped = intervals
    .map(([from, to]): [number, number] => [Math.max(0, from), Math.min(to, lengthMs)])
    .filter(([from, to]) => from < to)
    .sort((a, b) => a[0] - b[0])
  const merged: [number, number][] = []
  for (const [from, to] of clipped) {
    const last = merged.at(-1)
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to)
    else merged.push([from, to])
  }
  return merged
}

/** Length of disjoint stretches: `uniq_ms` of a view. */
export const coveredMs = (disjoint: readonly Interval[]): number =>
  disjoint.reduce((total, [from, to]) => total + to - from, 0)

/** For each bin of the video: was any part of it played? The same rule as the compiled retention curve. */
export const playedBins = (
  played: readonly Interval[],
  video: { readonly lengthMs: number; readonly binMs: number },
): boolean[] => {
  const bins = Math.ceil(video.lengthMs / video.binMs)
  return Array.from({ length: bins }, (_, bin) =>
    played.some(([from, to]) => from < (bin + 1) * video.binMs && to > bin * video.binMs),
  )
}
