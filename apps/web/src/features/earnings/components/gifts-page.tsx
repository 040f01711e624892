import type { EarnedGift } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useMe } from '#features/auth'
import { DataTable, moneyCsv, useAmounts, useCounts, useGiftName } from '#features/money'
import { CsvLink } from '#shared/charts'
import { microOf } from '#shared/format'
import { ListEnd, NotLoaded, Waiting } from '#shared/states'
import { EmptyState, Figures, Pill } from '#shared/ui'
import { useArrivingGifts, useGiftEarnings } from '../gift-queries.ts'
import { EarningsFrame } from './earnings-frame.tsx'
import { LiveGifts } from './live-gifts.tsx'

const csvOf = (gifts: readonly EarnedGift[], currency: string): string =>
  moneyCsv(
    ['at', 'gift', 'count', 'coins', 'fan_paid', 'tax', 'platform', 'creator', 'currency', 'state'],
    gifts.map((gift) => [
      ...[
        gift.at,
        gift.name,
        gift.count,
        Number(gift.coins),
        microOf(gift.paidMicro),
        microOf(gift.taxMicro),
      ],
      ...[microOf(gift.takeMicro), microOf(gift.creatorMicro), currency, gift.state],
    ]),
  )

const GiftsTable = (props: { gifts: readonly EarnedGift[]; currency: string }): ReactNode => {
  const { t } = useLingui()
  const giftName = useGiftName()
  const { exact } = useAmounts(props.currency)
  const { moment } = useCounts()
  return (
    <DataTable
      title={t`Gifts`}
      rows={props.gifts}
      keyOf={({ sendId }) => sendId}
      columns={[
        {
          key: 'gift',
          head: t`Gift`,
          render: (gift) => (
            <Link
              to="/p/$postId"
              params={{ postId: gift.postId }}
              className="font-semibold text-curtain-text underline"
            >
              {giftName(gift)}
              {gift.count > 1 && ` ×${gift.count}`}
            </Link>
          ),
        },
        {
          key: 'creator',
          head: t`You`,
          isNumber: true,
          render: ({ creatorMicro }) => <strong>{exact(creatorMicro)}</strong>,
        },
        {
          key: 'from',
          head: t`From`,
          render: ({ from }) =>
            from === null ? (
              <span className="text-ink-soft">
                <Trans>Somebody who left</Trans>
              </span>
            ) : (
              <Link to="/@{$handle}" params={{ handle: from.handle }} className="font-semibold underline">
                <bdi>{from.displayName}</bdi>
              </Link>
            ),
        },
        { key: 'paid', head: t`Fan paid`, isNumber: true, render: ({ paidMicro }) => exact(paidMicro) },
        { key: 'tax', head: t`Tax`, isNumber: true, render: ({ taxMicro }) => exact(taxMicro) },
        { key: 'take', head: t`Platform`, isNumber: true, render: ({ takeMicro }) => exact(takeMicro) },
        { key: 'at', head: t`Time`, render: ({ at }) => moment(at) },
        {
          key: 'state',
          head: t`State`,
          render: ({ state }) => {
            if (state === 'counted') return <Pill tone="good">{t`Counts`}</Pill>
            return state === 'held' ? (
              <Pill tone="waiting">{t`Looked at`}</Pill>
            ) : (
              <Pill tone="bad">{t`Taken back`}</Pill>
            )
          },
        },
      ]}
    />
  )
}

const Gifts = (): ReactNode => {
  const { t } = useLingui()
  const me = useMe()
  const list = useGiftEarnings(Boolean(me))
  const arrived = useArrivingGifts(Boolean(me))
  const { amount } = useAmounts(list.first?.currency ?? 'EUR')
  if (list.error && !list.data)
    return (
      <NotLoaded
        title={t`Your gifts did not load`}
        headingLevel={2}
        error={list.error}
        busy={list.isFetching}
        onRetry={() => void list.refetch()}
      />
    )
  if (!list.first) return <Waiting lines={3} />
  const { currency, pendingMicro, availableMicro, heldMicro } = list.first
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-8">
      <Figures
        across={3}
        figures={[
          { label: t`Pending`, value: amount(pendingMicro), note: t`Out of gifts, not available yet` },
          { label: t`Available`, value: amount(availableMicro), note: t`Can be paid out` },
          { label: t`Looked at`, value: amount(heldMicro), note: t`Gifts that an operator looks at first` },
        ]}
      />
      <LiveGifts gifts={arrived} />
      {list.gifts.length === 0 ? (
        <EmptyState
          scene="hat"
          title={<Trans>No gift yet</Trans>}
          text={<Trans>Fans can give under every video. Each gift stands here with who paid what.</Trans>}
        />
      ) : (
        <section aria-labelledby="all-gifts" className="grid grid-cols-[minmax(0,1fr)] gap-4">
          <div className="flex flex-wrap items-center justify-between gap-3">
            <h2 id="all-gifts" className="text-lg">
              <Trans>Who paid what, and what of it is yours</Trans>
            </h2>
            <CsvLink name="gifts" content={csvOf(list.gifts, currency)} />
          </div>
          <GiftsTable gifts={list.gifts} currency={currency} />
          <ListEnd list={list} />
        </section>
      )}
    </div>
  )
}

/** The gifts of a creator, as they arrive and one by one. */
const GiftsPage = (): ReactNode => (
  <EarningsFrame>
    <Gifts />
  </EarningsFrame>
)

export default GiftsPage
