import type { PayoutState } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useState } from 'react'
import {
  ChoiceRow,
  PayoutPill,
  payoutStates,
  PayoutStory,
  PayoutSum,
  useAmounts,
  useCounts,
} from '#features/money'
import { ListEnd } from '#shared/states'
import { Button, Icon, toast } from '#shared/ui'
import { useAllPayouts, useDecidePayout, type Decision, type QueuedPayout } from '../queries.ts'
import { ReasonForm } from './reason-form.tsx'
import { TreasuryFrame } from './treasury-frame.tsx'

/** What can be decided in which state; the server decides whether it still can. */
const decisionsOf = (state: PayoutState): readonly Decision[] => {
  if (state === 'requested' || state === 'kyc_check') return ['hold']
  return state === 'risk_hold' ? ['release', 'cancel'] : []
}

const Decide = ({ payout }: { payout: QueuedPayout }): ReactNode => {
  const { t } = useLingui()
  const decide = useDecidePayout()
  const [open, setOpen] = useState<Decision | null>(null)
  const names: Record<Decision, string> = {
    hold: t`Hold it`,
    release: t`Let it go on`,
    cancel: t`Give it back`,
  }
  const decisions = decisionsOf(payout.state)
  if (decisions.length === 0) return null
  return (
    <div>
      <div className="flex flex-wrap gap-2">
        {decisions.map((decision) => (
          <Button
            key={decision}
            look={decision === 'release' ? 'primary' : 'secondary'}
            aria-expanded={open === decision}
            onClick={() => setOpen(decision)}
          >
            {names[decision]}
          </Button>
        ))}
      </div>
      {open && (
        <ReasonForm
          action={names[open]}
          hint={t`Its owner reads this.`}
          busy={decide.isPending}
          error={decide.error}
          onCancel={() => setOpen(null)}
          onDecide={(reason) =>
            decide.mutate(
              { payoutId: payout.payoutId, decision: open, reason },
              {
                onSuccess: () => {
                  setOpen(null)
                  toast(t`It is decided`)
                },
              },
            )
          }
        />
      )}
    </div>
  )
}

const Row = ({ payout }: { payout: QueuedPayout }): ReactNode => {
  const { amount } = useAmounts(payout.currency)
  const { moment } = useCounts()
  return (
    <li>
      <details className="group py-1">
        <summary className="flex min-h-14 flex-wrap items-center gap-x-4 gap-y-1 py-2">
          <span className="min-w-0 flex-1 sm:flex sm:items-center sm:gap-4">
            <span className="block font-semibold tabular-nums sm:min-w-28">{amount(payout.amountMicro)}</span>
            <span className="block min-w-0 text-sm">
              <bdi className="block wrap-anywhere">
                {payout.handle === null ? <Trans>Somebody who left</Trans> : `@${payout.handle}`}
              </bdi>
              <time dateTime={payout.requestedAt} className="block text-xs text-ink-soft">
                {moment(payout.requestedAt)}
              </time>
            </span>
          </span>
          <PayoutPill state={payout.state} />
          <Icon name="down" className="size-5 text-ink-soft transition group-open:rotate-180" />
        </summary>
        <div className="grid gap-6 pt-2 pb-5 sm:grid-cols-[minmax(0,1fr)_18rem]">
          <PayoutStory payout={payout} />
          <div className="grid content-start gap-5">
            <PayoutSum payout={payout} />
            <Decide payout={payout} />
            {payout.handle !== null && (
              <Link
                to="/@{$handle}"
                params={{ handle: payout.handle }}
                className="text-sm font-semibold text-curtain-text underline"
              >
                <Trans>Profile of @{payout.handle}</Trans>
              </Link>
            )}
          </div>
        </div>
      </details>
    </li>
  )
}

const shownStates = ['all', 'risk_hold', 'requested', 'submitted', 'unknown', 'paid', 'returned'] as const

const Queue = (): ReactNode => {
  const { t, i18n } = useLingui()
  const [state, setState] = useState<(typeof shownStates)[number]>('all')
  const list = useAllPayouts(state === 'all' ? null : state)
  const words = payoutStates()
  return (
    <div className="grid gap-4">
      <ChoiceRow
        legend={t`State`}
        value={state}
        onChoose={setState}
        options={shownStates.map((value) => ({
          value,
          name: value === 'all' ? t`All` : i18n._(words[value].name),
        }))}
      />
      <ul className="divide-y divide-line">
        {list.payouts.map((payout) => (
          <Row key={payout.payoutId} payout={payout} />
        ))}
      </ul>
      {list.isSuccess && list.payouts.length === 0 && (
        <p className="py-6 text-ink-soft">
          <Trans>No payout is in this state.</Trans>
        </p>
      )}
      <ListEnd list={list} />
    </div>
  )
}

/** Payouts of everybody: looked at, held with a reason, let go on. */
const PayoutQueuePage = (): ReactNode => (
  <TreasuryFrame>
    <Queue />
  </TreasuryFrame>
)

export default PayoutQueuePage
