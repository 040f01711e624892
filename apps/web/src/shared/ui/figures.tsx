import type { ReactNode } from 'react'
import { classes } from './classes.ts'

export interface Figure {
  readonly label: string
  readonly value: ReactNode
  /** What stands behind it, in small. */
  readonly note?: ReactNode
}

const columns = { 2: '', 3: 'sm:grid-cols-3', 4: 'sm:grid-cols-4' } as const

/** A few numbers side by side, each under its name. */
export const Figures = (props: { figures: readonly Figure[]; across?: 2 | 3 | 4 }): ReactNode => (
  <dl
    className={classes(
      'card grid grid-cols-2 gap-px overflow-hidden bg-line',
      columns[props.across ?? 4],
      // An odd last one has the whole line, so that no empty square stands beside it.
      props.figures.length % 2 === 1 && '[&>div:last-child]:col-span-2 sm:[&>div:last-child]:col-span-1',
    )}
  >
    {props.figures.map(({ label, value, note }) => (
      <div key={label} className="min-w-0 bg-surface p-4 sm:p-5">
        <dt className="text-sm font-semibold text-ink-soft">{label}</dt>
        <dd className="mt-1.5 font-display text-lg font-bold wrap-anywhere tabular-nums sm:text-2xl">
          {value}
        </dd>
        {note && <dd className="mt-1 text-xs text-ink-soft">{note}</dd>}
      </div>
    ))}
  </dl>
)
