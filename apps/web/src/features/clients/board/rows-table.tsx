import { Plural } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { Button, classes, Scroller } from '#shared/ui'

export interface Column<Row> {
  readonly key: string
  readonly head: ReactNode
  readonly cell: (row: Row) => ReactNode
}

const firstShown = 20

const Body = <Row,>(props: {
  rows: readonly Row[]
  columns: readonly Column<Row>[]
  keyOf: (row: Row) => string
}): ReactNode => (
  <tbody>
    {props.rows.map((row) => (
      <tr key={props.keyOf(row)} className="border-t border-line align-top">
        {props.columns.map(({ key, cell }, index) =>
          index === 0 ? (
            <th key={key} scope="row" className="px-2 py-2.5 first:ps-3 last:pe-3 text-start font-semibold">
              {cell(row)}
            </th>
          ) : (
            <td key={key} className="px-2 py-2.5 text-end last:pe-3">
              {cell(row)}
            </td>
          ),
        )}
      </tr>
    ))}
  </tbody>
)

/** Rows in their order; a long list shows its first until all are asked for. Wider than a phone, it scrolls in itself. */
export const RowsTable = <Row,>(props: {
  title: string
  rows: readonly Row[]
  columns: readonly Column<Row>[]
  keyOf: (row: Row) => string
}): ReactNode => {
  const [showsAll, setShowsAll] = useState(false)
  const { title, rows, columns, keyOf } = props
  const more = rows.length - firstShown
  return (
    <>
      <Scroller label={title} className="rounded-md border border-line">
        <table className="w-full text-sm tabular-nums">
          <caption className="sr-only">{title}</caption>
          <thead className="bg-raised text-xs">
            <tr>
              {columns.map(({ key, head }, index) => (
                <th
                  key={key}
                  scope="col"
                  className={classes(
                    'px-2 py-2.5 first:ps-3 last:pe-3',
                    index === 0 ? 'text-start' : 'text-end',
                  )}
                >
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <Body rows={showsAll ? rows : rows.slice(0, firstShown)} columns={columns} keyOf={keyOf} />
        </table>
      </Scroller>
      {more > 0 && !showsAll && (
        <Button look="quiet" className="mt-2" onClick={() => setShowsAll(true)}>
          <Plural value={more} one="Show # more" other="Show # more" />
        </Button>
      )}
    </>
  )
}

/** An amount or share with what it may be beside it. */
export const WithRange = (props: { value: string; range: string | null; isBad?: boolean }): ReactNode => (
  <span className="grid justify-items-end gap-0.5">
    <span className={classes('whitespace-nowrap', props.isBad && 'font-semibold text-alert')}>
      {props.value}
    </span>
    {props.range !== null && <span className="text-2xs whitespace-nowrap text-ink-soft">{props.range}</span>}
  </span>
)
