import { Trans, useLingui } from '@lingui/react/macro'
import { plural } from '@lingui/core/macro'
import type { ReactNode } from 'react'
import { useMemo } from 'react'
import { Chart, ChartCard } from '#shared/charts'
import { csvOf } from '../csv.ts'
import { stepNames, stepsOf, type Steps } from '../period.ts'
import type { BoardPlace } from '../place.ts'
import type { ChartRequest } from '../queries.ts'
import { intervalOf, numberAt, rowAt } from './cells.ts'
import { Behind, ChartSlot, NothingYet, type Measured } from './chart-slot.tsx'
import { courseFinding, type CourseFinding } from './course.ts'
import { countText, intervalText, stepText, wholePercent } from './texts.ts'

/** The last two are what the first two may not be shown without. */
const metrics = ['published_posts', 'new_creators', 'first_audience_rate', 'watch_through']

interface DrawnProps {
  readonly place: BoardPlace
  readonly steps: Steps
  readonly request: ChartRequest
  readonly measured: Measured
}

const useCourseWords = (found: CourseFinding): string => {
  const { t, i18n } = useLingui()
  const share = 'share' in found ? wholePercent(found.share, i18n.locale) : ''
  switch (found.kind) {
    case 'empty':
      return t`No video was published in this time`
    case 'begun':
      return t`The first ${plural(found.total, { one: '# video was', other: '# videos were' })} published in the second half of this time`
    case 'rose':
      return t`${share} more videos in the second half of this time than in the first`
    case 'fell':
      return t`${share} fewer videos in the second half of this time than in the first`
    case 'steady':
      return t`As many videos in the second half of this time as in the first`
  }
}

const useStepWords = ({ steps, measured }: Pick<DrawnProps, 'steps' | 'measured'>) => {
  const { t, i18n } = useLingui()
  const { locale } = i18n
  const at = (id: string, name: string) => numberAt(measured.get(id), name)
  const share = (id: string, name: string) => {
    const value = at(id, name)
    return value === null ? t`not known yet` : wholePercent(value, locale)
  }
  return stepNames(steps).map((name) => {
    const [videos, creators] = [at('published_posts', name) ?? 0, at('new_creators', name) ?? 0]
    const [audience, through] = [share('first_audience_rate', name), share('watch_through', name)]
    const interval = intervalOf(rowAt(measured.get('first_audience_rate'), name))
    return {
      ...{ name, videos, creators, audience, through, interval },
      audienceShare: at('first_audience_rate', name),
      when: stepText(name, locale),
      of: rowAt(measured.get('first_audience_rate'), name)?.sampleSize ?? 0,
    }
  })
}

const CreationDrawn = ({ place, steps, request, measured }: DrawnProps): ReactNode => {
  const { t, i18n } = useLingui()
  const { locale } = i18n
  const rows = useStepWords({ steps, measured })
  const found = courseFinding(rows.map(({ videos }) => videos))
  const finding = useCourseWords(found)
  const [published, newcomers] = [t`Videos published`, t`New creators`]
  const drawing = useMemo(() => {
    const names = stepNames(steps)
    const valuesOf = (id: string) => names.map((name) => numberAt(measured.get(id), name) ?? 0)
    return {
      kind: 'bars' as const,
      places: names.map((name) => stepText(name, locale)),
      series: [
        { name: published, values: valuesOf('published_posts') },
        { name: newcomers, values: valuesOf('new_creators') },
      ],
      axisText: (value: number) => countText(value, locale),
    }
  }, [steps, measured, locale, published, newcomers])
  const readings = rows.map(({ when, videos, creators, audience, through }) => {
    const [posts, people] = [
      plural(videos, { one: '# video', other: '# videos' }),
      plural(creators, { one: '# new creator', other: '# new creators' }),
    ]
    return t`${when}: ${posts}, ${people}. First audience ${audience}, watch-through ${through}`
  })
  return (
    <ChartCard
      name={t`Creation`}
      finding={finding}
      csv={{ name: `${place.name}-creation-${steps.period.to}`, content: csvOf([...measured.values()]) }}
      behind={<Behind {...{ request, measured }} definitions={place.definitions} />}
      table={{
        head: [
          ...[steps.by === 'day' ? t`Day` : t`Week`, t`Videos published`, t`New creators`],
          ...[t`First audience`, t`Watch-through`],
        ],
        rows: rows
          .toReversed()
          .map(({ when, videos, creators, audience, through }) => [
            ...[when, countText(videos, locale), countText(creators, locale), audience, through],
          ]),
      }}
    >
      {found.kind === 'empty' ? (
        <NothingYet>
          <Trans>It appears with the first video.</Trans>
        </NothingYet>
      ) : (
        <Chart
          drawing={drawing}
          readings={readings}
          summary={`${finding}. ${readings.at(-1) ?? ''}`}
          heightPx={240}
        />
      )}
    </ChartCard>
  )
}

/** How much is made, and whether it is watched. */
export const CreationChart = (place: BoardPlace): ReactNode => {
  const { t } = useLingui()
  const steps = useMemo(() => stepsOf(place.days, place.openedMs), [place.days, place.openedMs])
  const request = { scope: place.scope, period: steps.period, by: steps.by, metrics }
  return (
    <ChartSlot name={t`Creation`} request={request}>
      {(measured) => <CreationDrawn {...{ place, steps, request, measured }} />}
    </ChartSlot>
  )
}

const AudienceDrawn = (props: DrawnProps & { whole: Measured }): ReactNode => {
  const { t, i18n } = useLingui()
  const { locale } = i18n
  const { place, steps, request, measured, whole } = props
  const rows = useStepWords({ steps, measured })
  const all = rowAt(whole.get('first_audience_rate'), '')
  const share = typeof all?.value === 'number' ? wholePercent(all.value, locale) : null
  const sure = intervalText(intervalOf(all), locale)
  const finding =
    share === null
      ? t`No new creator whose first week is over`
      : t`${share} of new creators found a first audience (${sure}, 95% sure)`
  const drawing = useMemo(() => {
    const found = stepNames(steps).map((name) => rowAt(measured.get('first_audience_rate'), name))
    return {
      kind: 'line' as const,
      places: stepNames(steps).map((name) => stepText(name, locale)),
      series: [
        {
          name: t`First audience`,
          values: found.map((row) => (typeof row?.value === 'number' ? row.value : null)),
          intervals: found.map(intervalOf),
        },
      ],
      axisText: (value: number) => wholePercent(value, locale),
    }
  }, [steps, measured, locale, t])
  const readings = rows.map(({ when, audience, of }) => {
    const people = plural(of, { one: '# new creator', other: '# new creators' })
    return t`${when}: ${audience} of ${people}`
  })
  return (
    <ChartCard
      name={t`First audience: 100 qualified views in the first week`}
      finding={finding}
      csv={{
        name: `${place.name}-first-audience-${steps.period.to}`,
        content: csvOf([...measured.values()].filter(({ metricId }) => metricId === 'first_audience_rate')),
      }}
      behind={
        <Behind
          request={{ ...request, metrics: ['first_audience_rate'] }}
          measured={whole}
          definitions={place.definitions}
        />
      }
      table={{
        head: [steps.by === 'day' ? t`Day` : t`Week`, t`First audience`, t`95% sure`, t`New creators`],
        rows: rows
          .toReversed()
          .map(({ when, audience, interval, of }) => [
            ...[when, audience, intervalText(interval, locale), countText(of, locale)],
          ]),
      }}
    >
      {share === null ? (
        <NothingYet>
          <Trans>A creator counts when the week after the first video is over and settled.</Trans>
        </NothingYet>
      ) : (
        <Chart drawing={drawing} readings={readings} summary={finding} heightPx={220} />
      )}
    </ChartCard>
  )
}

/** Whether new creators are seen. */
export const FirstAudienceChart = (place: BoardPlace): ReactNode => {
  const { t } = useLingui()
  const steps = useMemo(() => stepsOf(place.days, place.openedMs), [place.days, place.openedMs])
  const whole = { scope: place.scope, period: steps.period, metrics: ['first_audience_rate'] }
  const request = { ...whole, by: steps.by, metrics }
  return (
    <ChartSlot name={t`First audience: 100 qualified views in the first week`} request={whole}>
      {(all) => (
        <ChartSlot name={t`First audience: 100 qualified views in the first week`} request={request}>
          {(measured) => <AudienceDrawn whole={all} {...{ place, steps, request, measured }} />}
        </ChartSlot>
      )}
    </ChartSlot>
  )
}
