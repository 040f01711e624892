import type { Author } from '@busker/contract'
import { useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { wallMs } from '#shared/clock'
import { timeAgo } from '#shared/format'
import { Avatar, classes } from '#shared/ui'

/** One comment: who, when, what, and what can be done about it. */
export const CommentRow = (props: {
  author: Author
  text: string
  /** Null while it is on its way. */
  createdAt: string | null
  children?: ReactNode
}): ReactNode => {
  const { t, i18n } = useLingui()
  const { author, createdAt } = props
  return (
    <li className={classes('flex gap-3 py-3', createdAt === null && 'opacity-60')}>
      <Avatar handle={author.handle} name={author.displayName} className="size-9 text-sm" />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-baseline gap-x-2 text-xs text-ink-soft">
          <Link
            to="/@{$handle}"
            params={{ handle: author.handle }}
            className="max-w-full truncate text-sm font-bold text-ink hover:underline"
          >
            <bdi>{author.displayName}</bdi>
          </Link>
          {createdAt === null ? (
            t`Sending`
          ) : (
            <time dateTime={createdAt}>{timeAgo(createdAt, wallMs(), i18n.locale)}</time>
          )}
        </p>
        <p dir="auto" className="mt-0.5 text-sm break-words whitespace-pre-line">
          {props.text}
        </p>
      </div>
      {props.children}
    </li>
  )
}
