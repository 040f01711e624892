import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { useMe } from '#features/auth'
import { ChoiceRow, useAmounts, useCounts } from '#features/money'
import { wallMs } from '#shared/clock'
import { microOf } from '#shared/format'
import { dateAt, type Period } from '#shared/period'
import { NotLoaded, PartFailed, Waiting } from '#shared/states'
import { buttonClass, EmptyState, Figures, Icon } from '#shared/ui'
import { useBalances, useEarnings, type Board, type Source } from '../queries.ts'
import { mergedSteps } from '../waterfall.ts'
import { sourceNames } from '../words.ts'
import { EarningsFrame } from './earnings-frame.tsx'
import { PendingCard } from './pending-card.tsx'
import { WaterfallCard } from './waterfall-card.tsx'

const offeredDays = ['7', '28', '90', '364'] as const
type Days = (typeof offeredDays)[number]
const dayMs = 86_400_000

/** Up to today: money of this hour counts. */
const periodOf = (days: Days, nowMs: number): Period => ({
  from: dateAt(nowMs - (Number(days) - 1) * dayMs),
  to: dateAt(nowMs),
})

const BoardFigures = (props: { board: Board; nextPayoutOn: string | null }): ReactNode => {
  const { t } = useLingui()
  const { board, nextPayoutOn } = props
  const { amount } = useAmounts(board.currency)
  const { day } = useCounts()
  return (
    <Figures
      across={3}
      figures={[
        { label: t`Available`, value: amount(board.availableMicro), note: t`Can be paid out` },
        {
          label: t`Pending`,
          value: amount(board.pendingMicro),
          note: nextPayoutOn === null ? t`Becomes available later` : t`The next part on ${day(nextPayoutOn)}`,
        },
        { label: t`On its way`, value: amount(board.inFlightMicro), note: t`Payouts that have not arrived` },
        {
          label: t`Kept back`,
          value: amount(board.reserveMicro),
          note: t`In case payments behind it are disputed`,
        },
        { label: t`You owe`, value: amount(board.owedMicro), note: t`Taken from what comes next` },
        { label: t`Paid out`, value: amount(board.paidMicro), note: t`In this time, less what came back` },
        ...(microOf(board.clawedBackMicro) === 0n
          ? []
          : [
              {
                label: t`Taken back`,
                value: amount(board.clawedBackMicro),
                note: t`Payments that fans’ banks took back, and what you owed`,
              },
            ]),
      ]}
    />
  )
}

const BoardPart = (props: { board: Board; period: Period; nextPayoutOn: string | null }): ReactNode => {
  const { t, i18n } = useLingui()
  const { board, period } = props
  const { amount } = useAmounts(board.currency)
  const [chosen, setChosen] = useState<Source['source'] | 'all'>('all')
  const names = sourceNames()
  const source = board.sources.find((one) => one.source === chosen)
  const steps = source ? source.steps : mergedSteps(board.sources)
  return (
    <section aria-label={board.currency} className="grid gap-6">
      <BoardFigures board={board} nextPayoutOn={props.nextPayoutOn} />
      {board.sources.length > 1 && (
        <ChoiceRow
          legend={t`By what it was earned`}
          value={source ? chosen : 'all'}
          onChoose={setChosen}
          options={[
            { value: 'all', name: t`Everything` },
            ...board.sources.map((one) => ({ value: one.source, name: i18n._(names[one.source]) })),
          ]}
        />
      )}
      <WaterfallCard
        name={source ? i18n._(names[source.source]) : t`From what was paid to what is left`}
        {...{ steps, period }}
        currency={board.currency}
      />
      {source && (
        <p className="text-sm text-ink-soft">
          <Trans>
            Of what was earned, {amount(source.finalMicro)} is final and {amount(source.pendingMicro)} may
            still change.
          </Trans>
        </p>
      )}
    </section>
  )
}

const NothingEarned = (): ReactNode => (
  <EmptyState
    scene="hat"
    title={<Trans>Your hat is out</Trans>}
    text={
      <Trans>
        Nothing was earned in this time. Fans can send gifts under every video, and the creator fund pays for
        views.
      </Trans>
    }
  >
    <Link to="/fund" className={buttonClass('primary')}>
      <Trans>The creator fund</Trans>
    </Link>
    <Link to="/upload" className={buttonClass('secondary')}>
      <Trans>Post a video</Trans>
    </Link>
  </EmptyState>
)

const Overview = (): ReactNode => {
  const { t } = useLingui()
  const me = useMe()
  const [days, setDays] = useState<Days>('28')
  const [openedMs] = useState(wallMs)
  const period = periodOf(days, openedMs)
  const earnings = useEarnings(period, Boolean(me))
  const balances = useBalances(Boolean(me))
  const retry = (): void => void earnings.refetch()
  if (earnings.error && !earnings.data)
    return (
      <NotLoaded
        title={t`Your earnings did not load`}
        headingLevel={2}
        error={earnings.error}
        busy={earnings.isFetching}
        onRetry={retry}
      />
    )
  if (!earnings.data) return <Waiting lines={3} />
  const { boards, nextPayoutOn } = earnings.data
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-8">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <ChoiceRow
          legend={t`Period`}
          value={days}
          onChoose={setDays}
          options={[
            { value: '7', name: t`7 days` },
            { value: '28', name: t`28 days` },
            { value: '90', name: t`90 days` },
            { value: '364', name: t`1 year` },
          ]}
        />
        <Link to="/earnings/payouts" className={buttonClass('primary')}>
          <Icon name="coins" className="size-5" />
          <Trans>Get paid</Trans>
        </Link>
      </div>
      {earnings.error && <PartFailed error={earnings.error} busy={earnings.isFetching} onRetry={retry} />}
      {boards.length === 0 && <NothingEarned />}
      {boards.map((board) => (
        <BoardPart key={board.currency} {...{ board, period, nextPayoutOn }} />
      ))}
      {balances.error && (
        <PartFailed
          error={balances.error}
          busy={balances.isFetching}
          onRetry={() => void balances.refetch()}
        />
      )}
      {balances.data?.map((balance) => (
        <PendingCard key={`${balance.rail} ${balance.currency}`} balance={balance} />
      ))}
    </div>
  )
}

/** What a creator earned, and where it is now. */
const EarningsPage = (): ReactNode => (
  <EarningsFrame>
    <Overview />
  </EarningsFrame>
)

export default EarningsPage
