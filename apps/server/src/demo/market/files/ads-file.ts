import { formatDecimal, type Micro } from '@busker/money'
import { adCostOn, daysOver } from '../campaigns.ts'
import { orderGmvOf } from '../claims.ts'
import { ordersAt } from '../orders.ts'
import { isPaid } from '../state.ts'
import { dayText, type LocalMs, midnightOf } from '../time.ts'
import type { Ad, Market } from '../world.ts'
import { nothing, shownQuotient, shownShare } from './figures.ts'
import type { Sheet } from './table.ts'

const header =
  `By Day|Campaign name|Ad group name|Ad name|Primary status|Cost|Impressions|CPM|Clicks (destination)|
CPC (destination)|CTR (destination)|2-second video views|6-second video views|Video views at 25%|Video views at 50%|
Video views at 75%|Video views at 100%|Average play time per video view|Reach|Frequency|Clicks (all)|CTR (all)|
Video views|Conversions|Gross revenue|Currency`
    .split('|')
    .map((text) => text.trim())

interface Earned {
  orders: number
  gmvMicro: Micro
}

const claimedByDay = (market: Market, asOf: LocalMs): Map<string, Earned> => {
  const found = new Map<string, Earned>()
  for (const order of ordersAt(market, asOf)) {
    if (order.adClaim === null || order.isSample || !isPaid(order, asOf)) continue
    const key = `${order.adClaim.name}/${midnightOf(order.createdMs)}`
    const earned = found.get(key) ?? { orders: 0, gmvMicro: 0n }
    earned.orders += 1
    earned.gmvMicro += orderGmvOf(order)
    found.set(key, earned)
  }
  return found
}

interface Context {
  readonly market: Market
  readonly ad: Ad
  readonly dayMs: LocalMs
  readonly cost: Micro
  readonly earned: Earned | undefined
}

/** Small numbers are masked. */
const shownCount = (count: number): string => (count === 0 ? nothing : count < 5 ? '<5' : String(count))

const rowOf = ({ market, ad, dayMs, cost, earned }: Context): string[] => {
  const seen = Number(cost / market.unitMicro) * (market.decimals === 0 ? 1 : 4)
  const clicks = Math.floor(seen / 70)
  const perClick = clicks === 0 ? nothing : shownQuotient(cost / BigInt(clicks), 1_000_000n)
  const perThousand = seen === 0 ? nothing : shownQuotient((cost * 1000n) / BigInt(seen), 1_000_000n)
  const share = (part: number): string => shownCount(Math.floor(seen * part))
  return [
    dayText(dayMs),
    ad.campaign,
    ad.adGroup,
    ad.name,
    'Active',
    formatDecimal(cost, market.decimals),
    shownCount(seen),
    perThousand,
    shownCount(clicks),
    perClick,
    shownShare(clicks, seen),
    share(0.5),
    share(0.3),
    share(0.35),
    share(0.22),
    share(0.15),
    share(0.08),
    seen === 0 ? nothing : '3.41',
    share(0.8),
    seen === 0 ? nothing : '1.25',
    shownCount(Math.floor(clicks * 1.3)),
    shownShare(Math.floor(clicks * 1.3), seen),
    share(0.95),
    earned === undefined ? nothing : String(earned.orders),
    earned === undefined ? nothing : formatDecimal(earned.gmvMicro, market.decimals),
    market.currency,
  ]
}

const totalRow = (rows: readonly (readonly string[])[], cost: Micro, market: Market): string[] =>
  header.map((name, index) => {
    if (index === 0) return `Total of ${rows.length} results`
    if (name === 'Cost') return formatDecimal(cost, market.decimals)
    return name === 'Currency' ? market.currency : nothing
  })

/** The report of the Ads Manager by day, with the row of totals that must not be counted. */
export const adsSheet = (market: Market, asOf: LocalMs): Sheet => {
  const claimed = claimedByDay(market, asOf)
  const over = daysOver(market, asOf)
  // On the day that still runs there is revenue already, and no cost yet.
  const running = midnightOf(asOf)
  const days = over.includes(running) || running >= market.endMs ? over : [...over, running]
  let total = 0n
  const rows = days.flatMap((dayMs) =>
    market.ads.flatMap((ad): string[][] => {
      const cost = over.includes(dayMs) ? adCostOn(market, ad, dayMs) : 0n
      const earned = claimed.get(`${ad.name}/${dayMs}`)
      total += cost
      return cost === 0n && earned === undefined ? [] : [rowOf({ market, ad, dayMs, cost, earned })]
    }),
  )
  return { name: 'Sheet1', rows: [header, ...rows, totalRow(rows, total, market)] }
}
