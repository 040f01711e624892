import type { OperatorMoney } from '@busker/contract'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { ChoiceRow, moneyCsv, useAmounts, useCounts } from '#features/money'
import { CsvLink } from '#shared/charts'
import { wallMs } from '#shared/clock'
import { forDrawing, microOf, timeAgo } from '#shared/format'
import { dateAt } from '#shared/period'
import { NotLoaded, PartFailed, Waiting } from '#shared/states'
import { classes, Figures, Icon } from '#shared/ui'
import { useAccountName } from '../account-words.ts'
import { useBooks, type CurrencyBooks } from '../queries.ts'
import { TreasuryFrame } from './treasury-frame.tsx'

const dayMs = 86_400_000
type Days = '7' | '28' | '90' | '364'

/** Whether the books are in order, in one glance. */
const Order = ({ books }: { books: OperatorMoney }): ReactNode => {
  const { i18n } = useLingui()
  const open = books.currencies.filter(({ suspenseMicro }) => microOf(suspenseMicro) !== 0n)
  const since = open
    .map(({ suspenseSince }) => suspenseSince)
    .filter((iso) => iso !== null)
    .toSorted()[0]
  const rows = [
    {
      ok: books.trialBalanceOk,
      text: books.trialBalanceOk ? (
        <Trans>Trial balance: debits are credits in every currency.</Trans>
      ) : (
        <Trans>Trial balance does not hold. Stop payouts and run “busker ledger verify”.</Trans>
      ),
    },
    {
      ok: open.length === 0,
      text:
        open.length === 0 ? (
          <Trans>Every payment is explained.</Trans>
        ) : (
          <>
            <Plural
              value={open.length}
              one="Money is not explained in # currency."
              other="Money is not explained in # currencies."
            />{' '}
            {since !== undefined && <Trans>The oldest came {timeAgo(since, wallMs(), i18n.locale)}.</Trans>}
          </>
        ),
    },
  ]
  return (
    <ul className="grid gap-3 sm:grid-cols-2">
      {rows.map(({ ok, text }, index) => (
        <li
          key={index}
          className={classes(
            'flex items-start gap-3 rounded-md p-4 text-sm font-semibold',
            ok ? 'bg-bottle-soft text-bottle' : 'bg-alert-soft text-alert',
          )}
        >
          <Icon name={ok ? 'check' : 'alert'} className="size-5 shrink-0" weight={2.6} />
          <span>{text}</span>
        </li>
      ))}
    </ul>
  )
}

interface Line {
  readonly kind: string
  readonly amountMicro: string
}

/** Accounts of one side, the largest first, each with a bar of its own length. */
const Lines = (props: { id: string; title: string; lines: readonly Line[]; currency: string }): ReactNode => {
  const name = useAccountName()
  const { amount } = useAmounts(props.currency)
  const drawn = props.lines
    .map((line) => ({ ...line, length: Math.abs(forDrawing(line.amountMicro)) }))
    .toSorted((one, other) => other.length - one.length)
  const most = Math.max(1, ...drawn.map(({ length }) => length))
  const sum = props.lines.reduce((before, { amountMicro }) => before + microOf(amountMicro), 0n)
  return (
    <section aria-labelledby={props.id} className="card p-5">
      <h3 id={props.id} className="flex items-baseline justify-between gap-4 text-lg">
        <span>{props.title}</span>
        <span className="text-base tabular-nums">{amount(sum)}</span>
      </h3>
      {drawn.length === 0 && (
        <p className="mt-2 text-sm text-ink-soft">
          <Trans>Nothing here.</Trans>
        </p>
      )}
      <ul className="mt-3 grid gap-3 text-sm">
        {drawn.map(({ kind, amountMicro, length }) => (
          <li key={kind}>
            <p className="flex justify-between gap-4">
              <span>{name(kind)}</span>
              <span className="tabular-nums">{amount(amountMicro)}</span>
            </p>
            <div aria-hidden="true" className="mt-1 h-2 rounded-full bg-raised">
              <div
                className={classes(
                  'h-full min-w-0.5 rounded-full',
                  amountMicro.startsWith('-') ? 'bg-alert' : 'bg-bottle',
                )}
                style={{ width: `${(100 * length) / most}%` }}
              />
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}

const csvOf = (books: CurrencyBooks): string =>
  moneyCsv(
    ['side', 'account', 'amount', 'currency'],
    [
      ...books.revenue.map(({ line, amountMicro }) => [
        'revenue',
        line,
        microOf(amountMicro),
        books.currency,
      ]),
      ...books.expenses.map(({ line, amountMicro }) => [
        'expense',
        line,
        microOf(amountMicro),
        books.currency,
      ]),
      ...books.liabilities.map(({ kind, amountMicro }) => [
        ...['liability', kind, microOf(amountMicro), books.currency],
      ]),
      ...books.assets.map(({ kind, amountMicro }) => ['asset', kind, microOf(amountMicro), books.currency]),
    ],
  )

const CurrencyPart = ({ books }: { books: CurrencyBooks }): ReactNode => {
  const { t, i18n } = useLingui()
  const { amount } = useAmounts(books.currency)
  const { count, share } = useCounts()
  const { takeRateBasisPoints, creatorMedianMicro, creatorGini, currency } = books
  const of = (lines: readonly { line: string; amountMicro: string }[]): Line[] =>
    lines.map(({ line, amountMicro }) => ({ kind: line, amountMicro }))
  const revenue = books.revenue.reduce((before, { amountMicro }) => before + microOf(amountMicro), 0n)
  return (
    <section aria-label={currency} className="grid gap-4">
      <div className="flex items-center justify-between gap-4">
        <h2 className="text-xl">{currency}</h2>
        <CsvLink name={`books-${currency}`} content={csvOf(books)} />
      </div>
      <Figures
        across={4}
        figures={[
          { label: t`Passed through`, value: amount(books.grossMicro) },
          {
            label: t`Take rate`,
            value: takeRateBasisPoints === null ? '–' : share(takeRateBasisPoints),
            note: t`${amount(revenue)} revenue`,
          },
          {
            label: t`Median of creators`,
            value: creatorMedianMicro === null ? '–' : amount(creatorMedianMicro),
            note: t`${count(books.creators)} earned something`,
          },
          {
            label: t`Gini`,
            value:
              creatorGini === null
                ? '–'
                : new Intl.NumberFormat(i18n.locale, { maximumFractionDigits: 2 }).format(creatorGini),
            note: t`0: all get the same, 1: one gets everything`,
          },
        ]}
      />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Lines id={`rev-${currency}`} title={t`Revenue`} lines={of(books.revenue)} currency={currency} />
        <Lines id={`exp-${currency}`} title={t`Expenses`} lines={of(books.expenses)} currency={currency} />
        <Lines
          id={`lia-${currency}`}
          title={t`What we owe now`}
          lines={books.liabilities}
          currency={currency}
        />
        <Lines id={`ass-${currency}`} title={t`What we have now`} lines={books.assets} currency={currency} />
      </div>
    </section>
  )
}

const PayoutFigures = ({ payouts }: Pick<OperatorMoney, 'payouts'>): ReactNode => {
  const { t, i18n } = useLingui()
  const { count, share } = useCounts()
  const lasting = (seconds: number | null): string => {
    if (seconds === null) return '–'
    const hours = seconds / 3600
    return new Intl.NumberFormat(i18n.locale, {
      ...{ style: 'unit', unitDisplay: 'short', maximumFractionDigits: 1 },
      unit: hours < 1 ? 'minute' : 'hour',
    }).format(hours < 1 ? seconds / 60 : hours)
  }
  const { failureBasisPoints } = payouts
  return (
    <section aria-labelledby="payout-figures" className="grid gap-4">
      <h2 id="payout-figures" className="text-xl">
        <Trans>Payouts</Trans>
      </h2>
      <Figures
        across={3}
        figures={[
          { label: t`Requested`, value: count(payouts.requested) },
          { label: t`Paid`, value: count(payouts.paid) },
          {
            label: t`From request to paid`,
            value: lasting(payouts.latencyP50Seconds),
            note: t`Half are faster; nine of ten within ${lasting(payouts.latencyP90Seconds)}`,
          },
          {
            label: t`Failed or came back`,
            value: failureBasisPoints === null ? '–' : share(failureBasisPoints),
            note: t`${count(payouts.failed)} failed, ${count(payouts.returned)} came back`,
          },
          { label: t`Held`, value: count(payouts.held), note: t`Waiting for an operator` },
          { label: t`Not known yet`, value: count(payouts.unknown), note: t`The provider is asked` },
        ]}
      />
    </section>
  )
}

const Books = (): ReactNode => {
  const { t } = useLingui()
  const [days, setDays] = useState<Days>('28')
  const [openedMs] = useState(wallMs)
  const { moment } = useCounts()
  const found = useBooks({ from: dateAt(openedMs - (Number(days) - 1) * dayMs), to: dateAt(openedMs) })
  const retry = (): void => void found.refetch()
  if (found.error && !found.data)
    return (
      <NotLoaded
        title={t`The books did not load`}
        headingLevel={2}
        error={found.error}
        busy={found.isFetching}
        onRetry={retry}
      />
    )
  if (!found.data) return <Waiting lines={3} />
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
        <p className="text-xs text-ink-soft">
          <Trans>As of {moment(found.data.asOf)}</Trans>
        </p>
      </div>
      {found.error && <PartFailed error={found.error} busy={found.isFetching} onRetry={retry} />}
      <Order books={found.data} />
      {found.data.currencies.map((books) => (
        <CurrencyPart key={books.currency} books={books} />
      ))}
      {found.data.currencies.length === 0 && (
        <p className="text-ink-soft">
          <Trans>No money has moved in this time.</Trans>
        </p>
      )}
      <PayoutFigures payouts={found.data.payouts} />
    </div>
  )
}

/** The money of the instance, out of its books. */
const TreasuryPage = (): ReactNode => (
  <TreasuryFrame>
    <Books />
  </TreasuryFrame>
)

export default TreasuryPage
