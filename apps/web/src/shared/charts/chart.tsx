import { Trans, useLingui } from '@lingui/react/macro'
import type { EChartsType } from 'echarts/core'
import type { ReactNode, RefObject } from 'react'
import { useEffect, useRef, useState } from 'react'
import { drawingOf, type DrawingOptions } from './drawing.ts'
import { lookOf, onLookChange } from './look.ts'

/** What the library tells when the pointer moves to another place. */
const placeIn = (event: unknown): number | null => {
  if (typeof event !== 'object' || event === null || !('axesInfo' in event)) return null
  const axes: unknown = event.axesInfo
  const [axis]: readonly unknown[] = Array.isArray(axes) ? axes : []
  if (typeof axis !== 'object' || axis === null || !('value' in axis)) return null
  return typeof axis.value === 'number' ? axis.value : null
}

type State = 'loading' | 'drawn' | 'failed'

/** Loads the library with the first chart, and draws anew when the data, the size or the theme changes. */
const useDrawing = (
  host: RefObject<HTMLDivElement | null>,
  options: DrawingOptions,
  onPlace: (at: number | null) => void,
) => {
  const chart = useRef<EChartsType | null>(null)
  const latest = useRef(options)
  const [state, setState] = useState<State>('loading')
  const draw = useRef(() => {
    const element = host.current
    if (element) chart.current?.setOption(drawingOf(lookOf(element), latest.current), { notMerge: true })
  })
  useEffect(() => {
    latest.current = options
    draw.current()
  }, [options])
  useEffect(() => {
    const element = host.current
    if (!element) return
    let isGone = false
    const resized = new ResizeObserver(() => {
      chart.current?.resize()
      // Resized alone, bars and whiskers were seen to keep the scale of the old size beside the new axis.
      draw.current()
    })
    const begin = async (): Promise<void> => {
      try {
        const { drawingIn } = await import('./echarts.ts')
        if (isGone) return
        chart.current = drawingIn(element)
        chart.current.on('updateAxisPointer', (event: unknown) => onPlace(placeIn(event)))
        chart.current.getZr().on('globalout', () => onPlace(null))
        draw.current()
        resized.observe(element)
        setState('drawn')
      } catch {
        // Without the drawing the table still has every number.
        setState('failed')
      }
    }
    void begin()
    const stopLooking = onLookChange(() => draw.current())
    return () => {
      isGone = true
      stopLooking()
      resized.disconnect()
      chart.current?.dispose()
      chart.current = null
    }
  }, [host, onPlace])
  return { chart, state }
}

interface ChartProps {
  /** The same object as long as nothing changes: a new one is drawn anew. */
  readonly drawing: DrawingOptions
  /** The whole chart in a sentence or two, for who cannot see it. */
  readonly summary: string
  /** What each place says, in words. */
  readonly readings: readonly string[]
  readonly heightPx?: number
}

/** A chart that is read by pointer, by arrow keys and by ear. */
export const Chart = ({ drawing, summary, readings, heightPx = 280 }: ChartProps): ReactNode => {
  const { t } = useLingui()
  const host = useRef<HTMLDivElement>(null)
  const [at, setAt] = useState<number | null>(null)
  const { chart, state } = useDrawing(host, drawing, setAt)
  const point = (place: number): void => {
    setAt(place)
    chart.current?.dispatchAction({ type: 'showTip', seriesIndex: 0, dataIndex: place })
  }
  return (
    <div>
      <p className="mb-2 min-h-11 text-sm text-ink-soft tabular-nums" aria-hidden="true">
        {at === null ? <Trans>Point at the chart, or use the arrow keys, to read it.</Trans> : readings[at]}
      </p>
      <input
        type="range"
        className="peer sr-only"
        min={0}
        max={Math.max(0, readings.length - 1)}
        value={at ?? 0}
        aria-label={t`Read the chart step by step`}
        aria-valuetext={readings[at ?? 0] ?? ''}
        onFocus={() => point(at ?? 0)}
        onBlur={() => setAt(null)}
        onChange={(event) => point(Number(event.target.value))}
      />
      <div
        ref={host}
        role="img"
        aria-label={summary}
        dir="ltr"
        style={{ height: heightPx }}
        className="rounded-sm peer-focus-visible:outline-3 peer-focus-visible:outline-offset-3 peer-focus-visible:outline-focus"
      />
      {state === 'failed' && (
        <p className="text-sm text-alert">
          <Trans>The drawing did not load. The table below has the same numbers.</Trans>
        </p>
      )}
    </div>
  )
}
