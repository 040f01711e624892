import type { Comment } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useErrorText } from '#shared/api'
import { ListEnd } from '#shared/states'
import { Button, toast } from '#shared/ui'
import type { Surface } from '../told.ts'
import { CommentRow } from './comment-row.tsx'
import { useApproveComment, useDeleteComment, useHeld } from './queries.ts'

const HeldComment = ({ comment, surface }: { comment: Comment; surface: Surface }): ReactNode => {
  const { t } = useLingui()
  const errorText = useErrorText()
  const approve = useApproveComment(comment.postId)
  const remove = useDeleteComment(comment.postId, surface)
  const name = comment.author?.displayName ?? ''
  const onError = (error: unknown): void => toast(errorText(error))
  return (
    <li className="py-3">
      <CommentRow comment={comment}>
        <div className="mt-2 flex flex-wrap gap-2">
          <Button
            icon="check"
            className="min-h-11 px-4"
            aria-label={t`Let the comment of ${name} through`}
            busy={approve.isPending}
            onClick={() => approve.mutate(comment.commentId, { onError })}
          >
            <Trans>Let through</Trans>
          </Button>
          <Button
            look="danger"
            icon="trash"
            className="min-h-11 px-4"
            aria-label={t`Remove the comment of ${name}`}
            busy={remove.isPending}
            onClick={() => remove.mutate(comment.commentId, { onError })}
          >
            <Trans>Remove</Trans>
          </Button>
        </div>
      </CommentRow>
    </li>
  )
}

/** Comments that wait for the author of the post. */
export const HeldComments = ({ postId, surface }: { postId: string; surface: Surface }): ReactNode => {
  const { t } = useLingui()
  const list = useHeld(postId)
  return (
    <>
      <ul className="divide-y divide-line" aria-label={t`Comments that wait for you`}>
        {list.comments.map((comment) => (
          <HeldComment key={comment.commentId} {...{ comment, surface }} />
        ))}
      </ul>
      {list.isSuccess && list.comments.length === 0 && (
        <p role="status" className="py-6 text-center text-ink-soft">
          <Trans>Nothing waits for you.</Trans>
        </p>
      )}
      <ListEnd list={list} />
    </>
  )
}
