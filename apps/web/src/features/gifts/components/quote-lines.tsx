import type { GiftQuote } from '@busker/contract'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useAmounts } from '#features/money'

type Range = GiftQuote['pays']

/** Who pays what and who gets what, before anything is sent. */
export const QuoteLines = ({ quote }: { quote: GiftQuote }): ReactNode => {
  const { t } = useLingui()
  const { exact } = useAmounts(quote.currency)
  const range = ({ fromMicro, toMicro }: Range): string => {
    const [from, to] = [exact(fromMicro), exact(toMicro)]
    return fromMicro === toMicro ? from : t`${from} to ${to}`
  }
  const [pays, gets] = [range(quote.pays), exact(quote.creatorMicro)]
  const [tax, take] = [range(quote.tax), range(quote.take)]
  return (
    <div className="rounded-md bg-raised p-4">
      <p className="font-semibold" aria-live="polite">
        <Trans>
          You pay {pays} · the creator gets {gets}
        </Trans>
      </p>
      <p className="mt-1 text-xs text-ink-soft">
        <Trans>
          Of it {tax} is tax and {take} stays with this instance.
        </Trans>{' '}
        <Plural
          value={quote.holdDays}
          _0="The creator can have it paid out at once, if nothing speaks against it."
          one="The creator can have it paid out after # day at the earliest."
          other="The creator can have it paid out after # days at the earliest."
        />{' '}
        {quote.basis === 'packs' && <Trans>What you pay depends on the pack of coins that you buy.</Trans>}
      </p>
    </div>
  )
}
