import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { lazy, Suspense, useEffect, useState } from 'react'
import { useMe } from '#features/auth'
import { PostStage, StageSkeleton } from '#features/watch'
import { useErrorText } from '#shared/api'
import { poolSize } from '#shared/player'
import { Button, buttonClass, EmptyState, IconButton, Wordmark } from '#shared/ui'
import { useFeed, useFeedPlace, useHasAnyVideo } from '../queries.ts'
import { useRating } from '../rating/use-rating.ts'
import { useSlides } from '../use-slides.ts'

/**
 * Slides that exist in full, as many as there are elements: the one behind stays for the way back and while it glides
 * out of sight; at the start there is none behind, so there are two ahead.
 */
const isNear = (place: number, current: number): boolean => {
  const first = Math.max(0, current - 1)
  return place >= first && place < first + poolSize
}
const fetchAhead = 3

/** Asked seldom: it is no part of the first page. */
const RatingCard = lazy(() => import('../rating/rating-card.tsx'))

const Filling = ({ children }: { children: ReactNode }): ReactNode => (
  <div className="limelit grid h-[calc(100dvh-var(--bar))] place-items-center overflow-y-auto lg:h-dvh">
    {children}
  </div>
)

const EndOfFeed = (props: { onRewatch: () => void; onRefresh: () => void }): ReactNode => (
  <EmptyState
    scene="hat"
    title={<Trans>You have seen everything</Trans>}
    text={<Trans>That was the last video. New ones appear here as soon as somebody performs.</Trans>}
  >
    <Button look="primary" icon="again" onClick={props.onRewatch}>
      <Trans>Watch again</Trans>
    </Button>
    <Button look="secondary" onClick={props.onRefresh}>
      <Trans>Look for new videos</Trans>
    </Button>
  </EmptyState>
)

const NothingYet = (): ReactNode => (
  <EmptyState
    scene="stage"
    title={<Trans>No videos yet</Trans>}
    text={<Trans>The stage is set and the light is on. Be the first to perform.</Trans>}
  >
    <Link to="/upload" className={buttonClass('primary')}>
      <Trans>Post the first video</Trans>
    </Link>
  </EmptyState>
)

/** The feed: one video a screen. */
export const FeedPage = (): ReactNode => {
  const { t } = useLingui()
  const errorText = useErrorText()
  const { kind, restart, savedIndex, saveIndex } = useFeedPlace()
  const feed = useFeed(kind)
  const { slots, hasNextPage, isFetchingNextPage, fetchNextPage } = feed
  const isEmpty = feed.isSuccess && slots.length === 0 && !hasNextPage
  const hasAnyVideo = useHasAnyVideo(isEmpty)
  const slides = useSlides({ count: slots.length + 1, initial: savedIndex, key: kind })
  const { current, scroller } = slides
  const rating = useRating({ slots, current, me: useMe() })
  /** The last place whose video had all it needs: only then the line is free for its neighbours. */
  const [settledPlace, setSettledPlace] = useState(-1)

  useEffect(() => {
    document.title = t`Feed · Busker`
  }, [t])
  useEffect(() => {
    saveIndex(current)
    if (current >= slots.length - fetchAhead && hasNextPage && !isFetchingNextPage && !feed.isError)
      void fetchNextPage()
  }, [current, slots.length, hasNextPage, isFetchingNextPage, feed.isError, fetchNextPage, saveIndex])

  if (feed.isPending)
    return (
      <div className="h-[calc(100dvh-var(--bar))] lg:h-dvh">
        <StageSkeleton />
      </div>
    )
  if (feed.isError && slots.length === 0)
    return (
      <Filling>
        <EmptyState scene="fallen" title={t`The feed did not load`} text={errorText(feed.error)}>
          <Button icon="again" busy={feed.isFetching} onClick={() => void feed.refetch()}>
            <Trans>Try again</Trans>
          </Button>
        </EmptyState>
      </Filling>
    )
  if (isEmpty)
    return (
      <Filling>
        {hasAnyVideo === false ? (
          <NothingYet />
        ) : (
          hasAnyVideo && <EndOfFeed onRewatch={() => restart(true)} onRefresh={() => restart(false)} />
        )}
      </Filling>
    )

  return (
    <div className="relative">
      <h1 className="sr-only">
        <Trans>Feed</Trans>
      </h1>
      <div
        ref={scroller}
        className="feed-scroller h-[calc(100dvh-var(--bar))] lg:h-dvh"
        tabIndex={-1}
        role="feed"
        aria-label={t`Videos`}
        aria-busy={isFetchingNextPage}
      >
        {slots.map((slot, place) => (
          <div key={slot.slotId} className="h-full" inert={place !== current}>
            {isNear(place, current) && (
              <PostStage
                post={slot.post}
                slot={slot}
                surface="feed"
                place={place}
                active={place === current}
                mayLoad={settledPlace === current}
                onSettled={setSettledPlace}
                corner={<Wordmark className="mt-2 ms-1 h-6 w-auto text-on-stage drop-shadow" />}
              />
            )}
          </div>
        ))}
        <div className="h-full" inert={current !== slots.length}>
          {feed.isError ? (
            <Filling>
              <EmptyState scene="fallen" title={t`The next videos did not load`} text={errorText(feed.error)}>
                <Button icon="again" busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
                  <Trans>Try again</Trans>
                </Button>
              </EmptyState>
            </Filling>
          ) : hasNextPage ? (
            <StageSkeleton />
          ) : (
            <Filling>
              <EndOfFeed onRewatch={() => restart(true)} onRefresh={() => restart(false)} />
            </Filling>
          )}
        </div>
      </div>
      <div aria-live="polite">
        {rating.slot && (
          <Suspense>
            <RatingCard key={rating.slot.slotId} slot={rating.slot} onClose={rating.close} />
          </Suspense>
        )}
      </div>
      <div className="absolute end-6 bottom-6 z-10 hidden gap-2 lg:grid">
        <IconButton
          icon="up"
          label={t`Previous video`}
          disabled={current === 0}
          onClick={slides.previous}
          className="size-12 border-[1.5px] border-line bg-surface hover:border-ink-soft"
        />
        <IconButton
          icon="down"
          label={t`Next video`}
          disabled={current >= slots.length}
          onClick={slides.next}
          className="size-12 border-[1.5px] border-line bg-surface hover:border-ink-soft"
        />
      </div>
    </div>
  )
}
