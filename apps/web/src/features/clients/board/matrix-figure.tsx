import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { classes } from '#shared/ui'
import type { Matrix, MatrixPoint, Quadrant } from './matrix.ts'
import { useNameOf } from './names.tsx'
import { useTexts } from './texts.ts'

const useQuadrantWords = (): Readonly<Record<Quadrant, string>> => {
  const { t } = useLingui()
  return {
    both: t`Stops people, they click`,
    hook_only: t`Stops people, few click`,
    click_only: t`Few stop, those click`,
    neither: t`Neither`,
  }
}

/** From the lowest to the highest with a rim, so that no dot lies on the edge. */
const scaleOf = (values: readonly number[]): ((value: number) => number) => {
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const rim = (high - low) * 0.2 || Math.max(high * 0.2, 0.001)
  return (value) => (value - (low - rim)) / (high - low + 2 * rim)
}

const smallestPx = 22
const largestPx = 52

const Dot = (props: {
  point: MatrixPoint
  place: { readonly x: number; readonly y: number }
  sizePx: number
  number: number
  isRead: boolean
  onRead: () => void
}): ReactNode => (
  <span
    onPointerEnter={props.onRead}
    style={{
      insetInlineStart: `${props.place.x * 100}%`,
      bottom: `${props.place.y * 100}%`,
      width: props.sizePx,
      height: props.sizePx,
    }}
    className={classes(
      'absolute grid -translate-x-1/2 translate-y-1/2 place-items-center rounded-full border-2 text-2xs font-bold tabular-nums rtl:translate-x-1/2',
      props.point.quadrant === 'both'
        ? 'border-bottle bg-bottle-soft text-bottle'
        : 'border-ink-soft bg-surface text-ink',
      props.isRead && 'z-10 outline-3 outline-focus',
    )}
  >
    {props.number}
  </span>
)

const corner =
  'pointer-events-none absolute z-20 max-w-[46%] rounded-sm bg-paper px-1.5 py-0.5 text-2xs font-semibold text-ink-soft sm:text-xs'

/** Videos by how they stop people (across) and make them click (upwards); the lines are the client's averages. */
export const MatrixFigure = ({ matrix, currency }: { matrix: Matrix; currency: string }): ReactNode => {
  const { t } = useLingui()
  const texts = useTexts(currency)
  const quadrants = useQuadrantWords()
  const nameOf = useNameOf()
  const [at, setAt] = useState<number | null>(null)
  const { points, middle } = matrix
  if (middle === null) return null
  const x = scaleOf([...points.map(({ hook }) => hook), middle.hook])
  const y = scaleOf([...points.map(({ clickRate }) => clickRate), middle.clickRate])
  const most = Math.max(...points.map(({ impressions }) => impressions))
  const sizeOf = ({ impressions }: MatrixPoint): number =>
    smallestPx + (largestPx - smallestPx) * Math.sqrt(impressions / most)
  const reading = (point: MatrixPoint, index: number): string => {
    const [name, quadrant] = [nameOf('video', point.videoId), quadrants[point.quadrant]]
    const [hook, clicks, seen] = [
      texts.share(point.hook),
      texts.share(point.clickRate),
      texts.count(point.impressions),
    ]
    return `${index + 1}. ${t`Video ${name}: hook ${hook}, clicks ${clicks}, about ${seen} impressions. ${quadrant}.`}`
  }
  const readings = points.map(reading)
  return (
    <div className="mt-2">
      <p className="mb-2 min-h-11 text-sm text-ink-soft tabular-nums" aria-hidden="true">
        {at === null ? <Trans>Point at a video, or use the arrow keys, to read it.</Trans> : readings[at]}
      </p>
      <input
        type="range"
        className="peer sr-only"
        min={0}
        max={points.length - 1}
        value={at ?? 0}
        aria-label={t`Read the videos one by one`}
        aria-valuetext={readings[at ?? 0] ?? ''}
        onFocus={() => setAt(at ?? 0)}
        onBlur={() => setAt(null)}
        onChange={(event) => setAt(Number(event.target.value))}
      />
      <div
        role="img"
        aria-label={readings.join(' ')}
        className="relative h-80 rounded-md border border-line bg-raised peer-focus-visible:outline-3 peer-focus-visible:outline-offset-3 peer-focus-visible:outline-focus sm:h-96"
        onPointerLeave={() => setAt(null)}
      >
        <span
          className="absolute inset-y-0 border-s border-dashed border-ink-soft"
          style={{ insetInlineStart: `${x(middle.hook) * 100}%` }}
        />
        <span
          className="absolute inset-x-0 border-t border-dashed border-ink-soft"
          style={{ bottom: `${y(middle.clickRate) * 100}%` }}
        />
        <span className={`${corner} end-2 top-2 text-end`}>{quadrants.both}</span>
        <span className={`${corner} end-2 bottom-2 text-end`}>{quadrants.hook_only}</span>
        <span className={`${corner} start-2 top-2`}>{quadrants.click_only}</span>
        <span className={`${corner} start-2 bottom-2`}>{quadrants.neither}</span>
        {points.map((point, index) => (
          <Dot
            key={point.videoId}
            point={point}
            place={{ x: x(point.hook), y: y(point.clickRate) }}
            sizePx={sizeOf(point)}
            number={index + 1}
            isRead={at === index}
            onRead={() => setAt(index)}
          />
        ))}
      </div>
      <p className="mt-2 flex flex-wrap justify-between gap-x-4 text-xs text-ink-soft">
        <span>
          <Trans>Upwards: clicks of those who saw it. The larger the dot, the more saw it.</Trans>
        </span>
        <span>
          <Trans>Across: hook rate →</Trans>
        </span>
      </p>
    </div>
  )
}
