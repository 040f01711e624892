import {
  bestAndWorst,
  byReliability,
  creatorMetrics,
  earnersOf,
  usualOf,
  type EarnerRow,
  leastOrders,
} from '@busker/metrics/client-board'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { Behind, NothingYet, type Measured } from '#features/numbers'
import { ChartCard } from '#shared/charts'
import { Hint } from '#shared/ui'
import { ChangeLine } from './change-line.tsx'
import type { KnownPlace } from './place.ts'
import { RowsTable, WithRange, type Column } from './rows-table.tsx'
import { salesCsv } from './sales-csv.ts'
import { SalesSlot } from './sales-slot.tsx'
import { SortChoice } from './sort-choice.tsx'
import { useTexts } from './texts.ts'
import { OrdersMissing, Verdict } from './verdict.tsx'

const useFinding = (rows: readonly EarnerRow[], currency: string): string => {
  const { t } = useLingui()
  const texts = useTexts(currency)
  const { best, worst, leader } = bestAndWorst(rows)
  const [bestName, worstName, leaderName] = [best?.id ?? '', worst?.id ?? '', leader?.id ?? '']
  if (best && worst) return t`Pay ${bestName} again, and stop paying for ${worstName}`
  if (best) return t`Pay ${bestName} again`
  if (worst && leader) return t`Stop paying for ${worstName}; ${leaderName} leads, not surely yet`
  if (worst) {
    const lost = texts.money(-worst.contributionMicro)
    return t`${worstName} surely costs more than it brings: ${lost} lost`
  }
  if (leader) return t`${leaderName} leads; no creator surely gains or loses yet`
  return rows.length === 0
    ? t`No sale of this time came by a creator`
    : t`No creator surely gains or loses yet`
}

type SortBy = 'contribution' | 'refunds'

const useColumns = (currency: string, by: SortBy): Column<EarnerRow>[] => {
  const { t } = useLingui()
  const texts = useTexts(currency)
  const amount = (key: string, head: string, of: (row: EarnerRow) => number): Column<EarnerRow> => ({
    ...{ key, head },
    cell: (row) => <span className="whitespace-nowrap">{texts.money(of(row))}</span>,
  })
  return [
    {
      ...{ key: 'name', head: t`Creator, and what to do` },
      cell: ({ id, judgement, ordersMissing }) => (
        <span className="grid justify-items-start gap-1">
          <bdi>{id}</bdi>
          <Verdict of="creator" kind={judgement.kind} />
          <OrdersMissing count={ordersMissing} />
        </span>
      ),
    },
    { key: 'tier', head: t`Tier`, cell: (row) => texts.count(by === 'refunds' ? row.refundTier : row.tier) },
    {
      ...{ key: 'contribution', head: t`Contribution` },
      cell: ({ contributionMicro, judgement }) => (
        <WithRange
          value={texts.money(contributionMicro)}
          range={judgement.interval && texts.range(judgement.interval)}
          isBad={contributionMicro < 0}
        />
      ),
    },
    { key: 'orders', head: t`Orders`, cell: ({ orders }) => texts.count(orders) },
    amount('net', t`Net GMV`, ({ netGmvMicro }) => netGmvMicro),
    amount('commission', t`Commission`, ({ commissionMicro }) => commissionMicro),
    amount('fees', t`Fees, samples`, ({ creatorCostsMicro }) => creatorCostsMicro),
    amount('ads', t`Advertising`, ({ adSpendMicro }) => adSpendMicro),
    {
      ...{ key: 'refunds', head: t`Refund rate` },
      cell: ({ refundRate, refundInterval }) => (
        <WithRange value={texts.share(refundRate)} range={refundInterval && texts.shares(refundInterval)} />
      ),
    },
  ]
}

type Nobody = NonNullable<ReturnType<typeof earnersOf>['nobody']>

/** What no creator brought, in a sentence. */
const OwnSales = ({ nobody, currency }: { nobody: Nobody; currency: string }): ReactNode => {
  const texts = useTexts(currency)
  const [net, left] = [texts.money(nobody.netGmvMicro), texts.money(nobody.contributionMicro)]
  return (
    <p className="mt-3 max-w-prose text-sm">
      <Trans>
        Own sales, which no creator brought: {net} net GMV, of which {left} is left.
      </Trans>
    </p>
  )
}

const Drawn = ({ place, measured }: { place: KnownPlace; measured: Measured }): ReactNode => {
  const { t } = useLingui()
  const { client, period, totals, definitions } = place
  const { rows, nobody } = earnersOf(measured, usualOf(totals))
  const texts = useTexts(client.currency)
  const [by, setBy] = useState<SortBy>('contribution')
  const columns = useColumns(client.currency, by)
  const request = {
    ...{ scope: { kind: 'client', clientId: client.clientId } as const, period },
    ...{ metrics: creatorMetrics, by: 'creator' as const },
  }
  return (
    <ChartCard
      name={t`Creators by contribution`}
      finding={useFinding(rows, client.currency)}
      csv={{ name: `creators-${period.to}`, content: salesCsv([...measured.values()], client.currency) }}
      behind={<Behind {...{ request, measured, definitions }} />}
    >
      {rows.length === 0 ? (
        <NothingYet>
          <Trans>Creators appear with the affiliate orders.</Trans>
        </NothingYet>
      ) : (
        <>
          <ChangeLine isTold={place.isBeforeTold} rows={rows} nameOf={({ id }) => id} texts={texts} />
          <SortChoice
            legend={t`Rank creators`}
            by={by}
            onChoose={setBy}
            options={[
              { by: 'contribution', label: t`By contribution` },
              { by: 'refunds', label: t`By reliability` },
            ]}
          />
          <RowsTable
            title={by === 'refunds' ? t`Creators by how little comes back` : t`Creators by contribution`}
            rows={by === 'refunds' ? byReliability(rows) : rows}
            columns={columns}
            keyOf={({ id }) => id}
          />
        </>
      )}
      {nobody && <OwnSales nobody={nobody} currency={client.currency} />}
      <Hint quiet>
        <Trans>
          Orders come by chance: below a contribution stands what it might have been with the same work (95%
          sure). Pay again and stop are said only when all of that range agrees, with at least {leastOrders}{' '}
          orders for pay again; stop also holds if all that advertising claims were true. Within a tier the
          ranges overlap: its order may be chance.
        </Trans>
      </Hint>
    </ChartCard>
  )
}

/** Who to pay again and who to drop. */
export const CreatorsCard = (place: KnownPlace): ReactNode => {
  const { client, period } = place
  return (
    <SalesSlot
      request={{
        clientId: client.clientId,
        period,
        metrics: creatorMetrics,
        by: 'creator',
        compare: 'previous',
      }}
    >
      {(measured) => <Drawn place={place} measured={measured} />}
    </SalesSlot>
  )
}
