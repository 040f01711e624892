import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useMemo } from 'react'
import { Chart, ChartCard } from '#shared/charts'
import { csvOf } from '../csv.ts'
import { stepNames, stepsOf, type Steps } from '../period.ts'
import type { BoardPlace } from '../place.ts'
import type { ChartRequest } from '../queries.ts'
import { Behind, ChartSlot, NothingYet, type Measured } from './chart-slot.tsx'
import { activeBefore, activeIn, growthFinding, growthMetrics, growthStates, growthSteps } from './growth.ts'
import { countText, stepText, wholePercent } from './texts.ts'

interface DrawnProps {
  readonly place: BoardPlace
  readonly steps: Steps
  readonly request: ChartRequest
  readonly measured: Measured
}

const useWords = () => {
  const { t, i18n } = useLingui()
  return useMemo(
    () => ({
      states: { returning: t`Returning`, new: t`New`, resurrected: t`Resurrected`, dormant: t`Dormant` },
      finding: (found: ReturnType<typeof growthFinding>): string => {
        const share = 'share' in found ? wholePercent(found.share, i18n.locale) : ''
        switch (found.kind) {
          case 'empty':
            return t`Nobody has come or gone in this time`
          case 'nobody_left':
            return t`${plural(found.won, { one: '# person', other: '# people' })} came, and nobody fell asleep`
          case 'grew':
            return t`${share} more people came or came back than fell asleep`
          case 'shrank':
            return t`${share} fewer people came or came back than fell asleep`
          case 'steady':
            return t`As many people came or came back as fell asleep`
        }
      },
    }),
    [t, i18n.locale],
  )
}

const Drawn = ({ place, steps, request, measured }: DrawnProps): ReactNode => {
  const { t, i18n } = useLingui()
  const words = useWords()
  const { locale } = i18n
  const rows = useMemo(
    () => growthSteps(measured, { by: steps.by, names: stepNames(steps) }),
    [measured, steps],
  )
  const drawing = useMemo(
    () => ({
      kind: 'stacked' as const,
      places: rows.map(({ name }) => stepText(name, locale)),
      series: growthStates.map((state) => ({
        name: words.states[state],
        values: rows.map((row) => (state === 'dormant' ? -row.dormant : row[state])),
      })),
      axisText: (value: number) => countText(Math.abs(value), locale),
    }),
    [rows, locale, words],
  )
  const count = (value: number) => countText(value, locale)
  const readings = rows.map((row) => {
    const [when, active, before] = [
      stepText(row.name, locale),
      count(activeIn(row)),
      count(activeBefore(row)),
    ]
    const [won, back, asleep] = [count(row.new), count(row.resurrected), count(row.dormant)]
    return t`${when}: ${active} active = ${before} before + ${won} new + ${back} back − ${asleep} asleep`
  })
  const found = growthFinding(rows)
  const finding = words.finding(found)
  return (
    <ChartCard
      name={steps.by === 'day' ? t`Growth accounting, day by day` : t`Growth accounting, week by week`}
      finding={finding}
      csv={{ name: `${place.name}-growth-${steps.period.to}`, content: csvOf([...measured.values()]) }}
      behind={<Behind {...{ request, measured }} definitions={place.definitions} />}
      table={{
        head: [
          steps.by === 'day' ? t`Day` : t`Week`,
          ...growthStates.map((state) => words.states[state]),
          t`Active`,
        ],
        rows: rows
          .toReversed()
          .map((row) => [
            stepText(row.name, locale),
            ...growthStates.map((state) => count(row[state])),
            count(activeIn(row)),
          ]),
      }}
    >
      {found.kind === 'empty' ? (
        <NothingYet>
          <Trans>It appears with the first people who watch.</Trans>
        </NothingYet>
      ) : (
        <>
          <Chart drawing={drawing} readings={readings} summary={`${finding}. ${readings.at(-1) ?? ''}`} />
          <p className="mt-3 text-xs text-ink-soft">
            <Trans>Active now = active before + new + resurrected − dormant, exactly.</Trans>
          </p>
        </>
      )}
    </ChartCard>
  )
}

/** Who came, stayed, came back and fell asleep. */
export const GrowthChart = (place: BoardPlace): ReactNode => {
  const { t } = useLingui()
  const steps = useMemo(() => stepsOf(place.days, place.openedMs), [place.days, place.openedMs])
  const request = { scope: place.scope, period: steps.period, by: steps.by, metrics: growthMetrics(steps.by) }
  return (
    <ChartSlot
      name={steps.by === 'day' ? t`Growth accounting, day by day` : t`Growth accounting, week by week`}
      request={request}
    >
      {(measured) => <Drawn {...{ place, steps, request, measured }} />}
    </ChartSlot>
  )
}
