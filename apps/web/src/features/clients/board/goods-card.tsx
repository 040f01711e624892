import {
  goodsFinding,
  goodsMetrics,
  goodsRows,
  inOrderOf,
  leastLines,
  type GoodsOrder,
  type GoodsRow,
  usualOf,
} from '@busker/metrics/client-board'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { Behind, NothingYet, type Measured } from '#features/numbers'
import { ChartCard } from '#shared/charts'
import { ChangeLine } from './change-line.tsx'
import { useNameOf } from './names.tsx'
import type { KnownPlace } from './place.ts'
import { RowsTable, WithRange, type Column } from './rows-table.tsx'
import { salesCsv } from './sales-csv.ts'
import { SalesSlot } from './sales-slot.tsx'
import { SortChoice } from './sort-choice.tsx'
import { useTexts } from './texts.ts'
import { OrdersMissing, Verdict } from './verdict.tsx'

type By = 'product' | 'sku'

const useName = (by: By): ((row: Pick<GoodsRow, 'id'>) => string) => {
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
    return t`${rate} of ${name} comes back as refunds: find out why before you scale it`
  }
  const left = texts.money(Math.abs(found.row.contributionMicro))
  if (found.kind === 'loses') return t`Stop spending on ${name}: it surely lost ${left}`
  if (found.kind === 'thin') {
    const margin = texts.share(found.row.margin)
    return t`${name} leaves only ${margin} of what is sold: raise its price or hold`
  }
  return found.row.judgement.kind === 'gains'
    ? t`Scale ${name}: ${left} is left of it`
    : t`${name} leads with ${left}, not surely yet: hold`
}

const useColumns = (by: By, currency: string): Column<GoodsRow>[] => {
  const { t } = useLingui()
  const texts = useTexts(currency)
  const nameOf = useName(by)
  return [
    {
      ...{ key: 'name', head: by === 'sku' ? t`SKU` : t`Product` },
      cell: (row) => (
        <span className="grid justify-items-start gap-1">
          {row.id === '' ? (
            <span className="font-normal text-ink-soft italic">{nameOf(row)}</span>
          ) : (
            <bdi title={row.id} className="min-w-28">
              {nameOf(row)}
            </bdi>
          )}
          <Verdict of="video" kind={row.judgement.kind} />
          <OrdersMissing count={row.ordersMissing} />
        </span>
      ),
    },
    {
      ...{ key: 'contribution', head: t`Contribution` },
      cell: ({ contributionMicro, judgement }) => (
        <WithRange
          value={texts.money(contributionMicro)}
          range={judgement.interval && texts.range(judgement.interval)}
          isBad={contributionMicro < 0}
        />
      ),
    },
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
    { key: 'orders', head: t`Orders`, cell: ({ orders }) => texts.count(orders) },
    { key: 'net', head: t`Net GMV`, cell: ({ netGmvMicro }) => texts.money(netGmvMicro) },
    { key: 'ads', head: t`Advertising`, cell: ({ adSpendMicro }) => texts.money(adSpendMicro) },
    { key: 'fees', head: t`Creators`, cell: ({ creatorCostsMicro }) => texts.money(creatorCostsMicro) },
    { key: 'refunds', head: t`Refund rate`, cell: ({ refundRate }) => texts.share(refundRate) },
    { key: 'cancels', head: t`Cancelled`, cell: ({ cancelRate }) => texts.share(cancelRate) },
  ]
}

const Notes = (props: { place: KnownPlace; by: By; unshared: string | null }): ReactNode => {
  const stockOut = props.place.definitions.get('sales_stock_out_loss')
  return (
    <div className="mt-3 grid max-w-prose gap-2 text-xs text-ink-soft">
      {props.unshared !== null && (
        <p>
          <Trans>
            {props.unshared} was spent on none of these: Ads Manager and other costs name no goods, and what
            sold nothing has none.
          </Trans>
        </p>
      )}
      <p>
        <Trans>
          GMV Max is shared by the SKUs of its product, fees and samples by what the video or creator sold,
          both on GMV.
        </Trans>{' '}
        {props.by === 'product' && (
          <Trans>Order files know a product by name; its id is known where affiliate files tell both.</Trans>
        )}{' '}
        <Trans>With fewer than {leastLines} lines a rate says little.</Trans>
      </p>
      {stockOut?.missing && (
        <p>
          <Trans>Sales lost to empty stock are not known: no exported file tells the stock.</Trans>
        </p>
      )}
    </div>
  )
}

const Drawn = ({ place, measured, by }: { place: KnownPlace; measured: Measured; by: By }): ReactNode => {
  const { t } = useLingui()
  const { client, period, definitions, totals } = place
  const texts = useTexts(client.currency)
  const [order, setOrder] = useState<GoodsOrder>('contribution')
  const { rows, unsharedMicro } = goodsRows(measured, usualOf(totals))
  const columns = useColumns(by, client.currency)
  const nameOf = useName(by)
  const name = by === 'sku' ? t`SKUs by what they leave` : t`Products by what they leave`
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
        <>
          <ChangeLine isTold={place.isBeforeTold} rows={rows} nameOf={nameOf} texts={texts} />
          <SortChoice
            legend={t`Order goods`}
            by={order}
            onChoose={setOrder}
            options={[
              { by: 'contribution', label: t`By contribution` },
              { by: 'margin', label: t`By margin` },
              { by: 'refunds', label: t`By refunds` },
            ]}
          />
          <RowsTable title={name} rows={inOrderOf(rows, order)} columns={columns} keyOf={({ id }) => id} />
        </>
      )}
      <Notes place={place} by={by} unshared={unsharedMicro > 0 ? texts.money(unsharedMicro) : null} />
    </ChartCard>
  )
}

/** Which goods leave something, and which come back. */
export const GoodsCard = (props: { place: KnownPlace; by: By }): ReactNode => {
  const { client, period } = props.place
  const request = { clientId: client.clientId, period, metrics: goodsMetrics, by: props.by }
  return (
    <SalesSlot request={{ ...request, compare: 'previous' }}>
      {(measured) => <Drawn {...props} measured={measured} />}
    </SalesSlot>
  )
}
