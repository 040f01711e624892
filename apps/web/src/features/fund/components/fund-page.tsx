import type { RewardPeriod } from '@busker/contract'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { DataTable, useAmounts, useCounts } from '#features/money'
import { NotLoaded, Part, PartFailed, Waiting } from '#shared/states'
import { buttonClass, EmptyState, Icon, Page, Pill, type Tone } from '#shared/ui'
import { usePeriods, useProgramme } from '../queries.ts'
import { EligibilityPart } from './eligibility.tsx'
import { TermsInWords } from './terms.tsx'

const tones: Record<RewardPeriod['state'], Tone> = {
  ...{ open: 'waiting', closing: 'waiting', closed: 'quiet', final: 'good' },
}

const PeriodState = ({ state }: Pick<RewardPeriod, 'state'>): ReactNode => {
  const { t } = useLingui()
  const names = { open: t`Open`, closing: t`Being closed`, closed: t`Closed`, final: t`Final` }
  return <Pill tone={tones[state]}>{names[state]}</Pill>
}

const PoolText = ({ period }: { period: RewardPeriod }): ReactNode =>
  useAmounts(period.currency).exact(period.poolMicro)

const PaidText = ({ period }: { period: RewardPeriod }): ReactNode => {
  const { exact } = useAmounts(period.currency)
  return period.creatorsMicro === null ? '–' : exact(period.creatorsMicro)
}

const Root = ({ period }: { period: RewardPeriod }): ReactNode => {
  const { t } = useLingui()
  const root = period.finalRoot ?? period.root
  if (root === null) return '–'
  return (
    <details>
      <summary className="min-h-8 content-center">
        <span className="sr-only">{t`Root of ${period.periodId}`} </span>
        <code dir="ltr" className="text-xs">
          {root.slice(0, 12)}…
        </code>
      </summary>
      <code dir="ltr" className="block max-w-64 text-xs break-all whitespace-normal">
        {root}
      </code>
    </details>
  )
}

const Periods = (): ReactNode => {
  const { t } = useLingui()
  const { count, day } = useCounts()
  const found = usePeriods()
  const countOrNone = (value: number | null): string => (value === null ? '–' : count(value))
  return (
    <Part
      name="periods"
      title={<Trans>Periods</Trans>}
      intro={
        <Trans>
          When a period is closed, a root over all statements is published. Nobody can change, add or leave
          out a statement after that without the root being another one.
        </Trans>
      }
    >
      {found.error && !found.data && (
        <PartFailed error={found.error} busy={found.isFetching} onRetry={() => void found.refetch()} />
      )}
      {found.isPending && <Waiting lines={2} />}
      {found.data?.length === 0 && (
        <p className="text-sm text-ink-soft">
          <Trans>The first period has not begun.</Trans>
        </p>
      )}
      {found.data && found.data.length > 0 && (
        <DataTable
          title={t`Periods`}
          rows={found.data}
          keyOf={({ periodId }) => periodId}
          columns={[
            { key: 'period', head: t`Period`, render: ({ periodId }) => periodId },
            { key: 'state', head: t`State`, render: ({ state }) => <PeriodState state={state} /> },
            { key: 'pool', head: t`Pool`, isNumber: true, render: (period) => <PoolText period={period} /> },
            {
              key: 'paid',
              head: t`To creators`,
              isNumber: true,
              render: (period) => <PaidText period={period} />,
            },
            {
              key: 'creators',
              head: t`Creators`,
              isNumber: true,
              render: ({ creators }) => countOrNone(creators),
            },
            {
              key: 'views',
              head: t`Qualified views`,
              isNumber: true,
              render: ({ qualifiedViews }) => countOrNone(qualifiedViews),
            },
            {
              key: 'days',
              head: t`Closed, final on`,
              render: ({ closesOn, finalOn }) => `${day(closesOn)}, ${day(finalOn)}`,
            },
            { key: 'root', head: t`Published root`, render: (period) => <Root period={period} /> },
          ]}
        />
      )}
    </Part>
  )
}

/** The creator fund: what it pays for, whether one can take part, and what it has paid. */
const FundPage = (): ReactNode => {
  const { t } = useLingui()
  const programme = useProgramme()
  const { day } = useCounts()
  if (programme.error && !programme.data)
    return (
      <NotLoaded
        title={t`The page did not load`}
        error={programme.error}
        busy={programme.isFetching}
        onRetry={() => void programme.refetch()}
      />
    )
  const terms = programme.data?.terms ?? programme.data?.upcoming[0] ?? null
  const isAhead = programme.data?.terms === null
  return (
    <Page
      title={t`Creator fund`}
      width="wide"
      intro={<Trans>A sum for each period, shared among those whose videos people really watch.</Trans>}
    >
      {!programme.data && <Waiting lines={3} />}
      {programme.data && terms === null && (
        <EmptyState
          scene="hat"
          title={<Trans>No fund here yet</Trans>}
          text={<Trans>The operator of this instance has not set terms for a fund.</Trans>}
        />
      )}
      {terms !== null && (
        <>
          <Part
            name="terms"
            title={<Trans>How it works</Trans>}
            intro={
              isAhead ? (
                <Trans>These terms begin on {day(terms.effectiveFrom)}.</Trans>
              ) : (
                <Trans>
                  These terms hold since {day(terms.effectiveFrom)} (version {terms.version}).
                </Trans>
              )
            }
          >
            <TermsInWords terms={terms} />
            {!isAhead &&
              programme.data?.upcoming.map((next) => (
                <details key={next.version} className="mt-3 text-sm">
                  <summary className="min-h-11 content-center font-semibold text-curtain-text">
                    <Trans>Other terms from {day(next.effectiveFrom)} on</Trans>
                  </summary>
                  <TermsInWords terms={next} />
                </details>
              ))}
          </Part>
          <EligibilityPart terms={terms} />
          <Periods />
          <Part name="yours" title={<Trans>What you earned</Trans>}>
            <Link to="/earnings/statements" className={buttonClass('secondary')}>
              <Icon name="chart" className="size-5" />
              <Trans>Your statements</Trans>
            </Link>
          </Part>
        </>
      )}
    </Page>
  )
}

export default FundPage
