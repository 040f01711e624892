import type { Purchase } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useAmounts, useCounts } from '#features/money'
import { ListEnd, Part } from '#shared/states'
import { Icon, Pill } from '#shared/ui'
import { purchaseStates } from '../purchase-words.ts'
import { usePurchases } from '../queries.ts'

export const PurchaseRow = ({ purchase }: { purchase: Purchase }): ReactNode => {
  const { i18n } = useLingui()
  const { exact } = useAmounts(purchase.currency)
  const { count, moment } = useCounts()
  const words = purchaseStates()[purchase.state]
  const coins = count(purchase.coins)
  return (
    <li>
      <Link
        to="/wallet/purchases/$purchaseId"
        params={{ purchaseId: purchase.purchaseId }}
        className="-mx-3 flex min-h-16 flex-wrap items-center gap-x-4 gap-y-1 rounded-md px-3 py-2 hover:bg-raised"
      >
        <span className="min-w-0 flex-1 text-sm">
          <span className="block font-semibold tabular-nums">
            {exact(purchase.priceMicro)} · <Trans>{coins} coins</Trans>
          </span>
          <time dateTime={purchase.createdAt} className="block text-xs text-ink-soft">
            {moment(purchase.createdAt)}
          </time>
        </span>
        <Pill tone={words.tone} icon={words.icon}>
          {i18n._(words.name)}
        </Pill>
        <Icon name="back" className="size-5 -scale-x-100 text-ink-soft rtl:scale-x-100" />
      </Link>
    </li>
  )
}

/** What was bought, each with its receipt. */
export const Purchases = (): ReactNode => {
  const list = usePurchases(true)
  return (
    <Part name="purchases" title={<Trans>Purchases and receipts</Trans>}>
      <ul className="divide-y divide-line">
        {list.purchases.map((purchase) => (
          <PurchaseRow key={purchase.purchaseId} purchase={purchase} />
        ))}
      </ul>
      {list.isSuccess && list.purchases.length === 0 && (
        <p className="text-sm text-ink-soft">
          <Trans>You have not bought coins yet.</Trans>
        </p>
      )}
      <ListEnd list={list} />
    </Part>
  )
}
