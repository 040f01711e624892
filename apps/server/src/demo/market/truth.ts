import { type Micro, splitByWeights, sumOf } from '@busker/money'
import { adCostOn, daysOver, itemCostOn } from './campaigns.ts'
import { claimCounter, type Claims, isPurchase } from './claims.ts'
import { ordersAt } from './orders.ts'
import { personalTextsOf } from './people.ts'
import { advertisingPayments, adjustmentsOf, settledOf, totalOf } from './settlement.ts'
import { day, dayText, type LocalMs } from './time.ts'
import { type LineTruth, trueLinesOf } from './true-lines.ts'
import { type Step, sumOfWaterfalls, type Waterfall, waterfallOf } from './waterfall.ts'
import type { Market, Order } from './world.ts'

/** A cost that is of no single line of an order. */
export interface Charge {
  readonly step: Step
  readonly amountMicro: Micro
  readonly creator: string | null
  readonly videoId: string | null
  readonly productId: string | null
}

/** The same sum taken apart by something, and what belongs to nobody. */
export interface Parts {
  readonly known: ReadonlyMap<string, Waterfall>
  readonly notAssignable: Waterfall
}

export interface Truth {
  readonly currency: string
  readonly asOf: LocalMs
  readonly lines: readonly LineTruth[]
  readonly charges: readonly Charge[]
  readonly total: Waterfall
  readonly perCreator: Parts
  readonly perVideo: Parts
  readonly perSku: Parts
  readonly perProduct: Parts
  /** Sold, kept, and not settled yet. */
  readonly openGmvMicro: Micro
  readonly openLines: number
  readonly claims: Claims
  readonly buyers: {
    readonly all: number
    readonly again: number
    readonly due: number
    readonly dueAgain: number
  }
  readonly settled: {
    readonly totalMicro: Micro
    readonly adjustmentsMicro: Micro
    readonly advertisingMicro: Micro
  }
  readonly samples: number
  /** Names, phones, addresses, messages and user names of buyers: none of them may be found anywhere. */
  readonly personalTexts: readonly string[]
}

const gmvMaxCharges = (market: Market, days: readonly LocalMs[]): Charge[] =>
  market.campaigns.flatMap((campaign) =>
    campaign.items.map((item): Charge => ({
      step: 'adSpend',
      amountMicro: sumOf(days.map((at) => itemCostOn(market, { campaign, item }, at))),
      creator: item.video?.creator?.name ?? null,
      videoId: item.video?.id ?? null,
      productId: campaign.product.id,
    })),
  )

const adCharges = (market: Market, days: readonly LocalMs[]): Charge[] =>
  market.ads.map((ad): Charge => ({
    step: 'adSpend',
    amountMicro: sumOf(days.map((at) => adCostOn(market, ad, at))),
    creator: ad.video?.creator?.name ?? null,
    videoId: ad.video?.id ?? null,
    productId: null,
  }))

const sheetCharges = (market: Market, asOf: LocalMs): Charge[] =>
  market.costs
    .filter(({ per, from }) => per === 'total' && from <= dayText(asOf))
    .map(({ cost, amountMicro, creator, video }): Charge => ({
      step: cost === 'other' ? 'otherCosts' : 'creatorCosts',
      amountMicro,
      creator: creator?.name ?? null,
      videoId: video?.id ?? null,
      productId: null,
    }))

const chargeWaterfall = ({ step, amountMicro }: Charge): Waterfall => waterfallOf({ [step]: amountMicro })

interface Booked {
  readonly key: string | null
  readonly waterfall: Waterfall
}

const partsOf = (booked: readonly Booked[]): Parts => {
  const byKey = Map.groupBy(booked, ({ key }) => key)
  const known = [...byKey].flatMap(([key, list]): [string, Waterfall][] =>
    key === null ? [] : [[key, sumOfWaterfalls(list.map(({ waterfall }) => waterfall))]],
  )
  return {
    known: new Map(known),
    notAssignable: sumOfWaterfalls((byKey.get(null) ?? []).map(({ waterfall }) => waterfall)),
  }
}

/** The lines by whose sales a charge is shared: of its product, or of what a creator was paid for. */
const sharedBy = ({
  step,
  productId,
  videoId,
  creator,
}: Charge): readonly [keyof LineTruth, string] | null => {
  if (productId !== null) return ['productId', productId]
  if (step !== 'creatorCosts') return null
  if (videoId !== null) return ['videoId', videoId]
  return creator === null ? null : ['creator', creator]
}

interface Shared extends Booked {
  readonly productId: string | null
}

/** What was spent, shared by SKUs as they sold; what sold nothing belongs to none. */
const sharesOf = (charges: readonly Charge[], lines: readonly LineTruth[]): Shared[] => {
  const groups = Map.groupBy(charges, (charge) => {
    const by = sharedBy(charge)
    return by === null ? '' : `${charge.step} ${by.join(' ')}`
  })
  return [...groups].flatMap(([group, list]): Shared[] => {
    const by = group === '' || list[0] === undefined ? null : sharedBy(list[0])
    const own = by === null ? [] : lines.filter((line) => line[by[0]] === by[1])
    if (own.length === 0)
      return list.map((charge) => ({
        ...{ key: null, productId: charge.productId, waterfall: chargeWaterfall(charge) },
      }))
    const step = list[0]?.step ?? 'otherCosts'
    const sold = Map.groupBy(own, ({ skuId }) => skuId)
    const ids = [...sold.keys()]
    const weights = ids.map((id) => sumOf((sold.get(id) ?? []).map(({ waterfall }) => waterfall.gmv)))
    const shares = splitByWeights(sumOf(list.map(({ amountMicro }) => amountMicro)), weights, ids)
    return ids.map((key, index) => ({
      ...{ key, productId: sold.get(key)?.[0]?.productId ?? null },
      waterfall: waterfallOf({ [step]: shares[index] ?? 0n }),
    }))
  })
}

const repeatDays = 60

/** Buyers by their purchases: who came a second time within sixty days, and of whom that is known already. */
const buyersOf = (purchases: ReadonlyMap<string, LocalMs[]>, asOf: LocalMs): Truth['buyers'] => {
  const counts = { all: 0, again: 0, due: 0, dueAgain: 0 }
  for (const times of purchases.values()) {
    const [first = asOf, second] = times.toSorted((one, other) => one - other)
    const again = second !== undefined && second - first <= repeatDays * day
    const due = first + repeatDays * day <= asOf
    counts.all += 1
    if (again) counts.again += 1
    if (due) counts.due += 1
    if (due && again) counts.dueAgain += 1
  }
  return counts
}

/** All that is counted order by order, in one pass. */
const gather = (market: Market, asOf: LocalMs) => {
  const lines: LineTruth[] = []
  const claims = claimCounter(asOf)
  const purchases = new Map<string, LocalMs[]>()
  const personalTexts = new Set<string>()
  const settled = { totalMicro: 0n, adjustmentsMicro: 0n, advertisingMicro: 0n }
  let samples = 0
  const count = (order: Order): void => {
    lines.push(...trueLinesOf(market, order, asOf))
    claims.count(order)
    if (order.isSample) samples += 1
    for (const text of personalTextsOf(order.buyer)) personalTexts.add(text)
    if (order.message !== '') personalTexts.add(order.message)
    settled.totalMicro += sumOf(settledOf(market, order, asOf).map(totalOf))
    settled.adjustmentsMicro += sumOf(adjustmentsOf(market, order, asOf).map(totalOf))
    if (order.paidMs === null || !isPurchase(order, asOf)) return
    const times = purchases.get(order.buyer.userName)
    if (times === undefined) purchases.set(order.buyer.userName, [order.paidMs])
    else times.push(order.paidMs)
  }
  for (const order of ordersAt(market, asOf)) count(order)
  settled.advertisingMicro = sumOf(advertisingPayments(market, asOf).map(totalOf))
  settled.totalMicro += settled.adjustmentsMicro + settled.advertisingMicro
  return {
    lines,
    claims: claims.answer(),
    buyers: buyersOf(purchases, asOf),
    settled,
    samples,
    personalTexts: [...personalTexts],
  }
}

/**
 * The right answers at a moment, from the world itself and not from its files. How amounts of whole orders reach lines
 * is told in the README.
 */
export const truthOf = (market: Market, { asOf }: { readonly asOf: LocalMs }): Truth => {
  const { lines, ...counted } = gather(market, asOf)
  const days = daysOver(market, asOf)
  const charges = [...gmvMaxCharges(market, days), ...adCharges(market, days), ...sheetCharges(market, asOf)]
  const shares = sharesOf(charges, lines)
  const bookedBy = (ofLine: (line: LineTruth) => string | null): Booked[] =>
    lines.map((line) => ({ key: ofLine(line), waterfall: line.waterfall }))
  const chargedBy = (ofCharge: (charge: Charge) => string | null): Booked[] =>
    charges.map((charge) => ({ key: ofCharge(charge), waterfall: chargeWaterfall(charge) }))
  const open = lines.filter(({ isOpen }) => isOpen)
  return {
    currency: market.currency,
    asOf,
    lines,
    charges,
    total: sumOfWaterfalls([...lines.map(({ waterfall }) => waterfall), ...charges.map(chargeWaterfall)]),
    perCreator: partsOf([...bookedBy(({ creator }) => creator), ...chargedBy(({ creator }) => creator)]),
    perVideo: partsOf([...bookedBy(({ videoId }) => videoId), ...chargedBy(({ videoId }) => videoId)]),
    perSku: partsOf([...bookedBy(({ skuId }) => skuId), ...shares]),
    perProduct: partsOf([
      ...bookedBy(({ productId }) => productId),
      ...shares.map(({ productId, waterfall }) => ({ key: productId, waterfall })),
    ]),
    openGmvMicro: sumOf(open.map(({ waterfall }) => waterfall.gmv - waterfall.refunded)),
    openLines: open.length,
    ...counted,
  }
}
