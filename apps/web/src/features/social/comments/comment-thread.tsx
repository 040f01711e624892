import type { Comment } from '@busker/contract'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { ListEnd } from '#shared/states'
import { Icon } from '#shared/ui'
import { CommentActions, type CommentDesk } from './comment-actions.tsx'
import { CommentRow } from './comment-row.tsx'
import { useReplies } from './queries.ts'

const Replies = ({ comment, desk }: { comment: Comment; desk: CommentDesk }): ReactNode => {
  const { t } = useLingui()
  const list = useReplies(comment.postId, comment.commentId, true)
  const name = comment.author?.displayName
  return (
    <div className="ms-4 border-s-2 border-line ps-4">
      <ul aria-label={name === undefined ? t`Replies` : t`Replies to ${name}`}>
        {list.comments.map((reply) => (
          <li key={reply.commentId} className="pt-3">
            <CommentRow comment={reply} isReply onGo={desk.onGo}>
              <CommentActions comment={reply} desk={desk} />
            </CommentRow>
          </li>
        ))}
      </ul>
      <ListEnd list={list} />
    </div>
  )
}

/** A comment and, once asked for, what was answered. */
export const CommentThread = (props: {
  comment: Comment
  desk: CommentDesk
  /** Somebody here has just answered it. */
  opened: boolean
}): ReactNode => {
  const { comment, desk } = props
  const [wanted, setWanted] = useState<boolean | null>(null)
  const open = wanted ?? props.opened
  return (
    <li className="py-3">
      <CommentRow comment={comment} onGo={desk.onGo}>
        <CommentActions comment={comment} desk={desk} />
      </CommentRow>
      {(comment.replies > 0 || open) && (
        <button
          type="button"
          aria-expanded={open}
          onClick={() => setWanted(!open)}
          className="ms-9 inline-flex min-h-11 items-center gap-1.5 rounded-full px-3 text-xs font-bold text-curtain-text hover:bg-raised"
        >
          <Icon name={open ? 'up' : 'down'} className="size-4" />
          {open ? (
            <Trans>Hide replies</Trans>
          ) : (
            <Plural value={comment.replies} one="# reply" other="# replies" />
          )}
        </button>
      )}
      {open && <Replies {...{ comment, desk }} />}
    </li>
  )
}
