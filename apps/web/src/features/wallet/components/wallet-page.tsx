import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useMe } from '#features/auth'
import { useAmounts, useCounts, useRefusalText } from '#features/money'
import { microOf } from '#shared/format'
import { Closed, NotLoaded, Part, Waiting } from '#shared/states'
import { Figures, Page } from '#shared/ui'
import { useWallet, useWalletNews, type Wallet } from '../queries.ts'
import { BuyCoins } from './buy-coins.tsx'
import { History } from './history.tsx'
import { LimitsPart } from './limits-part.tsx'
import { PurchaseRow, Purchases } from './purchases.tsx'

const Balance = ({ wallet }: { wallet: Wallet }): ReactNode => {
  const { t } = useLingui()
  const { exact } = useAmounts(wallet.currency)
  const { count } = useCounts()
  return (
    <Figures
      across={microOf(wallet.frozenCoins) > 0n ? 3 : 2}
      figures={[
        { label: t`Coins`, value: count(wallet.coins), note: t`For gifts, here and only here` },
        { label: t`What they cost you`, value: exact(wallet.valueMicro), note: t`Tax included` },
        ...(microOf(wallet.frozenCoins) > 0n
          ? [
              {
                label: t`Frozen`,
                value: count(wallet.frozenCoins),
                note: t`A payment behind them is disputed`,
              },
            ]
          : []),
      ]}
    />
  )
}

const Content = ({ wallet }: { wallet: Wallet }): ReactNode => {
  const refusalText = useRefusalText()
  const { refusal, pending } = wallet
  return (
    <>
      <Balance wallet={wallet} />
      {refusal !== null && (
        <p role="alert" className="mt-6 rounded-md bg-alert-soft p-4 text-sm font-semibold text-alert">
          {refusalText(refusal)}
        </p>
      )}
      {pending.length > 0 && (
        <section aria-labelledby="pending" className="card mt-6 p-5 sm:p-6">
          <h2 id="pending" className="text-lg">
            <Trans>Not decided yet</Trans>
          </h2>
          <ul className="mt-2 divide-y divide-line">
            {pending.map((purchase) => (
              <PurchaseRow key={purchase.purchaseId} purchase={purchase} />
            ))}
          </ul>
        </section>
      )}
      <div className="mt-10">
        {refusal === null && (
          <Part name="buy" title={<Trans>Buy coins</Trans>}>
            <BuyCoins returnTo={null} />
          </Part>
        )}
        <History />
        <Purchases />
        <LimitsPart limits={wallet.limits} />
      </div>
    </>
  )
}

/** The coins of the signed-in person. */
const WalletPage = (): ReactNode => {
  const { t } = useLingui()
  const me = useMe()
  const wallet = useWallet(Boolean(me))
  useWalletNews(Boolean(me))
  if (me === null) return <Closed isSignedIn={false} text={<Trans>Sign in to see your coins.</Trans>} />
  if (wallet.error && !wallet.data)
    return (
      <NotLoaded
        title={t`Your wallet did not load`}
        error={wallet.error}
        busy={wallet.isFetching}
        onRetry={() => void wallet.refetch()}
      />
    )
  return (
    <Page title={t`Wallet`}>{wallet.data ? <Content wallet={wallet.data} /> : <Waiting lines={3} />}</Page>
  )
}

export default WalletPage
