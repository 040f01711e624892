import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useId, useMemo } from 'react'
import { buttonClass, Icon } from '#shared/ui'

/** A file made here: nothing is asked of the server again. */
export const CsvLink = ({ name, content }: { name: string; content: string }): ReactNode => {
  const href = useMemo(() => `data:text/csv;charset=utf-8,${encodeURIComponent(content)}`, [content])
  return (
    <a href={href} download={`${name}.csv`} className={buttonClass('quiet', 'px-3')}>
      <Icon name="share" className="size-5" />
      <Trans>As CSV</Trans>
    </a>
  )
}

export interface ChartTable {
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

const Table = ({ head, rows, title }: ChartTable & { title: string }): ReactNode => (
  <div className="max-h-96 overflow-auto rounded-md border border-line">
    <table className="w-full text-start tabular-nums">
      <caption className="sr-only">{title}</caption>
      <thead className="sticky top-0 bg-raised">
        <tr>
          {head.map((word, column) => (
            <th key={word} scope="col" className={`px-4 py-2 ${column === 0 ? 'text-start' : 'text-end'}`}>
              {word}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(([first, ...rest]) => (
          <tr key={first} className="border-t border-line">
            <th scope="row" className="px-4 py-2 text-start font-normal">
              {first}
            </th>
            {rest.map((text, column) => (
              <td key={head[column + 1]} className="px-4 py-2 text-end whitespace-nowrap">
                {text}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
)

export interface ChartCardProps {
  /** What it shows. */
  readonly name: string
  /** What was found, as a sentence. */
  readonly finding: string
  readonly children: ReactNode
  /** The same numbers as text; left out where the chart is a table itself. */
  readonly table?: ChartTable
  readonly csv: { readonly name: string; readonly content: string }
  /** What stands behind the numbers. */
  readonly behind: ReactNode
}

/** A chart with what it found, its table and what stands behind it. */
export const ChartCard = ({ name, finding, children, table, csv, behind }: ChartCardProps): ReactNode => {
  const id = useId()
  return (
    <figure aria-labelledby={id} className="card min-w-0 p-4 sm:p-6">
      <p className="text-sm text-ink-soft">{name}</p>
      <h3 id={id} className="mt-1 mb-3 text-lg">
        {finding}
      </h3>
      {children}
      <figcaption className="mt-4 grid gap-1 border-t border-line pt-2 text-sm">
        {table && (
          <details>
            <summary className="min-h-11 content-center font-semibold">
              <Trans>Show as a table</Trans>
            </summary>
            <Table {...table} title={name} />
          </details>
        )}
        <details>
          <summary className="min-h-11 content-center font-semibold">
            <Trans>What stands behind it</Trans>
          </summary>
          <div className="grid gap-8 py-2 lg:grid-cols-2">{behind}</div>
        </details>
        <div className="-ms-3">
          <CsvLink {...csv} />
        </div>
      </figcaption>
    </figure>
  )
}
