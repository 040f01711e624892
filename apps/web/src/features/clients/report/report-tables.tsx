import type { ReportContent, ReportEarner, ReportProduct } from '@busker/contract'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { classes, Scroller } from '#shared/ui'
import { WithRange } from '../board/rows-table.tsx'
import { useTexts } from '../board/texts.ts'
import { Verdict } from '../board/verdict.tsx'
import { shortId } from '../board/words.ts'
import { NoteMark, type Notes } from './notes.tsx'

interface Column<Row> {
  readonly key: string
  readonly head: ReactNode
  readonly cell: (row: Row) => ReactNode
}

/** All rows at once: a report is also printed. */
const ReportTable = <Row extends { readonly id: string }>(props: {
  title: string
  rows: readonly Row[]
  columns: readonly Column<Row>[]
}): ReactNode => (
  <Scroller label={props.title} className="rounded-md border border-line print:overflow-visible">
    <table className="w-full text-sm tabular-nums print:text-xs">
      <caption className="sr-only">{props.title}</caption>
      <thead className="bg-raised text-xs">
        <tr>
          {props.columns.map(({ key, head }, index) => (
            <th
              key={key}
              scope="col"
              className={classes('px-2 py-2.5 first:ps-3 last:pe-3', index === 0 ? 'text-start' : 'text-end')}
            >
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {props.rows.map((row) => (
          <tr key={row.id} className="break-inside-avoid border-t border-line align-top">
            {props.columns.map(({ key, cell }, index) =>
              index === 0 ? (
                <th key={key} scope="row" className="px-2 py-2.5 ps-3 text-start font-semibold">
                  {cell(row)}
                </th>
              ) : (
                <td key={key} className="px-2 py-2.5 text-end whitespace-nowrap last:pe-3">
                  {cell(row)}
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  </Scroller>
)

/** A name from a file: in its own direction, and never wider than its place. */
const Name = ({ id, name }: { id: string; name: string | null }): ReactNode => (
  <bdi title={id.slice(0, 200)} className="line-clamp-2 max-w-60 min-w-24 overflow-hidden break-words">
    {name ?? shortId(id)}
  </bdi>
)

const rangeOf = (interval: ReportEarner['interval']): readonly [number, number] | null => {
  const [low, high] = interval ?? []
  return low === undefined || high === undefined ? null : [low, high]
}

const useEarnerColumns = (
  of: 'creator' | 'video',
  { content, notes }: { content: ReportContent; notes: Notes },
): Column<ReportEarner>[] => {
  const { t } = useLingui()
  const texts = useTexts(content.client.currency)
  const marked = (word: string, metricId: string): ReactNode => (
    <>
      {word} <NoteMark {...{ notes, metricId }} />
    </>
  )
  return [
    {
      ...{ key: 'name', head: of === 'creator' ? t`Creator, and what to do` : t`Video, and what to do` },
      cell: ({ id, name, verdict }) => (
        <span className="grid justify-items-start gap-1">
          <Name {...{ id, name }} />
          <Verdict of={of} kind={verdict} />
        </span>
      ),
    },
    {
      ...{ key: 'contribution', head: marked(t`Contribution`, 'sales_contribution') },
      cell: ({ contributionMicro, interval }) => {
        const range = rangeOf(interval)
        return (
          <WithRange
            value={texts.money(contributionMicro)}
            range={range && texts.range(range)}
            isBad={contributionMicro < 0}
          />
        )
      },
    },
    {
      ...{ key: 'orders', head: marked(t`Orders`, 'sales_orders') },
      cell: ({ orders }) => texts.count(orders),
    },
    {
      ...{ key: 'net', head: marked(t`Net GMV`, 'sales_net_gmv') },
      cell: ({ netGmvMicro }) => texts.money(netGmvMicro),
    },
    {
      ...{ key: 'ads', head: marked(t`Advertising`, 'sales_ad_spend') },
      cell: ({ adSpendMicro }) => texts.money(adSpendMicro),
    },
  ]
}

const Nothing = ({ children }: { children: ReactNode }): ReactNode => (
  <p className="rounded-md bg-raised p-5 text-sm text-ink-soft">{children}</p>
)

const LeftOut = ({ count }: { count: number }): ReactNode =>
  count > 0 && (
    <p className="mt-2 text-xs text-ink-soft">
      <Plural
        value={count}
        one="# more lies between the first and the last of these."
        other="# more lie between the first and the last of these."
      />
    </p>
  )

export const EarnersTable = (props: {
  of: 'creator' | 'video'
  content: ReportContent
  notes: Notes
}): ReactNode => {
  const { t } = useLingui()
  const { of, content } = props
  const texts = useTexts(content.client.currency)
  const columns = useEarnerColumns(of, props)
  const { rows, leftOut, nobody } = of === 'creator' ? content.creators : content.videos
  const title = of === 'creator' ? t`Creators by contribution` : t`Videos by contribution`
  if (rows.length === 0)
    return (
      <Nothing>
        {of === 'creator' ? (
          <Trans>No sale of this time came by a creator.</Trans>
        ) : (
          <Trans>No sale of this time came by a video.</Trans>
        )}
      </Nothing>
    )
  const [net, left] = [texts.money(nobody?.netGmvMicro ?? 0), texts.money(nobody?.contributionMicro ?? 0)]
  return (
    <>
      <ReportTable {...{ title, rows, columns }} />
      <LeftOut count={leftOut} />
      {of === 'creator' && nobody && (
        <p className="mt-3 max-w-prose text-sm">
          <Trans>
            Own sales, which no creator brought: {net} net GMV, of which {left} is left.
          </Trans>
        </p>
      )}
    </>
  )
}

const nameCell = ({ id, name }: ReportProduct, without: string): ReactNode =>
  id === '' ? <i className="font-normal">{without}</i> : <Name {...{ id, name }} />

export const ProductsTable = ({ content, notes }: { content: ReportContent; notes: Notes }): ReactNode => {
  const { t } = useLingui()
  const texts = useTexts(content.client.currency)
  const { rows, leftOut } = content.products
  if (rows.length === 0)
    return (
      <Nothing>
        <Trans>Nothing was sold in this time.</Trans>
      </Nothing>
    )
  const columns: Column<ReportProduct>[] = [
    {
      ...{ key: 'name', head: t`Product` },
      cell: (row) => nameCell(row, t`Without an id`),
    },
    {
      key: 'net',
      head: (
        <>
          {t`Net GMV`} <NoteMark notes={notes} metricId="sales_net_gmv" />
        </>
      ),
      cell: ({ netGmvMicro }) => texts.money(netGmvMicro),
    },
    {
      key: 'contribution',
      head: (
        <>
          {t`Contribution`} <NoteMark notes={notes} metricId="sales_contribution" />
        </>
      ),
      cell: ({ contributionMicro }) => texts.money(contributionMicro),
    },
    { key: 'margin', head: t`Margin`, cell: ({ margin }) => texts.share(margin) },
    { key: 'refunds', head: t`Refund rate`, cell: ({ refundRate }) => texts.share(refundRate) },
    { key: 'lines', head: t`Lines`, cell: ({ lines }) => texts.count(lines) },
  ]
  return (
    <>
      <ReportTable title={t`Products by contribution`} {...{ rows, columns }} />
      {leftOut > 0 && (
        <p className="mt-2 text-xs text-ink-soft">
          <Plural
            value={leftOut}
            one="# more that leaves less is left out."
            other="# more that leave less are left out."
          />
        </p>
      )}
    </>
  )
}
