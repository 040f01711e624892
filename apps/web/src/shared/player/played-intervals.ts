/** Stretches of media positions in whole ms, sorted and disjoint, each with from < to. */
export type Intervals = readonly (readonly [number, number])[]

/** The union with one more stretch; stretches that touch become one. An empty stretch changes nothing. */
export const withStretch = (intervals: Intervals, from: number, to: number): Intervals => {
  if (to <= from) return intervals
  const before = intervals.filter(([, end]) => end < from)
  const after = intervals.filter(([start]) => start > to)
  const touching = intervals.filter(([start, end]) => end >= from && start <= to)
  const start = Math.min(from, ...touching.map(([begin]) => begin))
  const end = Math.max(to, ...touching.map(([, finish]) => finish))
  return [...before, [start, end], ...after]
}

export const totalMs = (intervals: Intervals): number =>
  intervals.reduce((sum, [from, to]) => sum + (to - from), 0)
