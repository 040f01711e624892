import type { MetricDefinition, MetricScope } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Suspense } from 'react'
import { cohortsOf, RetentionTriangle, stepsOf, useDefinitions, useMeasured } from '#features/numbers'
import { percent } from '#shared/format'
import { Hint } from '#shared/ui'
import { cohortAdvice, type CohortAdvice } from '../cohort-advice.ts'

const metricId = 'retention_by_day'
/** Twelve weeks. */
const days = 84

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
            New viewers come back more than before: {share} of the newest were there again a week later. What
            you posted in that week works. Try its next part.
          </Trans>
        </Hint>
      )
    case 'fewer':
      return (
        <Hint>
          <Trans>
            New viewers come back less than before: only {share} of the newest were there again a week later.
            Try to end a video with what comes next, and post it within the week.
          </Trans>
        </Hint>
      )
    case 'same':
      return (
        <Hint>
          <Trans>
            New viewers come back as often as before: {share} of the newest were there again a week later. Try
            a series: it gives them a day to come back on.
          </Trans>
        </Hint>
      )
  }
}

interface CohortsProps {
  readonly scope: MetricScope
  readonly openedMs: number
  readonly name: string
}

const Drawn = (props: CohortsProps & { definitions: ReadonlyMap<string, MetricDefinition> }): ReactNode => {
  const { scope, openedMs } = props
  // The same question as the triangle asks: it is asked once.
  const { data } = useMeasured({ scope, metrics: [metricId], ...stepsOf(days, openedMs) })
  return (
    <Suspense fallback={<div className="skeleton h-96 rounded-lg" />}>
      <RetentionTriangle
        {...props}
        days={days}
        advice={data && <Advice advice={cohortAdvice(cohortsOf(data.get(metricId)))} />}
      />
    </Suspense>
  )
}

/** Viewers of an account by the week in which they first came, how many of them were there again, and what to try. */
const Cohorts = (props: CohortsProps): ReactNode => {
  const { data: definitions } = useDefinitions()
  return definitions ? (
    <Drawn {...props} definitions={definitions} />
  ) : (
    <div className="skeleton h-96 rounded-lg" aria-busy="true" />
  )
}

export default Cohorts
