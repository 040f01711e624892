import type { Receipt } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { useMe } from '#features/auth'
import { useAmounts, useCounts } from '#features/money'
import { microOf } from '#shared/format'
import { Closed, NotLoaded, Waiting } from '#shared/states'
import { visitStorage } from '#shared/storage'
import { Button, buttonClass, classes, Icon, Page, Spinner } from '#shared/ui'
import { purchaseStates } from '../purchase-words.ts'
import { usePurchase, useWalletNews } from '../queries.ts'
import { rememberedCheckout } from '../way-back.ts'
import { RefundPart } from './refund-part.tsx'

const grounds = {
  good: 'bg-bottle-soft text-bottle',
  bad: 'bg-alert-soft text-alert',
  quiet: 'bg-raised text-ink',
  waiting: 'bg-limelight text-on-limelight',
} as const

/** What became of it. It is said aloud when it changes. */
const Outcome = ({ receipt }: { receipt: Receipt }): ReactNode => {
  const { i18n } = useLingui()
  const { state, code, checkoutUrl } = receipt
  const words = purchaseStates()[state]
  const place = useState(() => rememberedCheckout(visitStorage()))[0]
  const returnTo = place?.purchaseId === receipt.purchaseId ? place.returnTo : null
  return (
    <section className="grid gap-5 print:hidden">
      <div role="status" className={classes('flex gap-4 rounded-lg p-5', grounds[words.tone])}>
        {state === 'unknown' ? (
          <Spinner className="mt-0.5 size-7 shrink-0" />
        ) : (
          <Icon name={words.icon} className="mt-0.5 size-7 shrink-0" weight={2.4} />
        )}
        <div className="min-w-0">
          <p className="font-display text-lg font-bold">{i18n._(words.title)}</p>
          <p className="mt-1 text-sm">{i18n._(words.says)}</p>
          {code !== null && (
            <p className="mt-1 text-xs">
              <Trans>In the provider’s words:</Trans> <code>{code}</code>
            </p>
          )}
        </div>
      </div>
      <div className="flex flex-wrap gap-3">
        {state === 'pending' && checkoutUrl !== null && (
          <a href={checkoutUrl} className={buttonClass('primary')}>
            <Trans>Go on and pay</Trans>
          </a>
        )}
        {returnTo !== null && (state === 'settled' || state === 'declined') && (
          <a href={returnTo} className={buttonClass(state === 'settled' ? 'primary' : 'secondary')}>
            <Icon name="gift" className="size-5" />
            <Trans>Back to the video</Trans>
          </a>
        )}
        {state === 'declined' && (
          <Link to="/wallet" className={buttonClass('primary')}>
            <Icon name="again" className="size-5" />
            <Trans>Try again</Trans>
          </Link>
        )}
        <Link to="/wallet" className={buttonClass('quiet')}>
          <Trans>To the wallet</Trans>
        </Link>
      </div>
    </section>
  )
}

const Row = (props: { name: ReactNode; children: ReactNode; isSum?: boolean }): ReactNode => (
  <div
    className={classes('flex justify-between gap-6 py-2', props.isSum && 'border-t-2 border-line font-bold')}
  >
    <dt className={props.isSum ? '' : 'text-ink-soft'}>{props.name}</dt>
    <dd className="text-end break-words tabular-nums">{props.children}</dd>
  </div>
)

/** The purchase as one prints it. */
const ReceiptView = ({ receipt }: { receipt: Receipt }): ReactNode => {
  const { exact } = useAmounts(receipt.currency)
  const { count, moment, share } = useCounts()
  const { number, seller, buyer, settledAt, createdAt, refundedMicro } = receipt
  const tax = share(receipt.taxBasisPoints)
  return (
    <section
      aria-labelledby="receipt"
      className="card p-6 text-sm sm:p-8 print:border-0 print:p-0 print:shadow-none"
    >
      <div className="flex flex-wrap items-baseline justify-between gap-3">
        <h2 id="receipt" className="text-xl">
          {number === null ? <Trans>Purchase</Trans> : <Trans>Receipt {number}</Trans>}
        </h2>
        <p className="text-ink-soft">{seller}</p>
      </div>
      <dl className="mt-5">
        <Row name={<Trans>For</Trans>}>
          <bdi>{buyer.displayName}</bdi> (@{buyer.handle})
        </Row>
        <Row name={settledAt === null ? <Trans>Begun</Trans> : <Trans>Paid</Trans>}>
          {moment(settledAt ?? createdAt)}
        </Row>
        <Row name={<Trans>Paid through</Trans>}>{receipt.provider}</Row>
        <Row name={<Trans>Coins</Trans>}>{count(receipt.coins)}</Row>
        <Row name={<Trans>Price of a coin</Trans>}>{exact(receipt.coinPriceMicro)}</Row>
        <Row name={<Trans>Without tax</Trans>}>{exact(receipt.netMicro)}</Row>
        <Row name={<Trans>Tax ({tax})</Trans>}>{exact(receipt.taxMicro)}</Row>
        <Row isSum name={<Trans>Sum</Trans>}>
          {exact(receipt.priceMicro)}
        </Row>
        {microOf(refundedMicro) > 0n && (
          <>
            <Row name={<Trans>Given back</Trans>}>
              {exact(-microOf(refundedMicro))}
              {receipt.refundedAt !== null && ` · ${moment(receipt.refundedAt)}`}
            </Row>
            <Row name={<Trans>Coins given back</Trans>}>{count(receipt.refundedCoins)}</Row>
          </>
        )}
      </dl>
      <p className="mt-4 text-2xs break-all text-ink-soft">{receipt.purchaseId}</p>
    </section>
  )
}

/** One purchase: what became of it, its receipt, and giving back what was not used. */
const PurchasePage = (props: { purchaseId: string }): ReactNode => {
  const { t } = useLingui()
  const me = useMe()
  const found = usePurchase(props.purchaseId, Boolean(me))
  useWalletNews(Boolean(me))
  if (me === null) return <Closed isSignedIn={false} text={<Trans>Sign in to see what you bought.</Trans>} />
  if (found.error && !found.data)
    return (
      <NotLoaded
        title={t`This purchase did not load`}
        error={found.error}
        busy={found.isFetching}
        onRetry={() => void found.refetch()}
      />
    )
  return (
    <Page
      title={t`Your purchase`}
      back={
        <Link to="/wallet" className={buttonClass('quiet', 'px-3 print:hidden')}>
          <Icon name="back" className="size-5 rtl:-scale-x-100" />
          <Trans>Wallet</Trans>
        </Link>
      }
    >
      {found.data ? (
        <div className="grid gap-8">
          <Outcome receipt={found.data} />
          <ReceiptView receipt={found.data} />
          {found.data.number !== null && (
            <Button
              look="secondary"
              className="justify-self-start print:hidden"
              onClick={() => window.print()}
            >
              <Trans>Print the receipt</Trans>
            </Button>
          )}
          <RefundPart receipt={found.data} />
        </div>
      ) : (
        <Waiting lines={3} />
      )}
    </Page>
  )
}

export default PurchasePage
