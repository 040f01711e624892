import { sumAt } from '@busker/metrics/client-board'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useMemo } from 'react'
import { Behind, courseFinding, NothingYet, type Measured } from '#features/numbers'
import { Chart, ChartCard } from '#shared/charts'
import type { SalesPlace } from './place.ts'
import { salesCsv } from './sales-csv.ts'
import { SalesSlot } from './sales-slot.tsx'
import { useTexts } from './texts.ts'
import { trendSteps } from './trend.ts'

const metrics = ['sales_net_gmv', 'sales_contribution']
type Course = ReturnType<typeof courseFinding>

const useFinding = (net: Course, left: Course): string => {
  const { t } = useLingui()
  if (net.kind === 'empty') return t`Nothing was sold in this time`
  const [more, keeps] = [
    net.kind === 'rose' || net.kind === 'begun',
    left.kind === 'rose' || left.kind === 'begun',
  ]
  if (more && keeps) return t`Sales grow, and what is left grows with them`
  if (more) return t`Sales grow, what is left does not`
  if (net.kind === 'fell') return keeps ? t`Sales fall, but more is left` : t`Sales fall`
  return keeps ? t`Sales stay level, and more of them is left` : t`Sales stay level`
}

const Drawn = ({ place, measured }: { place: SalesPlace; measured: Measured }): ReactNode => {
  const { t } = useLingui()
  const { client, period, definitions } = place
  const texts = useTexts(client.currency)
  const { by, names } = useMemo(() => trendSteps(period), [period])
  const rows = useMemo(
    () =>
      names.map((name) => ({
        name,
        net: sumAt(measured, 'sales_net_gmv', name),
        left: sumAt(measured, 'sales_contribution', name),
      })),
    [names, measured],
  )
  const drawing = useMemo(
    () => ({
      kind: 'line' as const,
      places: rows.map(({ name }) => texts.shortDay(name)),
      series: [
        { name: t`Net GMV`, values: rows.map(({ net }) => net) },
        { name: t`Contribution`, values: rows.map(({ left }) => left) },
      ],
      axisText: texts.short,
    }),
    [rows, texts, t],
  )
  const readings = rows.map((row) => {
    const [when, net, left] = [texts.shortDay(row.name), texts.money(row.net), texts.money(row.left)]
    return t`${when}: ${net} net GMV, ${left} contribution`
  })
  const net = courseFinding(rows.map((row) => row.net))
  const finding = useFinding(net, courseFinding(rows.map(({ left }) => left)))
  const scope = { kind: 'client', clientId: client.clientId } as const
  return (
    <ChartCard
      name={by === 'day' ? t`Sales and what is left, day by day` : t`Sales and what is left, week by week`}
      finding={finding}
      csv={{ name: `trend-${period.to}`, content: salesCsv([...measured.values()], client.currency) }}
      behind={<Behind {...{ measured, definitions }} request={{ scope, period, metrics, by }} />}
      table={{
        head: [by === 'day' ? t`Day` : t`Week`, t`Net GMV`, t`Contribution`],
        rows: rows
          .toReversed()
          .map((row) => [texts.day(row.name), texts.money(row.net), texts.money(row.left)]),
      }}
    >
      {net.kind === 'empty' ? (
        <NothingYet>
          <Trans>Choose a longer period.</Trans>
        </NothingYet>
      ) : (
        <Chart drawing={drawing} readings={readings} summary={`${finding}. ${readings.at(-1) ?? ''}`} />
      )}
      <p className="mt-3 text-xs text-ink-soft">
        <Trans>
          By the day of payment; spending by the first day that its report tells, so weekly reports weigh on
          Mondays.
        </Trans>
      </p>
    </ChartCard>
  )
}

/** How sales and what is left went. */
export const TrendCard = (place: SalesPlace): ReactNode => {
  const { client, period } = place
  const { by } = trendSteps(period)
  return (
    <SalesSlot request={{ clientId: client.clientId, period, metrics, by }}>
      {(measured) => <Drawn place={place} measured={measured} />}
    </SalesSlot>
  )
}
