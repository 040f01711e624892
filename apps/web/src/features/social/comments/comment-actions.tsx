import type { Comment } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useId, useState } from 'react'
import { useMe } from '#features/auth'
import { useErrorText } from '#shared/api'
import { compactNumber } from '#shared/format'
import { asSearch } from '#shared/posting'
import { classes, Icon, toast, type IconName } from '#shared/ui'
import type { Surface } from '../told.ts'
import { useDeleteComment, useHeartComment, useLikeComment, usePinComment } from './queries.ts'

/** What the sheet around a comment does for it. */
export interface CommentDesk {
  readonly surface: Surface
  readonly pass: (work: () => void) => void
  readonly fail: (error: unknown) => void
  readonly onReply: (comment: Comment) => void
  readonly onEdit: (comment: Comment) => void
  readonly onReport: (comment: Comment) => void
  readonly onGo: () => void
}

const small =
  'inline-flex min-h-11 min-w-9 items-center justify-center gap-1.5 rounded-full px-2 text-xs font-semibold ' +
  'transition hover:bg-raised disabled:opacity-50'

const Small = (props: {
  icon?: IconName
  label: ReactNode
  name?: string
  pressed?: boolean
  expanded?: boolean
  controls?: string
  busy?: boolean
  onClick: () => void
}): ReactNode => (
  <button
    type="button"
    aria-label={props.name}
    aria-pressed={props.pressed}
    aria-expanded={props.expanded}
    aria-controls={props.controls}
    disabled={props.busy}
    onClick={props.onClick}
    className={classes(small, props.pressed ? 'text-curtain-text' : 'text-ink-soft hover:text-ink')}
  >
    {props.icon && <Icon name={props.icon} filled={props.pressed ?? false} className="size-4.5" />}
    {props.label}
  </button>
)

/** What is needed less often. */
const MoreActions = ({ comment, desk }: { comment: Comment; desk: CommentDesk }): ReactNode => {
  const { t } = useLingui()
  const me = useMe()
  const errorText = useErrorText()
  const remove = useDeleteComment(comment.postId, desk.surface)
  const pin = usePinComment(comment.postId)
  const { can } = comment
  return (
    <>
      {can.edit && <Small icon="pen" label={<Trans>Change</Trans>} onClick={() => desk.onEdit(comment)} />}
      {comment.state === 'shown' && me && (
        <Link
          to="/upload"
          search={asSearch({ soundId: null, answers: comment })}
          onClick={desk.onGo}
          className={classes(small, 'text-ink-soft hover:text-ink')}
        >
          <Icon name="film" className="size-4.5" />
          <Trans>Answer with a video</Trans>
        </Link>
      )}
      {can.pin && (
        <Small
          icon="pin"
          label={comment.pinned ? <Trans>Unpin</Trans> : <Trans>Pin</Trans>}
          busy={pin.isPending}
          onClick={() =>
            pin.mutate({ comment, on: !comment.pinned }, { onError: (error) => toast(errorText(error)) })
          }
        />
      )}
      {comment.author !== null && comment.author.personId !== me?.personId && (
        <Small
          icon="alert"
          label={<Trans>Report</Trans>}
          name={t`Report the comment of ${comment.author.displayName}`}
          onClick={() => desk.pass(() => desk.onReport(comment))}
        />
      )}
      {can.delete && (
        <Small
          icon="trash"
          label={<Trans>Remove</Trans>}
          name={t`Remove the comment of ${comment.author?.displayName ?? ''}`}
          busy={remove.isPending}
          onClick={() =>
            remove.mutate(comment.commentId, {
              onSuccess: () => toast(t`The comment was removed`),
              onError: (error) => toast(errorText(error)),
            })
          }
        />
      )}
    </>
  )
}

/** What can be done about a comment: like and answer at once, the rest behind one more tap. */
export const CommentActions = ({ comment, desk }: { comment: Comment; desk: CommentDesk }): ReactNode => {
  const { t, i18n } = useLingui()
  const [open, setOpen] = useState(false)
  const moreId = useId()
  const like = useLikeComment(desk.surface)
  const heart = useHeartComment()
  const name = comment.author?.displayName ?? ''
  const likes = compactNumber(comment.likes, i18n.locale)
  const isShown = comment.state === 'shown'
  return (
    <div className="-ms-2">
      <div className="flex flex-wrap items-center">
        {isShown && (
          <Small
            icon="heart"
            label={comment.likes === 0 ? <Trans>Like</Trans> : likes}
            name={t`Like the comment of ${name}, ${likes}`}
            pressed={comment.likedByMe}
            onClick={() =>
              desk.pass(() => like.mutate({ comment, on: !comment.likedByMe }, { onError: desk.fail }))
            }
          />
        )}
        {isShown && (
          <Small
            icon="reply"
            label={<Trans>Reply</Trans>}
            name={t`Reply to ${name}`}
            onClick={() => desk.pass(() => desk.onReply(comment))}
          />
        )}
        {comment.can.heart ? (
          <Small
            icon="heart"
            label={<Trans>Heart</Trans>}
            name={t`Heart for the comment of ${name}`}
            pressed={comment.likedByCreator}
            onClick={() => heart.mutate({ comment, on: !comment.likedByCreator }, { onError: desk.fail })}
          />
        ) : (
          comment.likedByCreator && (
            <span className="inline-flex items-center gap-1.5 px-2 text-xs font-semibold text-curtain-text">
              <Icon name="heart" filled className="size-4.5" />
              <Trans>From the creator</Trans>
            </span>
          )
        )}
        <Small
          icon="more"
          label={null}
          name={t`More about the comment of ${name}`}
          expanded={open}
          controls={moreId}
          onClick={() => setOpen(!open)}
        />
      </div>
      <div id={moreId} className="flex flex-wrap items-center" hidden={!open}>
        {open && <MoreActions {...{ comment, desk }} />}
      </div>
    </div>
  )
}
