import type { Post } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useEffect, useRef } from 'react'
import { useErrorText } from '#shared/api'
import { compactNumber, playTime, shortTime } from '#shared/format'
import { Poster } from '#shared/player'
import { Button, buttonClass, EmptyState, Icon, Spinner } from '#shared/ui'
import { usePostsOf } from '../queries.ts'

const gridClass = 'grid grid-cols-3 gap-1.5 sm:gap-3 md:grid-cols-4 lg:gap-4'
const tileShape = 'relative block aspect-[9/16] overflow-hidden rounded-md bg-raised lg:rounded-lg'

type KeptBackPost = Extract<Post, { state: 'draft' | 'scheduled' | 'removed' }>

const KeptBack = ({ post }: { post: KeptBackPost }): ReactNode => {
  const { t, i18n } = useLingui()
  const states = {
    draft: { icon: 'pen', words: t`Draft` },
    scheduled: { icon: 'clock', words: t`Scheduled` },
    removed: { icon: 'shield', words: t`Removed by moderators` },
  } as const
  const { icon, words } = states[post.state]
  return (
    <>
      {post.playback && (
        <Poster playback={post.playback} lazy className="size-full object-cover opacity-55" />
      )}
      <span className="absolute inset-x-0 bottom-0 grid gap-0.5 bg-linear-to-t from-[#120a0de6] to-[#120a0d66] px-2.5 py-2 text-2xs font-bold text-on-stage lg:text-xs">
        <span className="flex items-center gap-1.5">
          <Icon name={icon} className="size-3.5" />
          {words}
        </span>
        {post.state === 'scheduled' && (
          <time dateTime={post.publishAt} className="font-normal">
            {shortTime(post.publishAt, i18n.locale)}
          </time>
        )}
      </span>
    </>
  )
}

const Tile = ({ post }: { post: Post }): ReactNode => {
  const { t, i18n } = useLingui()
  const caption = post.caption.trim()
  if (post.state === 'waiting')
    return (
      <div className={tileShape}>
        <div className="skeleton absolute inset-0 opacity-70" />
        <div className="absolute inset-0 grid place-content-center justify-items-center gap-3 p-2 text-center text-xs font-semibold">
          <Spinner className="size-7 text-curtain" />
          <Trans>Getting ready</Trans>
        </div>
      </div>
    )
  if (post.state === 'refused')
    return (
      <div className="grid size-full place-content-center justify-items-center gap-2 p-2 text-center">
        <Icon name="alert" className="size-7 text-alert" />
        <span className="text-xs font-bold text-alert">
          <Trans>Refused</Trans>
        </span>
        <span className="line-clamp-5 text-2xs text-ink-soft">{post.message}</span>
      </div>
    )
  if (post.state !== 'published') return <KeptBack post={post} />
  const likes = compactNumber(post.likes, i18n.locale)
  return (
    <>
      <Poster
        playback={post.playback}
        lazy
        className="size-full object-cover transition duration-500 group-hover:scale-105"
      />
      <span className="sr-only">{caption || t`Video`}</span>
      <span className="absolute inset-x-0 bottom-0 flex items-center justify-between gap-2 bg-linear-to-t from-[#120a0dcc] to-transparent px-2.5 pt-8 pb-2 text-2xs font-bold text-on-stage tabular-nums lg:text-xs">
        <span className="flex items-center gap-1">
          <Icon name="heart" filled className="size-3.5" />
          <span className="sr-only">
            <Trans>Likes:</Trans>
          </span>
          {likes}
        </span>
        <span>{playTime(post.playback.durationMs)}</span>
      </span>
    </>
  )
}

/** Calls `more` when the end of the list comes near the screen. */
const Sentinel = ({ more }: { more: () => void }): ReactNode => {
  const element = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!element.current) return
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && more(), {
      rootMargin: '600px',
    })
    observer.observe(element.current)
    return () => observer.disconnect()
  }, [more])
  return <div ref={element} />
}

const NoPosts = ({ isMe }: { isMe: boolean }): ReactNode => {
  const { t } = useLingui()
  return (
    <EmptyState
      scene="stage"
      title={isMe ? t`Your stage is empty` : t`No videos yet`}
      text={isMe ? <Trans>Post your first video. You can write the caption while it uploads.</Trans> : null}
    >
      {isMe && (
        <Link to="/upload" className={buttonClass('primary')}>
          <Trans>Post a video</Trans>
        </Link>
      )}
    </EmptyState>
  )
}

const NothingKeptBack = (): ReactNode => {
  const { t } = useLingui()
  return (
    <EmptyState
      scene="stage"
      title={t`Everything is out`}
      text={<Trans>Drafts, scheduled videos and what is being made ready stand here.</Trans>}
    />
  )
}

/** The videos of a person as posters, newest first. */
export const PostGrid = ({
  handle,
  isMe,
  show,
}: {
  handle: string
  isMe: boolean
  /** `unfinished`: only what is not out. */
  show: 'all' | 'unfinished'
}): ReactNode => {
  const errorText = useErrorText()
  const { t } = useLingui()
  const list = usePostsOf(handle, show)
  const { posts, hasNextPage, isFetchingNextPage, fetchNextPage } = list
  if (list.isPending)
    return (
      <div className={gridClass} aria-hidden="true">
        {Array.from({ length: 6 }, (_, index) => (
          <div key={index} className="skeleton aspect-[9/16] rounded-md lg:rounded-lg" />
        ))}
      </div>
    )
  if (list.isError)
    return (
      <EmptyState scene="fallen" title={t`The videos did not load`} text={errorText(list.error)}>
        <Button
          icon="again"
          busy={list.isFetching}
          onClick={() => void (posts.length > 0 ? fetchNextPage() : list.refetch())}
        >
          <Trans>Try again</Trans>
        </Button>
      </EmptyState>
    )
  if (posts.length === 0) return show === 'all' ? <NoPosts isMe={isMe} /> : <NothingKeptBack />
  return (
    <>
      <ul className={gridClass}>
        {posts.map((post) => (
          <li key={post.postId}>
            <Link to="/p/$postId" params={{ postId: post.postId }} className={`group ${tileShape}`}>
              <Tile post={post} />
            </Link>
          </li>
        ))}
      </ul>
      {hasNextPage && !isFetchingNextPage && <Sentinel more={() => void fetchNextPage()} />}
      <p className="mt-8 text-center text-sm text-ink-soft" role="status">
        {isFetchingNextPage ? (
          <Spinner className="mx-auto size-7" />
        ) : hasNextPage ? null : (
          <Trans>That is the whole repertoire.</Trans>
        )}
      </p>
    </>
  )
}
