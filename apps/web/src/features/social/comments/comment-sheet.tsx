import type { Comment, Commenters, PublishedPost } from '@busker/contract'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { useMe } from '#features/auth'
import { ListEnd } from '#shared/states'
import { Button, classes, IconButton, Sheet } from '#shared/ui'
import { AskToSignIn } from '../components/ask-to-sign-in.tsx'
import { ReportForm } from '../components/report-form.tsx'
import type { Surface } from '../told.ts'
import { useGate } from '../use-gate.ts'
import type { CommentDesk } from './comment-actions.tsx'
import { CommentForm, type Writing } from './comment-form.tsx'
import { CommentRow } from './comment-row.tsx'
import { CommentThread } from './comment-thread.tsx'
import { HeldComments } from './held-comments.tsx'
import { useComments, useLedTo, useWriteComment, type Sort } from './queries.ts'
import { RulesForm } from './rules-form.tsx'

const SortChoice = (props: { sort: Sort; onChange: (sort: Sort) => void }): ReactNode => {
  const { t } = useLingui()
  return (
    <div role="group" aria-label={t`Order`} className="inline-flex rounded-full bg-raised p-1">
      {(['top', 'newest'] as const).map((sort) => (
        <button
          key={sort}
          type="button"
          aria-pressed={props.sort === sort}
          onClick={() => props.onChange(sort)}
          className={classes(
            'min-h-9 rounded-full px-4 text-xs font-bold',
            props.sort === sort ? 'bg-surface text-ink shadow-sm' : 'text-ink-soft hover:text-ink',
          )}
        >
          {sort === 'top' ? <Trans>Top</Trans> : <Trans>Newest</Trans>}
        </button>
      ))}
    </div>
  )
}

/** Why there is no place to write. */
const Quiet = ({ who }: { who: Commenters }): ReactNode => (
  <p className="rounded-md bg-raised p-4 text-sm text-ink-soft">
    {who === 'nobody' ? (
      <Trans>The author of this video has switched comments off.</Trans>
    ) : (
      <Trans>Only people who follow the author can comment here.</Trans>
    )}
  </p>
)

const CreatorButtons = (props: { held: number; onHeld: () => void; onRules: () => void }): ReactNode => {
  const { t } = useLingui()
  return (
    <>
      {props.held > 0 && (
        <Button look="limelight" icon="clock" className="min-h-11 px-4" onClick={props.onHeld}>
          <Plural value={props.held} one="# waits for you" other="# wait for you" />
        </Button>
      )}
      <IconButton
        icon="settings"
        label={t`Who may comment`}
        onClick={props.onRules}
        className="ms-auto text-ink-soft hover:bg-raised"
      />
    </>
  )
}

type Step = { kind: 'list' | 'held' | 'rules' } | { kind: 'report'; comment: Comment }

/** What stands over the list for a while; closing it leads back. */
const SideStep = (props: {
  step: Step
  post: PublishedPost
  surface: Surface
  onClose: () => void
}): ReactNode => {
  const { t } = useLingui()
  const { step, onClose, surface } = props
  const { postId } = props.post
  switch (step.kind) {
    case 'list':
      return null
    case 'held':
      return (
        <Sheet open title={t`Comments that wait for you`} onClose={onClose}>
          <HeldComments {...{ postId, surface }} />
        </Sheet>
      )
    case 'rules':
      return (
        <Sheet open title={t`Who may comment`} onClose={onClose}>
          <RulesForm postId={postId} onDone={onClose} />
        </Sheet>
      )
    case 'report':
      return (
        <Sheet open title={t`Report this comment`} onClose={onClose}>
          <ReportForm
            target={{ kind: 'comment', commentId: step.comment.commentId }}
            surface={surface}
            onClose={onClose}
          />
        </Sheet>
      )
  }
}

/** What somebody has just written stands first, wherever its order would put it. */
const withFresh = (
  fresh: readonly Comment[],
  list: { readonly comments: readonly Comment[]; readonly hasNextPage: boolean },
): Comment[] => {
  const { comments } = list
  const known = new Map(comments.map((one) => [one.commentId, one]))
  const isFurther = (one: Comment): boolean => one.parentId === null && list.hasNextPage
  const mine = fresh.flatMap((one) => known.get(one.commentId) ?? (isFurther(one) ? [one] : []))
  const pinned = comments.filter((one) => one.pinned)
  return [...new Set([...pinned, ...mine, ...comments])]
}

/** The comments of a post in threads, and the place to write one. */
const CommentSheet = (props: {
  post: PublishedPost
  surface: Surface
  /** The comment that somebody comes for. */
  commentId?: string | null
  onClose: () => void
}): ReactNode => {
  const { t } = useLingui()
  const me = useMe()
  const gate = useGate()
  const { post, surface } = props
  const { postId } = post
  const [sort, setSort] = useState<Sort>('top')
  const [step, setStep] = useState<Step>({ kind: 'list' })
  const [writing, setWriting] = useState<Writing>({ kind: 'new' })
  const [fresh, setFresh] = useState<Comment[]>([])
  const list = useComments(postId, sort)
  const led = useLedTo(postId, props.commentId ?? null)
  const write = useWriteComment({ postId, personId: post.author.personId }, surface)
  const first = list.data?.pages[0]
  const total = first?.total ?? post.comments
  const desk: CommentDesk = {
    ...{ surface, pass: gate.pass, fail: gate.fail, onGo: props.onClose },
    onReply: (comment) => setWriting({ kind: 'reply', comment }),
    onEdit: (comment) => setWriting({ kind: 'edit', comment }),
    onReport: (comment) => setStep({ kind: 'report', comment }),
  }
  const done = (comment: Comment, { kind }: Writing): void => {
    setWriting({ kind: 'new' })
    if (kind !== 'edit') setFresh((before) => [comment, ...before])
  }

  if (step.kind !== 'list')
    return <SideStep {...{ step, post, surface, onClose: () => setStep({ kind: 'list' }) }} />
  if (gate.asks)
    return (
      <AskToSignIn
        title={t`Join in`}
        text={<Trans>For this you need an account. Sign in or make one, it takes a minute.</Trans>}
        onClose={gate.close}
      />
    )
  const draft = write.isPending ? write.variables : null
  return (
    <Sheet
      open
      title={t`Comments`}
      description={<Plural value={total} one="# comment" other="# comments" />}
      onClose={props.onClose}
    >
      {first?.mayWrite === false && me !== null ? (
        <Quiet who={first.who} />
      ) : (
        <CommentForm
          key={writing.kind === 'new' ? 'new' : `${writing.kind} ${writing.comment.commentId}`}
          {...{ postId, writing, desk, write, onDone: done }}
          onCancel={() => setWriting({ kind: 'new' })}
        />
      )}
      <div className="mt-4 flex flex-wrap items-center gap-2">
        <SortChoice sort={sort} onChange={setSort} />
        {typeof first?.held === 'number' && (
          <CreatorButtons
            held={first.held}
            onHeld={() => setStep({ kind: 'held' })}
            onRules={() => setStep({ kind: 'rules' })}
          />
        )}
      </div>
      <ul className="mt-2 divide-y divide-line" aria-label={t`Comments`}>
        {draft && me && (
          <li className="py-3">
            <CommentRow comment={{ author: me, text: draft.text }} />
          </li>
        )}
        {withFresh(led ? [...fresh, led.parent ?? led.comment] : fresh, list).map((comment) => (
          <CommentThread
            key={comment.commentId}
            {...{ comment, desk }}
            opened={
              led?.parent?.commentId === comment.commentId ||
              fresh.some(({ parentId }) => parentId === comment.commentId)
            }
          />
        ))}
      </ul>
      {list.isSuccess && list.comments.length === 0 && !write.isPending && (
        <p className="py-6 text-center text-ink-soft">
          <Trans>Nobody has said anything yet.</Trans>
        </p>
      )}
      <ListEnd list={list} />
    </Sheet>
  )
}

export default CommentSheet
