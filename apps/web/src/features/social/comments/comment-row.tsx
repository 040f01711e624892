import type { Author, Comment } from '@busker/contract'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { wallMs } from '#shared/clock'
import { timeAgo } from '#shared/format'
import { Avatar, classes, Icon, Pill } from '#shared/ui'
import { CommentWords } from './comment-words.tsx'

/** A comment that is on its way. */
export interface Sending {
  readonly author: Author
  readonly text: string
}

const isSending = (comment: Comment | Sending): comment is Sending => !('commentId' in comment)

const NameLink = ({ author, onGo }: { author: Author; onGo?: (() => void) | undefined }): ReactNode => (
  <Link
    to="/@{$handle}"
    params={{ handle: author.handle }}
    {...(onGo && { onClick: onGo })}
    className="max-w-full truncate text-sm font-bold text-ink hover:underline"
  >
    <bdi>{author.displayName}</bdi>
  </Link>
)

/** What stands beside the name: since when, whether changed, and what the author of the post says of it. */
const Marks = ({ comment }: { comment: Comment }): ReactNode => {
  const { i18n } = useLingui()
  return (
    <>
      {comment.byCreator && (
        <Pill tone="good">
          <Trans>Creator</Trans>
        </Pill>
      )}
      <time dateTime={comment.createdAt}>{timeAgo(comment.createdAt, wallMs(), i18n.locale)}</time>
      {comment.editedAt !== null && (
        <span>
          <Trans>changed</Trans>
        </span>
      )}
      {comment.pinned && (
        <span className="inline-flex items-center gap-1 font-semibold text-curtain-text">
          <Icon name="pin" className="size-3.5" />
          <Trans>Pinned</Trans>
        </span>
      )}
    </>
  )
}

/** The videos that answer a comment. */
const VideoReplies = ({
  comment: { postId, commentId, videoReplies },
  onGo,
}: {
  comment: Comment
  onGo: (() => void) | undefined
}): ReactNode => {
  const { count, newest } = videoReplies
  if (count === 0) return null
  const look =
    'mt-1 inline-flex min-h-11 items-center gap-2 text-sm font-semibold text-curtain-text underline underline-offset-3'
  const go = onGo && { onClick: onGo }
  return count === 1 && newest !== null ? (
    <Link to="/p/$postId" params={{ postId: newest }} {...go} className={look}>
      <Icon name="film" className="size-4" />
      <Trans>Answered with a video</Trans>
    </Link>
  ) : (
    <Link
      to="/p/$postId/lineage"
      params={{ postId }}
      search={{ comment: commentId }}
      {...go}
      className={look}
    >
      <Icon name="film" className="size-4" />
      <Plural value={count} one="# video answers it" other="# videos answer it" />
    </Link>
  )
}

/** One comment: who, when, what, and what can be done about it. */
export const CommentRow = (props: {
  comment: Comment | Sending
  isReply?: boolean
  onGo?: () => void
  /** What can be done, below the words. */
  children?: ReactNode
}): ReactNode => {
  const { t } = useLingui()
  const { comment } = props
  const size = props.isReply ? 'size-7 text-xs' : 'size-9 text-sm'
  if (isSending(comment) || comment.author !== null) {
    const { author } = comment
    if (author === null) return null
    return (
      <div className={classes('flex gap-3', isSending(comment) && 'opacity-60')}>
        <Avatar handle={author.handle} name={author.displayName} picture={author.picture} className={size} />
        <div className="min-w-0 flex-1">
          <p className="flex flex-wrap items-center gap-x-2 text-xs text-ink-soft">
            <NameLink author={author} onGo={props.onGo} />
            {isSending(comment) ? t`Sending` : <Marks comment={comment} />}
          </p>
          <p dir="auto" className="mt-0.5 text-sm break-words whitespace-pre-line">
            {!isSending(comment) && comment.answers && (
              <span className="text-ink-soft">
                <bdi>@{comment.answers.handle}</bdi>{' '}
              </span>
            )}
            {isSending(comment) ? (
              comment.text
            ) : (
              <CommentWords text={comment.text} mentions={comment.mentions} />
            )}
          </p>
          {!isSending(comment) && comment.state === 'held' && (
            <p className="mt-1 flex items-center gap-1.5 text-xs font-semibold text-ink-soft">
              <Icon name="clock" className="size-4" />
              <Trans>Waits for the author of the video. Nobody else sees it yet.</Trans>
            </p>
          )}
          {!isSending(comment) && <VideoReplies comment={comment} onGo={props.onGo} />}
          {props.children}
        </div>
      </div>
    )
  }
  return (
    <div className="flex items-center gap-3 text-sm text-ink-soft italic">
      <span className={classes('shrink-0 rounded-full bg-raised', size)} aria-hidden="true" />
      <Trans>This comment was removed.</Trans>
    </div>
  )
}
