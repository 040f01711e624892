import type { MetricScope } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import {
  Behind,
  ChartSlot,
  csvOf,
  useDefinitions,
  type Measured,
  type Period,
} from '#features/numbers'
import { ChartCard } from '#shared/charts'
import { percent } from '#shared/format'
import { classes, Hint, Scroller } from '#shared/ui'
import {
  hourAdvice,
  hourCells,
  isInPeak,
  isInWeekPeak,
  weekCells,
  weekPeak,
  type HourAdvice,
  type HourCell,
  type WeekPeak,
} from '../hours.ts'

/** Its sample is the watches past the hook. */
const metricId = 'completion_rate'
/** The first Monday of 1970. */
const mondayMs = 4 * 86_400_000

const useHourText = (): ((hour: number) => string) => {
  const { i18n } = useLingui()
  const hours = new Intl.DateTimeFormat(i18n.locale, { hour: 'numeric', timeZone: 'UTC' })
  return (hour) => hours.format(hour * 3_600_000)
}

const useWeekdayText = (width: 'short' | 'long'): ((weekday: number) => string) => {
  const { i18n } = useLingui()
  const days = new Intl.DateTimeFormat(i18n.locale, { weekday: width, timeZone: 'UTC' })
  return (weekday) => days.format(mondayMs + weekday * 86_400_000)
}

/** When they watch, out of the hours of all days and of each day. */
interface Hours {
  readonly allDays: readonly HourCell[]
  readonly week: readonly (readonly HourCell[])[]
  readonly advice: HourAdvice
  readonly peak: WeekPeak | null
}

const useFinding = ({ allDays, advice, peak }: Hours): string => {
  const { t, i18n } = useLingui()
  const hourText = useHourText()
  const weekdayText = useWeekdayText('long')
  if (peak !== null) {
    const [day, from, to] = [weekdayText(peak.weekday), hourText(peak.fromHour), hourText(peak.toHour)]
    return t`They watch most on ${day} between ${from} and ${to}`
  }
  if (advice.kind === 'too_little') return t`It cannot be told yet when they watch`
  if (advice.kind === 'even') return t`They watch at all hours alike`
  const [from, to] = [hourText(advice.fromHour), hourText(advice.toHour)]
  // A share of what may be shown would look like a share of all.
  if (allDays.includes(null)) return t`They watch most between ${from} and ${to}`
  const share = percent(advice.share, i18n.locale)
  return t`${share} of the watching is between ${from} and ${to}`
}

const Advice = ({ advice, peak }: Hours): ReactNode => {
  const hourText = useHourText()
  const weekdayText = useWeekdayText('long')
  if (peak !== null) {
    const [day, from] = [weekdayText(peak.weekday), hourText(peak.fromHour)]
    return (
      <Hint>
        <Trans>
          Try to post on {day}, an hour before {from}, as it is where your audience lives.
        </Trans>
      </Hint>
    )
  }
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

/** Never so dark that the number on it cannot be read. */
const shade = (cell: number, most: number): string =>
  `color-mix(in oklab, var(--color-curtain) ${Math.round((45 * cell) / most)}%, transparent)`

const Cell = (props: { cell: HourCell; most: number; isPeak: boolean; isSum?: boolean }): ReactNode => {
  const { i18n } = useLingui()
  const { cell, most, isPeak, isSum = false } = props
  return (
    <td
      className={classes(
        'h-7 min-w-8 border border-line text-center',
        isSum ? 'border-e-2 border-e-ink-soft' : '',
        isPeak ? 'font-bold outline-2 -outline-offset-2 outline-ink' : '',
        cell === null ? hatched : '',
      )}
      style={cell === null ? {} : { background: shade(cell, most) }}
    >
      {cell === null ? (
        <span className="sr-only">
          <Trans>too few people</Trans>
        </span>
      ) : (
        new Intl.NumberFormat(i18n.locale, { notation: cell < 10_000 ? 'standard' : 'compact' }).format(cell)
      )}
    </td>
  )
}

const mostOf = (cells: readonly HourCell[]): number => Math.max(1, ...cells.map((cell) => cell ?? 0))

/** A week as in a calendar: days across, hours down. The drawing is the table, so every number can be heard. */
const Week = ({ allDays, week, advice, peak }: Hours): ReactNode => {
  const { t } = useLingui()
  const hourText = useHourText()
  const short = useWeekdayText('short')
  const long = useWeekdayText('long')
  const [mostOfAll, mostOfDays] = [mostOf(allDays), mostOf(week.flat())]
  const head = 'bg-surface px-0.5 py-1.5 font-semibold sm:px-1'
  return (
    <Scroller label={t`Watches by weekday and hour`}>
      <table className="w-full border-collapse text-2xs tabular-nums sm:text-xs">
        <caption className="sr-only">
          <Trans>Watches past the hook by weekday and hour, where each viewer is</Trans>
        </caption>
        <thead>
          <tr>
            <th scope="col" className={`${head} text-start`}>
              <Trans>Hour</Trans>
            </th>
            <th scope="col" className={head}>
              <Trans>All</Trans>
            </th>
            {week.map((_, weekday) => (
              <th key={weekday} scope="col" abbr={long(weekday)} className={head}>
                {short(weekday)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {allDays.map((all, hour) => (
            <tr key={hour}>
              <th
                scope="row"
                className={`${head} sticky start-0 py-0 text-start font-normal whitespace-nowrap`}
              >
                {hourText(hour)}
              </th>
              <Cell cell={all} most={mostOfAll} isPeak={peak === null && isInPeak(hour, advice)} isSum />
              {week.map((day, weekday) => (
                <Cell
                  key={weekday}
                  cell={day[hour] ?? null}
                  most={mostOfDays}
                  isPeak={isInWeekPeak(weekday, hour, peak)}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroller>
  )
}

interface HoursRequest {
  readonly scope: MetricScope | null
  readonly period: Period
  readonly metrics: readonly string[]
  readonly by: 'weekday_hour'
}

interface DrawnProps {
  readonly request: HoursRequest
  readonly byHour: Measured
  readonly byWeekday: Measured
}

const Drawn = ({ request, byHour, byWeekday }: DrawnProps): ReactNode => {
  const { t } = useLingui()
  const { data: definitions } = useDefinitions()
  const [allDays, week] = [hourCells(byHour.get(metricId)), weekCells(byWeekday.get(metricId))]
  const hours = { allDays, week, advice: hourAdvice(allDays), peak: weekPeak(allDays, week) }
  const hasAny = [...allDays, ...week.flat()].some((cell) => cell !== 0)
  return (
    <ChartCard
      name={t`Best hours`}
      finding={useFinding(hours)}
      csv={{
        name: `hours-${request.period.to}`,
        content: csvOf([...byHour.values(), ...byWeekday.values()]),
      }}
      behind={<Behind {...{ request }} measured={byWeekday} definitions={definitions ?? new Map()} />}
    >
      {hasAny && (
        <>
          <Week {...hours} />
          <p className="mt-3 text-xs text-ink-soft">
            <Trans>
              Watches past the hook, by weekday and hour where each viewer is. Striped hours had fewer than 20
              people; “All” counts them, too.
            </Trans>
          </p>
        </>
      )}
      <Advice {...hours} />
    </ChartCard>
  )
}

/** When an audience watches, by the clock on its own wall, and when to post. */
const BestHours = ({ scope, period }: { scope: MetricScope | null; period: Period }): ReactNode => {
  const { t } = useLingui()
  const question = { scope, period, metrics: [metricId] }
  const request = { ...question, by: 'weekday_hour' } as const
  return (
    <ChartSlot name={t`Best hours`} request={{ ...question, by: 'local_hour' }}>
      {(byHour) => (
        <ChartSlot name={t`Best hours`} request={request}>
          {(byWeekday) => <Drawn {...{ request, byHour, byWeekday }} />}
        </ChartSlot>
      )}
    </ChartSlot>
  )
}

export default BestHours
