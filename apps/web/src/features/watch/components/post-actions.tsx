import type { PublishedPost, Slot } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { lazy, Suspense, useCallback, useContext, useState } from 'react'
import { useMe } from '#features/auth'
import {
  AskToSignIn,
  CommentSheet,
  MoreSheet,
  ShareSheet,
  useCommentCount,
  useFollow,
  useGate,
  useLike,
  useSave,
} from '#features/social'
import { compactNumber } from '#shared/format'
import { useKeys } from '#shared/keys'
import { servedId } from '#shared/offline'
import type { IconName } from '#shared/ui'
import { classes, Icon } from '#shared/ui'
import { StageActive } from './stage-active.ts'

const WhySheet = lazy(() => import('../why/why-sheet.tsx'))

const pill =
  'inline-flex min-h-11 min-w-11 items-center justify-center gap-1.5 rounded-full bg-[#120a0d80] px-2.5 text-sm font-bold ' +
  'transition active:scale-95 hover:bg-[#120a0dcc] lg:min-h-12 lg:gap-2 lg:border-[1.5px] lg:border-line lg:bg-surface ' +
  'lg:px-4 lg:hover:border-ink-soft lg:hover:bg-surface'

/** A pill with a number. What can be read is part of the name, so that "click Like 12" works by voice, too. */
const Counted = (props: {
  icon: IconName
  name: ReactNode
  count: number
  pressed?: boolean
  onClick: () => void
}): ReactNode => {
  const { i18n } = useLingui()
  const on = props.pressed === true
  return (
    <button
      type="button"
      aria-pressed={props.pressed}
      onClick={props.onClick}
      className={classes(pill, on && 'text-[#ff8b6f] lg:text-curtain-text')}
    >
      <span key={String(on)} className={on ? 'animate-pop' : ''}>
        <Icon name={props.icon} filled={on} className="size-6" />
      </span>
      <span className="sr-only">{props.name}</span>
      <span className="tabular-nums">{compactNumber(props.count, i18n.locale)}</span>
    </button>
  )
}

const Plain = (props: {
  icon: IconName
  label: string
  pressed?: boolean
  onClick: () => void
}): ReactNode => (
  <button
    type="button"
    aria-label={props.label}
    aria-pressed={props.pressed}
    title={props.label}
    onClick={props.onClick}
    className={classes(pill, props.pressed && 'text-limelight lg:text-curtain-text')}
  >
    <Icon name={props.icon} filled={props.pressed ?? false} className="size-6" />
  </button>
)

/** Why it needs an account, in the words of what was wanted. */
const SignInFirst = (props: { wanted: 'like' | 'other'; onClose: () => void }): ReactNode => {
  const { t } = useLingui()
  return props.wanted === 'like' ? (
    <AskToSignIn
      title={t`Like it? Say so.`}
      text={<Trans>Likes belong to a person. Sign in or make an account, it takes a minute.</Trans>}
      onClose={props.onClose}
    />
  ) : (
    <AskToSignIn
      title={t`Join in`}
      text={<Trans>For this you need an account. Sign in or make one, it takes a minute.</Trans>}
      onClose={props.onClose}
    />
  )
}

type KeyWork = Record<'like' | 'comments' | 'save' | 'follow', () => void>

/** The keys of the post on the screen. It stands alone, so that a swipe draws only this anew. */
const PostKeys = (work: KeyWork): null => {
  useKeys('post', work, useContext(StageActive))
  return null
}

/** Like, comment, save, share, why and more, and for the author the way to the numbers. */
export const PostActions = (props: { post: PublishedPost; slot: Slot | null }): ReactNode => {
  const { t } = useLingui()
  const { post, slot } = props
  const surface = slot ? 'feed' : 'post'
  const me = useMe()
  const gate = useGate()
  const like = useLike(post, surface)
  const save = useSave(post, surface)
  const follow = useFollow(post.author, { followedByMe: post.followedByMe, surface })
  const comments = useCommentCount(post)
  // The address of a post may lead to one of its comments.
  const [commentId] = useState(() => (slot ? null : new URLSearchParams(location.search).get('comment')))
  const [open, setOpen] = useState<'why' | 'comments' | 'share' | 'more' | null>(
    commentId === null ? null : 'comments',
  )
  const [wanted, setWanted] = useState<'like' | 'other'>('other')
  const close = (): void => setOpen(null)
  const { pass, fail } = gate
  const { mutate: setLiked } = like.change
  const { likedByMe } = like.state
  const { savedByMe } = save.state

  const toggleLike = useCallback(() => {
    setWanted('like')
    pass(() => setLiked(!likedByMe, { onError: fail }))
  }, [pass, fail, setLiked, likedByMe])
  const withAccount = (work: () => void): void => {
    setWanted('other')
    pass(work)
  }
  const askForAccount = (): void => {
    close()
    setWanted('other')
    gate.ask()
  }
  const toggleSave = (): void => withAccount(() => save.change.mutate(!savedByMe, { onError: fail }))
  const isOwn = me?.personId === post.author.personId
  const toggleFollow = (): void => {
    if (!isOwn) withAccount(() => follow.change.mutate(!follow.state, { onError: fail }))
  }
  const openComments = (): void => setOpen('comments')

  return (
    <div className="flex flex-wrap items-center gap-1 lg:gap-3">
      <PostKeys like={toggleLike} comments={openComments} save={toggleSave} follow={toggleFollow} />
      <Counted
        icon="heart"
        name={<Trans>Like</Trans>}
        count={like.state.likes}
        pressed={likedByMe}
        onClick={toggleLike}
      />
      <Counted icon="comment" name={<Trans>Comments</Trans>} count={comments} onClick={openComments} />
      <Plain icon="bookmark" label={t`Save`} pressed={savedByMe} onClick={toggleSave} />
      <Plain icon="share" label={t`Share`} onClick={() => setOpen('share')} />
      {slot && servedId(slot) && (
        <Plain icon="why" label={t`Why am I seeing this?`} onClick={() => setOpen('why')} />
      )}
      {!isOwn && <Plain icon="more" label={t`More`} onClick={() => withAccount(() => setOpen('more'))} />}
      {post.can.seeMetrics && (
        <Link to="/p/$postId/stats" params={{ postId: post.postId }} className={pill}>
          <Icon name="chart" className="size-5" />
          <span className="sr-only lg:not-sr-only">
            <Trans>Statistics</Trans>
          </span>
        </Link>
      )}
      <Suspense fallback={null}>
        {open === 'why' && slot && <WhySheet slot={slot} onClose={close} onSignedOut={askForAccount} />}
        {open === 'comments' && <CommentSheet {...{ post, surface, commentId, onClose: close }} />}
        {open === 'share' && <ShareSheet post={post} surface={surface} onClose={close} />}
        {open === 'more' && (
          <MoreSheet
            person={post.author}
            post={post}
            surface={surface}
            onClose={close}
            onSignedOut={askForAccount}
          />
        )}
        {gate.asks && <SignInFirst wanted={wanted} onClose={gate.close} />}
      </Suspense>
    </div>
  )
}
