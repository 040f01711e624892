import type { MetricScope } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Behind, ChartSlot, csvOf, useDefinitions, type Measured, type Period } from '#features/numbers'
import { ChartCard, type ChartTable } from '#shared/charts'
import { percent } from '#shared/format'
import { classes, Hint } from '#shared/ui'
import { hourAdvice, hourCells, isInPeak, type HourAdvice, type HourCell } from '../hours.ts'

/** Its sample by local hour is the watches past the hook. */
const metricId = 'completion_rate'

const useHourText = (): ((hour: number) => string) => {
  const { i18n } = useLingui()
  const hours = new Intl.DateTimeFormat(i18n.locale, { hour: 'numeric', timeZone: 'UTC' })
  return (hour) => hours.format(Date.UTC(2026, 0, 1, hour))
}

const useFinding = (cells: readonly HourCell[], advice: HourAdvice): string => {
  const { t, i18n } = useLingui()
  const hourText = useHourText()
  if (advice.kind === 'too_little') return t`It cannot be told yet when they watch`
  if (advice.kind === 'even') return t`They watch at all hours alike`
  const [from, to] = [hourText(advice.fromHour), hourText(advice.toHour)]
  // A share of what may be shown would look like a share of all.
  if (cells.includes(null)) return t`They watch most between ${from} and ${to}`
  const share = percent(advice.share, i18n.locale)
  return t`${share} of the watching is between ${from} and ${to}`
}

const Advice = ({ advice }: { advice: HourAdvice }): ReactNode => {
  const hourText = useHourText()
  switch (advice.kind) {
    case 'too_little':
      return (
        <Hint quiet>
          <Trans>Too little to say: an hour is shown once 20 people have watched in it.</Trans>
        </Hint>
      )
    case 'even':
      return (
        <Hint>
          <Trans>The hour matters little for your audience. Post when the video is ready.</Trans>
        </Hint>
      )
    case 'peak': {
      const from = hourText(advice.fromHour)
      return (
        <Hint>
          <Trans>Try to post an hour before {from}, as it is where your audience lives.</Trans>
        </Hint>
      )
    }
  }
}

const hatched = 'bg-[repeating-linear-gradient(135deg,var(--color-line)_0_2px,transparent_2px_6px)]'

const shade = (cell: number, most: number): string =>
  `color-mix(in oklab, var(--color-curtain) ${Math.round((90 * cell) / most)}%, var(--color-raised))`

/** A cell for each hour; those of the peak have a frame and a bold number. The table tells the same. */
const Strip = ({ cells, advice }: { cells: readonly HourCell[]; advice: HourAdvice }): ReactNode => {
  const most = Math.max(1, ...cells.map((cell) => cell ?? 0))
  return (
    <div
      aria-hidden="true"
      dir="ltr"
      className="grid grid-cols-12 gap-x-1 gap-y-3 sm:grid-cols-[repeat(24,minmax(0,1fr))]"
    >
      {cells.map((cell, hour) => (
        <div key={hour} className="grid gap-1 text-center">
          <span
            className={classes(
              'h-12 rounded-sm border',
              cell === null ? hatched : '',
              isInPeak(hour, advice) ? 'border-2 border-ink' : 'border-line',
            )}
            style={cell === null ? {} : { background: shade(cell, most) }}
          />
          <span className={classes('text-2xs tabular-nums', isInPeak(hour, advice) ? 'font-bold' : '')}>
            {hour}
          </span>
        </div>
      ))}
    </div>
  )
}

const useTable = (cells: readonly HourCell[]): ChartTable => {
  const { t, i18n } = useLingui()
  const hourText = useHourText()
  const number = new Intl.NumberFormat(i18n.locale)
  return {
    head: [t`Hour`, t`Watches past the hook`],
    rows: cells.map((cell, hour) => [
      hourText(hour),
      cell === null ? t`too few people` : number.format(cell),
    ]),
  }
}

interface HoursRequest {
  readonly scope: MetricScope | null
  readonly period: Period
  readonly metrics: readonly string[]
  readonly by: 'local_hour'
}

const Drawn = ({ request, measured }: { request: HoursRequest; measured: Measured }): ReactNode => {
  const { t } = useLingui()
  const { data: definitions } = useDefinitions()
  const cells = hourCells(measured.get(metricId))
  const advice = hourAdvice(cells)
  return (
    <ChartCard
      name={t`Best hours`}
      finding={useFinding(cells, advice)}
      table={useTable(cells)}
      csv={{ name: `hours-${request.period.to}`, content: csvOf([...measured.values()]) }}
      behind={<Behind {...{ request, measured }} definitions={definitions ?? new Map()} />}
    >
      <Strip cells={cells} advice={advice} />
      <p className="mt-3 text-xs text-ink-soft">
        <Trans>
          Watches past the hook, by the hour of the day where each viewer is. Striped hours had too few people
          to be shown.
        </Trans>
      </p>
      <Advice advice={advice} />
    </ChartCard>
  )
}

/** When an audience watches, by the clock on its own wall, and when to post. */
const BestHours = ({ scope, period }: { scope: MetricScope | null; period: Period }): ReactNode => {
  const request = { scope, period, metrics: [metricId], by: 'local_hour' } as const
  return (
    <ChartSlot request={request}>{(measured) => <Drawn request={request} measured={measured} />}</ChartSlot>
  )
}

export default BestHours
