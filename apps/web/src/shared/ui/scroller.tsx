import type { ReactNode } from 'react'

/** What may be wider or longer than its place: it is scrolled by arrow keys, too. */
export const Scroller = (props: { label: string; className?: string; children: ReactNode }): ReactNode => (
  <div
    role="group"
    aria-label={props.label}
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    tabIndex={0}
    className={`overflow-auto ${props.className ?? ''}`}
  >
    {props.children}
  </div>
)
