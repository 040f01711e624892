import type { PayoutBalance } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useAmounts, useCounts } from '#features/money'
import { forDrawing } from '#shared/format'

type Maturing = PayoutBalance['maturing'][number]

const Line = (props: { row: Maturing; share: number; currency: string }): ReactNode => {
  const { t } = useLingui()
  const { amount } = useAmounts(props.currency)
  const { day } = useCounts()
  const { row } = props
  const sources = { fund: t`Creator fund`, gifts: t`Gifts`, other: t`Other` }
  return (
    <li className="grid grid-cols-[1fr_auto] items-center gap-x-4 gap-y-1.5 py-2.5 sm:grid-cols-[11rem_1fr_8rem]">
      <span className="text-sm">
        <span className="font-semibold">
          {row.day === null ? <Trans>Not known yet</Trans> : <time dateTime={row.day}>{day(row.day)}</time>}
        </span>
        <span className="block text-xs text-ink-soft">{sources[row.source]}</span>
      </span>
      <span className="text-end text-sm font-semibold tabular-nums sm:order-last">
        {amount(row.amountMicro)}
      </span>
      <span aria-hidden="true" className="col-span-2 h-3 rounded-full bg-raised sm:col-span-1">
        <span
          className="block h-full min-w-1 rounded-full bg-bottle"
          style={{ width: `${100 * props.share}%` }}
        />
      </span>
    </li>
  )
}

/** What is pending, by the day on which it becomes available. */
export const PendingCard = ({ balance }: { balance: PayoutBalance }): ReactNode => {
  const most = Math.max(1, ...balance.maturing.map(({ amountMicro }) => forDrawing(amountMicro)))
  const { amount } = useAmounts(balance.currency)
  const { day } = useCounts()
  return (
    <section aria-labelledby={`pending-${balance.rail}-${balance.currency}`} className="card p-5 sm:p-6">
      <h2 id={`pending-${balance.rail}-${balance.currency}`} className="text-lg">
        <Trans>When it becomes available</Trans>
      </h2>
      {balance.maturing.length === 0 ? (
        <p className="mt-3 text-sm text-ink-soft">
          <Trans>Nothing is pending.</Trans>
        </p>
      ) : (
        <ul className="mt-3 divide-y divide-line">
          {balance.maturing.map((row) => (
            <Line
              key={`${row.day} ${row.source}`}
              row={row}
              share={forDrawing(row.amountMicro) / most}
              currency={balance.currency}
            />
          ))}
        </ul>
      )}
      {balance.reserveUntil.length > 0 && (
        <div className="mt-4 border-t border-line pt-4 text-sm">
          <h3 className="font-semibold">
            <Trans>Kept back until</Trans>
          </h3>
          <ul className="mt-1 text-ink-soft tabular-nums">
            {balance.reserveUntil.map((row) => (
              <li key={row.day} className="flex justify-between gap-4 py-1">
                <time dateTime={row.day}>{day(row.day)}</time>
                <span>{amount(row.amountMicro)}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </section>
  )
}
