import type { PublishedPost, Slot } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { lazy, memo, Suspense } from 'react'
import { PostMarks } from '#features/moderation'
import { FollowButton } from '#features/social'
import { timeAgo } from '#shared/format'
import { wallMs } from '#shared/clock'
import { Avatar } from '#shared/ui'
import { CallButton } from './call-button.tsx'
import { CaptionText } from './caption-text.tsx'
import { GiftButton } from './gift-button.tsx'
import { PostActions } from './post-actions.tsx'

const AnswersLine = lazy(() => import('./answers-line.tsx'))
const SoundLine = lazy(() => import('./sound-line.tsx'))

const Key = ({ children }: { children: ReactNode }): ReactNode => (
  <kbd className="rounded-sm border border-line bg-surface px-1.5 py-0.5 font-body text-2xs font-bold">
    {children}
  </kbd>
)

const isMarked = ({ labels, minimumAge, editedAt, replacedAt }: PublishedPost): boolean =>
  labels.length > 0 || minimumAge !== null || editedAt !== null || replacedAt !== null

/** Who, what and the actions: over the picture on a phone, beside it on a desktop. */
export const PostWords = memo((props: { post: PublishedPost; slot: Slot | null }): ReactNode => {
  const { i18n } = useLingui()
  const { post } = props
  const { author } = post
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3 px-4 lg:gap-6 lg:px-0">
      <div className="flex items-center gap-3 lg:flex-wrap">
        <Link
          to="/@{$handle}"
          params={{ handle: author.handle }}
          className="group flex max-w-full min-w-0 items-center gap-3"
        >
          <Avatar
            handle={author.handle}
            name={author.displayName}
            picture={author.picture}
            className="size-11 text-lg lg:size-14 lg:text-xl"
          />
          <span className="min-w-0">
            <bdi className="block truncate font-display font-bold group-hover:underline lg:text-lg">
              {author.displayName}
            </bdi>
            <span className="block truncate text-xs text-on-stage-soft lg:text-ink-soft">
              <bdi>@{author.handle}</bdi>
              {' · '}
              <time dateTime={post.publishedAt}>{timeAgo(post.publishedAt, wallMs(), i18n.locale)}</time>
            </span>
          </span>
        </Link>
        <FollowButton
          person={author}
          followedByMe={post.followedByMe}
          surface={props.slot ? 'feed' : 'post'}
          look="stage"
        />
        <GiftButton post={post} />
      </div>
      {post.answers && (
        <Suspense fallback={<div className="h-11" />}>
          <AnswersLine answers={post.answers} />
        </Suspense>
      )}
      <CaptionText caption={post.caption} />
      {isMarked(post) && (
        <Suspense fallback={<div className="h-7" />}>
          <PostMarks post={post} />
        </Suspense>
      )}
      {post.sound && (
        <Suspense fallback={<div className="h-7" />}>
          <SoundLine sound={post.sound} />
        </Suspense>
      )}
      {post.callToAction && <CallButton call={post.callToAction} />}
      <PostActions post={post} slot={props.slot} />
      <p className="hidden flex-wrap items-center gap-x-2 gap-y-1 text-2xs text-ink-soft lg:flex">
        {props.slot && (
          <>
            <Key>↑</Key>
            <Key>↓</Key>
            <Trans>browse</Trans>
          </>
        )}
        <Key>␣</Key>
        <Trans>pause</Trans>
        <Key>M</Key>
        <Trans>sound</Trans>
        <Key>L</Key>
        <Trans>like</Trans>
        <Key>?</Key>
        <Trans>all keys</Trans>
      </p>
    </div>
  )
})
