import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { buttonClass } from '#shared/ui'
import { useEndMail } from '../mail-queries.ts'
import { MailLinkPage } from './mail-link-page.tsx'

/** Where “no more mail” leads. */
const MailOffPage = (): ReactNode => {
  const { t } = useLingui()
  return (
    <MailLinkPage
      sending={useEndMail()}
      ask={{
        title: t`No more mail?`,
        text: <Trans>Nothing more is sent to you. The inbox on the page stays as it is.</Trans>,
        button: <Trans>End all mail</Trans>,
      }}
      done={{
        title: t`No more mail comes`,
        text: <Trans>Should you want it again, choose it in the settings.</Trans>,
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

export default MailOffPage
