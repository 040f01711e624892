import type { PublishedPost, Slot } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Suspense, useCallback, useEffect, useState } from 'react'
import { useMe } from '#features/auth'
import { isApiError, useErrorText } from '#shared/api'
import { compactNumber } from '#shared/format'
import { buttonClass, classes, Icon, Sheet, toast } from '#shared/ui'
import { useLike } from '../queries.ts'
import { WhyText } from './why-text.tsx'

const pill =
  'inline-flex min-h-11 min-w-11 items-center justify-center gap-2 rounded-full bg-[#120a0d80] px-3.5 text-sm font-bold ' +
  'transition active:scale-95 hover:bg-[#120a0dcc] lg:min-h-12 lg:border-[1.5px] lg:border-line lg:bg-surface lg:px-5 lg:hover:border-ink-soft lg:hover:bg-surface'

const useLikeAction = (post: PublishedPost) => {
  const me = useMe()
  const errorText = useErrorText()
  const { likes, likedByMe, change } = useLike(post)
  const [asksToSignIn, setAsksToSignIn] = useState(false)
  const { mutate } = change
  const toggle = useCallback(() => {
    if (me === null) return setAsksToSignIn(true)
    mutate(!likedByMe, {
      onError: (error) =>
        isApiError(error, 'not_signed_in') ? setAsksToSignIn(true) : toast(errorText(error)),
    })
  }, [me, likedByMe, mutate, errorText])
  return { likes, likedByMe, toggle, asksToSignIn, closeSignIn: () => setAsksToSignIn(false) }
}

const useShare = (post: PublishedPost) => {
  const { t } = useLingui()
  return async (): Promise<void> => {
    const url = new URL(`/p/${post.postId}`, location.origin).href
    try {
      if (typeof navigator.share === 'function')
        return await navigator.share({ url, title: post.author.displayName })
      await navigator.clipboard.writeText(url)
      toast(t`Link copied`)
    } catch (error) {
      // Closing the share menu is a choice, not a failure.
      if (error instanceof DOMException && error.name === 'AbortError') return
      toast(t`The link could not be copied: ${url}`)
    }
  }
}

/** Like, share, why, and for the author the way to the numbers. */
export const PostActions = (props: {
  post: PublishedPost
  slot: Slot | null
  active: boolean
}): ReactNode => {
  const { t, i18n } = useLingui()
  const { post, slot, active } = props
  const like = useLikeAction(post)
  const share = useShare(post)
  const [why, setWhy] = useState(false)
  const { toggle } = like

  useEffect(() => {
    if (!active) return
    const onKey = (event: KeyboardEvent): void => {
      const typing =
        event.target instanceof Element &&
        event.target.closest('input:not([type=range]), textarea, [role=dialog]')
      if (event.key === 'l' && !typing && !event.ctrlKey && !event.metaKey) toggle()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [active, toggle])

  return (
    <div className="flex flex-wrap items-center gap-2 lg:gap-3">
      <button
        type="button"
        aria-pressed={like.likedByMe}
        onClick={toggle}
        className={classes(pill, like.likedByMe && 'text-[#ff8b6f] lg:text-curtain-text')}
      >
        <span key={String(like.likedByMe)} className={like.likedByMe ? 'animate-pop' : ''}>
          <Icon name="heart" filled={like.likedByMe} className="size-6" />
        </span>
        {/* What can be read is part of the name, so that "click Like 12" works by voice, too. */}
        <span className="sr-only">
          <Trans>Like</Trans>
        </span>
        <span className="tabular-nums">{compactNumber(like.likes, i18n.locale)}</span>
      </button>
      <button
        type="button"
        aria-label={t`Share`}
        title={t`Share`}
        onClick={() => void share()}
        className={pill}
      >
        <Icon name="share" className="size-6" />
      </button>
      {slot && (
        <button
          type="button"
          aria-label={t`Why am I seeing this?`}
          title={t`Why am I seeing this?`}
          onClick={() => setWhy(true)}
          className={pill}
        >
          <Icon name="why" className="size-6" />
        </button>
      )}
      {post.can.seeMetrics && (
        <Link to="/p/$postId/stats" params={{ postId: post.postId }} className={classes(pill, 'px-4')}>
          <Icon name="chart" className="size-5" />
          <Trans>Statistics</Trans>
        </Link>
      )}
      <Suspense fallback={null}>
        {why && slot && (
          <Sheet open title={t`Why am I seeing this?`} onClose={() => setWhy(false)}>
            <WhyText slot={slot} />
          </Sheet>
        )}
        {like.asksToSignIn && (
          <Sheet
            open
            title={t`Like it? Say so.`}
            description={
              <Trans>Likes belong to a person. Sign in or make an account, it takes a minute.</Trans>
            }
            onClose={like.closeSignIn}
          >
            <div className="flex flex-wrap gap-3">
              <Link to="/sign-in" className={buttonClass('primary')}>
                <Trans>Sign in</Trans>
              </Link>
              <Link to="/sign-up" className={buttonClass('secondary')}>
                <Trans>Create account</Trans>
              </Link>
            </div>
          </Sheet>
        )}
      </Suspense>
    </div>
  )
}
