import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { percent } from '#shared/format'

interface ShareRow {
  readonly key: string
  readonly name: string
  readonly meaning: string
  /** Null: not measured. */
  readonly share: number | null
}

/** Shares as bars, each with its words; the longest bar fills its line. */
export const ShareList = ({ rows }: { rows: readonly ShareRow[] }): ReactNode => {
  const { i18n } = useLingui()
  const largest = Math.max(...rows.map(({ share }) => share ?? 0))
  return (
    <ul className="card divide-y divide-line px-5">
      {rows.map(({ key, name, meaning, share }) => (
        <li key={key} className="grid gap-1.5 py-3.5">
          <div className="flex items-baseline justify-between gap-4">
            <span className="text-sm font-semibold">{name}</span>
            <span className="shrink-0 text-sm tabular-nums">
              {share === null ? (
                <span className="text-ink-soft">
                  <Trans>not measured yet</Trans>
                </span>
              ) : (
                percent(share, i18n.locale)
              )}
            </span>
          </div>
          <div aria-hidden="true" className="h-2 overflow-hidden rounded-full bg-raised">
            {share !== null && largest > 0 && (
              <div
                className="h-full rounded-full bg-bottle"
                style={{ width: `${(share / largest) * 100}%` }}
              />
            )}
          </div>
          <p className="text-xs text-ink-soft">{meaning}</p>
        </li>
      ))}
    </ul>
  )
}
