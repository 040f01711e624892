import type { Payout, PayoutState } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { classes, Icon, Pill } from '#shared/ui'
import { payoutNotes, payoutStates } from '../payout-words.ts'
import { useAmounts, useCounts } from '../use-amounts.ts'

export const PayoutPill = ({ state }: { state: PayoutState }): ReactNode => {
  const { i18n } = useLingui()
  const { name, tone, icon } = payoutStates()[state]
  return (
    <Pill tone={tone} icon={icon}>
      {i18n._(name)}
    </Pill>
  )
}

const dots = {
  good: 'bg-bottle text-paper',
  bad: 'bg-alert text-paper',
  quiet: 'bg-raised text-ink-soft',
  waiting: 'bg-limelight text-on-limelight',
} as const

/** Why it stands as it does: in our words where it is a known reason, else as it was written. */
const NoteWords = ({ note }: { note: string }): ReactNode => {
  const { i18n } = useLingui()
  const known = payoutNotes()[note]
  return known === undefined ? <bdi>{note}</bdi> : i18n._(known)
}

/** What happened to a payout, step by step, the first one first. */
export const PayoutStory = ({ payout }: { payout: Payout }): ReactNode => {
  const { i18n } = useLingui()
  const { moment } = useCounts()
  const words = payoutStates()
  return (
    <ol className="relative grid gap-4 ps-1">
      {payout.history.map(({ state, at, note }, step) => (
        <li key={`${at} ${state}`} className="relative flex gap-4">
          {step < payout.history.length - 1 && (
            <span aria-hidden="true" className="absolute start-[15px] top-8 -bottom-4 w-0.5 bg-line" />
          )}
          <span
            aria-hidden="true"
            className={classes(
              'grid size-8 shrink-0 place-items-center rounded-full',
              dots[words[state].tone],
            )}
          >
            <Icon name={words[state].icon} className="size-4" weight={2.6} />
          </span>
          <div className="min-w-0 text-sm">
            <p className="font-semibold">{i18n._(words[state].name)}</p>
            <p className="text-xs text-ink-soft">
              <time dateTime={at}>{moment(at)}</time>
            </p>
            <p className="mt-1 text-ink-soft">{i18n._(words[state].says)}</p>
            {note !== null && (
              <p className="mt-1 font-semibold break-words">
                <NoteWords note={note} />
              </p>
            )}
          </div>
        </li>
      ))}
    </ol>
  )
}

/** What left the balance, what was kept back, what arrives. */
export const PayoutSum = ({ payout }: { payout: Payout }): ReactNode => {
  const { t } = useLingui()
  /** Of a payout that did not arrive. */
  const ends: Partial<Record<PayoutState, string>> = {
    ...{ returned: t`Came back`, failed: t`Was not sent`, cancelled: t`Was not sent`, paid: t`Sent` },
  }
  const { amount } = useAmounts(payout.currency)
  return (
    <dl className="grid grid-cols-[1fr_auto] content-start gap-x-6 gap-y-1 text-sm tabular-nums">
      <dt className="text-ink-soft">
        <Trans>Left your balance</Trans>
      </dt>
      <dd className="text-end">{amount(payout.amountMicro)}</dd>
      <dt className="text-ink-soft">
        <Trans>Withheld for tax</Trans>
      </dt>
      <dd className="text-end">{amount(payout.withheldMicro)}</dd>
      <dt className="font-semibold">{ends[payout.state] ?? <Trans>Arrives</Trans>}</dt>
      <dd className="text-end font-semibold">{amount(payout.netMicro)}</dd>
    </dl>
  )
}
