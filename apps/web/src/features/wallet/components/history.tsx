import type { WalletLine } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useAmounts, useCounts, useGiftName } from '#features/money'
import { ListEnd, Part } from '#shared/states'
import { classes, Icon, type IconName } from '#shared/ui'
import { useLines } from '../queries.ts'

const icons: Record<WalletLine['kind'], IconName> = {
  ...{ purchase: 'plus', gift: 'gift', refund: 'again', refund_failed: 'close' },
  ...{ frozen: 'pause', released: 'play', expired: 'clock' },
}

const What = ({ line, currency }: { line: WalletLine; currency: string }): ReactNode => {
  const { t } = useLingui()
  const giftName = useGiftName()
  const { exact } = useAmounts(currency)
  const names: Record<WalletLine['kind'], string> = {
    ...{ purchase: t`Coins bought`, gift: t`Gift`, refund: t`Coins given back` },
    ...{ refund_failed: t`Could not be given back`, frozen: t`Disputed`, released: t`Released` },
    expired: t`Expired`,
  }
  const { gift, purchaseId } = line
  if (gift === null)
    return purchaseId === null ? (
      <span className="block font-semibold">{names[line.kind]}</span>
    ) : (
      <Link
        to="/wallet/purchases/$purchaseId"
        params={{ purchaseId }}
        className="block font-semibold text-curtain-text underline"
      >
        {names[line.kind]}
      </Link>
    )
  const [paid, arrived] = [exact(gift.paidMicro), exact(gift.creatorMicro)]
  const name = giftName(gift)
  return (
    <>
      <Link
        to="/p/$postId"
        params={{ postId: gift.postId }}
        className="block font-semibold wrap-anywhere text-curtain-text underline"
      >
        {name}
        {gift.count > 1 && ` ×${gift.count}`}
        {gift.to !== null && (
          <>
            {' '}
            <Trans>
              for <bdi>{gift.to.displayName}</bdi>
            </Trans>
          </>
        )}
      </Link>
      <span className="block text-xs text-ink-soft">
        <Trans>
          You paid {paid}, the creator got {arrived}
        </Trans>
      </span>
    </>
  )
}

const Line = ({ line, currency }: { line: WalletLine; currency: string }): ReactNode => {
  const { i18n } = useLingui()
  const { count, moment } = useCounts()
  const coins = new Intl.NumberFormat(i18n.locale, { signDisplay: 'exceptZero' }).format(BigInt(line.coins))
  return (
    <li className="flex items-center gap-4 py-3 text-sm">
      <span className="grid size-10 shrink-0 place-items-center rounded-full bg-raised text-ink-soft">
        <Icon name={icons[line.kind]} className="size-5" />
      </span>
      <div className="min-w-0 flex-1">
        <What {...{ line, currency }} />
        <time dateTime={line.at} className="block text-xs text-ink-soft">
          {moment(line.at)}
        </time>
      </div>
      <div className="text-end tabular-nums">
        <p className={classes('font-semibold', !line.coins.startsWith('-') && 'text-bottle')}>
          <Trans>{coins} coins</Trans>
        </p>
        <p className="text-xs text-ink-soft">
          <Trans>then {count(line.balanceCoins)}</Trans>
        </p>
      </div>
    </li>
  )
}

/** Every movement of the person's coins, latest first. */
export const History = (): ReactNode => {
  const list = useLines(true)
  const { currency } = list
  return (
    <Part name="history" title={<Trans>What happened</Trans>}>
      <ul className="divide-y divide-line">
        {currency !== null && list.lines.map((line) => <Line key={line.lineId} {...{ line, currency }} />)}
      </ul>
      {list.isSuccess && list.lines.length === 0 && (
        <p className="text-sm text-ink-soft">
          <Trans>Nothing yet: no coins came and none went.</Trans>
        </p>
      )}
      <ListEnd list={list} />
      {list.isSuccess && !list.hasNextPage && list.lines.length > 0 && (
        <p className="pt-3 text-center text-xs text-ink-soft">
          <Trans>This is where it began.</Trans>
        </p>
      )}
    </Part>
  )
}
