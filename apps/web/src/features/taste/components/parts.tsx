import { Trans } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { buttonClass, Icon } from '#shared/ui'

/** The way back to the settings, from which these pages are opened. */
export const BackToSettings = (): ReactNode => (
  <Link to="/settings" className={buttonClass('quiet', 'px-3')}>
    <Icon name="back" className="size-5 rtl:-scale-x-100" />
    <Trans>Settings</Trans>
  </Link>
)
