import type { GiftFlag } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { useAmounts, useCounts } from '#features/money'
import { ListEnd, Part } from '#shared/states'
import { Button, Pill, toast } from '#shared/ui'
import { useDecideFlag, useGiftFlags } from '../queries.ts'
import { ReasonForm } from './reason-form.tsx'

const Flag = ({ flag }: { flag: GiftFlag }): ReactNode => {
  const { t } = useLingui()
  const decide = useDecideFlag()
  const [open, setOpen] = useState<'released' | 'kept' | null>(null)
  const { exact } = useAmounts(flag.currency)
  const { count, moment } = useCounts()
  const reasons: Record<GiftFlag['reasons'][number], string> = {
    cycle: t`Gifts lead back`,
    same_device: t`Same device`,
    same_address: t`Same address`,
  }
  const who = (person: GiftFlag['from']): string =>
    person === null ? t`somebody who left` : `@${person.handle}`
  const [from, to] = [who(flag.from), who(flag.to)]
  const coins = count(flag.coins)
  return (
    <li className="py-4">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <p className="min-w-0 flex-1 text-sm">
          <span className="block font-semibold">
            <Trans>
              {from} gave {to} {coins} coins
            </Trans>
          </span>
          <span className="block text-xs text-ink-soft">
            {exact(flag.creatorMicro)} · {moment(flag.at)}
            {flag.cycle.length > 0 && ` · ${flag.cycle.map((handle) => `@${handle}`).join(' → ')}`}
          </span>
        </p>
        {flag.reasons.map((reason) => (
          <Pill key={reason} tone="waiting">
            {reasons[reason]}
          </Pill>
        ))}
        <Button look="secondary" onClick={() => setOpen('released')}>
          <Trans>Release</Trans>
        </Button>
        <Button look="danger" onClick={() => setOpen('kept')}>
          <Trans>Keep it held</Trans>
        </Button>
      </div>
      {open && (
        <ReasonForm
          action={open === 'released' ? t`Release` : t`Keep it held`}
          hint={t`It is kept with the decision.`}
          busy={decide.isPending}
          error={decide.error}
          onCancel={() => setOpen(null)}
          onDecide={(note) =>
            decide.mutate(
              { flagId: flag.flagId, decision: open, note },
              { onSuccess: () => toast(t`It is decided`) },
            )
          }
        />
      )}
    </li>
  )
}

/** Gifts that look as if they came back to who gave them. */
export const FlagsPart = (): ReactNode => {
  const list = useGiftFlags()
  return (
    <Part
      name="flags"
      title={<Trans>Gifts to look at</Trans>}
      intro={
        <Trans>
          They look as if they came back to who gave them. Until you decide, they are not paid out.
        </Trans>
      }
    >
      <ul className="divide-y divide-line">
        {list.flags.map((flag) => (
          <Flag key={flag.flagId} flag={flag} />
        ))}
      </ul>
      {list.isSuccess && list.flags.length === 0 && (
        <p className="text-sm text-ink-soft">
          <Trans>There is nothing to look at.</Trans>
        </p>
      )}
      <ListEnd list={list} />
    </Part>
  )
}
