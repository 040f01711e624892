import 'uplot/dist/uPlot.min.css'
import { Trans, useLingui } from '@lingui/react/macro'
import type { KeyboardEvent, ReactNode } from 'react'
import { useEffect, useRef, useState } from 'react'
import uPlot from 'uplot'
import { lookOf, onLookChange } from '#shared/charts'
import { percent, playTime } from '#shared/format'
import { chartOptions, curveData, type Drawn } from '../chart.ts'
import { hookSecond } from '../moments.ts'

const heightPx = 300

/** Draws the curve again when the data, the size or the theme changes. */
const useChart = (drawn: Drawn, onHover: (bin: number | null) => void) => {
  const host = useRef<HTMLDivElement>(null)
  const chart = useRef<uPlot | null>(null)
  const { t } = useLingui()
  const hookLabel = t`hook`
  useEffect(() => {
    const element = host.current
    if (!element) return
    const draw = (): void => {
      chart.current?.destroy()
      chart.current = new uPlot(
        chartOptions({
          look: lookOf(element),
          width: element.clientWidth,
          height: heightPx,
          hookLabel,
          onHover,
          drawn,
        }),
        curveData(drawn),
        element,
      )
    }
    draw()
    const resized = new ResizeObserver(() =>
      chart.current?.setSize({ width: element.clientWidth, height: heightPx }),
    )
    resized.observe(element)
    const stopLooking = onLookChange(draw)
    return () => {
      stopLooking()
      resized.disconnect()
      chart.current?.destroy()
      chart.current = null
    }
  }, [drawn, onHover, hookLabel])
  return { host, chart }
}

/** The middle half of the usual shares at a bin, in words. */
const usualAt = ({ band }: Drawn, bin: number, locale: string): string | null => {
  const [low, high] = [band?.p25[bin], band?.p75[bin]]
  return low === undefined || high === undefined ? null : `${percent(low, locale)} – ${percent(high, locale)}`
}

const RetentionTable = ({ drawn }: { drawn: Drawn }): ReactNode => {
  const { i18n } = useLingui()
  const { values, binSeconds, band } = drawn
  const hasBand = (band?.p25.length ?? 0) > 0
  return (
    <details className="mt-4 text-sm">
      <summary className="min-h-11 content-center font-semibold">
        <Trans>Show as a table</Trans>
      </summary>
      <div className="max-h-80 overflow-y-auto rounded-md border border-line">
        <table className="w-full text-start tabular-nums">
          <caption className="sr-only">
            <Trans>Retention by second</Trans>
          </caption>
          <thead className="sticky top-0 bg-raised">
            <tr>
              <th scope="col" className="px-4 py-2 text-start">
                <Trans>Second</Trans>
              </th>
              <th scope="col" className="px-4 py-2 text-end">
                <Trans>Watching</Trans>
              </th>
              {hasBand && (
                <th scope="col" className="px-4 py-2 text-end">
                  <Trans>Usual</Trans>
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {values.map((value, index) => (
              <tr key={index} className="border-t border-line">
                <th scope="row" className="px-4 py-2 text-start font-normal">
                  {playTime(index * binSeconds * 1000)}
                  {index * binSeconds === hookSecond && (
                    <span className="ms-2 text-xs text-ink-soft">
                      <Trans>hook</Trans>
                    </span>
                  )}
                </th>
                <td className="px-4 py-2 text-end">{percent(value, i18n.locale)}</td>
                {hasBand && (
                  <td className="px-4 py-2 text-end text-ink-soft">
                    {usualAt(drawn, index, i18n.locale) ?? '–'}
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  )
}

/** The share of viewers that is still there, second by second. By mouse, by arrow keys and as a table. */
export const RetentionChart = ({ drawn }: { drawn: Drawn }): ReactNode => {
  const { t, i18n } = useLingui()
  const { values, binSeconds } = drawn
  const [bin, setBin] = useState<number | null>(null)
  const { host, chart } = useChart(drawn, setBin)
  const at = Math.min(bin ?? 0, Math.max(0, values.length - 1))
  const second = playTime(at * binSeconds * 1000)
  const share = percent(values[at] ?? 0, i18n.locale)
  const usual = usualAt(drawn, at, i18n.locale)

  const point = (next: number): void => {
    const plot = chart.current
    const place = Math.max(0, Math.min(values.length - 1, next))
    setBin(place)
    plot?.setCursor({
      left: plot.valToPos(place * binSeconds, 'x'),
      top: plot.valToPos(values[place] ?? 0, 'y'),
    })
  }
  const onKey = (event: KeyboardEvent): void => {
    const steps: Record<string, number> = {
      ArrowRight: at + 1,
      ArrowLeft: at - 1,
      Home: 0,
      End: values.length - 1,
    }
    const next = steps[event.key]
    if (next === undefined) return
    event.preventDefault()
    point(next)
  }
  return (
    <figure>
      <p className="mb-3 flex min-h-6 items-baseline gap-2 text-sm text-ink-soft" aria-live="polite">
        {bin === null ? (
          <Trans>Point at the curve, or use the arrow keys, to read a second.</Trans>
        ) : (
          <Trans>
            <strong className="font-display text-lg text-ink tabular-nums">{share}</strong> were watching at{' '}
            {second}
          </Trans>
        )}{' '}
        {bin !== null && usual !== null && <Trans>(usual: {usual})</Trans>}
      </p>
      <div
        ref={host}
        role="slider"
        tabIndex={0}
        aria-label={t`Retention curve`}
        aria-valuemin={0}
        aria-valuemax={values.length - 1}
        aria-valuenow={at}
        aria-valuetext={t`${share} at ${second}`}
        onKeyDown={onKey}
        onPointerLeave={() => setBin(null)}
        // Not as wide as what is drawn in it: a narrower window makes it narrower first, then the drawing.
        className="overflow-hidden rounded-sm"
        dir="ltr"
      />
      <figcaption>
        <RetentionTable drawn={drawn} />
      </figcaption>
    </figure>
  )
}
