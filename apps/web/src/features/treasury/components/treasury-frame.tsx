import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useMe } from '#features/auth'
import { Tabs } from '#features/money'
import { Closed, Waiting } from '#shared/states'
import { Page } from '#shared/ui'

/** A page about the money of the instance, for its operators. */
export const TreasuryFrame = ({ children }: { children: ReactNode }): ReactNode => {
  const { t } = useLingui()
  const me = useMe()
  if (me === null || (me && me.role !== 'operator'))
    return (
      <Closed isSignedIn={me !== null} text={<Trans>Only operators of this instance see its money.</Trans>} />
    )
  return (
    <Page title={t`Money`} width="wide">
      <Tabs
        label={t`Pages about money`}
        tabs={[
          { to: '/operator/money', name: t`Books`, exact: true },
          { to: '/operator/money/payouts', name: t`Payouts` },
          { to: '/operator/money/fund', name: t`Creator fund` },
          { to: '/operator/money/coins', name: t`Coins and gifts` },
          { to: '/operator/money/journals', name: t`By hand` },
        ]}
      />
      <div>{me ? children : <Waiting lines={3} />}</div>
    </Page>
  )
}
