import type { StatementSummary } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useMe } from '#features/auth'
import { useAmounts, useCounts } from '#features/money'
import { NotLoaded, Waiting } from '#shared/states'
import { buttonClass, EmptyState, Icon, Pill } from '#shared/ui'
import { useStatements } from '../queries.ts'
import { EarningsFrame } from './earnings-frame.tsx'

const Row = ({ statement }: { statement: StatementSummary }): ReactNode => {
  const { amount } = useAmounts(statement.currency)
  const { count, day } = useCounts()
  const { periodId, from, to, state } = statement
  const [qualified, views] = [count(statement.qualifiedViews), count(statement.views)]
  return (
    <li>
      <Link
        to="/earnings/statements/$periodId"
        params={{ periodId }}
        className="flex min-h-16 items-center gap-4 rounded-md px-3 py-3 hover:bg-raised"
      >
        <span className="min-w-0 flex-1">
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <span className="font-semibold">{periodId}</span>
            <Pill tone={state === 'final' ? 'good' : 'quiet'}>
              {state === 'final' ? <Trans>Final</Trans> : <Trans>May still change</Trans>}
            </Pill>
          </span>
          <span className="mt-0.5 block text-xs text-ink-soft">
            {day(from)} – {day(to)} ·{' '}
            <Trans>
              {qualified} of {views} views qualified
            </Trans>
          </span>
        </span>
        <span className="text-end font-semibold tabular-nums">
          {amount(statement.finalMicro ?? statement.amountMicro)}
        </span>
        <Icon name="back" className="size-5 shrink-0 -scale-x-100 text-ink-soft rtl:scale-x-100" />
      </Link>
    </li>
  )
}

const List = (): ReactNode => {
  const { t } = useLingui()
  const me = useMe()
  const list = useStatements(Boolean(me))
  if (list.error && !list.data)
    return (
      <NotLoaded
        title={t`Your statements did not load`}
        headingLevel={2}
        error={list.error}
        busy={list.isFetching}
        onRetry={() => void list.refetch()}
      />
    )
  if (!list.data) return <Waiting lines={3} />
  if (list.data.length === 0)
    return (
      <EmptyState
        scene="hat"
        title={<Trans>No statement yet</Trans>}
        text={<Trans>After each period of the creator fund, a statement says what every view earned.</Trans>}
      >
        <Link to="/fund" className={buttonClass('primary')}>
          <Trans>The creator fund</Trans>
        </Link>
      </EmptyState>
    )
  return (
    <ul className="-mx-3 divide-y divide-line">
      {list.data.map((statement) => (
        <Row key={statement.periodId} statement={statement} />
      ))}
    </ul>
  )
}

/** A statement for each period of the creator fund. */
const StatementsPage = (): ReactNode => (
  <EarningsFrame>
    <List />
  </EarningsFrame>
)

export default StatementsPage
