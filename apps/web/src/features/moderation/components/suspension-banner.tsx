import type { Me } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { shortTime } from '#shared/format'
import { buttonClass, Icon } from '#shared/ui'

/** Stands above every page of somebody whose account is suspended: why, until when, and what can be done. */
const SuspensionBanner = ({ suspension }: { suspension: NonNullable<Me['suspension']> }): ReactNode => {
  const { i18n } = useLingui()
  const { until, reason } = suspension
  return (
    <aside
      role="status"
      className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-alert bg-alert-soft px-5 py-2 text-xs text-alert sm:py-3 sm:text-sm lg:px-10"
    >
      <Icon name="alert" className="size-5 shrink-0" />
      <p className="min-w-0 flex-1 basis-56 font-semibold">
        {until === null ? (
          <Trans>Your account is suspended for good.</Trans>
        ) : (
          <Trans>Your account is suspended until {shortTime(until, i18n.locale)}.</Trans>
        )}{' '}
        <bdi className="font-normal">{reason}</bdi>{' '}
        <Trans>You can look around, appeal and delete your videos.</Trans>
      </p>
      <Link to="/settings/notices" className={buttonClass('secondary')}>
        <Trans>Read why, and appeal</Trans>
      </Link>
    </aside>
  )
}

export default SuspensionBanner
