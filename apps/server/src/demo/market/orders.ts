import { type Micro, percentOf, sumOf } from '@busker/money'
import { type Chance, chanceOf, digits } from './chance.ts'
import { fateOf, timesOf, type Fate } from './order-times.ts'
import { buyerOf, messageOf } from './people.ts'
import { refundsOf } from './refunds.ts'
import type { LocalMs } from './time.ts'
import type {
  AffiliateTouch,
  Creator,
  GmvMaxCampaign,
  Market,
  Order,
  OrderLine,
  Product,
  Sku,
  Video,
} from './world.ts'

/** Rounded down to what the currency can pay. */
const whole = (market: Market, amount: Micro): Micro => amount - (amount % market.unitMicro)

/** The first of a list is picked most, the last least. */
const pickSkewed = <T>(chance: Chance, list: readonly T[]): T =>
  chance.pick(list.slice(0, chance.int(1, list.length)))

const touchOf = (
  market: Market,
  chance: Chance,
  about: { product: Product; atMs: LocalMs; creator: Creator },
) => {
  const { creator, product, atMs } = about
  const shows = (video: Video): boolean =>
    video.creator === creator && video.postedMs <= atMs && video.products.includes(product)
  const videos = market.videos.filter(shows)
  const roll = chance.int(1, 100)
  const touch = (content: AffiliateTouch['content'], contentId: string): AffiliateTouch => ({
    creator,
    content,
    contentId,
  })
  if (videos.length > 0 && roll <= 80) return touch('video', pickSkewed(chance, videos).id)
  if (roll <= 88) return touch('live', `74${digits(chance, 17)}`)
  return roll <= 95 ? touch('showcase', '') : touch('external', '')
}

interface Basket {
  readonly market: Market
  readonly chance: Chance
  readonly fate: Fate
  readonly createdMs: LocalMs
}

const lineOf = (
  { market, chance, fate }: Basket,
  sku: Sku,
  touch: AffiliateTouch | null,
): Omit<OrderLine, 'sequence'> => {
  const isSample = fate === 'sample'
  const quantity = isSample || chance.happens(0.75) ? 1 : chance.int(2, 4)
  const beforeMicro = sku.priceMicro * BigInt(quantity)
  const part = (bps: number): Micro => whole(market, percentOf(beforeMicro, BigInt(bps)))
  const sellerDiscountMicro = isSample ? beforeMicro : part(chance.pick([0, 0, 500, 1000, 1500]))
  const platformDiscountMicro = isSample ? 0n : part(chance.pick([0, 0, 0, 333, 800]))
  const afterMicro = beforeMicro - sellerDiscountMicro - platformDiscountMicro
  return { sku, quantity, beforeMicro, sellerDiscountMicro, platformDiscountMicro, afterMicro, touch }
}

const productOf = (market: Market, sku: Sku): Product | undefined =>
  market.products.find((product) => product.id === sku.productId)

const skusOf = ({ market, chance, fate }: Basket): Sku[] => {
  if (fate === 'sample') return [chance.pick(market.skus)]
  const roll = chance.int(1, 100)
  const count = roll <= 55 ? 1 : roll <= 82 ? 2 : roll <= 95 ? 3 : 4
  const chosen = new Set(Array.from({ length: count }, () => pickSkewed(chance, market.skus)))
  // A gift, or the same again in a second line: one SKU twice in an order.
  const [first] = chosen
  const again = first !== undefined && chosen.size < 4 && (fate === 'sku_twice' || chance.happens(0.03))
  return again ? [...chosen, first] : [...chosen]
}

const linesOf = (basket: Basket): OrderLine[] => {
  const { market, chance, fate, createdMs } = basket
  const skus = skusOf(basket)
  const isBrought = fate !== 'sample' && (fate === 'threefold' || chance.happens(0.5))
  const creator = pickSkewed(chance, market.creators)
  const touches = new Map<string, AffiliateTouch | null>()
  for (const sku of skus) {
    const product = productOf(market, sku)
    const stays = touches.size === 0 || chance.happens(0.85)
    const by = stays ? creator : chance.happens(0.3) ? chance.pick(market.creators) : null
    if (touches.has(sku.id)) continue
    const isTouched = isBrought && by !== null && product !== undefined
    touches.set(sku.id, isTouched ? touchOf(market, chance, { product, creator: by, atMs: createdMs }) : null)
  }
  const seen = new Map<string, number>()
  return skus.map((sku) => {
    const sequence = (seen.get(sku.id) ?? 0) + 1
    seen.set(sku.id, sequence)
    return { ...lineOf(basket, sku, touches.get(sku.id) ?? null), sequence }
  })
}

/** The campaign and item that says it brought the order: a video the buyer saw, or any other of the campaign. */
const gmvMaxClaimOf = (
  { market, chance, fate }: Basket,
  lines: readonly OrderLine[],
): Order['gmvMaxClaim'] => {
  const isFor = (campaign: GmvMaxCampaign): boolean =>
    lines.some(({ sku }) => sku.productId === campaign.product.id)
  const campaign = market.campaigns.find(isFor) ?? (fate === 'threefold' ? market.campaigns[0] : undefined)
  if (campaign === undefined || fate === 'sample' || !(fate === 'threefold' || chance.happens(0.45)))
    return null
  const seen = new Set(lines.map(({ touch }) => touch?.contentId))
  const own = campaign.items.find(({ video }) => video !== null && seen.has(video.id))
  return { campaign, item: own !== undefined && chance.happens(0.6) ? own : chance.pick(campaign.items) }
}

const adClaimOf = ({ market, chance, fate }: Basket): Order['adClaim'] =>
  fate !== 'sample' && market.ads.length > 0 && (fate === 'threefold' || chance.happens(0.2))
    ? chance.pick(market.ads)
    : null

const moneyOf = ({ market, chance, fate }: Basket, lines: readonly OrderLine[]) => {
  const unit = BigInt(market.facts.priceStep) * market.unitMicro
  const parcel = fate === 'sample' ? 0n : BigInt(market.facts.parcel) * unit
  const bySeller = whole(market, percentOf(parcel, BigInt(chance.pick([0, 0, 5000]))))
  const byPlatform = whole(market, percentOf(parcel - bySeller, BigInt(chance.pick([0, 3000, 10_000]))))
  const items = sumOf(lines.map(({ afterMicro }) => afterMicro))
  const shippingMicro = parcel - bySeller - byPlatform
  const taxesMicro = market.facts.region === 'US' ? whole(market, percentOf(items, 725n)) : 0n
  const paymentDiscountMicro = chance.happens(0.1) ? whole(market, percentOf(items, 200n)) : 0n
  return {
    shippingOriginalMicro: parcel,
    shippingSellerDiscountMicro: bySeller,
    shippingPlatformDiscountMicro: byPlatform,
    shippingMicro,
    taxesMicro,
    paymentDiscountMicro,
    amountMicro: items + shippingMicro + taxesMicro - paymentDiscountMicro,
  }
}

const cancelReasons = ['Changed my mind', 'Better price elsewhere', 'Out of stock', 'Wrong address']

const cancellationOf = ({ chance, fate }: Basket): Pick<Order, 'cancelledBy' | 'cancelReason'> => {
  if (fate === 'unpaid') return { cancelledBy: 'System', cancelReason: 'Unpaid in time' }
  if (fate !== 'cancelled') return { cancelledBy: '', cancelReason: '' }
  const cancelReason = chance.pick(cancelReasons)
  return { cancelledBy: cancelReason === 'Out of stock' ? 'Seller' : 'User', cancelReason }
}

/** The order of a number: it depends on no other order, so that a market of any size can be read as a stream. */
export const orderOf = (market: Market, index: number): Order => {
  const chance = chanceOf(market.seed, `order/${index}`)
  const fate = fateOf(chance, index)
  const times = timesOf(market, chance, { index, fate })
  const basket: Basket = { market, chance, fate, createdMs: times.createdMs }
  const lines = linesOf(basket)
  const money = moneyOf(basket, lines)
  const buyers = Math.max(1, Math.floor((market.orderCount * 7) / 10))
  return {
    index,
    id: `57${digits(chance, 5)}${String(index).padStart(8, '0')}${digits(chance, 3)}`,
    buyer: buyerOf(market.seed, chance.int(0, buyers - 1), market.facts),
    message: messageOf(market.seed, index),
    isSample: fate === 'sample',
    sampleFor: fate === 'sample' ? chance.pick(market.creators) : null,
    lines,
    ...times,
    ...money,
    ...cancellationOf(basket),
    gmvMaxClaim: gmvMaxClaimOf(basket, lines),
    adClaim: adClaimOf(basket),
    refunds: refundsOf(market, chance, { fate, times, lines, money }),
  }
}

/** Every order there is at a moment, by its number. */
export function* ordersAt(market: Market, asOf: LocalMs): Generator<Order> {
  for (let index = 0; index < market.orderCount; index++) {
    const order = orderOf(market, index)
    if (order.createdMs <= asOf) yield order
  }
}
