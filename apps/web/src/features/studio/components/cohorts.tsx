import { Trans, useLingui } from '@lingui/react/macro'
import type { PersonId } from '@busker/contract'
import type { ReactNode } from 'react'
import { useMemo } from 'react'
import { useDefinitions, useMeasured, type Period } from '#features/numbers'
import { useErrorText } from '#shared/api'
import { percent } from '#shared/format'
import { classes, Hint } from '#shared/ui'
import {
  cohortAdvice,
  cohortDefinition,
  cohortsOf,
  shownDays,
  type Cohort,
  type CohortAdvice,
} from '../cohorts.ts'

const Title = ({ advice }: { advice: CohortAdvice }): ReactNode => {
  switch (advice.kind) {
    case 'too_little':
      return <Trans>Who comes back</Trans>
    case 'more':
      return <Trans>New viewers come back more than before</Trans>
    case 'fewer':
      return <Trans>New viewers come back less than before</Trans>
    case 'same':
      return <Trans>New viewers come back as often as before</Trans>
  }
}

const Advice = ({ advice }: { advice: CohortAdvice }): ReactNode => {
  const { i18n } = useLingui()
  if (advice.kind === 'too_little')
    return (
      <Hint quiet>
        <Trans>Too little to say: it needs two weeks with 30 new viewers each, a week after they came.</Trans>
      </Hint>
    )
  const share = percent(advice.share, i18n.locale)
  switch (advice.kind) {
    case 'more':
      return (
        <Hint>
          <Trans>
            {share} of the newest were there again a week later. What you posted in that week works: go on
            with it.
          </Trans>
        </Hint>
      )
    case 'fewer':
      return (
        <Hint>
          <Trans>
            Only {share} of the newest were there again a week later. End a video with what comes next, and
            post it within the week.
          </Trans>
        </Hint>
      )
    case 'same':
      return (
        <Hint>
          <Trans>
            {share} of the newest were there again a week later. A series gives them a day to come back on.
          </Trans>
        </Hint>
      )
  }
}

const mostMix = 45

/** A phone has room for whole weeks only. */
const wideOnly = (day: number): string => (day === 3 || day === 21 ? 'hidden sm:table-cell' : '')

const Cell = ({ share, className }: { share: number | undefined; className: string }): ReactNode => {
  const { i18n } = useLingui()
  if (share === undefined)
    return (
      <td className={classes('px-2 py-2.5 text-center text-ink-soft', className)}>
        <span aria-hidden="true">·</span>
        <span className="sr-only">
          <Trans>not over yet</Trans>
        </span>
      </td>
    )
  return (
    <td
      className={classes('border border-surface px-1 py-2.5 text-center', className)}
      style={{
        background: `color-mix(in oklab, var(--color-limelight) ${Math.round(mostMix * Math.min(1, 2 * share))}%, var(--color-surface))`,
      }}
    >
      {percent(share, i18n.locale)}
    </td>
  )
}

const CohortTable = ({ cohorts }: { cohorts: readonly Cohort[] }): ReactNode => {
  const { i18n } = useLingui()
  const date = new Intl.DateTimeFormat(i18n.locale, { day: 'numeric', month: 'short', timeZone: 'UTC' })
  const number = new Intl.NumberFormat(i18n.locale)
  return (
    <div className="-mx-2">
      <table className="w-full border-collapse text-sm tabular-nums">
        <caption className="sr-only">
          <Trans>Share of the viewers of each first week that was there on a later day</Trans>
        </caption>
        <thead>
          <tr className="text-xs text-ink-soft">
            <th scope="col" className="px-2 py-2 text-start">
              <Trans>First week</Trans>
            </th>
            <th scope="col" className="px-2 py-2 text-end">
              <Trans>Viewers</Trans>
            </th>
            {shownDays.map((day) => (
              <th key={day} scope="col" className={classes('px-2 py-2 text-center', wideOnly(day))}>
                <Trans>Day {day}</Trans>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {cohorts.map(({ week, viewers, shares }) => (
            <tr key={week}>
              <th scope="row" className="px-2 py-2.5 text-start font-normal whitespace-nowrap">
                {date.format(Date.parse(week))}
              </th>
              <td className="px-2 py-2.5 text-end">{number.format(viewers)}</td>
              {shownDays.map((day) => (
                <Cell key={day} share={shares[day]} className={wideOnly(day)} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** Viewers of an account by the week in which they first came, and how many of them were there again. */
const Cohorts = (props: { authorId: PersonId | undefined; period: Period }): ReactNode => {
  const errorText = useErrorText()
  const { data: definitions, error: definitionsError } = useDefinitions()
  const metricId = cohortDefinition(definitions)?.metricId
  const { authorId } = props
  const { data, error } = useMeasured({
    scope: authorId === undefined || metricId === undefined ? null : { kind: 'author', authorId },
    period: props.period,
    metrics: metricId === undefined ? [] : [metricId],
    by: 'week',
  })
  const cohorts = useMemo(
    () => cohortsOf(metricId === undefined ? undefined : data?.get(metricId)),
    [data, metricId],
  )
  const advice = cohortAdvice(cohorts)
  const problem = error ?? definitionsError
  const isLoading = !definitions || (metricId !== undefined && !data)
  return (
    <section className="card p-5 sm:p-7" aria-labelledby="cohorts">
      <h2 id="cohorts" className="text-xl">
        <Title advice={advice} />
      </h2>
      <p className="mt-1 mb-5 max-w-prose text-sm text-ink-soft">
        <Trans>
          Viewers by the week in which they first watched one of your videos past the hook, and the share of
          them that did so again on a later day.
        </Trans>
      </p>
      {problem && isLoading ? (
        <p role="alert" className="text-sm font-semibold text-alert">
          {errorText(problem)}
        </p>
      ) : isLoading ? (
        <div className="skeleton h-48 rounded-md" aria-busy="true" />
      ) : (
        <>
          {cohorts.length > 0 && <CohortTable cohorts={cohorts} />}
          <Advice advice={advice} />
        </>
      )}
    </section>
  )
}

export default Cohorts
