import type { Receipt } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Suspense, useState } from 'react'
import { Problem, useAmounts, useCounts } from '#features/money'
import { Button, ConfirmDialog, toast } from '#shared/ui'
import { useRefund } from '../queries.ts'

/** Gives back coins that were not used, after saying what comes back. */
export const RefundPart = ({ receipt }: { receipt: Receipt }): ReactNode => {
  const { t } = useLingui()
  const refund = useRefund()
  const [asks, setAsks] = useState(false)
  const { exact } = useAmounts(receipt.currency)
  const { count, moment } = useCounts()
  const { refundable } = receipt
  if (refundable === null) return null
  const [coins, back] = [count(refundable.coins), exact(refundable.amountMicro)]
  const until = moment(refundable.until)
  return (
    <section
      aria-labelledby="refund"
      className="grid justify-items-start gap-3 border-t border-line pt-6 print:hidden"
    >
      <h2 id="refund" className="text-lg">
        <Trans>Changed your mind?</Trans>
      </h2>
      <p className="max-w-prose text-sm text-ink-soft">
        <Trans>
          {coins} coins of this purchase are not used. You can give them back until {until} and get {back}{' '}
          back, the way you paid. Coins that you gave away stay given.
        </Trans>
      </p>
      <Problem error={refund.error} />
      <Button look="secondary" icon="again" onClick={() => setAsks(true)}>
        <Trans>Give {coins} coins back</Trans>
      </Button>
      <Suspense>
        {asks && (
          <ConfirmDialog
            title={t`Give the coins back?`}
            description={t`${coins} coins go, and ${back} comes back the way you paid.`}
            action={t`Give back`}
            busy={refund.isPending}
            onCancel={() => setAsks(false)}
            onConfirm={() =>
              refund.mutate(receipt.purchaseId, {
                onSuccess: () => toast(t`Your money is on its way back`),
                onSettled: () => setAsks(false),
              })
            }
          />
        )}
      </Suspense>
    </section>
  )
}
