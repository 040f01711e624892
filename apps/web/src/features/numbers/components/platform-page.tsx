import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useMe } from '#features/auth'
import { Page } from '#shared/ui'
import { platformBoard } from '../boards.ts'
import { BoardView } from './board-view.tsx'
import { Closed } from './closed.tsx'
import { QualityWarnings } from './quality-warnings.tsx'

/** How the platform does, for its operators. */
const PlatformPage = (): ReactNode => {
  const { t } = useLingui()
  const me = useMe()
  if (me === null || (me && me.role !== 'operator'))
    return (
      <Closed
        isSignedIn={me !== null}
        text={<Trans>Only operators of this instance see its numbers.</Trans>}
      />
    )
  return (
    <Page
      title={t`Numbers`}
      width="wide"
      intro={<Trans>How this place does, and what to look at next.</Trans>}
    >
      <QualityWarnings isOperator={me?.role === 'operator'} />
      <BoardView board={platformBoard} scope={me ? { kind: 'platform' } : null} name="platform" />
    </Page>
  )
}

export default PlatformPage
