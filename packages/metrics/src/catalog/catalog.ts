import type { Metric } from '../metric.ts'
import { activityMetrics } from './activity.ts'
import { advertisingMetrics } from './advertising.ts'
import { channelMetrics } from './channel.ts'
import { contentQualityMetrics } from './content-quality.ts'
import { creationMetrics } from './creation.ts'
import { dealMetrics } from './deals.ts'
import { earningMetrics } from './earnings.ts'
import { followingMetrics } from './following.ts'
import { marketMetrics } from './market.ts'
import { postMetrics } from './post.ts'
import { qualityMetrics } from './quality.ts'
import { reactionMetrics } from './reactions.ts'
import { retentionMetrics } from './retention.ts'
import { revenueMetrics } from './revenue.ts'
import { salesAdvertising } from './sales-advertising.ts'
import { salesBuyers } from './sales-buyers.ts'
import { salesCertainty } from './sales-certainty.ts'
import { salesMetrics } from './sales.ts'
import { salesRates } from './sales-rates.ts'
import { satisfactionMetrics } from './satisfaction.ts'
import { sessionMetrics } from './sessions.ts'
import { sharingMetrics } from './sharing.ts'
import { shopMetrics } from './shop.ts'
import { trendLeadMetrics } from './trend-lead.ts'
import { trendMetrics } from './trends.ts'
import { unfedMetrics } from './unfed.ts'
import { watchingMetrics } from './watching.ts'

/** Every number there is a definition of. A new one is added to its family and so to this list, and nowhere else. */
export const catalog = (): readonly Metric[] => [
  ...postMetrics,
  ...watchingMetrics,
  ...reactionMetrics,
  ...followingMetrics,
  ...activityMetrics,
  ...sessionMetrics,
  ...retentionMetrics,
  ...satisfactionMetrics,
  ...contentQualityMetrics,
  ...creationMetrics,
  ...sharingMetrics,
  ...trendMetrics,
  ...trendLeadMetrics,
  ...qualityMetrics,
  ...marketMetrics,
  ...unfedMetrics,
  ...revenueMetrics,
  ...earningMetrics,
  ...dealMetrics,
  ...advertisingMetrics,
  ...shopMetrics,
  ...salesMetrics,
  ...salesRates,
  ...salesAdvertising,
  ...salesCertainty,
  ...salesBuyers,
  ...channelMetrics,
]

/** The definition with this id, or null. */
export const findMetric = (id: string): Metric | null => catalog().find((known) => known.id === id) ?? null
