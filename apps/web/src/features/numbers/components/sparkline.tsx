import type { ReactNode } from 'react'
import type { Interval } from '../charts/cells.ts'

const width = 120
const height = 32
const inset = 3

/** Stretches of known values; a day without a number is a gap, not a zero. */
const stretches = (values: readonly (number | null)[]): (readonly [number, number])[][] => {
  const found: [number, number][][] = []
  let open: [number, number][] | null = null
  for (const [index, value] of values.entries()) {
    if (value === null) {
      open = null
      continue
    }
    if (open === null) found.push((open = []))
    open.push([index, value])
  }
  return found
}

interface SparklineProps {
  readonly values: readonly (number | null)[]
  /** Lowest and highest value of each day with 95 % confidence. */
  readonly intervals?: readonly (Interval | null)[]
}

/** How a number went, day by day, and how sure it was. What it shows is told in words beside it. */
export const Sparkline = ({ values, intervals }: SparklineProps): ReactNode => {
  const known = values.filter((value) => value !== null)
  if (known.length < 2) return <div className="h-8" />
  const bounds = (intervals ?? []).flatMap((interval) => interval ?? [])
  const [least, most] = [Math.min(0, ...known, ...bounds), Math.max(...known, ...bounds)]
  const x = (index: number) => inset + (index * (width - 2 * inset)) / Math.max(1, values.length - 1)
  const y = (value: number) => height - inset - ((value - least) * (height - 2 * inset)) / (most - least || 1)
  /** Along the lowest values, and back along the highest. */
  const bandOf = (points: readonly (readonly [number, number])[]): string => {
    const edge = (end: 0 | 1) =>
      points.map(([index, value]) => `${x(index)},${y(intervals?.[index]?.[end] ?? value)}`)
    return [...edge(0), ...edge(1).toReversed()].join(' ')
  }
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      className="h-8 w-full text-curtain"
      aria-hidden="true"
    >
      {stretches(values).map((points) => (
        <polygon key={points[0]?.[0]} points={bandOf(points)} fill="currentColor" opacity={0.2} />
      ))}
      {stretches(values).map((points) => (
        <polyline
          key={points[0]?.[0]}
          points={points.map(([index, value]) => `${x(index)},${y(value)}`).join(' ')}
          fill="none"
          stroke="currentColor"
          strokeWidth={2}
          strokeLinecap="round"
          strokeLinejoin="round"
          vectorEffect="non-scaling-stroke"
        />
      ))}
    </svg>
  )
}
