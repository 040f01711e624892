import { count, sum } from '../aggregate.ts'
import { channelDaySource } from '../channel-day.ts'
import { and, gte, plus } from '../expression.ts'
import { metric } from '../metric.ts'
import { facts } from '../table.ts'
import { quotient } from '../value.ts'
import { ofChannel, ratio } from './channel-frame.ts'
import { ofSales } from './sales-frame.ts'
import { toldVideos } from './told-videos.ts'

/**
 * What the studio of another platform tells of an account, day by day (C1, C2, C8, C11 to C17, K8).
 * Its views are that platform's own; only days that tell all parts of a number count in it.
 */

const ofDays = { ...ofChannel, slices: ['day', 'week', 'creator'] } as const

type DayPart = 'views' | 'likes' | 'comments' | 'shares' | 'followers' | 'viewers' | 'returningViewers'

/** Days that tell all of these: -1 stands for what is not told. */
const days = (...told: readonly DayPart[]) =>
  facts(channelDaySource)
    .where((column) => and(...told.map((name) => gte(column[name], 0))))
    .inWindow('localDate')

const ofDay = (name: DayPart) => () => ({ value: days(name).value((column) => sum(column[name])) })

const engagementPairs = ['channel_engagement', 'channel_share_rate'] as const

const dayMetrics = [
  /* @__PURE__ */ metric({
    ...ofDays,
    id: 'channel_views',
    code: 'C1',
    label: 'Views of the account',
    formula: "Views by the platform's own count, by the day on which they were made.",
    numerator: 'views',
    verdict: { kind: 'vanity', pairs: ['channel_engagement'] },
    parents: [{ id: 'sales_gmv', how: 'Who does not see it does not buy it.' }],
    measure: ofDay('views'),
  }),
  /* @__PURE__ */ metric({
    ...ofDays,
    id: 'channel_daily_viewers',
    code: 'C2',
    label: 'Viewers a day',
    formula:
      'Different viewers on a mean day of the account. Viewers of several days are not added: they may be the same persons.',
    numerator: 'viewers of each day',
    denominator: 'days that tell viewers',
    unit: 'number',
    additivity: 'ratio of sums',
    verdict: { kind: 'vanity', pairs: ['channel_follow_rate', 'channel_return_rate'] },
    parents: [{ id: 'channel_views', how: 'Each viewer brings views.' }],
    measure: () => {
      const rows = days('viewers')
      return {
        value: quotient(
          rows.value(({ viewers }) => sum(viewers)),
          rows.value(count()),
        ),
      }
    },
  }),
  ...(
    [
      ['likes', 'Likes of the account'],
      ['comments', 'Comments of the account'],
      ['shares', 'Shares of the account'],
    ] as const
  ).map(([name, label]) =>
    metric({
      ...ofDays,
      id: `channel_${name}`,
      code: 'C11',
      label,
      formula: `The ${name} of all videos of the account, by the day on which they were given.`,
      numerator: name,
      verdict: { kind: 'vanity', pairs: engagementPairs },
      parents: [{ id: 'channel_engagement', how: 'It is a part of it.' }],
      measure: ofDay(name),
    }),
  ),
  /* @__PURE__ */ metric({
    ...ofDays,
    ...ratio,
    id: 'channel_engagement',
    code: 'C12',
    level: 'primary',
    label: 'Engagement by views',
    formula: 'Likes, comments and shares for each view, of days that tell all four.',
    numerator: 'likes + comments + shares',
    denominator: 'views',
    verdict: { kind: 'actionable' },
    parents: [{ id: 'channel_views', how: 'What people react to is shown to more.' }],
    measure: () => {
      const rows = days('views', 'likes', 'comments', 'shares')
      return {
        value: quotient(
          rows.value(({ likes, comments, shares }) => sum(plus(plus(likes, comments), shares))),
          rows.value(({ views }) => sum(views)),
        ),
      }
    },
  }),
  /* @__PURE__ */ metric({
    ...ofDays,
    ...ratio,
    id: 'channel_engagement_by_followers',
    code: 'C13',
    label: 'Engagement by followers',
    formula:
      'Likes, comments and shares of a mean day for each follower of that day. Followers when a video was posted are in no file.',
    numerator: 'likes + comments + shares',
    denominator: 'followers of each day',
    verdict: { kind: 'vanity', pairs: ['channel_engagement'] },
    parents: [{ id: 'channel_engagement', how: 'The same reactions, by who follows.' }],
    measure: () => {
      const rows = days('followers', 'likes', 'comments', 'shares')
      return {
        value: quotient(
          rows.value(({ likes, comments, shares }) => sum(plus(plus(likes, comments), shares))),
          rows.value(({ followers }) => sum(followers)),
        ),
      }
    },
  }),
  /* @__PURE__ */ metric({
    ...ofDays,
    ...ratio,
    id: 'channel_share_rate',
    code: 'C14',
    label: 'Share rate of the account',
    formula: 'Shares for each view, of days that tell both.',
    numerator: 'shares',
    denominator: 'views',
    verdict: { kind: 'actionable' },
    parents: [{ id: 'channel_views', how: 'What is shared is seen by others.' }],
    measure: () => {
      const rows = days('views', 'shares')
      return {
        value: quotient(
          rows.value(({ shares }) => sum(shares)),
          rows.value(({ views }) => sum(views)),
        ),
      }
    },
  }),
  /* @__PURE__ */ metric({
    ...ofDays,
    id: 'channel_followers_gained',
    code: 'C15',
    label: 'Followers gained',
    formula:
      'Followers of a day less those of the day before, where the files tell both. The column of differences in the file is not read: it is of another day.',
    numerator: 'followers - followers of the day before',
    verdict: { kind: 'vanity', pairs: ['channel_follow_rate', 'channel_return_rate'] },
    parents: [{ id: 'channel_daily_viewers', how: 'Followers see the next video.' }],
    measure: () => ({
      value: facts(channelDaySource)
        .where(({ isGainTold }) => isGainTold)
        .inWindow('localDate')
        .value(({ followersGained }) => sum(followersGained)),
    }),
  }),
  /* @__PURE__ */ metric({
    ...ofDays,
    ...ratio,
    id: 'channel_follow_rate',
    code: 'C16',
    label: 'Follows per viewer',
    formula: 'Followers gained for each viewer of a day, of days that tell both.',
    numerator: 'followers gained',
    denominator: 'viewers of each day',
    verdict: { kind: 'actionable' },
    parents: [{ id: 'channel_followers_gained', how: 'From the same viewers more stay.' }],
    measure: () => {
      const rows = facts(channelDaySource)
        .where(({ isGainTold, viewers }) => and(isGainTold, gte(viewers, 0)))
        .inWindow('localDate')
      return {
        value: quotient(
          rows.value(({ followersGained }) => sum(followersGained)),
          rows.value(({ viewers }) => sum(viewers)),
        ),
      }
    },
  }),
  /* @__PURE__ */ metric({
    ...ofDays,
    ...ratio,
    id: 'channel_return_rate',
    code: 'C17',
    level: 'primary',
    label: 'Viewers who came back',
    formula: 'Of the viewers of a day, those whom the platform calls returning.',
    numerator: 'returning viewers',
    denominator: 'viewers of each day',
    verdict: { kind: 'actionable' },
    parents: [{ id: 'channel_daily_viewers', how: 'Who comes back is there again tomorrow.' }],
    measure: () => {
      const rows = days('viewers', 'returningViewers')
      return {
        value: quotient(
          rows.value(({ returningViewers }) => sum(returningViewers)),
          rows.value(({ viewers }) => sum(viewers)),
        ),
      }
    },
  }),
] as const

/** What no export carries. It is said, never guessed. */
const untold = [
  /* @__PURE__ */ metric({
    ...ofDays,
    ...ratio,
    unit: 'milliseconds',
    id: 'channel_watch_time',
    code: 'C8',
    label: 'Average watch time of the account',
    formula: 'Time watched for each view.',
    numerator: 'time watched',
    denominator: 'views',
    verdict: { kind: 'vanity', pairs: ['channel_engagement'] },
    parents: [{ id: 'channel_views', how: 'What is watched longer is shown to more.' }],
    missing: 'The exports of the studio tell no watch time.',
  }),
  /* @__PURE__ */ metric({
    ...ofDays,
    ...ratio,
    id: 'channel_save_rate',
    code: 'C14',
    label: 'Save rate of the account',
    formula: 'Saves for each view.',
    numerator: 'saves',
    denominator: 'views',
    verdict: { kind: 'actionable' },
    parents: [{ id: 'channel_views', how: 'What is saved is watched again.' }],
    missing: 'The exports of the studio tell no saves.',
  }),
  /* @__PURE__ */ metric({
    ...ofDays,
    ...ratio,
    unit: 'number',
    id: 'channel_delivery',
    code: 'K8',
    stakeholder: 'brand',
    label: 'Delivery against promise',
    formula: 'Views of a sponsored video in 28 days, for the forecast registered before it was posted.',
    numerator: 'views in 28 days',
    denominator: 'forecast',
    verdict: { kind: 'actionable' },
    parents: [{ id: 'channel_views', how: 'What was promised is seen or not.' }],
    missing: 'No exported file tells what was promised before a video was posted.',
  }),
  /* @__PURE__ */ metric({
    ...ofSales,
    id: 'sales_stock_out_loss',
    code: 'M12',
    label: 'Sales lost to empty stock',
    formula: 'Visits of products that were sold out, times what such a visit usually brings.',
    numerator: 'visits while sold out × orders per visit × value of an order',
    direction: 'down',
    slices: ['day', 'week', 'product', 'sku'],
    parents: [{ id: 'sales_gmv', how: 'What is not there cannot be sold.' }],
    missing: 'No exported file tells how much was in stock, or when it was not.',
  }),
] as const

export const channelMetrics = [...dayMetrics, ...toldVideos, ...untold] as const
