import type { ReactNode } from 'react'
import { classes, Scroller } from '#shared/ui'

export interface Column<Row> {
  readonly key: string
  readonly head: string
  readonly render: (row: Row) => ReactNode
  /** Numbers stand at the end of their column. */
  readonly isNumber?: boolean
}

/** Rows of the books. The first column names the row. */
export const DataTable = <Row,>(props: {
  title: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  keyOf: (row: Row) => string
  /** What stands below everything, cell by cell. */
  foot?: readonly ReactNode[]
}): ReactNode => {
  const place = (column: Column<Row>): string => (column.isNumber ? 'text-end tabular-nums' : 'text-start')
  return (
    <Scroller label={props.title} className="relative rounded-md border border-line print:overflow-visible">
      <table className="w-full text-sm">
        <caption className="sr-only">{props.title}</caption>
        <thead className="bg-raised">
          <tr>
            {props.columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                className={classes('px-4 py-2.5 font-semibold whitespace-nowrap', place(column))}
              >
                {column.head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {props.rows.map((row) => (
            <tr key={props.keyOf(row)}>
              {props.columns.map((column, index) =>
                index === 0 ? (
                  <th
                    key={column.key}
                    scope="row"
                    className={classes('px-4 py-2.5 font-normal whitespace-nowrap', place(column))}
                  >
                    {column.render(row)}
                  </th>
                ) : (
                  <td key={column.key} className={classes('px-4 py-2.5 whitespace-nowrap', place(column))}>
                    {column.render(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
        {props.foot && (
          <tfoot className="border-t-2 border-line font-semibold">
            <tr>
              {props.columns.map((column, index) => (
                <td key={column.key} className={classes('px-4 py-2.5 whitespace-nowrap', place(column))}>
                  {props.foot?.[index]}
                </td>
              ))}
            </tr>
          </tfoot>
        )}
      </table>
    </Scroller>
  )
}
