import type { OwnMetricCourse, Target } from '@busker/contract'
import type { ReactNode } from 'react'
import { courseScale } from './course-scale.ts'

const width = 320
const height = 72

/**
 * How a metric went day by day, where the truth lies by all days up to each, and the target. What it shows is told in
 * words beside it.
 */
export const CourseFigure = (props: { course: OwnMetricCourse; target: Target | undefined }): ReactNode => {
  const { course, target } = props
  const bands = course.bands.find(({ targetId }) => targetId === target?.targetId)?.course ?? []
  const scale = courseScale(course.days, bands, target?.value ?? null)
  if (scale === null) return null
  const [x, y] = [
    (at: number) => (scale.x(at) * width).toFixed(1),
    (value: number) => (4 + (1 - scale.y(value)) * (height - 8)).toFixed(1),
  ]
  const place = new Map(course.days.map(({ day }, index) => [day, index]))
  const at = (day: string): string => x(place.get(day) ?? 0)
  const edge = [
    ...bands.map(({ through, low }) => `${at(through)},${y(low)}`),
    ...bands.toReversed().map(({ through, high }) => `${at(through)},${y(high)}`),
  ]
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      className="h-18 w-full text-curtain"
      aria-hidden="true"
    >
      {bands.length > 1 && <polygon points={edge.join(' ')} fill="currentColor" opacity={0.2} />}
      {scale.stretches.map((points) => (
        <polyline
          key={points[0]?.at}
          points={points.map((point) => `${x(point.at)},${y(point.value)}`).join(' ')}
          fill="none"
          stroke="currentColor"
          strokeWidth={1.5}
          opacity={0.75}
          strokeLinejoin="round"
          vectorEffect="non-scaling-stroke"
        />
      ))}
      {target && (
        <line
          x1={0}
          x2={width}
          y1={y(target.value)}
          y2={y(target.value)}
          className="stroke-ink"
          strokeWidth={2}
          strokeDasharray="6 5"
          vectorEffect="non-scaling-stroke"
        />
      )}
    </svg>
  )
}
