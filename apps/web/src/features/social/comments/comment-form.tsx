import type { Comment } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import type { FormEvent, ReactNode } from 'react'
import { useEffect, useRef, useState } from 'react'
import { uuidv7 } from '#shared/clock'
import { Button, IconButton, toast } from '#shared/ui'
import type { CommentDesk } from './comment-actions.tsx'
import { useEditComment, type Draft, type useWriteComment } from './queries.ts'

const longestComment = 500

/** What is being written: a comment, an answer, or other words for one. */
export type Writing =
  | { readonly kind: 'new' }
  | { readonly kind: 'reply' | 'edit'; readonly comment: Comment }

const Heading = (props: { writing: Writing; onCancel: () => void }): ReactNode => {
  const { t } = useLingui()
  const { writing } = props
  if (writing.kind === 'new') return null
  const name = writing.comment.author?.displayName
  return (
    <p className="flex items-center justify-between gap-2 text-xs font-semibold text-ink-soft">
      {writing.kind === 'edit' ? (
        <Trans>You change your comment</Trans>
      ) : (
        <span>
          <Trans>
            You answer <bdi>{name}</bdi>
          </Trans>
        </span>
      )}
      <IconButton icon="close" label={t`Write a new comment instead`} onClick={props.onCancel} />
    </p>
  )
}

/** The one place to write: what is sent shows at once, and comes back into the field when it could not be. */
export const CommentForm = (props: {
  postId: string
  writing: Writing
  desk: CommentDesk
  write: ReturnType<typeof useWriteComment>
  onDone: (comment: Comment, writing: Writing) => void
  onCancel: () => void
}): ReactNode => {
  const { t } = useLingui()
  const { writing, desk, write } = props
  const edit = useEditComment(props.postId, desk.surface)
  const field = useRef<HTMLTextAreaElement>(null)
  const [text, setText] = useState(writing.kind === 'edit' ? writing.comment.text : '')
  const [failed, setFailed] = useState<Draft | null>(null)
  useEffect(() => {
    if (writing.kind !== 'new') field.current?.focus()
  }, [writing])
  const wanted = text.trim()
  const busy = write.isPending || edit.isPending

  const send = (): void => {
    const answersId = writing.kind === 'reply' ? writing.comment.commentId : undefined
    // The answer may have been lost on its way: the same words go out under the same id.
    const commentId = failed?.text === wanted ? failed.commentId : uuidv7()
    const draft = { commentId, text: wanted, ...(answersId && { answersId }) }
    setText('')
    write.mutate(draft, {
      onSuccess: ({ comment }) => {
        if (comment.state === 'held') toast(t`Your comment waits for the author of the video`)
        props.onDone(comment, writing)
      },
      // What was written is not lost: it stands in the field again.
      onError: (error) => {
        setText(wanted)
        setFailed(draft)
        desk.fail(error)
      },
    })
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (wanted === '' || busy) return
    desk.pass(() => {
      if (writing.kind !== 'edit') return send()
      edit.mutate(
        { commentId: writing.comment.commentId, text: wanted },
        {
          onSuccess: ({ comment }) => {
            setText('')
            props.onDone(comment, writing)
          },
          onError: desk.fail,
        },
      )
    })
  }
  return (
    <form onSubmit={submit} className="grid gap-1">
      <Heading writing={writing} onCancel={props.onCancel} />
      <div className="flex items-end gap-2">
        <textarea
          ref={field}
          aria-label={writing.kind === 'reply' ? t`Your reply` : t`Your comment`}
          placeholder={t`Say something kind or useful`}
          rows={2}
          maxLength={longestComment}
          value={text}
          onChange={(event) => setText(event.target.value)}
          className="field min-w-0 flex-1 resize-none"
        />
        <Button type="submit" disabled={wanted === ''} busy={busy}>
          {writing.kind === 'edit' ? <Trans>Keep</Trans> : <Trans>Send</Trans>}
        </Button>
      </div>
    </form>
  )
}
