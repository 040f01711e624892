import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useMemo } from 'react'
import { Behind, type Measured } from '#features/numbers'
import { Chart, ChartCard } from '#shared/charts'
import { hoursFinding, leastLines, salesHours, type HoursFinding } from './hours.ts'
import type { SalesPlace } from './place.ts'
import { salesCsv } from './sales-csv.ts'
import { SalesSlot } from './sales-slot.tsx'
import { useTexts } from './texts.ts'

const metrics = ['sales_net_gmv']

const useFinding = (found: HoursFinding, currency: string): string => {
  const { t } = useLingui()
  const texts = useTexts(currency)
  if (found.kind === 'too_little') return t`It cannot be told yet when they buy`
  if (found.kind === 'even') return t`They buy at all hours alike`
  const [from, to, share] = [texts.hour(found.fromHour), texts.hour(found.toHour), texts.share(found.share)]
  return t`${share} is bought between ${from} and ${to}`
}

const Drawn = ({ place, measured }: { place: SalesPlace; measured: Measured }): ReactNode => {
  const { t } = useLingui()
  const { client, period, definitions } = place
  const texts = useTexts(client.currency)
  const hours = useMemo(() => salesHours(measured), [measured])
  const finding = useFinding(hoursFinding(hours), client.currency)
  const drawing = useMemo(
    () => ({
      kind: 'bars' as const,
      places: hours.map(({ hour }) => String(hour)),
      series: [{ name: t`Net GMV`, values: hours.map(({ netGmvMicro }) => netGmvMicro) }],
      axisText: texts.short,
    }),
    [hours, texts, t],
  )
  const readings = hours.map(({ hour, netGmvMicro, lines }) => {
    const [when, net, count] = [texts.hour(hour), texts.money(netGmvMicro), texts.count(lines)]
    return t`${when}: ${net} net GMV, ${count} order lines`
  })
  const scope = { kind: 'client', clientId: client.clientId } as const
  return (
    <ChartCard
      name={t`Hours of orders`}
      finding={finding}
      csv={{ name: `hours-${period.to}`, content: salesCsv([...measured.values()], client.currency) }}
      behind={<Behind {...{ measured, definitions }} request={{ scope, period, metrics, by: 'hour' }} />}
      table={{
        head: [t`Hour`, t`Net GMV`, t`Order lines`],
        rows: hours.map(({ hour, netGmvMicro, lines }) => [
          texts.hour(hour),
          texts.money(netGmvMicro),
          texts.count(lines),
        ]),
      }}
    >
      <Chart
        drawing={drawing}
        readings={readings}
        summary={`${finding}. ${readings.join('. ')}`}
        heightPx={220}
      />
      <p className="mt-3 text-xs text-ink-soft">
        <Trans>
          By the hour of payment on the clock of the shop. Below {leastLines} order lines nothing is said.
        </Trans>
      </p>
    </ChartCard>
  )
}

/** When people buy. */
export const HoursCard = (place: SalesPlace): ReactNode => {
  const { client, period } = place
  return (
    <SalesSlot request={{ clientId: client.clientId, period, metrics, by: 'hour' }}>
      {(measured) => <Drawn place={place} measured={measured} />}
    </SalesSlot>
  )
}
