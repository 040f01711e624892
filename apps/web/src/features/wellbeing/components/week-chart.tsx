import type { FamilyDay } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { classes } from '#shared/ui'

const minuteMs = 60_000
/** So that three minutes do not look like a whole day. */
const leastScale = 30

const nameOf = (day: string, locale: string, width: 'narrow' | 'long'): string =>
  new Intl.DateTimeFormat(locale, {
    timeZone: 'UTC',
    ...(width === 'long' ? { weekday: 'long', day: 'numeric', month: 'long' } : { weekday: 'short' }),
  }).format(Date.parse(day))

const Spoken = ({ day, minutes }: { day: string; minutes: number | null }): ReactNode =>
  minutes === null ? (
    <Trans>{day}: not linked yet</Trans>
  ) : (
    <Trans>
      {day}: {minutes} minutes
    </Trans>
  )

const Day = (props: { day: FamilyDay; scale: number; isToday: boolean }): ReactNode => {
  const { i18n } = useLingui()
  const { day, scale, isToday } = props
  const minutes = day.watchedMs === null ? null : Math.floor(day.watchedMs / minuteMs)
  return (
    <li className="grid min-w-0 grid-rows-[1.25rem_6rem_1.25rem] gap-1 text-center text-xs">
      <span className="sr-only">
        <Spoken day={nameOf(day.day, i18n.locale, 'long')} minutes={minutes} />
      </span>
      <span aria-hidden="true" className="font-semibold tabular-nums">
        {minutes ?? '–'}
      </span>
      <span aria-hidden="true" className="flex items-end justify-center rounded-sm bg-raised">
        <span
          className={classes('w-full rounded-sm', isToday ? 'bg-curtain' : 'bg-bottle')}
          style={{ height: `${Math.min(1, (minutes ?? 0) / scale) * 100}%` }}
        />
      </span>
      <span aria-hidden="true" className={classes('truncate', isToday ? 'font-semibold' : 'text-ink-soft')}>
        {nameOf(day.day, i18n.locale, 'narrow')}
      </span>
    </li>
  )
}

/** Minutes of the last seven days and of today, each as a bar with its number. */
export const WeekChart = ({ days, label }: { days: readonly FamilyDay[]; label: string }): ReactNode => {
  const scale = Math.max(leastScale, ...days.map(({ watchedMs }) => (watchedMs ?? 0) / minuteMs))
  return (
    <ol aria-label={label} className="grid grid-cols-8 gap-1.5">
      {days.map((day, place) => (
        <Day key={day.day} day={day} scale={scale} isToday={place === days.length - 1} />
      ))}
    </ol>
  )
}
