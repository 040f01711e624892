import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import type { Change } from '@busker/metrics'
import { moversOf } from './movers.ts'
import type { Texts } from './texts.ts'

/** What changed against the period before, in a sentence: only what chance alone does not explain. */
export const ChangeLine = <Row extends { readonly id: string; readonly change: Change }>(props: {
  rows: readonly Row[]
  nameOf: (row: Row) => string
  texts: Texts
  /** Without a period before there is no change. */
  isTold: boolean
}): ReactNode => {
  const { rows, nameOf, texts, isTold } = props
  const { risen, fallen } = moversOf(rows)
  const [up, down] = [risen, fallen].map((row) =>
    row === null ? null : { name: nameOf(row), amount: texts.money(Math.abs(row.change.delta)) },
  )
  if (rows.length === 0 || !isTold) return null
  return (
    <p className="mb-3 max-w-prose text-sm">
      {up && (
        <Trans>
          Against the time before, {up.name} rose most: {up.amount} more (95% sure).
        </Trans>
      )}{' '}
      {down && (
        <Trans>
          Against the time before, {down.name} fell most: {down.amount} less (95% sure).
        </Trans>
      )}
      {!up && !down && <Trans>Against the time before none changed by more than chance explains.</Trans>}
    </p>
  )
}
