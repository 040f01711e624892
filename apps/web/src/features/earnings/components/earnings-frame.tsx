import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useMe } from '#features/auth'
import { Tabs } from '#features/money'
import { Closed } from '#shared/states'
import { Page } from '#shared/ui'
import { useEarningsNews } from '../queries.ts'

/** A page about the money of the signed-in person, which stays up to date while it is open. */
export const EarningsFrame = ({ children }: { children: ReactNode }): ReactNode => {
  const { t } = useLingui()
  const me = useMe()
  useEarningsNews(Boolean(me))
  if (me === null) return <Closed isSignedIn={false} text={<Trans>Sign in to see what you earned.</Trans>} />
  return (
    <Page title={t`Earnings`} width="wide">
      <Tabs
        label={t`Pages of your earnings`}
        tabs={[
          { to: '/earnings', name: t`Overview`, exact: true },
          { to: '/earnings/gifts', name: t`Gifts` },
          { to: '/earnings/payouts', name: t`Payouts` },
          { to: '/earnings/statements', name: t`Statements` },
        ]}
      />
      <div>{children}</div>
    </Page>
  )
}
