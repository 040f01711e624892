import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useMemo } from 'react'
import { Behind, NothingYet } from '#features/numbers'
import { ChartCard } from '#shared/charts'
import type { Measured } from '#features/numbers'
import type { SalesPlace } from './place.ts'
import { partMetrics, partsFinding, partsOf, type Part, type PartsFinding } from './posted.ts'
import { RowsTable, WithRange, type Column } from './rows-table.tsx'
import { salesCsv } from './sales-csv.ts'
import { SalesSlot } from './sales-slot.tsx'
import { useTexts } from './texts.ts'

const words: Readonly<Record<string, MessageDescriptor>> = {
  video: msg`Video`,
  live: msg`Live`,
  showcase: msg`Showcase`,
  external: msg`Outside the app`,
  other: msg`Other`,
}

const useFormat = (): ((id: string) => string) => {
  const { i18n } = useLingui()
  return (id) => {
    const word = words[id]
    return word === undefined ? id : i18n._(word)
  }
}

const useFinding = (found: PartsFinding): string => {
  const { t } = useLingui()
  const formatOf = useFormat()
  if (found.kind === 'empty') return t`No sale of this time came by content of a creator`
  if (found.kind === 'too_little') {
    const { missing } = found
    return t`${missing} more order lines are needed to compare formats`
  }
  if (!('part' in found)) return t`No format surely leaves more than the others`
  const best = formatOf(found.part.id)
  return t`Scale this format: ${best} surely leaves most`
}

const useColumns = (currency: string): Column<Part>[] => {
  const { t } = useLingui()
  const texts = useTexts(currency)
  const formatOf = useFormat()
  return [
    { key: 'name', head: t`Format`, cell: ({ id }) => formatOf(id) },
    { key: 'tier', head: t`Tier`, cell: ({ tier }) => texts.count(tier) },
    {
      ...{ key: 'left', head: t`Left before advertising` },
      cell: ({ leftMicro, range }) => (
        <WithRange value={texts.money(leftMicro)} range={texts.range(range)} isBad={leftMicro < 0} />
      ),
    },
    { key: 'net', head: t`Net GMV`, cell: ({ netGmvMicro }) => texts.money(netGmvMicro) },
    { key: 'refunds', head: t`Refund rate`, cell: ({ refundRate }) => texts.share(refundRate) },
    { key: 'lines', head: t`Order lines`, cell: ({ lines }) => texts.count(lines) },
  ]
}

const Drawn = ({ place, measured }: { place: SalesPlace; measured: Measured }): ReactNode => {
  const { t } = useLingui()
  const { client, period, definitions } = place
  const parts = useMemo(
    () => partsOf(measured).toSorted((one, other) => other.leftMicro - one.leftMicro),
    [measured],
  )
  const columns = useColumns(client.currency)
  const scope = { kind: 'client', clientId: client.clientId } as const
  const by = 'content_type'
  return (
    <ChartCard
      name={t`By format`}
      finding={useFinding(partsFinding(parts))}
      csv={{ name: `formats-${period.to}`, content: salesCsv([...measured.values()], client.currency) }}
      behind={<Behind {...{ measured, definitions }} request={{ scope, period, metrics: partMetrics, by }} />}
    >
      {parts.length === 0 ? (
        <NothingYet>
          <Trans>Formats appear with affiliate orders.</Trans>
        </NothingYet>
      ) : (
        <RowsTable title={t`By format`} rows={parts} columns={columns} keyOf={({ id }) => id} />
      )}
      <p className="mt-3 text-xs text-ink-soft">
        <Trans>How long a video is, and its sound, are in none of the exports that are read here.</Trans>
      </p>
    </ChartCard>
  )
}

/** Which kind of content sells. */
export const FormatsCard = (place: SalesPlace): ReactNode => {
  const { client, period } = place
  const request = { clientId: client.clientId, period, metrics: partMetrics, by: 'content_type' as const }
  return <SalesSlot request={request}>{(measured) => <Drawn place={place} measured={measured} />}</SalesSlot>
}
