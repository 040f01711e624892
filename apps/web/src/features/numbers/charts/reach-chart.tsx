import { plural } from '@lingui/core/macro'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useMemo } from 'react'
import { Chart, ChartCard } from '#shared/charts'
import { csvOf } from '../csv.ts'
import { lastDays } from '../period.ts'
import type { BoardPlace } from '../place.ts'
import type { ChartRequest } from '../queries.ts'
import { Behind, ChartSlot, NothingYet, type Measured } from './chart-slot.tsx'
import { reachByCountry, reachFinding, type ReachByCountry } from './reach.ts'
import { countryText, countText, wholePercent } from './texts.ts'

/** Reach may not be shown without how many stay to the end. */
const metrics = ['reach', 'completion_rate']
const barPx = 46

const useFinding = (all: ReachByCountry): string => {
  const { t, i18n } = useLingui()
  const found = reachFinding(all)
  switch (found.kind) {
    case 'empty':
      return t`Nobody was reached in this time`
    case 'all_small':
      return t`Every country has too few people to be told apart`
    case 'led': {
      const country = countryText(found.country, i18n.locale) ?? t`Unknown countries`
      const places = plural(found.countries, { one: '# country', other: '# countries' })
      return t`${country} leads ${places} with ${countText(found.persons, i18n.locale)} people`
    }
  }
}

const Drawn = (props: { place: BoardPlace; request: ChartRequest; measured: Measured }): ReactNode => {
  const { t, i18n } = useLingui()
  const { locale } = i18n
  const { place, request, measured } = props
  const all = useMemo(() => reachByCountry(measured), [measured])
  const finding = useFinding(all)
  const rows = useMemo(
    () =>
      all.shown.map(({ country, persons, completion }) => ({
        persons,
        name: countryText(country, locale) ?? t`Unknown`,
        stayed: completion === null ? '–' : wholePercent(completion, locale),
      })),
    [all, locale, t],
  )
  const drawing = useMemo(
    () => ({
      kind: 'lying' as const,
      places: rows.map(({ name, stayed }) => `${name}\n${t`${stayed} to the end`}`),
      series: [{ name: t`People reached`, values: rows.map(({ persons }) => persons) }],
      axisText: (value: number) => countText(value, locale),
    }),
    [rows, locale, t],
  )
  const readings = rows.map(({ name, persons, stayed }) => {
    const people = plural(persons, { one: '# person', other: '# people' })
    return t`${name}: ${people}, ${stayed} watch to the end`
  })
  return (
    <ChartCard
      name={t`Reach by country`}
      finding={finding}
      csv={{ name: `${place.name}-reach-${request.period.to}`, content: csvOf([...measured.values()]) }}
      behind={<Behind {...{ request, measured }} definitions={place.definitions} />}
      table={{
        head: [t`Country`, t`People reached`, t`To the end`],
        rows: rows.map(({ name, persons, stayed }) => [name, countText(persons, locale), stayed]),
      }}
    >
      {rows.length === 0 ? (
        <NothingYet>
          <Trans>A country is shown when at least 20 people have watched there.</Trans>
        </NothingYet>
      ) : (
        <Chart
          drawing={drawing}
          readings={readings}
          summary={`${finding}. ${readings.join('. ')}`}
          heightPx={rows.length * barPx + 40}
        />
      )}
      <p className="mt-3 text-xs text-ink-soft">
        {all.suppressed > 0 && (
          <Plural
            value={all.suppressed}
            one="# country with fewer than 20 people is not shown."
            other="# countries with fewer than 20 people each are not shown."
          />
        )}{' '}
        {all.more > 0 && (
          <Plural
            value={all.more}
            one="# smaller one is in the file."
            other="# smaller ones are in the file."
          />
        )}
      </p>
    </ChartCard>
  )
}

/** Where the people are who are reached. */
export const ReachChart = (place: BoardPlace): ReactNode => {
  const { t } = useLingui()
  const period = lastDays(place.days, place.openedMs)
  const request = { scope: place.scope, period, by: 'country' as const, metrics }
  return (
    <ChartSlot name={t`Reach by country`} request={request}>
      {(measured) => <Drawn {...{ place, request, measured }} />}
    </ChartSlot>
  )
}
