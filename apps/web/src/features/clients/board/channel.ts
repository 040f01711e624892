import { slicesOf, valueAt, type Measured } from '@busker/metrics/client-board'

/** Vanity only beside its pair: views with engagement, viewers with those who come back, followers with follows per viewer. */
export const channelMetrics: readonly string[] = [
  ...['channel_views', 'channel_engagement', 'channel_daily_viewers', 'channel_return_rate'],
  ...['channel_followers_gained', 'channel_follow_rate', 'channel_likes', 'channel_comments'],
  ...['channel_shares', 'channel_share_rate', 'channel_engagement_by_followers'],
]
/** What no export carries. */
export const untoldMetrics: readonly string[] = [
  'channel_watch_time',
  'channel_save_rate',
  'channel_delivery',
]

/** GMV per thousand views only beside what was left. */
export const toldVideoMetrics: readonly string[] = [
  ...['told_video_views', 'told_video_engagement', 'told_video_share_rate', 'told_video_product_click_rate'],
  ...['told_video_link_conversion', 'told_video_gpm', 'sales_contribution'],
]

/** What is earned is told of videos that no file of an account tells of. */
const isTold = (metric: string): boolean => !metric.startsWith('sales_')

/** Days of an account, or a video: what the files tell of it, by metric. */
export interface ChannelRow {
  readonly id: string
  readonly value: (metric: string) => number | null
}

/** A sum that stands on nothing was not told: 0 likes are something else. */
const toldAt = (measured: Measured, metric: string, id: string): number | null => {
  const row = measured.get(metric)?.rows.find(({ slice }) => slice === id)
  return row === undefined || row.sampleSize === 0 ? null : valueAt(measured, metric, id)
}

/** The one with the most engagement first, never the one with the most views. */
export const channelRows = (measured: Measured, ranked: string): ChannelRow[] =>
  slicesOf(measured)
    .map((id): ChannelRow => ({ id, value: (metric) => toldAt(measured, metric, id) }))
    .filter(({ value }) => [...measured.keys()].some((metric) => isTold(metric) && value(metric) !== null))
    .toSorted(
      (one, other) => (other.value(ranked) ?? -1) - (one.value(ranked) ?? -1) || (one.id < other.id ? -1 : 1),
    )

export type Course = 'rose' | 'fell' | 'level' | 'unknown'

/** A tenth more or less is a change of what people do, below it is the usual up and down of days. */
const notable = 0.1

export const engagementCourse = (measured: Measured, id: string): Course => {
  const row = measured.get('channel_engagement')?.rows.find(({ slice }) => slice === id)
  const [now, before] = [row?.value, row?.previous?.value]
  if (typeof now !== 'number' || typeof before !== 'number' || before === 0) return 'unknown'
  const change = now / before - 1
  return Math.abs(change) < notable ? 'level' : change > 0 ? 'rose' : 'fell'
}
