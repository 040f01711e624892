import { Link, type LinkProps } from '@tanstack/react-router'
import type { ReactNode } from 'react'

const tab =
  'grid min-h-12 shrink-0 place-items-center whitespace-nowrap border-b-[3px] border-transparent px-4 text-sm font-semibold text-ink-soft hover:text-ink ' +
  'aria-[current=page]:border-curtain aria-[current=page]:text-ink'

export interface Tab {
  readonly to: NonNullable<LinkProps['to']>
  readonly name: string
  /** The page of this tab has others below it that have tabs of their own. */
  readonly exact?: boolean
}

/** The pages that belong together. */
export const Tabs = (props: { label: string; tabs: readonly Tab[] }): ReactNode => (
  <nav aria-label={props.label} className="-mt-2 mb-7 flex overflow-x-auto border-b border-line print:hidden">
    {props.tabs.map(({ to, name, exact }) => (
      <Link key={to} to={to} activeOptions={{ exact: exact ?? false }} className={tab}>
        {name}
      </Link>
    ))}
  </nav>
)
