import type { FormatId } from '../headers/format.ts'
import { adsReader, gmvMaxReader } from './read-advertising.ts'
import {
  affiliateCreatorReader,
  affiliateProductReader,
  affiliateVideoReader,
} from './read-affiliate-center.ts'
import { affiliateOrderReader } from './read-affiliate-orders.ts'
import { costReader } from './read-costs.ts'
import { orderReader } from './read-orders.ts'
import { settlementReader } from './read-settlement.ts'
import {
  audienceReader,
  liveDayReader,
  studioActivityReader,
  studioDayReader,
  studioPostReader,
} from './read-studio.ts'
import type { Reader, ReaderContext } from './reader.ts'

type MakeReader = (context: ReaderContext) => Reader

/** A data download is no table; its reader stands in read-download.ts. */
const readers: Readonly<Record<Exclude<FormatId, 'data_download'>, MakeReader>> = {
  shop_orders: orderReader,
  settlement_per_sku: settlementReader,
  settlement_per_order: settlementReader,
  affiliate_orders: affiliateOrderReader,
  affiliate_orders_partner: affiliateOrderReader,
  affiliate_creators: affiliateCreatorReader,
  affiliate_videos: affiliateVideoReader,
  affiliate_video_list: affiliateVideoReader,
  affiliate_products: affiliateProductReader,
  ads_report: adsReader,
  gmv_max_creatives: gmvMaxReader,
  gmv_max_products: gmvMaxReader,
  gmv_max_live_campaigns: gmvMaxReader,
  gmv_max_lives: gmvMaxReader,
  studio_overview: studioDayReader,
  studio_followers: studioDayReader,
  studio_viewers: studioDayReader,
  studio_activity: studioActivityReader,
  studio_gender: audienceReader,
  studio_territories: audienceReader,
  studio_content: studioPostReader,
  live_engagement: liveDayReader,
  live_revenue: liveDayReader,
  live_activity: liveDayReader,
  live_viewers: liveDayReader,
  cost_sheet: costReader,
}

export const readerOf = (context: ReaderContext): Reader | null => {
  const { id } = context.table.format
  return id === 'data_download' ? null : readers[id](context)
}
