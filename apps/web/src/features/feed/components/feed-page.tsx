import type { FeedMode, Slot } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { lazy, startTransition, Suspense, useCallback, useEffect, useMemo, useState } from 'react'
import { useMe } from '#features/auth'
import { PostStage, StageSkeleton } from '#features/watch'
import { TimeUp } from '#features/wellbeing'
import { isApiError, useErrorText } from '#shared/api'
import { comfortOf, mayLoadAhead } from '#shared/comfort'
import { poolSize, usePlayerServices } from '#shared/player'
import { browserStorage } from '#shared/storage'
import { Button, EmptyState, IconButton, Wordmark } from '#shared/ui'
import { useKeepAhead } from '../keep/use-keep-ahead.ts'
import { useFeed, useFeedPlace, useHasAnyVideo, useObedience } from '../queries.ts'
import { useRating } from '../rating/use-rating.ts'
import { useOffer } from '../topics/use-offer.ts'
import { useMiddle } from '../use-middle.ts'
import { useModes } from '../use-modes.ts'
import { useSlides } from '../use-slides.ts'
import { Filling } from './filling.tsx'
import { ModeBar } from './mode-bar.tsx'

/**
 * Slides that exist in full, as many as there are elements: the one behind stays for the way back and while it glides
 * out of sight; at the start there is none behind, so there are two ahead.
 */
const isNear = (place: number, current: number): boolean => {
  const first = Math.max(0, current - 1)
  return place >= first && place < first + poolSize
}
const fetchAhead = 3

/** The same for every slide and at every time, so that only slides are drawn anew that change. */
const corner = <Wordmark className="mt-2 ms-1 h-6 w-auto text-on-stage drop-shadow" />

/** Asked seldom: it is no part of the first page. */
const RatingCard = lazy(() => import('../rating/rating-card.tsx'))
const TopicsCard = lazy(() => import('../topics/topics-card.tsx'))
const NothingYet = lazy(() => import('./nothing-yet.tsx'))
const EndOfFeed = lazy(() => import('./end-of-feed.tsx'))

type Feed = ReturnType<typeof useFeed>

/** What stands in the place of a first video that is not there. */
/** The time of the day is up. */
const Closed = ({ onGoOn }: { onGoOn: () => void }): ReactNode => (
  <Filling>
    <Suspense fallback={null}>
      <TimeUp onGoOn={onGoOn} />
    </Suspense>
  </Filling>
)

const NoVideo = (props: { feed: Feed; end: ReactNode }): ReactNode => {
  const { t } = useLingui()
  const errorText = useErrorText()
  const { feed, end } = props
  const isFollowing = feed.mode === 'following'
  const hasAnyVideo = useHasAnyVideo(feed.isSuccess && !isFollowing)
  if (feed.isPending)
    return (
      <div className="h-[calc(100dvh-var(--bar))] lg:h-dvh">
        <StageSkeleton />
      </div>
    )
  if (isApiError(feed.error, 'time_is_up')) return <Closed onGoOn={() => void feed.refetch()} />
  if (feed.isError)
    return (
      <Filling>
        <EmptyState scene="fallen" title={t`The feed did not load`} text={errorText(feed.error)}>
          <Button icon="again" busy={feed.isFetching} onClick={() => void feed.refetch()}>
            <Trans>Try again</Trans>
          </Button>
        </EmptyState>
      </Filling>
    )
  return (
    <Filling>
      <Suspense fallback={null}>
        {isFollowing || hasAnyVideo ? end : hasAnyVideo === false && <NothingYet />}
      </Suspense>
    </Filling>
  )
}

/** The slide after the last video that is here. */
const AfterLast = ({ feed, end }: { feed: Feed; end: ReactNode }): ReactNode => {
  const { t } = useLingui()
  const errorText = useErrorText()
  if (isApiError(feed.error, 'time_is_up')) return <Closed onGoOn={() => void feed.fetchNextPage()} />
  if (feed.isError)
    return (
      <Filling>
        <EmptyState scene="fallen" title={t`The next videos did not load`} text={errorText(feed.error)}>
          <Button icon="again" busy={feed.isFetchingNextPage} onClick={() => void feed.fetchNextPage()}>
            <Trans>Try again</Trans>
          </Button>
        </EmptyState>
      </Filling>
    )
  return feed.hasNextPage ? <StageSkeleton /> : <Filling>{end}</Filling>
}

/** What is asked or offered over the video, now and then. */
const Cards = (props: {
  slots: readonly Slot[]
  current: number
  settled: boolean
  mayOffer: boolean
}): ReactNode => {
  const { slots, current, settled } = props
  const rating = useRating({ slots, current, me: useMe() })
  const offer = useOffer({ current, settled })
  return (
    <div aria-live="polite">
      <Suspense>
        {rating.slot ? (
          <RatingCard key={rating.slot.slotId} slot={rating.slot} onClose={rating.close} />
        ) : (
          props.mayOffer && offer.open && <TopicsCard onClose={offer.close} />
        )}
      </Suspense>
    </div>
  )
}

const Steps = ({ slides, last }: { slides: ReturnType<typeof useSlides>; last: number }): ReactNode => {
  const { t } = useLingui()
  const look = 'size-12 border-[1.5px] border-line bg-surface hover:border-ink-soft'
  return (
    <div className="absolute end-6 bottom-6 z-10 hidden gap-2 lg:grid">
      <IconButton
        icon="up"
        label={t`Previous video`}
        disabled={slides.current === 0}
        onClick={slides.previous}
        className={look}
      />
      <IconButton
        icon="down"
        label={t`Next video`}
        disabled={slides.current >= last}
        onClick={slides.next}
        className={look}
      />
    </div>
  )
}

/** The feed: one video a screen. */
export const FeedPage = (): ReactNode => {
  const { t } = useLingui()
  const { kind, restart, savedIndex, saveIndex } = useFeedPlace()
  const feed = useFeed(kind)
  const { slots, mode, hasNextPage, isFetchingNextPage, fetchNextPage } = feed
  const ids = useMemo(() => slots.map(({ slotId }) => slotId), [slots])
  const slides = useSlides({ ids, initial: savedIndex, key: kind })
  const { current, scroller } = slides
  const middle = useMiddle(current)
  useObedience(kind, slots[current]?.slotId)
  const { link } = usePlayerServices()
  const wishes = { saving: link.saveData, autoplay: comfortOf(browserStorage()).autoplay === 'on' }
  const modes = useModes({ mode, start: useCallback((next: FeedMode) => restart({ mode: next }), [restart]) })
  /** The last place whose video had all it needs: only then the line is free for its neighbours. */
  const [settledPlace, setSettledPlace] = useState(-1)
  const settle = useCallback((place: number) => startTransition(() => setSettledPlace(place)), [])
  useKeepAhead({
    slots,
    current,
    mode,
    next: feed.next,
    settled: settledPlace === current,
    saving: wishes.saving,
  })

  useEffect(() => {
    document.title = t`Feed · Busker`
  }, [t])
  useEffect(() => {
    saveIndex(current)
    if (current >= slots.length - fetchAhead && hasNextPage && !isFetchingNextPage && !feed.isError)
      void fetchNextPage()
  }, [current, slots.length, hasNextPage, isFetchingNextPage, feed.isError, fetchNextPage, saveIndex])

  const end = (
    <Suspense fallback={null}>
      <EndOfFeed
        mode={mode}
        onRewatch={() => restart({ rewatch: true })}
        onRefresh={() => restart()}
        onForYou={() => modes.choose('for_you')}
      />
    </Suspense>
  )
  const isThere = slots.length > 0 || (feed.isSuccess && hasNextPage)
  return (
    <div className="relative">
      <h1 className="sr-only">
        <Trans>Feed</Trans>
      </h1>
      <ModeBar mode={mode} modes={modes} />
      {isThere ? (
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
              {isNear(place, middle) && (
                <PostStage
                  post={slot.post}
                  slot={slot}
                  surface="feed"
                  place={place}
                  active={place === current}
                  mayLoad={settledPlace === current && mayLoadAhead({ place, current }, wishes)}
                  onSettled={settle}
                  corner={corner}
                />
              )}
            </div>
          ))}
          <div className="h-full" inert={current !== slots.length}>
            <AfterLast feed={feed} end={end} />
          </div>
        </div>
      ) : (
        <NoVideo feed={feed} end={end} />
      )}
      {isThere && (
        <>
          <Cards {...{ slots, current, settled: settledPlace >= 0, mayOffer: mode !== 'following' }} />
          <Steps slides={slides} last={slots.length} />
        </>
      )}
    </div>
  )
}
