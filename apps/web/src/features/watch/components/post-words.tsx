import type { PublishedPost, Slot } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { FollowButton } from '#features/social'
import { timeAgo } from '#shared/format'
import { wallMs } from '#shared/clock'
import { Avatar } from '#shared/ui'
import { CallButton } from './call-button.tsx'
import { CaptionText } from './caption-text.tsx'
import { GiftButton } from './gift-button.tsx'
import { PostActions } from './post-actions.tsx'

const Key = ({ children }: { children: ReactNode }): ReactNode => (
  <kbd className="rounded-sm border border-line bg-surface px-1.5 py-0.5 font-body text-2xs font-bold">
    {children}
  </kbd>
)

/** Who, what and the actions: over the picture on a phone, beside it on a desktop. */
export const PostWords = (props: { post: PublishedPost; slot: Slot | null; active: boolean }): ReactNode => {
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
      <CaptionText caption={post.caption} />
      {post.callToAction && <CallButton call={post.callToAction} />}
      <PostActions post={post} slot={props.slot} active={props.active} />
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
      </p>
    </div>
  )
}
