import {
  goodsFinding,
  goodsMetrics,
  goodsRows,
  leastLines,
  type GoodsRow,
} from '@busker/metrics/client-board'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Behind, NothingYet, type Measured } from '#features/numbers'
import { ChartCard } from '#shared/charts'
import { useNameOf } from './names.tsx'
import type { SalesPlace } from './place.ts'
import { RowsTable, type Column } from './rows-table.tsx'
import { salesCsv } from './sales-csv.ts'
import { SalesSlot } from './sales-slot.tsx'
import { useTexts } from './texts.ts'

type By = 'product' | 'sku'

const useName = (by: By): ((row: GoodsRow) => string) => {
  const { t } = useLingui()
  const nameOf = useNameOf()
  return ({ id }) => (id === '' ? t`Without an id` : nameOf(by, id))
}

const useFinding = (by: By, rows: readonly GoodsRow[], currency: string): string => {
  const { t } = useLingui()
  const texts = useTexts(currency)
  const nameOf = useName(by)
  const found = goodsFinding(rows)
  if (found.kind === 'empty') return t`Nothing was sold in this time`
  if (found.kind === 'too_little') return t`Too few lines of each to compare their rates`
  if (!('row' in found)) return ''
  const name = nameOf(found.row)
  if (found.kind === 'refunds') {
    const rate = texts.share(found.row.refundRate)
    return t`${rate} of ${name} comes back as refunds`
  }
  if (found.kind === 'thin') {
    const margin = texts.share(found.row.margin)
    return t`${name} leaves only ${margin} before advertising`
  }
  const net = texts.money(found.row.netGmvMicro)
  return t`${name} carries most: ${net} net GMV`
}

const useColumns = (by: By, currency: string): Column<GoodsRow>[] => {
  const { t } = useLingui()
  const texts = useTexts(currency)
  const nameOf = useName(by)
  return [
    {
      ...{ key: 'name', head: by === 'sku' ? t`SKU` : t`Product` },
      cell: (row) =>
        row.id === '' ? (
          <span className="font-normal text-ink-soft italic">{nameOf(row)}</span>
        ) : (
          <bdi title={row.id}>{nameOf(row)}</bdi>
        ),
    },
    { key: 'net', head: t`Net GMV`, cell: ({ netGmvMicro }) => texts.money(netGmvMicro) },
    { key: 'left', head: t`Left before advertising`, cell: ({ leftMicro }) => texts.money(leftMicro) },
    {
      ...{ key: 'margin', head: t`Margin` },
      cell: ({ margin, goodsKnown }) => (
        <span className="grid justify-items-end">
          {texts.share(margin)}
          {goodsKnown !== null && goodsKnown < 1 && (
            <span className="text-2xs text-alert">
              <Trans>cost of goods missing</Trans>
            </span>
          )}
        </span>
      ),
    },
    { key: 'refunds', head: t`Refund rate`, cell: ({ refundRate }) => texts.share(refundRate) },
    { key: 'cancels', head: t`Cancelled`, cell: ({ cancelRate }) => texts.share(cancelRate) },
    { key: 'lines', head: t`Lines`, cell: ({ lines }) => texts.count(lines) },
  ]
}

const Drawn = ({ place, measured, by }: { place: SalesPlace; measured: Measured; by: By }): ReactNode => {
  const { t } = useLingui()
  const { client, period, definitions } = place
  const rows = goodsRows(measured)
  const columns = useColumns(by, client.currency)
  const name = by === 'sku' ? t`SKUs by net GMV` : t`Products by net GMV`
  const request = {
    ...{ scope: { kind: 'client', clientId: client.clientId } as const, period },
    ...{ metrics: goodsMetrics, by },
  }
  return (
    <ChartCard
      name={name}
      finding={useFinding(by, rows, client.currency)}
      csv={{ name: `${by}-${period.to}`, content: salesCsv([...measured.values()], client.currency) }}
      behind={<Behind {...{ request, measured, definitions }} />}
    >
      {rows.length === 0 ? (
        <NothingYet>
          <Trans>Goods appear with the shop orders.</Trans>
        </NothingYet>
      ) : (
        <RowsTable title={name} rows={rows} columns={columns} keyOf={({ id }) => id} />
      )}
      <p className="mt-3 text-xs text-ink-soft">
        {by === 'product' && (
          <Trans>Order files know a product by name; its id is known where affiliate files tell both.</Trans>
        )}{' '}
        <Trans>With fewer than {leastLines} lines a rate says little.</Trans>
      </p>
    </ChartCard>
  )
}

/** Which goods leave something, and which come back. */
export const GoodsCard = (props: { place: SalesPlace; by: By }): ReactNode => {
  const { client, period } = props.place
  return (
    <SalesSlot request={{ clientId: client.clientId, period, metrics: goodsMetrics, by: props.by }}>
      {(measured) => <Drawn {...props} measured={measured} />}
    </SalesSlot>
  )
}
