import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Behind, NothingYet } from '#features/numbers'
import { ChartCard } from '#shared/charts'
import {
  channelMetrics,
  channelRows,
  engagementCourse,
  toldVideoMetrics,
  untoldMetrics,
  type ChannelRow,
} from './channel.ts'
import { useNameOf } from './names.tsx'
import type { Measured } from '#features/numbers'
import type { SalesPlace } from './place.ts'
import { RowsTable, type Column } from './rows-table.tsx'
import { salesCsv } from './sales-csv.ts'
import { SalesSlot } from './sales-slot.tsx'
import { useTexts } from './texts.ts'

/** A vanity number over the number that says what it is worth. */
const Paired = (props: { vanity: ReactNode; pair: string; says: ReactNode }): ReactNode => (
  <span className="grid justify-items-end gap-0.5">
    <span className="font-semibold whitespace-nowrap">{props.pair}</span>
    <span className="text-2xs whitespace-nowrap text-ink-soft">{props.says}</span>
    <span className="text-2xs whitespace-nowrap text-ink-soft">{props.vanity}</span>
  </span>
)

const useCells = (currency: string) => {
  const { t } = useLingui()
  const texts = useTexts(currency)
  const untold = t`not in the files`
  return {
    count: (value: number | null) => (value === null ? untold : texts.count(Math.round(value))),
    share: (value: number | null) => (value === null ? untold : texts.share(value)),
    money: (value: number | null) => (value === null ? untold : texts.money(value)),
  }
}

const useColumns = (currency: string): Column<ChannelRow>[] => {
  const { t } = useLingui()
  const { count, share } = useCells(currency)
  const paired = (
    key: string,
    head: string,
    given: {
      readonly pair: string
      readonly says: ReactNode
      readonly vanity: (row: ChannelRow) => ReactNode
    },
  ): Column<ChannelRow> => ({
    ...{ key, head },
    cell: (row) => (
      <Paired pair={share(row.value(given.pair))} says={given.says} vanity={given.vanity(row)} />
    ),
  })
  return [
    { key: 'name', head: t`Account`, cell: ({ id }) => <bdi>{id === '' ? t`Unnamed account` : id}</bdi> },
    paired('engagement', t`Engagement and views`, {
      ...{ pair: 'channel_engagement', says: <Trans>likes, comments, shares per view</Trans> },
      vanity: ({ value }) => <Trans>{count(value('channel_views'))} views</Trans>,
    }),
    paired('return', t`Viewers`, {
      ...{ pair: 'channel_return_rate', says: <Trans>came back</Trans> },
      vanity: ({ value }) => <Trans>{count(value('channel_daily_viewers'))} a day</Trans>,
    }),
    paired('follow', t`Followers`, {
      ...{ pair: 'channel_follow_rate', says: <Trans>follows per viewer</Trans> },
      vanity: ({ value }) => <Trans>{count(value('channel_followers_gained'))} gained</Trans>,
    }),
    paired('share', t`Reactions`, {
      ...{ pair: 'channel_share_rate', says: <Trans>shares per view</Trans> },
      vanity: ({ value }) => (
        <Trans>
          {count(value('channel_likes'))} likes, {count(value('channel_comments'))} comments,{' '}
          {count(value('channel_shares'))} shares
        </Trans>
      ),
    }),
    {
      ...{ key: 'followers', head: t`Engagement by followers, a day` },
      cell: ({ value }) => share(value('channel_engagement_by_followers')),
    },
  ]
}

const useFinding = (rows: readonly ChannelRow[], measured: Measured): string => {
  const { t } = useLingui()
  const [first] = rows
  if (first === undefined) return t`No export of a studio is imported`
  const name = first.id
  const course = engagementCourse(measured, first.id)
  if (course === 'rose') return t`Engagement of ${name} rose against the time before: do more of the same`
  if (course === 'fell')
    return t`Engagement of ${name} fell against the time before: hold, and look at what changed`
  if (course === 'level') return t`Engagement of ${name} is what it was`
  return t`${name} has the most engagement for each view`
}

/** What is defined and in no file, with the reason. */
const Untold = ({ place }: { place: SalesPlace }): ReactNode => {
  const missing = untoldMetrics.flatMap((id) => place.definitions.get(id) ?? [])
  return (
    <ul className="mt-3 grid gap-1 text-xs text-ink-soft">
      {missing.map(({ metricId, label, missing: reason }) => (
        <li key={metricId}>
          {label}: <Trans>missing.</Trans> {reason}
        </li>
      ))}
    </ul>
  )
}

const Drawn = ({ place, measured }: { place: SalesPlace; measured: Measured }): ReactNode => {
  const { t } = useLingui()
  const { client, period, definitions } = place
  const rows = channelRows(measured, 'channel_engagement')
  const columns = useColumns(client.currency)
  const scope = { kind: 'client', clientId: client.clientId } as const
  return (
    <ChartCard
      name={t`Accounts`}
      finding={useFinding(rows, measured)}
      csv={{ name: `accounts-${period.to}`, content: salesCsv([...measured.values()], client.currency) }}
      behind={
        <Behind
          {...{ measured, definitions }}
          request={{ scope, period, metrics: channelMetrics, by: 'creator' }}
        />
      }
    >
      {rows.length === 0 ? (
        <NothingYet>
          <Trans>Accounts appear with the exports of the studio: overview, viewers and followers.</Trans>
        </NothingYet>
      ) : (
        <RowsTable title={t`Accounts`} rows={rows} columns={columns} keyOf={({ id }) => id} />
      )}
      <Untold place={place} />
    </ChartCard>
  )
}

/** What the studio tells of each account. */
export const ChannelCard = (place: SalesPlace): ReactNode => {
  const { client, period } = place
  const request = {
    ...{ clientId: client.clientId, period, metrics: channelMetrics },
    ...{ by: 'creator' as const, compare: 'previous' as const },
  }
  return <SalesSlot request={request}>{(measured) => <Drawn place={place} measured={measured} />}</SalesSlot>
}

const useVideoColumns = (currency: string): Column<ChannelRow>[] => {
  const { t } = useLingui()
  const nameOf = useNameOf()
  const { count, share, money } = useCells(currency)
  return [
    {
      ...{ key: 'name', head: t`Video` },
      cell: ({ id }) => (
        <bdi title={id} className="max-w-60 min-w-28">
          {nameOf('video', id)}
        </bdi>
      ),
    },
    {
      ...{ key: 'engagement', head: t`Engagement and views` },
      cell: ({ value }) => (
        <Paired
          pair={share(value('told_video_engagement'))}
          says={<Trans>per view</Trans>}
          vanity={count(value('told_video_views'))}
        />
      ),
    },
    {
      ...{ key: 'shares', head: t`Shares per view` },
      cell: ({ value }) => share(value('told_video_share_rate')),
    },
    {
      ...{ key: 'clicks', head: t`Product clicks per card seen` },
      cell: ({ value }) => share(value('told_video_product_click_rate')),
    },
    {
      ...{ key: 'orders', head: t`Orders per product click` },
      cell: ({ value }) => share(value('told_video_link_conversion')),
    },
    {
      ...{ key: 'earned', head: t`Contribution and GMV per 1,000 views` },
      cell: ({ value }) => (
        <Paired
          pair={money(value('sales_contribution') ?? 0)}
          says={<Trans>left</Trans>}
          vanity={money(value('told_video_gpm'))}
        />
      ),
    },
  ]
}

const VideosDrawn = ({ place, measured }: { place: SalesPlace; measured: Measured }): ReactNode => {
  const { t } = useLingui()
  const nameOf = useNameOf()
  const { client, period, definitions } = place
  const rows = channelRows(measured, 'told_video_engagement')
  const columns = useVideoColumns(client.currency)
  const scope = { kind: 'client', clientId: client.clientId } as const
  const [first] = rows
  const name = nameOf('video', first?.id ?? '')
  return (
    <ChartCard
      name={t`Videos posted in this time`}
      finding={first ? t`${name} moves people most for each view` : t`No video of this time is told of`}
      csv={{ name: `posted-${period.to}`, content: salesCsv([...measured.values()], client.currency) }}
      behind={
        <Behind
          {...{ measured, definitions }}
          request={{ scope, period, metrics: toldVideoMetrics, by: 'video' }}
        />
      }
    >
      {rows.length === 0 ? (
        <NothingYet>
          <Trans>Videos appear with the content file of the studio, or the video file of affiliates.</Trans>
        </NothingYet>
      ) : (
        <RowsTable
          title={t`Videos posted in this time`}
          rows={rows}
          columns={columns}
          keyOf={({ id }) => id}
        />
      )}
      <p className="mt-3 text-xs text-ink-soft">
        <Trans>Of their whole life up to the newest file, by the platform's own count of views.</Trans>
      </p>
    </ChartCard>
  )
}

/** How people react to each video, whether it sells or not. */
export const ToldVideosCard = (place: SalesPlace): ReactNode => {
  const { client, period } = place
  const request = { clientId: client.clientId, period, metrics: toldVideoMetrics, by: 'video' as const }
  return (
    <SalesSlot request={request}>{(measured) => <VideosDrawn place={place} measured={measured} />}</SalesSlot>
  )
}
