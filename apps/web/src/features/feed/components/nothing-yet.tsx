import { Trans } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { buttonClass, EmptyState } from '#shared/ui'

/** An instance without any video. */
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

export default NothingYet
