import type { ReceivedGift } from '@busker/contract'
import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { GiftPicture, useAmounts, useCounts, useGiftName } from '#features/money'
import { Avatar } from '#shared/ui'

const Arrived = ({ gift }: { gift: ReceivedGift }): ReactNode => {
  const giftName = useGiftName()
  const { exact } = useAmounts(gift.currency)
  const { moment } = useCounts()
  const { from } = gift
  return (
    <li className="animate-rise flex items-center gap-3 py-3">
      <Avatar handle={from.handle} name={from.displayName} picture={from.picture} />
      <span className="min-w-0 flex-1 text-sm">
        <bdi className="block truncate font-bold">{from.displayName}</bdi>
        <span className="block text-xs text-ink-soft">
          {giftName(gift)}
          {gift.count > 1 && ` ×${gift.count}`}
          {' · '}
          <time dateTime={gift.at}>{moment(gift.at)}</time>
        </span>
      </span>
      <GiftPicture animation={gift.animation} className="size-10 shrink-0" />
      <span className="min-w-20 text-end font-display font-bold tabular-nums">
        {exact(gift.creatorMicro)}
      </span>
    </li>
  )
}

/** What falls into the hat while one looks. */
export const LiveGifts = ({ gifts }: { gifts: readonly ReceivedGift[] }): ReactNode => (
  <section aria-labelledby="live" className="card p-5 sm:p-6">
    <h2 id="live" className="flex items-center gap-2.5 text-lg">
      <span aria-hidden="true" className="size-2.5 rounded-full bg-bottle" />
      <Trans>Just now</Trans>
    </h2>
    {gifts.length === 0 && (
      <p className="mt-2 text-sm text-ink-soft">
        <Trans>Gifts appear here the moment they are given.</Trans>
      </p>
    )}
    <ul aria-live="polite" className="mt-1 divide-y divide-line">
      {gifts.map((gift) => (
        <Arrived key={gift.sendId} gift={gift} />
      ))}
    </ul>
  </section>
)
