import type { PublishedPost } from '@busker/contract'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useEffect, useState } from 'react'
import { ChoiceRow, Problem, useCounts, useGiftName, useRefusalText } from '#features/money'
import { useWallet } from '#features/wallet'
import { PartFailed, Waiting } from '#shared/states'
import { Button, Icon, Spinner } from '#shared/ui'
import type { ComboState } from '../combo.ts'
import { useCombo, useGifts, useQuote } from '../queries.ts'
import { GiftGrid } from './gift-grid.tsx'
import { GiftShow } from './gift-show.tsx'
import { QuoteLines } from './quote-lines.tsx'

const offeredCounts = ['1', '5', '10', '50'] as const
type Count = (typeof offeredCounts)[number]

/** How far what was tapped has come, in words, also for who only listens. */
const OnTheWay = ({ state }: { state: ComboState }): ReactNode => (
  <p role="status" className="flex min-h-6 items-center justify-center gap-2 text-sm font-semibold">
    {state.phase === 'sending' && (
      <>
        <Spinner className="size-4" />
        <Trans>On its way</Trans>
      </>
    )}
    {state.phase === 'waiting_for_network' && (
      <>
        <Icon name="offline" className="size-5 text-alert" />
        <Trans>No network. It is sent again by itself, and counts once.</Trans>
      </>
    )}
    {state.phase === 'still' && state.taken > 0 && (
      <>
        <Icon name="check" className="size-5 text-bottle" weight={2.6} />
        <Plural value={state.taken} one="# gift sent" other="# gifts sent" />
      </>
    )}
  </p>
)

const Balance = (props: { onBuy: () => void }): ReactNode => {
  const wallet = useWallet(true)
  const { count } = useCounts()
  if (!wallet.data) return <div className="skeleton h-11 rounded-md" />
  const coins = count(wallet.data.coins)
  return (
    <div className="flex items-center justify-between gap-3">
      <p className="flex items-center gap-2 text-sm font-semibold tabular-nums">
        <Icon name="coins" className="size-5" />
        <Trans>You have {coins} coins</Trans>
      </p>
      <Button look="secondary" className="min-h-11 shrink-0 px-4 whitespace-nowrap" onClick={props.onBuy}>
        <Trans>Buy coins</Trans>
      </Button>
    </div>
  )
}

const GiveButton = (props: {
  name: string
  tapped: number
  disabled: boolean
  onTap: () => void
}): ReactNode => (
  <button
    type="button"
    disabled={props.disabled}
    onClick={props.onTap}
    className="inline-flex min-h-14 items-center justify-center gap-2 rounded-full bg-limelight px-6 font-display text-lg font-bold text-on-limelight transition select-none hover:bg-limelight-deep active:scale-[.97] disabled:opacity-50"
  >
    <Icon name="gift" className="size-6" />
    {props.tapped > 0 ? <Trans>Once more: {props.name}</Trans> : <Trans>Give: {props.name}</Trans>}
    {props.tapped > 1 && <span className="tabular-nums">×{props.tapped}</span>}
  </button>
)

const useGiving = (postId: string) => {
  const catalogue = useGifts()
  const [chosenId, setChosenId] = useState<string | null>(null)
  const [count, setCount] = useState<Count>('1')
  const gifts = catalogue.data?.gifts ?? []
  const gift = gifts.find(({ giftId }) => giftId === chosenId) ?? gifts[0] ?? null
  const quote = useQuote(postId, gift?.giftId ?? null, Number(count))
  const combo = useCombo(postId, gift)
  return { catalogue, gifts, gift, count, quote, combo, setChosenId, setCount }
}

/** Chooses a gift, says what it costs and what of it arrives, and gives it: once, or again and again. */
export const Giving = (props: {
  post: PublishedPost
  onBuy: () => void
  onSignedOut: () => void
}): ReactNode => {
  const { t } = useLingui()
  const { post, onBuy, onSignedOut } = props
  const giftName = useGiftName()
  const refusalText = useRefusalText()
  const { catalogue, gifts, gift, count, quote, combo, setChosenId, setCount } = useGiving(post.postId)
  const { state, tap } = combo
  const refusal = quote.data?.refusal ?? null
  useEffect(() => {
    if (refusal === 'not_signed_in') onSignedOut()
  }, [refusal, onSignedOut])
  if (catalogue.error && !catalogue.data)
    return (
      <PartFailed
        error={catalogue.error}
        busy={catalogue.isFetching}
        onRetry={() => void catalogue.refetch()}
      />
    )
  if (!catalogue.data) return <Waiting lines={2} />
  if (!gift)
    return (
      <p className="py-6 text-center text-ink-soft">
        <Trans>There are no gifts here at the moment.</Trans>
      </p>
    )
  return (
    <div className="grid gap-4">
      <GiftGrid gifts={gifts} chosen={gift.giftId} onChoose={setChosenId} />
      <ChoiceRow
        legend={t`How many at once`}
        value={count}
        onChoose={setCount}
        options={offeredCounts.map((value) => ({ value, name: `×${value}` }))}
      />
      {quote.data && <QuoteLines quote={quote.data} />}
      {quote.isPending && <div className="skeleton h-24 rounded-md" role="status" aria-label={t`Loading`} />}
      {quote.error && (
        <PartFailed error={quote.error} busy={quote.isFetching} onRetry={() => void quote.refetch()} />
      )}
      <Balance onBuy={onBuy} />
      {refusal !== null && refusal !== 'not_signed_in' && (
        <p role="alert" className="text-sm font-semibold text-alert">
          {refusalText(refusal)}
        </p>
      )}
      {refusal === null && <Problem error={state.error} />}
      <div className="sticky -bottom-6 z-10 -mx-2 -mb-6 grid gap-2 bg-surface px-2 pt-2 pb-4">
        {refusal === 'too_few_coins' ? (
          <Button look="limelight" icon="coins" onClick={onBuy}>
            <Trans>Buy coins</Trans>
          </Button>
        ) : (
          <GiveButton
            name={giftName(gift)}
            tapped={state.tapped}
            disabled={refusal !== null || !quote.data}
            onTap={() => tap(Number(count))}
          />
        )}
        <OnTheWay state={state} />
      </div>
      <GiftShow animation={gift.animation} burst={state.tapped} count={state.tapped} />
    </div>
  )
}
