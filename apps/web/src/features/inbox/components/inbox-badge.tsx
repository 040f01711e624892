import { Plural } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useInboxState } from '../queries.ts'

const most = 99

/** The number of what is new, beside the name of the inbox; nothing at night and when nothing is. */
const InboxBadge = (): ReactNode => {
  const { data: state } = useInboxState()
  if (!state || state.isQuiet || state.unread === 0) return null
  return (
    <span className="grid min-w-5 place-items-center rounded-full bg-curtain px-1.5 text-2xs leading-5 font-bold text-on-curtain tabular-nums">
      <span aria-hidden="true">{state.unread > most ? `${most}+` : state.unread}</span>
      <span className="sr-only">
        <Plural value={state.unread} one="# new" other="# new" />
      </span>
    </span>
  )
}

export default InboxBadge
