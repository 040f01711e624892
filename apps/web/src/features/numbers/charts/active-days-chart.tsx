import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useMemo } from 'react'
import { Chart, ChartCard } from '#shared/charts'
import { csvOf } from '../csv.ts'
import { lastDays } from '../period.ts'
import type { BoardPlace } from '../place.ts'
import type { ChartRequest } from '../queries.ts'
import { activeDaysFinding, type ActiveDaysFinding } from './active-days.ts'
import { listAt, numberAt } from './cells.ts'
import { Behind, ChartSlot, NothingYet, type Measured } from './chart-slot.tsx'
import { countText, wholePercent } from './texts.ts'

const metrics = ['active_day_histogram', 'stickiness']
const nobody: readonly number[] = []

const useFinding = (found: ActiveDaysFinding): string => {
  const { t, i18n } = useLingui()
  if (found.kind === 'empty') return t`Nobody was active in these 28 days`
  const habitual = wholePercent(found.habitual, i18n.locale)
  const days = plural(found.median, { one: '# day', other: '# days' })
  return t`Half of the people come on ${days} of 28 or fewer, ${habitual} on 14 or more`
}

const Drawn = (props: { place: BoardPlace; request: ChartRequest; measured: Measured }): ReactNode => {
  const { t, i18n } = useLingui()
  const { locale } = i18n
  const { place, request, measured } = props
  const persons = useMemo(() => listAt(measured.get('active_day_histogram'), '') ?? nobody, [measured])
  const people = t`People`
  const stickiness = numberAt(measured.get('stickiness'), '')
  const found = activeDaysFinding(persons)
  const finding = useFinding(found)
  const drawing = useMemo(
    () => ({
      kind: 'bars' as const,
      places: persons.map((_, index) => String(index + 1)),
      series: [{ name: people, values: persons }],
      axisText: (value: number) => countText(value, locale),
    }),
    [persons, locale, people],
  )
  const readings = persons.map((count, index) => {
    const [who, days] = [
      plural(count, { one: '# person', other: '# people' }),
      plural(index + 1, { one: '# day', other: '# days' }),
    ]
    return t`${who} on exactly ${days}`
  })
  return (
    <ChartCard
      name={t`Active days of the last 28`}
      finding={finding}
      csv={{ name: `${place.name}-active-days-${request.period.to}`, content: csvOf([...measured.values()]) }}
      behind={<Behind {...{ request, measured }} definitions={place.definitions} />}
      table={{
        head: [t`Active days`, people],
        rows: persons.map((count, index) => [String(index + 1), countText(count, locale)]),
      }}
    >
      {found.kind === 'empty' ? (
        <NothingYet>
          <Trans>It appears with the first people who watch.</Trans>
        </NothingYet>
      ) : (
        <>
          <Chart drawing={drawing} readings={readings} summary={finding} heightPx={220} />
          {stickiness !== null && (
            <p className="mt-3 text-xs text-ink-soft">
              <Trans>
                Stickiness {wholePercent(stickiness, locale)}: the mean of these days, divided by 28.
              </Trans>
            </p>
          )}
        </>
      )}
    </ChartCard>
  )
}

/** On how many days people come. */
export const ActiveDaysChart = (place: BoardPlace): ReactNode => {
  const { t } = useLingui()
  const request = { scope: place.scope, period: lastDays(place.days, place.openedMs), metrics }
  return (
    <ChartSlot name={t`Active days of the last 28`} request={request}>
      {(measured) => <Drawn {...{ place, request, measured }} />}
    </ChartSlot>
  )
}
