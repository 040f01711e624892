import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useMemo } from 'react'
import { ChartCard } from '#shared/charts'
import { Scroller } from '#shared/ui'
import { csvOf } from '../csv.ts'
import { lastDays, wholeWeeks, type PeriodDays, type Steps } from '../period.ts'
import type { BoardPlace } from '../place.ts'
import type { ChartRequest } from '../queries.ts'
import { listAt, rowAt } from './cells.ts'
import { Behind, ChartSlot, NothingYet, type Measured } from './chart-slot.tsx'
import { cohortsOf, retentionFinding } from './retention.ts'
import { countText, stepText, wholePercent } from './texts.ts'

/** The days that are shown; the file has all of them. */
const shownDays = [1, 2, 3, 4, 5, 6, 7, 10, 14, 21, 30] as const

/** Cohorts of a day need no more than two weeks of lines; longer times are told by the week. */
const cohortSteps = (days: PeriodDays, nowMs: number): Steps =>
  days === 7
    ? { by: 'day', period: lastDays(14, nowMs) }
    : { by: 'week', period: wholeWeeks(days === 28 ? 8 : 12, nowMs) }

const Cell = ({ share, isMean }: { share: number | undefined; isMean: boolean }): ReactNode => {
  const { i18n } = useLingui()
  // Never so dark that the number on it cannot be read.
  const shade = Math.round((share ?? 0) * 45)
  return (
    <td
      className={`border-t border-line px-2 py-1.5 text-end ${isMean ? 'font-bold' : ''}`}
      style={{ background: `color-mix(in oklab, var(--color-bottle) ${shade}%, transparent)` }}
    >
      {share === undefined ? '–' : wholePercent(share, i18n.locale)}
    </td>
  )
}

interface TriangleProps {
  readonly by: 'day' | 'week'
  readonly measured: Measured
  readonly whole: Measured
}

const Triangle = ({ by, measured, whole }: TriangleProps): ReactNode => {
  const { t, i18n } = useLingui()
  const cohorts = cohortsOf(measured.get('retention_by_day'))
  const mean = listAt(whole.get('retention_by_day'), '') ?? []
  const all = rowAt(whole.get('retention_by_day'), '')?.sampleSize ?? 0
  const lines = [
    ...cohorts
      .toReversed()
      .map((cohort) => ({ ...cohort, title: stepText(cohort.name, i18n.locale), isMean: false })),
    { name: 'mean', title: t`All, weighted`, size: all, shares: mean, isMean: true },
  ]
  const head = 'bg-surface sticky start-0 z-1 border-t border-line py-1.5 pe-3 text-start whitespace-nowrap'
  return (
    <Scroller label={t`Retention by cohort`}>
      <table className="w-full text-xs tabular-nums">
        <caption className="sr-only">
          <Trans>Share of each cohort that was active so many days after its first day</Trans>
        </caption>
        <thead>
          <tr className="text-ink-soft">
            <th scope="col" className={head}>
              {by === 'day' ? <Trans>First day</Trans> : <Trans>First week</Trans>}
            </th>
            <th scope="col" className="border-t border-line px-2 text-end font-semibold">
              <Trans>People</Trans>
            </th>
            {shownDays.map((day) => (
              <th
                key={day}
                scope="col"
                className="border-t border-line px-2 text-end font-semibold whitespace-nowrap"
              >
                <Trans>day {day}</Trans>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map(({ name, title, size, shares, isMean }) => (
            <tr key={name}>
              <th scope="row" className={`${head} ${isMean ? 'font-bold' : 'font-normal'}`}>
                {title}
              </th>
              <td className="border-t border-line px-2 text-end">{countText(size, i18n.locale)}</td>
              {shownDays.map((day) => (
                <Cell key={day} share={shares[day]} isMean={isMean} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroller>
  )
}

interface DrawnProps extends TriangleProps {
  readonly place: BoardPlace
  readonly advice: ReactNode
  readonly request: ChartRequest
}

const Drawn = ({ place, request, advice, ...triangle }: DrawnProps): ReactNode => {
  const { t, i18n } = useLingui()
  const found = retentionFinding(listAt(triangle.whole.get('retention_by_day'), ''))
  const share = found.kind === 'returned' ? wholePercent(found.share, i18n.locale) : ''
  const finding =
    found.kind === 'returned'
      ? t`${share} of new people are there on day ${found.day}`
      : t`No new people whose next day is over`
  const metrics = [...triangle.whole.values(), ...triangle.measured.values()]
  return (
    <ChartCard
      name={t`Retention of cohorts`}
      finding={finding}
      csv={{ name: `${place.name}-retention-${request.period.to}`, content: csvOf(metrics) }}
      behind={<Behind {...{ request }} measured={triangle.whole} definitions={place.definitions} />}
    >
      {found.kind === 'too_early' ? (
        <NothingYet>
          <Trans>A day counts when no report of it can arrive any more, four to five days later.</Trans>
        </NothingYet>
      ) : (
        <>
          <Triangle {...triangle} />
          <p className="mt-3 text-xs text-ink-soft">
            <Trans>
              Cells with a dash are not over yet. The last line weighs each cohort by its people. The file has
              every day.
            </Trans>
          </p>
        </>
      )}
      {advice}
    </ChartCard>
  )
}

/** Who comes back, by the day or week of the first time, and what to try next. */
export const RetentionTriangle = ({
  advice = null,
  ...place
}: BoardPlace & { readonly advice?: ReactNode }): ReactNode => {
  const { t } = useLingui()
  const { scope, days, openedMs } = place
  const { by, period } = useMemo(() => cohortSteps(days, openedMs), [days, openedMs])
  const whole = { scope, period, metrics: ['retention_by_day'] }
  const request = { ...whole, by }
  return (
    <ChartSlot name={t`Retention of cohorts`} request={whole}>
      {(all) => (
        <ChartSlot name={t`Retention of cohorts`} request={request}>
          {(measured) => <Drawn whole={all} {...{ place, request, by, measured, advice }} />}
        </ChartSlot>
      )}
    </ChartSlot>
  )
}
