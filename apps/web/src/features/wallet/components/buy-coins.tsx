import type { CoinPack } from '@busker/contract'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Problem, useAmounts, useCounts, useRefusalText, useRequestKey } from '#features/money'
import { microOf } from '#shared/format'
import { PartFailed, Waiting } from '#shared/states'
import { visitStorage } from '#shared/storage'
import { Icon, Spinner } from '#shared/ui'
import { useBuyCoins, usePacks } from '../queries.ts'
import { backPath, rememberCheckout } from '../way-back.ts'

const Pack = (props: {
  pack: CoinPack
  currency: string
  busy: boolean
  disabled: boolean
  onBuy: () => void
}): ReactNode => {
  const { pack } = props
  const { exact } = useAmounts(props.currency)
  const { count } = useCounts()
  const [price, coins, bonus] = [exact(pack.priceMicro), count(pack.coins), count(pack.bonusCoins)]
  const each = exact(pack.coinPriceMicro)
  return (
    <li>
      <button
        type="button"
        aria-busy={props.busy || undefined}
        disabled={props.disabled}
        onClick={props.onBuy}
        className="flex min-h-16 w-full items-center gap-4 rounded-md border-[1.5px] border-line bg-surface px-4 py-3 text-start transition hover:border-ink-soft disabled:opacity-60"
      >
        <span className="min-w-24 font-display text-xl font-bold tabular-nums">{price}</span>
        <span className="min-w-0 flex-1">
          <span className="block font-semibold tabular-nums">
            <Trans>{coins} coins</Trans>
          </span>
          <span className="block text-xs text-ink-soft tabular-nums">
            <Trans>{each} for a coin</Trans>
            {microOf(pack.bonusCoins) > 0n && (
              <>
                {' · '}
                <Trans>{bonus} of them given on top</Trans>
              </>
            )}
          </span>
        </span>
        {props.busy ? <Spinner className="size-5" /> : <Icon name="coins" className="size-6 text-ink-soft" />}
      </button>
    </li>
  )
}

/** Packs of coins: the price in money first, then what one gets for it. Buying goes on at the payment provider. */
export const BuyCoins = ({ returnTo }: { returnTo: string | null }): ReactNode => {
  const packs = usePacks()
  const buy = useBuyCoins()
  const navigate = useNavigate()
  const refusalText = useRefusalText()
  const { i18n } = useLingui()
  const { share } = useCounts()
  const { keyFor, ended } = useRequestKey()
  if (packs.error && !packs.data)
    return <PartFailed error={packs.error} busy={packs.isFetching} onRetry={() => void packs.refetch()} />
  if (!packs.data) return <Waiting lines={3} />
  const { currency, refusal, refundDays, taxBasisPoints } = packs.data
  const begin = ({ packId, version }: CoinPack): void =>
    buy.mutate(
      { key: keyFor(`${packId} ${version}`), packId, version, returnPath: backPath },
      {
        onSuccess: ({ purchase }) => {
          ended(null)
          rememberCheckout(visitStorage(), { purchaseId: purchase.purchaseId, returnTo })
          if (purchase.checkoutUrl === null)
            void navigate({
              to: '/wallet/purchases/$purchaseId',
              params: { purchaseId: purchase.purchaseId },
            })
          // The provider's page takes over; it leads back to `backPath`.
          else window.location.assign(purchase.checkoutUrl)
        },
        onError: (error) => {
          ended(error)
          void packs.refetch()
        },
      },
    )
  const tax = share(taxBasisPoints)
  return (
    <div className="grid gap-4" lang={i18n.locale}>
      {refusal !== null && refusal !== 'not_signed_in' && (
        <p role="alert" className="rounded-md bg-alert-soft p-4 text-sm font-semibold text-alert">
          {refusalText(refusal)}
        </p>
      )}
      <Problem error={buy.error} />
      <ul className="grid gap-2.5">
        {packs.data.packs.map((pack) => (
          <Pack
            key={pack.packId}
            pack={pack}
            currency={currency}
            busy={buy.isPending && buy.variables.packId === pack.packId}
            disabled={buy.isPending || refusal !== null}
            onBuy={() => begin(pack)}
          />
        ))}
      </ul>
      {packs.data.packs.length === 0 && (
        <p className="text-sm text-ink-soft">
          <Trans>No coins are sold here at the moment.</Trans>
        </p>
      )}
      <p className="text-xs text-ink-soft">
        <Trans>Prices include {tax} tax.</Trans>{' '}
        <Plural
          value={refundDays}
          one="Coins that you do not use can be given back within # day, for what they cost."
          other="Coins that you do not use can be given back within # days, for what they cost."
        />
      </p>
    </div>
  )
}
