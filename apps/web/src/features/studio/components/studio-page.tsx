import type { Me } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Suspense, useState } from 'react'
import { useMe } from '#features/auth'
import { BoardView, lastDays, studioBoard } from '#features/numbers'
import { wallMs } from '#shared/clock'
import { Closed } from '#shared/states'
import { Page } from '#shared/ui'
import BestHours from './best-hours.tsx'
import Cohorts from './cohorts.tsx'
import { VideoTable } from './video-table.tsx'

/** Hours of few people say little: they look back on twelve weeks. */
const longDays = 84

const Sections = ({ me }: { me: Me }): ReactNode => {
  const [openedMs] = useState(wallMs)
  const scope = { kind: 'author', authorId: me.personId } as const
  return (
    <div className="mt-12 grid grid-cols-1 gap-10">
      <VideoTable me={me} openedMs={openedMs} />
      <section aria-labelledby="audience" className="min-w-0">
        <h2 id="audience" className="mb-4 text-xl">
          <Trans>Who comes back, and when?</Trans>
        </h2>
        <div className="grid grid-cols-1 gap-6">
          <Cohorts scope={scope} openedMs={openedMs} name="studio" />
          <BestHours scope={scope} period={lastDays(longDays, openedMs)} />
        </div>
      </section>
    </div>
  )
}

/** How all videos of a creator do together, and each beside the others. */
const StudioPage = (): ReactNode => {
  const { t } = useLingui()
  const me = useMe()
  if (me === null)
    return <Closed isSignedIn={false} text={<Trans>Sign in to see how your videos do.</Trans>} />
  return (
    <Page
      title={t`Studio`}
      width="wide"
      intro={<Trans>All your videos together. Your own views are not counted.</Trans>}
    >
      <Suspense fallback={<div className="skeleton h-96 rounded-lg" />}>
        <BoardView
          board={studioBoard}
          scope={me ? { kind: 'author', authorId: me.personId } : null}
          name="studio"
        />
      </Suspense>
      {me && <Sections me={me} />}
    </Page>
  )
}

export default StudioPage
