import type { FeedMode } from '@busker/contract'
import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { lazy, Suspense } from 'react'
import { Button, EmptyState } from '#shared/ui'

const WhomToFollow = lazy(() => import('./whom-to-follow.tsx'))

/** After the last video, and instead of the first when there is none left. */
const EndOfFeed = (props: {
  mode: FeedMode | null
  onRewatch: () => void
  onRefresh: () => void
  onForYou: () => void
}): ReactNode =>
  props.mode === 'following' ? (
    <div className="grid w-full grid-cols-[minmax(0,1fr)] justify-items-center">
      <EmptyState
        scene="hat"
        title={<Trans>Nothing new of people you follow</Trans>}
        text={
          <Trans>
            Tap Follow beside a name, in the other feeds or on a profile. What these people post then comes
            here, in the order of time.
          </Trans>
        }
      >
        <Button look="primary" onClick={props.onForYou}>
          <Trans>Find people in For you</Trans>
        </Button>
        <Button look="secondary" icon="again" onClick={props.onRefresh}>
          <Trans>Look for new videos</Trans>
        </Button>
      </EmptyState>
      <Suspense fallback={null}>
        <WhomToFollow />
      </Suspense>
    </div>
  ) : (
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

export default EndOfFeed
