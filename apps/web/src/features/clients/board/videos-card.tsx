import {
  bestAndWorst,
  earnersOf,
  usualOf,
  videoMetrics,
  type EarnerRow,
  valueAt,
} from '@busker/metrics/client-board'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useMemo } from 'react'
import { Behind, NothingYet, type Measured } from '#features/numbers'
import { ChartCard } from '#shared/charts'
import { Hint } from '#shared/ui'
import { ChangeLine } from './change-line.tsx'
import { leastImpressions, matrixOf, type Matrix } from './matrix.ts'
import { MatrixFigure } from './matrix-figure.tsx'
import type { KnownPlace } from './place.ts'
import { useNameOf } from './names.tsx'
import { RowsTable, WithRange, type Column } from './rows-table.tsx'
import { salesCsv } from './sales-csv.ts'
import { SalesSlot } from './sales-slot.tsx'
import { useTexts } from './texts.ts'
import { OrdersMissing, Verdict } from './verdict.tsx'

const requestOf = ({ client, period }: KnownPlace) => ({
  ...{ scope: { kind: 'client', clientId: client.clientId } as const, period },
  ...{ metrics: videoMetrics, by: 'video' as const },
})

const useMatrixFinding = ({ points }: Matrix): string => {
  const { t } = useLingui()
  const nameOf = useNameOf()
  const strong = points.filter(({ quadrant }) => quadrant === 'both')
  const [first] = strong
  if (points.length === 0) return t`No video was advertised enough to be compared`
  if (first === undefined) return t`No advertised video both stops people and makes them click`
  const [name, count, all] = [nameOf('video', first.videoId), strong.length, points.length]
  return t`${count} of ${all} advertised videos stop people and make them click; the most seen of them is ${name}`
}

const MatrixCard = ({ place, measured }: { place: KnownPlace; measured: Measured }): ReactNode => {
  const { t } = useLingui()
  const { client, period, definitions } = place
  const texts = useTexts(client.currency)
  const matrix = useMemo(() => matrixOf(measured), [measured])
  const request = { ...requestOf(place), metrics: videoMetrics.filter((id) => id.startsWith('sales_ad_')) }
  const { tooFew } = matrix
  return (
    <ChartCard
      name={t`Creative matrix of advertising`}
      finding={useMatrixFinding(matrix)}
      csv={{ name: `videos-${period.to}`, content: salesCsv([...measured.values()], client.currency) }}
      behind={<Behind {...{ request, measured, definitions }} />}
      table={{
        head: [t`Video`, t`Hook`, t`Held`, t`Clicks`, t`Claimed orders per click`, t`Impressions, about`],
        rows: matrix.points.map(({ videoId, hook, clickRate, impressions }) => [
          ...[videoId, texts.share(hook), texts.share(valueAt(measured, 'sales_ad_hold', videoId))],
          ...[texts.share(clickRate), texts.share(valueAt(measured, 'sales_ad_conversion', videoId))],
          texts.count(impressions),
        ]),
      }}
    >
      {matrix.points.length === 0 ? (
        <NothingYet>
          <Trans>Videos appear here with reports of advertising that name them.</Trans>
        </NothingYet>
      ) : (
        <MatrixFigure matrix={matrix} currency={client.currency} />
      )}
      {tooFew > 0 && (
        <p className="mt-3 text-xs text-ink-soft">
          <Plural
            value={tooFew}
            one={`# video with fewer than ${leastImpressions} impressions is left out.`}
            other={`# videos with fewer than ${leastImpressions} impressions each are left out.`}
          />
        </p>
      )}
    </ChartCard>
  )
}

const useFinding = (rows: readonly EarnerRow[]): string => {
  const { t } = useLingui()
  const nameOf = useNameOf()
  const { best, worst, leader } = bestAndWorst(rows)
  const leaderName = nameOf('video', leader?.id ?? '')
  const [bestName, worstName] = [nameOf('video', best?.id ?? ''), nameOf('video', worst?.id ?? '')]
  if (best && worst) return t`Scale video ${bestName}, and stop ${worstName}`
  if (best) return t`Scale video ${bestName}`
  if (worst && leader) return t`Stop video ${worstName}; ${leaderName} leads, not surely yet`
  if (worst) return t`Stop video ${worstName}: it surely costs more than it brings`
  if (leader) return t`Video ${leaderName} leads; none surely gains or loses yet`
  return rows.length === 0 ? t`No sale of this time came by a video` : t`No video surely gains or loses yet`
}

const useColumns = (measured: Measured, currency: string): Column<EarnerRow>[] => {
  const { t } = useLingui()
  const texts = useTexts(currency)
  const nameOf = useNameOf()
  const amount = (key: string, head: string, of: (row: EarnerRow) => number): Column<EarnerRow> => ({
    ...{ key, head },
    cell: (row) => <span className="whitespace-nowrap">{texts.money(of(row))}</span>,
  })
  const share = (key: string, head: string, metric: string): Column<EarnerRow> => ({
    ...{ key, head },
    cell: ({ id }) => texts.share(valueAt(measured, metric, id)),
  })
  return [
    {
      ...{ key: 'name', head: t`Video, and what to do` },
      cell: ({ id, judgement, ordersMissing }) => (
        <span className="grid justify-items-start gap-1">
          <bdi title={id} className="max-w-60 min-w-28">
            {nameOf('video', id)}
          </bdi>
          <Verdict of="video" kind={judgement.kind} />
          <OrdersMissing count={ordersMissing} />
        </span>
      ),
    },
    { key: 'tier', head: t`Tier`, cell: ({ tier }) => texts.count(tier) },
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
    amount('ads', t`Advertising`, ({ adSpendMicro }) => adSpendMicro),
    amount('claimed', t`Claimed by it`, ({ claimedMicro }) => claimedMicro),
    share('hook', t`Hook`, 'sales_ad_hook'),
    share('clicks', t`Clicks`, 'sales_ad_click_rate'),
  ]
}

const VideoTable = ({ place, measured }: { place: KnownPlace; measured: Measured }): ReactNode => {
  const { t } = useLingui()
  const { client, period, totals, definitions } = place
  const { rows } = earnersOf(measured, usualOf(totals))
  const texts = useTexts(client.currency)
  const nameOf = useNameOf()
  const columns = useColumns(measured, client.currency)
  const finding = useFinding(rows)
  return (
    <ChartCard
      name={t`Videos by contribution`}
      finding={finding}
      csv={{ name: `videos-${period.to}`, content: salesCsv([...measured.values()], client.currency) }}
      behind={<Behind {...{ measured, definitions }} request={requestOf(place)} />}
    >
      {rows.length === 0 ? (
        <NothingYet>
          <Trans>Videos appear with affiliate orders and with advertising.</Trans>
        </NothingYet>
      ) : (
        <>
          <ChangeLine
            isTold={place.isBeforeTold}
            rows={rows}
            nameOf={({ id }) => nameOf('video', id)}
            texts={texts}
          />
          <RowsTable title={t`Videos by contribution`} rows={rows} columns={columns} keyOf={({ id }) => id} />
        </>
      )}
      <Hint quiet>
        <Trans>
          Contribution holds the orders that the affiliate file gives to a video. What its advertising claims
          is not added, but a video is stopped only if it would lose even with all of it.
        </Trans>
      </Hint>
    </ChartCard>
  )
}

/** Which videos to scale, hold and stop. */
export const VideosCard = (place: KnownPlace): ReactNode => {
  const { client, period } = place
  return (
    <SalesSlot
      request={{ clientId: client.clientId, period, metrics: videoMetrics, by: 'video', compare: 'previous' }}
    >
      {(measured) => (
        <div className="grid grid-cols-1 gap-4">
          <VideoTable place={place} measured={measured} />
          <MatrixCard place={place} measured={measured} />
        </div>
      )}
    </SalesSlot>
  )
}
