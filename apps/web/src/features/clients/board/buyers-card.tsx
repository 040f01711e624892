import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useMemo } from 'react'
import { Behind, NothingYet } from '#features/numbers'
import { Chart, ChartCard } from '#shared/charts'
import {
  buyerMetrics,
  buyerPeriod,
  buyersByMonth,
  buyersFinding,
  leastBuyers,
  type BuyersFinding,
  type BuyersOfMonth,
} from './buyers.ts'
import type { Measured } from '#features/numbers'
import type { SalesPlace } from './place.ts'
import { RowsTable, WithRange, type Column } from './rows-table.tsx'
import { salesCsv } from './sales-csv.ts'
import { SalesSlot } from './sales-slot.tsx'
import { useTexts } from './texts.ts'

const stepDays = 30

const useMonth = (): ((month: string) => string) => {
  const { i18n } = useLingui()
  return useMemo(() => {
    const format = new Intl.DateTimeFormat(i18n.locale, { month: 'short', year: 'numeric', timeZone: 'UTC' })
    return (month) => format.format(Date.parse(`${month}-01`))
  }, [i18n.locale])
}

const useFinding = (found: BuyersFinding, currency: string): string => {
  const { t } = useLingui()
  const texts = useTexts(currency)
  const monthText = useMonth()
  if (found.kind === 'empty') return t`No buyer is known in the files`
  if (found.kind === 'immature') return t`Nobody's 60 days are over yet`
  if (found.kind === 'too_little') {
    const { missing } = found
    return t`${missing} more buyers are needed to say who comes again`
  }
  if (!('share' in found)) return ''
  const [share, month] = [texts.share(found.share), monthText(found.month)]
  if (found.kind === 'better')
    return t`${share} of the buyers of ${month} came again, surely more than before`
  if (found.kind === 'worse')
    return t`${share} of the buyers of ${month} came again, surely fewer than before: win back before you scale`
  return t`${share} of the buyers of ${month} came again within 60 days`
}

const useColumns = (currency: string, steps: number): Column<BuyersOfMonth>[] => {
  const { t } = useLingui()
  const texts = useTexts(currency)
  const monthText = useMonth()
  return [
    { key: 'month', head: t`First order in`, cell: ({ month }) => monthText(month) },
    { key: 'due', head: t`Buyers due`, cell: ({ due }) => texts.count(due) },
    {
      ...{ key: 'again', head: t`Bought again` },
      cell: ({ again, interval, isImmature }) =>
        isImmature ? (
          <span className="text-ink-soft italic">
            <Trans>not over yet</Trans>
          </span>
        ) : (
          <WithRange value={texts.share(again)} range={interval && texts.shares(interval)} />
        ),
    },
    ...Array.from({ length: steps }, (_, step): Column<BuyersOfMonth> => {
      const days = (step + 1) * stepDays
      return {
        ...{ key: `after-${days}`, head: t`After ${days} days` },
        cell: (row) => texts.share(row.steps[step] ?? null),
      }
    }),
  ]
}

/** The newest months that can be drawn apart. */
const mostLines = 4

const Drawn = ({ place, measured }: { place: SalesPlace; measured: Measured }): ReactNode => {
  const { t } = useLingui()
  const { client, definitions } = place
  const period = buyerPeriod(place.period.to)
  const texts = useTexts(client.currency)
  const monthText = useMonth()
  const months = useMemo(() => buyersByMonth(measured), [measured])
  const drawn = useMemo(() => months.filter(({ steps }) => steps.length > 0).slice(0, mostLines), [months])
  const steps = Math.max(0, ...months.map((month) => month.steps.length))
  const columns = useColumns(client.currency, steps)
  const drawing = useMemo(
    () => ({
      kind: 'line' as const,
      places: Array.from({ length: steps }, (_, step) => String((step + 1) * stepDays)),
      series: drawn.map(({ month, steps: shares }) => ({
        name: monthText(month),
        values: Array.from({ length: steps }, (_, step) => shares[step] ?? null),
      })),
      axisText: texts.share,
    }),
    [drawn, steps, monthText, texts],
  )
  const readings = Array.from({ length: steps }, (_, step) => {
    const days = (step + 1) * stepDays
    const each = drawn
      .map(({ month, steps: shares }) => `${monthText(month)} ${texts.share(shares[step] ?? null)}`)
      .join(', ')
    return t`After ${days} days: ${each}`
  })
  const finding = useFinding(buyersFinding(months), client.currency)
  const scope = { kind: 'client', clientId: client.clientId } as const
  const name = t`Buyers who come again, by the month of their first order`
  return (
    <ChartCard
      name={name}
      finding={finding}
      csv={{ name: `buyers-${period.to}`, content: salesCsv([...measured.values()], client.currency) }}
      behind={
        <Behind
          {...{ measured, definitions }}
          request={{ scope, period, metrics: buyerMetrics, by: 'first_month' }}
        />
      }
    >
      {months.length === 0 ? (
        <NothingYet>
          <Trans>Buyers appear with shop orders that tell their user names; only a keyed hash is kept.</Trans>
        </NothingYet>
      ) : (
        <>
          {steps > 1 && drawn.length > 0 && (
            <Chart
              drawing={drawing}
              readings={readings}
              summary={`${finding}. ${readings.join('. ')}`}
              heightPx={220}
            />
          )}
          <RowsTable title={name} rows={months} columns={columns} keyOf={({ month }) => month} />
        </>
      )}
      <p className="mt-3 text-xs text-ink-soft">
        <Trans>
          Over the last twelve months, whatever the period above. The first order is the first in the files:
          whoever bought before them counts as new. A month whose 60 days are not over in the files says
          nothing yet, and below {leastBuyers} buyers neither.
        </Trans>
      </p>
    </ChartCard>
  )
}

/** Who buys again, by the month in which they began. */
export const BuyersCard = (place: SalesPlace): ReactNode => {
  const { client, period } = place
  const request = {
    ...{ clientId: client.clientId, period: buyerPeriod(period.to) },
    ...{ metrics: buyerMetrics, by: 'first_month' as const },
  }
  return <SalesSlot request={request}>{(measured) => <Drawn place={place} measured={measured} />}</SalesSlot>
}
