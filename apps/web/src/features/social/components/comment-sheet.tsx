import type { Comment, PublishedPost } from '@busker/contract'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { FormEvent, ReactNode } from 'react'
import { useState } from 'react'
import { useMe } from '#features/auth'
import { useErrorText } from '#shared/api'
import { uuidv7 } from '#shared/clock'
import { Button, IconButton, Sheet, toast } from '#shared/ui'
import { useComments, useDeleteComment, useWriteComment, type Draft } from '../list-queries.ts'
import type { Surface } from '../told.ts'
import { useGate } from '../use-gate.ts'
import { AskToSignIn } from './ask-to-sign-in.tsx'
import { CommentRow } from './comment-row.tsx'
import { ListEnd } from '#shared/states'
import { ReportForm } from './report-form.tsx'

const longestComment = 500

type Writing = ReturnType<typeof useWriteComment>

const CommentForm = (props: { writing: Writing; gate: ReturnType<typeof useGate> }): ReactNode => {
  const { t } = useLingui()
  const { writing, gate } = props
  const [text, setText] = useState('')
  const [failed, setFailed] = useState<Draft | null>(null)
  const wanted = text.trim()
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (wanted === '' || writing.isPending) return
    gate.pass(() => {
      // The answer may have been lost on its way: the same words go out under the same id.
      const draft = failed?.text === wanted ? failed : { commentId: uuidv7(), text: wanted }
      setText('')
      writing.mutate(draft, {
        // What was written is not lost: it stands in the field again.
        onError: (error) => {
          setText(wanted)
          setFailed(draft)
          gate.fail(error)
        },
      })
    })
  }
  return (
    <form onSubmit={submit} className="flex items-end gap-2">
      <textarea
        aria-label={t`Your comment`}
        placeholder={t`Say something kind or useful`}
        rows={2}
        maxLength={longestComment}
        value={text}
        onChange={(event) => setText(event.target.value)}
        className="field min-w-0 flex-1 resize-none"
      />
      <Button type="submit" disabled={wanted === ''} busy={writing.isPending}>
        <Trans>Send</Trans>
      </Button>
    </form>
  )
}

const useRemoval = (post: PublishedPost, surface: Surface) => {
  const { t } = useLingui()
  const errorText = useErrorText()
  const remove = useDeleteComment(post.postId, surface)
  return (commentId: string): void =>
    remove.mutate(commentId, {
      onSuccess: () => toast(t`The comment was removed`),
      onError: (error) => toast(errorText(error)),
    })
}

/** The comments of a post, newest first, and the place to write one. */
const CommentSheet = (props: { post: PublishedPost; surface: Surface; onClose: () => void }): ReactNode => {
  const { t } = useLingui()
  const me = useMe()
  const gate = useGate()
  const { post, surface } = props
  const list = useComments(post.postId)
  const writing = useWriteComment(post.postId, surface)
  const remove = useRemoval(post, surface)
  const [reported, setReported] = useState<Comment | null>(null)
  const total = list.data?.pages[0]?.total ?? post.comments

  if (reported)
    return (
      <Sheet open title={t`Report this comment`} onClose={() => setReported(null)}>
        <ReportForm
          target={{ kind: 'comment', commentId: reported.commentId }}
          surface={surface}
          onClose={() => setReported(null)}
        />
      </Sheet>
    )
  if (gate.asks)
    return (
      <AskToSignIn
        title={t`Join in`}
        text={<Trans>For this you need an account. Sign in or make one, it takes a minute.</Trans>}
        onClose={gate.close}
      />
    )
  return (
    <Sheet
      open
      title={t`Comments`}
      description={<Plural value={total} one="# comment" other="# comments" />}
      onClose={props.onClose}
    >
      <CommentForm writing={writing} gate={gate} />
      <ul className="mt-4 divide-y divide-line" aria-label={t`Comments`}>
        {writing.isPending && me && <CommentRow author={me} text={writing.variables.text} createdAt={null} />}
        {list.comments.map((one) => (
          <CommentRow key={one.commentId} {...one}>
            {one.author.personId !== me?.personId && (
              <IconButton
                icon="alert"
                label={t`Report the comment of ${one.author.displayName}`}
                onClick={() => gate.pass(() => setReported(one))}
                className="shrink-0 text-ink-soft hover:bg-raised"
              />
            )}
            {one.can.delete && (
              <IconButton
                icon="trash"
                label={t`Remove the comment of ${one.author.displayName}`}
                onClick={() => remove(one.commentId)}
                className="shrink-0 text-ink-soft hover:bg-raised"
              />
            )}
          </CommentRow>
        ))}
      </ul>
      {list.isSuccess && list.comments.length === 0 && !writing.isPending && (
        <p className="py-6 text-center text-ink-soft">
          <Trans>Nobody has said anything yet.</Trans>
        </p>
      )}
      <ListEnd list={list} />
    </Sheet>
  )
}

export default CommentSheet
