import type { OwnMetricCourse, TargetBand } from '@busker/contract'

interface Point {
  readonly at: number
  readonly value: number
}

/** Where days and values lie in a figure, both from 0 to 1. */
interface Scale {
  readonly x: (at: number) => number
  readonly y: (value: number) => number
  /** Days in a row that have a value: a day without one is a gap, not a zero. */
  readonly stretches: readonly (readonly Point[])[]
}

const stretchesOf = (days: OwnMetricCourse['days']): Point[][] => {
  const found: Point[][] = []
  for (const [at, { value }] of days.entries()) {
    if (value === null) continue
    const last = found.at(-1)
    if (last?.at(-1)?.at === at - 1) last.push({ at, value })
    else found.push([{ at, value }])
  }
  return found
}

/** A single day in twenty may lie outside: one enormous day would make a line of all others. */
const without = 0.025

const inner = (values: readonly number[]): readonly number[] => {
  const sorted = values.toSorted((one, other) => one - other)
  const cut = Math.floor(sorted.length * without)
  return sorted.slice(cut, sorted.length - cut)
}

/** The scale of a course with its band and target; null: there is nothing to draw. */
export const courseScale = (
  days: OwnMetricCourse['days'],
  bands: readonly TargetBand[],
  target: number | null,
): Scale | null => {
  const values = days.flatMap(({ value }) => value ?? [])
  if (values.length < 2) return null
  const last = bands.at(-1)
  const all = [...inner(values), ...(last ? [last.low, last.high] : []), ...(target === null ? [] : [target])]
  const [least, most] = [Math.min(...all), Math.max(...all)]
  const reach = most - least || 1
  const clamp = (share: number): number => Math.min(1, Math.max(0, share))
  return {
    x: (at) => at / Math.max(1, days.length - 1),
    y: (value) => clamp((value - least) / reach),
    stretches: stretchesOf(days),
  }
}
