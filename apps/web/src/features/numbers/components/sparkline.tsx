import type { ReactNode } from 'react'

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

/** How a number went, day by day. What it shows is told in words beside it. */
export const Sparkline = ({ values }: { values: readonly (number | null)[] }): ReactNode => {
  const known = values.filter((value) => value !== null)
  if (known.length < 2) return <div className="h-8" />
  const [least, most] = [Math.min(0, ...known), Math.max(...known)]
  const x = (index: number) => inset + (index * (width - 2 * inset)) / Math.max(1, values.length - 1)
  const y = (value: number) => height - inset - ((value - least) * (height - 2 * inset)) / (most - least || 1)
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      className="h-8 w-full text-curtain"
      aria-hidden="true"
    >
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
