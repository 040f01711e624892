import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { useErrorText } from '#shared/api'
import { Button, buttonClass, Scroller } from '#shared/ui'
import { useRefusedLines } from '../import-queries.ts'
import { lineWords } from '../words.ts'

const cell = 'px-3 py-2 align-top'

const LineTable = ({ lines }: { lines: ReturnType<typeof useRefusedLines>['lines'] }): ReactNode => {
  const { t, i18n } = useLingui()
  return (
    <Scroller label={t`Lines that were not taken`} className="max-h-96 rounded-md border border-line">
      <table className="w-full text-xs">
        <caption className="sr-only">
          <Trans>Lines that were not taken</Trans>
        </caption>
        <thead className="bg-raised text-start">
          <tr>
            {[t`Line`, t`Column`, t`Value`, t`Why`].map((name) => (
              <th key={name} scope="col" className={`${cell} text-start font-semibold`}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {lines.map(({ ordinal, sheet, line, column, value, reason }) => (
            <tr key={ordinal}>
              <td className={`${cell} whitespace-nowrap tabular-nums`}>
                {sheet !== '' && <bdi className="text-ink-soft">{sheet} </bdi>}
                {line}
              </td>
              <td className={cell}>
                <bdi>{column}</bdi>
              </td>
              <td className={`${cell} max-w-56 break-all`}>
                <bdi>{value}</bdi>
              </td>
              <td className={`${cell} min-w-56`}>{i18n._(lineWords[reason])}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroller>
  )
}

/** Lines that were not taken, each with its reason, and the way to have them as a file. */
export const RefusedLines = ({ importId, count }: { importId: string; count: number }): ReactNode => {
  const errorText = useErrorText()
  const [isOpen, setOpen] = useState(false)
  const list = useRefusedLines(importId, isOpen)
  return (
    <details className="text-sm" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="w-fit cursor-pointer py-2 font-semibold text-alert">
        <Plural value={count} one="# line was not taken" other="# lines were not taken" />
      </summary>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-3 pt-1">
        {list.isPending && isOpen && <div className="skeleton h-16 rounded-md" />}
        {list.error && (
          <p role="alert" className="text-alert">
            {errorText(list.error)}
          </p>
        )}
        {list.lines.length > 0 && <LineTable lines={list.lines} />}
        <div className="flex flex-wrap gap-3">
          {list.hasNextPage && (
            <Button look="secondary" busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
              <Trans>Show more</Trans>
            </Button>
          )}
          <a href={`/v1/imports/${importId}/refused.csv`} download className={buttonClass('quiet', 'px-3')}>
            <Trans>Download as CSV</Trans>
          </a>
        </div>
      </div>
    </details>
  )
}
