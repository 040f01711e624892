import { sum } from '../aggregate.ts'
import { and, gte, plus } from '../expression.ts'
import { metric } from '../metric.ts'
import { facts } from '../table.ts'
import { toldVideoSource } from '../told-video.ts'
import { quotient, scaled } from '../value.ts'
import { ofChannel, ratio } from './channel-frame.ts'

/** What the files tell of the videos of an account, of their whole life; of sales, what one report tells. */

const ofVideos = { ...ofChannel, entity: 'video', slices: ['day', 'week', 'creator', 'video'] } as const

type VideoPart = 'views' | 'likes' | 'comments' | 'shares' | SalePart
type SalePart = 'productImpressions' | 'productClicks' | 'reportViews' | 'reportOrders' | 'reportGmvMicro'

/** Videos that tell all of these: -1 stands for what is not told. */
const videos = (...told: readonly VideoPart[]) =>
  facts(toldVideoSource)
    .where((column) => and(...told.map((name) => gte(column[name], 0))))
    .inWindow('localDate')

const ofVideo = (name: VideoPart) => () => ({ value: videos(name).value((column) => sum(column[name])) })

export const toldVideos = [
  /* @__PURE__ */ metric({
    ...ofVideos,
    id: 'told_video_views',
    code: 'C1',
    label: 'Views of videos',
    formula: 'Views of the videos posted in the period, up to the newest file that tells of each.',
    numerator: 'views',
    verdict: { kind: 'vanity', pairs: ['told_video_engagement'] },
    parents: [{ id: 'sales_gmv', how: 'Who does not see it does not buy it.' }],
    measure: ofVideo('views'),
  }),
  /* @__PURE__ */ metric({
    ...ofVideos,
    ...ratio,
    id: 'told_video_engagement',
    code: 'C12',
    level: 'primary',
    label: 'Engagement of videos by views',
    formula: 'Likes, comments and shares for each view of the videos posted in the period.',
    numerator: 'likes + comments + shares',
    denominator: 'views',
    verdict: { kind: 'actionable' },
    parents: [{ id: 'told_video_views', how: 'What people react to is shown to more.' }],
    measure: () => {
      const rows = videos('views', 'likes', 'comments', 'shares')
      return {
        value: quotient(
          rows.value(({ likes, comments, shares }) => sum(plus(plus(likes, comments), shares))),
          rows.value(({ views }) => sum(views)),
        ),
      }
    },
  }),
  /* @__PURE__ */ metric({
    ...ofVideos,
    ...ratio,
    id: 'told_video_share_rate',
    code: 'C14',
    label: 'Share rate of videos',
    formula: 'Shares for each view of the videos posted in the period.',
    numerator: 'shares',
    denominator: 'views',
    verdict: { kind: 'actionable' },
    parents: [{ id: 'told_video_views', how: 'What is shared is seen by others.' }],
    measure: () => {
      const rows = videos('views', 'shares')
      return {
        value: quotient(
          rows.value(({ shares }) => sum(shares)),
          rows.value(({ views }) => sum(views)),
        ),
      }
    },
  }),
  /* @__PURE__ */ metric({
    ...ofVideos,
    ...ratio,
    id: 'told_video_product_click_rate',
    code: 'M5',
    level: 'primary',
    label: 'Product clicks of videos',
    formula: 'Clicks on the product cards of the videos posted in the period, for each time a card was seen.',
    numerator: 'product clicks',
    denominator: 'product impressions',
    verdict: { kind: 'actionable' },
    parents: [{ id: 'sales_gmv', how: 'A sale begins with a click.' }],
    measure: () => {
      const rows = videos('productImpressions', 'productClicks')
      return {
        value: quotient(
          rows.value(({ productClicks }) => sum(productClicks)),
          rows.value(({ productImpressions }) => sum(productImpressions)),
        ),
      }
    },
  }),
  /* @__PURE__ */ metric({
    ...ofVideos,
    ...ratio,
    id: 'told_video_link_conversion',
    code: 'M6',
    level: 'primary',
    label: 'Orders per product click of videos',
    formula:
      'Orders that the platform credits to the videos posted in the period, for each click on their product cards, which opens the page of the product.',
    numerator: 'orders credited to the video',
    denominator: 'product clicks',
    verdict: { kind: 'actionable' },
    parents: [{ id: 'sales_gmv', how: 'Of those who look at the product some buy it.' }],
    measure: () => {
      const rows = videos('productClicks', 'reportOrders')
      return {
        value: quotient(
          rows.value(({ reportOrders }) => sum(reportOrders)),
          rows.value(({ productClicks }) => sum(productClicks)),
        ),
      }
    },
  }),
  /* @__PURE__ */ metric({
    ...ofVideos,
    ...ratio,
    unit: 'money',
    id: 'told_video_gpm',
    code: 'M9',
    label: 'GMV per thousand views',
    formula:
      'GMV that the platform credits to the videos posted in the period, for each thousand of their views in the same report.',
    numerator: 'GMV credited to the video × 1,000',
    denominator: 'views of the same report',
    verdict: { kind: 'vanity', pairs: ['sales_contribution'] },
    parents: [{ id: 'sales_gmv', how: 'It says how much views are worth before anything is paid.' }],
    measure: () => {
      const rows = videos('reportViews', 'reportGmvMicro')
      const perView = quotient(
        rows.value(({ reportGmvMicro }) => sum(reportGmvMicro)),
        rows.value(({ reportViews }) => sum(reportViews)),
      )
      return { value: scaled(perView, 1 / 1000) }
    },
  }),
] as const
