import type { Payout, PayoutIdentity } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useMe } from '#features/auth'
import { PayoutPill, PayoutStory, PayoutSum, useAmounts, useCounts } from '#features/money'
import { ListEnd, Part, PartFailed, Waiting } from '#shared/states'
import { Icon } from '#shared/ui'
import { useBalances, useIdentity, usePayouts } from '../queries.ts'
import { EarningsFrame } from './earnings-frame.tsx'
import { IdentityCard } from './identity-card.tsx'
import { PayoutForm, type Standing } from './payout-form.tsx'

const PayoutRow = ({ payout }: { payout: Payout }): ReactNode => {
  const { amount } = useAmounts(payout.currency)
  const { moment } = useCounts()
  return (
    <li>
      <details className="group py-1">
        <summary className="flex min-h-14 flex-wrap items-center justify-between gap-x-4 gap-y-1 py-2">
          <span className="min-w-0">
            <span className="block font-semibold tabular-nums">{amount(payout.amountMicro)}</span>
            <time dateTime={payout.requestedAt} className="block text-xs text-ink-soft">
              {moment(payout.requestedAt)}
            </time>
          </span>
          <span className="flex items-center gap-3">
            <PayoutPill state={payout.state} />
            <Icon name="down" className="size-5 text-ink-soft transition group-open:rotate-180" />
          </span>
        </summary>
        <div className="grid gap-6 pt-2 pb-5 sm:grid-cols-[minmax(0,1fr)_16rem]">
          <PayoutStory payout={payout} />
          <PayoutSum payout={payout} />
        </div>
      </details>
    </li>
  )
}

const Payouts = (): ReactNode => {
  const me = useMe()
  const list = usePayouts(Boolean(me))
  return (
    <Part name="payouts" title={<Trans>Your payouts</Trans>}>
      <ul className="divide-y divide-line">
        {list.payouts.map((payout) => (
          <PayoutRow key={payout.payoutId} payout={payout} />
        ))}
      </ul>
      {list.isSuccess && list.payouts.length === 0 && (
        <p className="text-sm text-ink-soft">
          <Trans>You have not asked for a payout yet.</Trans>
        </p>
      )}
      <ListEnd list={list} />
    </Part>
  )
}

/** A tax form is asked for from some sum on only: the server says when. */
const standingOf = ({ gates }: PayoutIdentity): Standing => {
  const left = gates.filter(({ id, state }) => id !== 'tax_form' && state !== 'done')
  if (left.length === 0) return 'ready'
  return left.every(({ state }) => state === 'pending') ? 'being_checked' : 'asked_for'
}

const Ask = (): ReactNode => {
  const { t } = useLingui()
  const me = useMe()
  const balances = useBalances(Boolean(me))
  const identity = useIdentity(Boolean(me))
  const failed = [balances, identity].find(({ error, data }) => error && !data)
  if (failed?.error)
    return <PartFailed error={failed.error} busy={failed.isFetching} onRetry={() => void failed.refetch()} />
  if (!balances.data || !identity.data) return <Waiting lines={2} />
  const standing = standingOf(identity.data)
  return (
    <div className="mb-10 grid items-start gap-6 lg:grid-cols-2" aria-label={t`Get paid`} role="group">
      <div className="grid gap-6">
        {balances.data.map((balance) => (
          <PayoutForm key={`${balance.rail} ${balance.currency}`} balance={balance} standing={standing} />
        ))}
        {balances.data.length === 0 && (
          <p className="card p-6 text-sm text-ink-soft">
            <Trans>Nothing was earned yet, so there is nothing to pay out.</Trans>
          </p>
        )}
      </div>
      <IdentityCard identity={identity.data} />
    </div>
  )
}

/** Asking for payouts, and the story of each. */
const PayoutsPage = (): ReactNode => (
  <EarningsFrame>
    <Ask />
    <Payouts />
  </EarningsFrame>
)

export default PayoutsPage
