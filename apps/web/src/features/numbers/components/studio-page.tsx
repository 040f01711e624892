import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useMe } from '#features/auth'
import { Page } from '#shared/ui'
import { studioBoard } from '../boards.ts'
import { BoardView } from './board-view.tsx'
import { Closed } from './closed.tsx'

/** How all videos of a creator do together. */
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
      <BoardView
        board={studioBoard}
        scope={me ? { kind: 'author', authorId: me.personId } : null}
        name="studio"
      />
    </Page>
  )
}

export default StudioPage
