import type { ReactNode } from 'react'
import type { IconName } from '#shared/ui'
import { Icon } from '#shared/ui'

/** A line of a list of things to do, over the whole width. */
export const Choice = (props: {
  icon: IconName
  text: ReactNode
  hint?: ReactNode
  busy: boolean
  /** Of a line that opens something below itself. */
  open?: boolean
  onClick: () => void
}): ReactNode => (
  <li>
    <button
      type="button"
      disabled={props.busy}
      aria-expanded={props.open}
      onClick={props.onClick}
      className="flex min-h-14 w-full items-center gap-4 rounded-md px-3 py-2 text-start transition hover:bg-raised disabled:opacity-50"
    >
      <Icon name={props.icon} className="size-6 shrink-0" />
      <span className="grid">
        <span className="font-semibold">{props.text}</span>
        {props.hint && <span className="text-xs text-ink-soft">{props.hint}</span>}
      </span>
    </button>
  </li>
)
