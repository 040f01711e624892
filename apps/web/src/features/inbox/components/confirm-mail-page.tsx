import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { buttonClass } from '#shared/ui'
import { useConfirmMail } from '../mail-queries.ts'
import { MailLinkPage } from './mail-link-page.tsx'

/** Where the link leads that was sent to an address. */
const ConfirmMailPage = (): ReactNode => {
  const { t } = useLingui()
  return (
    <MailLinkPage
      sending={useConfirmMail()}
      ask={{
        title: t`Is this your address?`,
        text: (
          <Trans>Confirm that mail for this account may come to the address where you found this link.</Trans>
        ),
        button: <Trans>Confirm the address</Trans>,
      }}
      done={{
        title: t`The address is confirmed`,
        text: (
          <Trans>What you have to know comes there from now on. In the settings you choose how much.</Trans>
        ),
        next: (
          <Link to="/settings/notifications" className={buttonClass('secondary')}>
            <Trans>Open the settings</Trans>
          </Link>
        ),
      }}
      broken={t`This link does not work`}
    />
  )
}

export default ConfirmMailPage
