import type { MetricValue, TypicalRetention } from '@busker/contract'
import { retentionCurve } from '@busker/metrics'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { lazy, Suspense, useMemo } from 'react'
import { CsvLink } from '#shared/charts'
import { percent, playTime } from '#shared/format'
import { EmptyState, Hint } from '#shared/ui'
import { leastViews, retentionAdvice, type RetentionAdvice } from '../advice.ts'
import { curveCsv, type Drawn } from '../chart.ts'
import { halfGoneAt, momentsOf, standingOf, type Band, type Moment } from '../moments.ts'
import { useTypical } from '../queries.ts'
import { DefinitionButton } from './metric-panel.tsx'

const RetentionChart = lazy(async () => ({ default: (await import('./retention-chart.tsx')).RetentionChart }))

/** What was found, in one sentence. */
const Title = ({ values, band }: { values: readonly number[]; band: Band | null }): ReactNode => {
  const bin = halfGoneAt(values)
  const second = bin === null ? null : playTime(bin * 1000)
  switch (standingOf(values, band)) {
    case 'above':
      return second === null ? (
        <Trans>More than half stay to the end, more than usual</Trans>
      ) : (
        <Trans>Half are gone at {second}, and more stay than usual</Trans>
      )
    case 'below':
      return second === null ? (
        <Trans>More than half stay to the end, but fewer than usual</Trans>
      ) : (
        <Trans>Half are gone at {second}, and fewer stay than usual</Trans>
      )
    case 'within':
      return second === null ? (
        <Trans>More than half stay to the end, as usual</Trans>
      ) : (
        <Trans>Half are gone at {second}, about as usual</Trans>
      )
    case 'unknown':
      return second === null ? (
        <Trans>More than half stay to the end</Trans>
      ) : (
        <Trans>Half are gone at {second}</Trans>
      )
  }
}

const MomentText = ({ moment, binSeconds }: { moment: Moment; binSeconds: number }): ReactNode => {
  const { i18n } = useLingui()
  const second = playTime(moment.from * binSeconds * 1000)
  const size = percent(moment.size, i18n.locale)
  return moment.kind === 'dip' ? (
    <Trans>
      Dip at {second}: {size} of all views end there. See what happens on the screen.
    </Trans>
  ) : (
    <Trans>
      Spike at {second}: {size} more views play it than the second before. People jump to it.
    </Trans>
  )
}

const Moments = ({ drawn }: { drawn: Drawn }): ReactNode => {
  if (drawn.moments.length === 0) return null
  return (
    <ol className="mt-5 grid gap-2 text-sm">
      {drawn.moments.map((moment, index) => (
        <li key={moment.from} className="flex items-start gap-3">
          <span
            aria-hidden="true"
            className="grid size-6 shrink-0 place-items-center rounded-full border-2 border-curtain text-xs font-bold text-curtain-text"
          >
            {index + 1}
          </span>
          <span className="pt-0.5">
            <MomentText moment={moment} binSeconds={drawn.binSeconds} />
          </span>
        </li>
      ))}
    </ol>
  )
}

const Advice = ({ advice }: { advice: RetentionAdvice }): ReactNode => {
  const { i18n } = useLingui()
  switch (advice.kind) {
    case 'too_little':
      return (
        <Hint quiet>
          <Trans>Too little to say: it takes 30 views.</Trans>
        </Hint>
      )
    case 'intro': {
      const share = percent(advice.share, i18n.locale)
      return (
        <Hint>
          <Trans>
            Only {share} are left after the intro. Try to begin with what the video is about: its best picture
            or its question.
          </Trans>
        </Hint>
      )
    }
    case 'dip': {
      const second = playTime(advice.second * 1000)
      return (
        <Hint>
          <Trans>Try to cut what begins at {second}, or move what people wait for before it.</Trans>
        </Hint>
      )
    }
    case 'spike': {
      const second = playTime(advice.second * 1000)
      return (
        <Hint>
          <Trans>
            What is at {second} is what people look for. Try to begin the next video with such a moment.
          </Trans>
        </Hint>
      )
    }
    case 'steady':
      return (
        <Hint>
          <Trans>Nothing stands out: the pace is right. Try the same pace with a bolder beginning.</Trans>
        </Hint>
      )
  }
}

const Legend = ({ typical }: { typical: TypicalRetention | undefined }): ReactNode => {
  if (!typical) return null
  const { videos, length } = typical
  return (
    <p className="mt-3 flex flex-wrap items-center gap-x-5 gap-y-2 text-xs text-ink-soft">
      {typical.p50.length > 0 ? (
        <>
          <span className="flex items-center gap-2">
            <span aria-hidden="true" className="h-1 w-6 rounded-full bg-curtain" />
            <Trans>This video</Trans>
          </span>
          <span className="flex items-center gap-2">
            <span
              aria-hidden="true"
              className="h-4 w-6 border-y border-dashed border-ink-soft bg-ink-soft/20"
            />
            <Plural
              value={videos}
              one={`Usual: the middle half of your last # other video of ${length}`}
              other={`Usual: the middle half of your last # other videos of ${length}`}
            />
          </span>
        </>
      ) : (
        <Trans>
          What is usual is shown once three of your other videos of {length} were viewed ten times.
        </Trans>
      )}
    </p>
  )
}

const Curve = (props: { values: readonly number[]; binSeconds: number; views: number; postId: string }) => {
  const { values, binSeconds, views } = props
  const { data: typical } = useTypical(props.postId)
  const band = typical !== undefined && typical.p50.length > 0 ? typical : null
  const drawn = useMemo<Drawn>(
    () => ({ values, binSeconds, band, moments: views < leastViews ? [] : momentsOf(values, band) }),
    [values, binSeconds, band, views],
  )
  const advice = retentionAdvice({ values, views, band, moments: drawn.moments })
  return (
    <>
      <p className="mb-4 font-semibold">
        <Title values={values} band={band} />
      </p>
      <Suspense fallback={<div className="skeleton h-80 rounded-md" />}>
        <RetentionChart drawn={drawn} />
      </Suspense>
      <Legend typical={typical} />
      <Moments drawn={drawn} />
      <Advice advice={advice} />
      <div className="mt-2 -ms-3">
        <CsvLink name={`retention-${props.postId}`} content={curveCsv(drawn)} />
      </div>
    </>
  )
}

/** How long people stay, beside what is usual for this creator, and where they leave. */
export const RetentionPanel = (props: { postId: string; value: MetricValue | undefined }): ReactNode => {
  const { t } = useLingui()
  const { postId, value } = props
  const curve = value?.shape === 'curve' && value.status === 'known' ? value : null
  return (
    <section className="card p-5 sm:p-7" aria-label={t`Retention`}>
      <div className="mb-1 flex items-center justify-between gap-3">
        <h2 className="text-xl">
          <Trans>How long people stay</Trans>
        </h2>
        <div className="-me-2">
          <DefinitionButton metric={retentionCurve} value={value} />
        </div>
      </div>
      {curve?.value ? (
        <Curve values={curve.value} binSeconds={curve.binSeconds} views={curve.sampleSize} postId={postId} />
      ) : (
        <EmptyState
          scene="stage"
          title={t`No data yet`}
          text={<Trans>The curve appears a few seconds after somebody else has watched.</Trans>}
        />
      )}
    </section>
  )
}
