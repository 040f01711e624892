import { formatDecimal } from '@busker/money'
import { dayText, type LocalMs } from '../time.ts'
import type { Market } from '../world.ts'
import type { Sheet } from './table.ts'

const headers = [
  'Cost',
  'SKU',
  'Creator',
  'Video ID',
  'Campaign',
  'Per',
  'Amount',
  'Currency',
  'From',
  'To',
  'Note',
]

/** The cost sheet as the brand keeps it until a moment: SKUs by their id or by the seller's own name for them. */
export const costSheet = (market: Market, asOf: LocalMs): Sheet => ({
  name: 'Costs',
  rows: [
    headers,
    ...market.costs
      .filter(({ per, from }) => per !== 'total' || from <= dayText(asOf))
      .map(({ cost, sku, creator, video, per, amountMicro, from, to, note }, index) => [
        cost,
        sku === null ? '' : index % 2 === 0 ? sku.id : sku.sellerSku,
        creator === null ? '' : `@${creator.name}`,
        video?.id ?? '',
        '',
        per,
        formatDecimal(amountMicro, market.decimals),
        market.currency,
        from,
        to,
        note,
      ]),
  ],
})
