import { formatDecimal, type Micro, sumOf } from '@busker/money'
import { ordersAt } from '../orders.ts'
import {
  actualCommission,
  affiliateStateAt,
  type AffiliateState,
  type Commission,
  estimatedCommission,
  isPaid,
  lineRefundAt,
  seenAt,
  type SkuGroup,
  touchOf,
  skuGroupsOf,
} from '../state.ts'
import { type LocalMs, orderedMoment } from '../time.ts'
import type { AffiliateTouch, ContentKind, Market, Order } from '../world.ts'
import { affiliateColumns, type AffiliateField } from './affiliate-headers.ts'
import type { Sheet } from './table.ts'

const states: Readonly<Record<AffiliateState, readonly [english: string, vietnamese: string]>> = {
  processing: ['Processing', 'Đang xử lý'],
  completed: ['Completed', 'Đã hoàn thành'],
  settled: ['Settled', 'Đã quyết toán'],
  ineligible: ['Ineligible', 'Không đủ điều kiện'],
}

const contents: Readonly<Record<ContentKind, readonly [english: string, vietnamese: string]>> = {
  video: ['Video', 'Video'],
  live: ['LIVE', 'Phát trực tiếp'],
  showcase: ['Showcase', 'Trưng bày'],
  external: ['External Traffic Program', 'Chương trình Lưu lượng truy cập bên ngoài'],
}

interface Context {
  readonly market: Market
  readonly asOf: LocalMs
  readonly order: Order
  readonly group: SkuGroup
  readonly touch: AffiliateTouch
  readonly state: AffiliateState
  readonly estimate: Commission
  /** null while it is not paid. */
  readonly actual: Commission | null
}

const money = ({ market }: Context, amount: Micro): string => formatDecimal(amount, market.decimals)

/** What is not paid yet is an empty cell in some files and a zero in others. */
const actualMoney = (context: Context, amountOf: (actual: Commission) => Micro): string => {
  if (context.actual !== null) return money(context, amountOf(context.actual))
  return context.market.quirks.blankActuals ? '' : money(context, 0n)
}

const isLocal = ({ market }: Context): boolean => market.facts.region === 'VN'
const moment = (context: Context, at: LocalMs | null): string => {
  const seen = seenAt(at, context.asOf)
  // The day comes first here even where the order export of the same shop has the month first.
  return seen === null ? '' : orderedMoment(seen, 'day_first')
}
const rate = (bps: bigint): string => `${formatDecimal(bps * 10_000n)}%`

const fields: Readonly<Record<AffiliateField, (context: Context) => string>> = {
  orderId: ({ order }) => order.id,
  productId: ({ group }) => group.lines[0]?.line.sku.productId ?? '',
  productName: ({ group }) => group.lines[0]?.line.sku.productName ?? '',
  skuId: ({ group }) => group.skuId,
  skuName: ({ group }) => group.lines[0]?.line.sku.variation ?? '',
  sellerSku: ({ group }) => group.lines[0]?.line.sku.sellerSku ?? '',
  price: (context) => money(context, context.group.lines[0]?.line.sku.priceMicro ?? 0n),
  paid: (context) => money(context, sumOf(context.group.lines.map(({ line }) => line.afterMicro))),
  currency: ({ market }) => market.currency,
  quantity: ({ group }) => String(group.lines.reduce((sum, { line }) => sum + line.quantity, 0)),
  returned: ({ order, group, asOf }) =>
    group.lines.every(({ line, index }) => lineRefundAt(order, index, asOf) >= line.afterMicro)
      ? 'Yes'
      : 'No',
  refunded: (context) =>
    money(
      context,
      sumOf(context.group.lines.map(({ index }) => lineRefundAt(context.order, index, context.asOf))),
    ),
  status: (context) => states[context.state][isLocal(context) ? 1 : 0],
  creator: ({ market, touch }) =>
    market.quirks.shoutedCreators ? `${touch.creator.name.toUpperCase()} ` : touch.creator.name,
  content: (context) => contents[context.touch.content][isLocal(context) ? 1 : 0],
  contentId: ({ touch }) => touch.contentId,
  model: () => 'Open collaboration',
  standardRate: ({ touch }) => rate(touch.creator.commissionBps),
  estBase: (context) => money(context, context.estimate.baseMicro),
  estStandard: (context) => money(context, context.estimate.standardMicro),
  actualBase: (context) => actualMoney(context, ({ baseMicro }) => baseMicro),
  actualStandard: (context) => actualMoney(context, ({ standardMicro }) => standardMicro),
  adsRate: ({ touch }) => rate(touch.creator.shopAdsBps),
  estAds: (context) => money(context, context.estimate.shopAdsMicro),
  actualAds: (context) => actualMoney(context, ({ shopAdsMicro }) => shopAdsMicro),
  estBonus: (context) => money(context, context.estimate.bonusMicro),
  actualBonus: (context) => actualMoney(context, ({ bonusMicro }) => bonusMicro),
  createdAt: (context) => moment(context, context.order.createdMs),
  paidAt: (context) => moment(context, context.order.paidMs),
  readyAt: (context) => moment(context, context.order.readyMs),
  deliveredAt: (context) => moment(context, context.order.deliveredMs),
  completedAt: (context) => moment(context, context.order.completedMs),
  commissionPaidAt: (context) =>
    context.state === 'settled' ? moment(context, context.order.settledMs) : '',
  none: () => '',
}

/** Lines that creators brought at a moment: one for each SKU of an order that was paid. */
export function* affiliateContexts(
  market: Market,
  orders: Iterable<Order>,
  asOf: LocalMs,
): Generator<Context> {
  for (const order of orders) {
    if (!isPaid(order, asOf)) continue
    for (const group of skuGroupsOf(order)) {
      const touch = touchOf(group)
      if (touch === null) continue
      const state = affiliateStateAt(order, group, asOf)
      const actual = state === 'settled' ? actualCommission(market, { order, group, asOf }) : null
      yield { market, asOf, order, group, touch, state, estimate: estimatedCommission(market, group), actual }
    }
  }
}

/** The affiliate orders of a seller at a moment. */
export const affiliateSheet = (market: Market, asOf: LocalMs): Sheet => {
  const columns = affiliateColumns[market.facts.region]
  const rows: (readonly string[])[] = [columns.map(([header]) => header)]
  for (const context of affiliateContexts(market, ordersAt(market, asOf), asOf)) {
    rows.push(columns.map(([, field]) => fields[field](context)))
  }
  return { name: 'Sheet1', rows }
}
