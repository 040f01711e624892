import { currencyOf, type Micro, shopDecimalsOf, unitOf } from '@busker/money'
import { assert } from '#platform/assert'
import { chanceOf, digits } from './chance.ts'
import { adsOf, campaignsOf } from './campaigns.ts'
import { type Region, regionFacts, type RegionFacts } from './region.ts'
import { day, dayText, startOf } from './time.ts'
import type { CostLine, Creator, GoodsCost, Market, Product, Quirks, Sku, Video } from './world.ts'

export interface MarketOptions {
  readonly seed: number
  readonly region: Region
  /** First day, `YYYY-MM-DD`. */
  readonly start?: string
  readonly days?: number
  readonly orders?: number
  readonly creators?: number
  readonly videos?: number
  readonly skus?: number
}

const wares = [
  'Glow Serum',
  'Cloud Cushion',
  'Berry Lip Oil',
  'Silk Hair Mist',
  'Clay Mask',
  'Night Balm',
  'Sun Milk',
]
const shades = ['Rose', 'Sand', 'Mint', 'Plum', 'Ivory']
const categories = ['Skincare', 'Makeup', 'Haircare']
const handles = [
  'mia.glow',
  'juniperdesk',
  'lotte_lathers',
  'kettle.and.kohl',
  'softlaunchsam',
  'dewdrop.dana',
]
const hooks = [
  'Three things nobody told me about',
  'I wore it for a week:',
  'Before you buy',
  'My mother tried',
]

interface Ground {
  readonly options: Required<MarketOptions>
  readonly facts: RegionFacts
  readonly unitMicro: Micro
  readonly startMs: number
  /** A usual price. */
  readonly typicalMicro: Micro
}

/** So many steps of the region's prices. */
const priced = ({ facts, unitMicro }: Ground, steps: number): Micro =>
  BigInt(steps * facts.priceStep) * unitMicro

const inUnits = ({ unitMicro }: Ground, amount: Micro): Micro => amount - (amount % unitMicro)

const goodsOf = (ground: Ground, index: number, priceMicro: Micro): GoodsCost[] => {
  const chance = chanceOf(ground.options.seed, `goods/${index}`)
  const units = priceMicro / ground.unitMicro
  const costOf = (percent: number): Micro => ((units * BigInt(percent)) / 100n) * ground.unitMicro
  const percent = chance.int(15, 35)
  const turn = ground.startMs + chance.int(5, Math.max(6, ground.options.days - 5)) * day
  if (chance.happens(0.7)) return [{ from: '', to: '', amountMicro: costOf(percent) }]
  return [
    { from: '', to: dayText(turn - day), amountMicro: costOf(percent) },
    { from: dayText(turn), to: '', amountMicro: costOf(percent + 4) },
  ]
}

const skuOf = (ground: Ground, product: Omit<Product, 'skus'>, index: number): Sku => {
  const { facts, options } = ground
  const chance = chanceOf(options.seed, `sku/${index}`)
  const priceMicro = priced(ground, chance.int(facts.prices[0], facts.prices[1]))
  return {
    id: `1730${digits(chance, 9)}${String(index).padStart(6, '0')}`,
    sellerSku: `EB-${String(index + 1).padStart(3, '0')}`,
    variation: shades[index % shades.length] ?? '',
    priceMicro,
    goods: goodsOf(ground, index, priceMicro),
    productId: product.id,
    productName: product.name,
    category: product.category,
  }
}

/** One to three variants for each product. */
const productsOf = (ground: Ground): Product[] => {
  const { seed, skus } = ground.options
  const made: Product[] = []
  for (let used = 0; used < skus;) {
    const index = made.length
    const chance = chanceOf(seed, `product/${index}`)
    const turn = Math.floor(index / wares.length)
    const product = {
      id: `1729${digits(chance, 9)}${String(index).padStart(6, '0')}`,
      name: `Example Beauty ${wares[index % wares.length]}${turn === 0 ? '' : ` No. ${turn + 1}`}`,
      category: categories[index % categories.length] ?? '',
    }
    const count = Math.min(chance.int(1, 3), skus - used)
    const variants = Array.from({ length: count }, (_, step) => skuOf(ground, product, used + step))
    made.push({ ...product, skus: variants })
    used += count
  }
  return made
}

const creatorOf = (ground: Ground, index: number): Creator => {
  const chance = chanceOf(ground.options.seed, `creator/${index}`)
  const turn = Math.floor(index / handles.length)
  return {
    name: `${handles[index % handles.length]}${turn === 0 ? '' : turn}`,
    commissionBps: BigInt(chance.pick([1000, 1250, 1500, 2000])),
    shopAdsBps: BigInt(chance.pick([0, 0, 300, 500])),
    bonusBps: BigInt(chance.pick([0, 0, 0, 200])),
    returnsOfHundred: chance.pick([3, 5, 8, 24]),
    flatFeeMicro: chance.happens(0.6) ? ground.typicalMicro * BigInt(chance.int(1, 8)) : 0n,
  }
}

const videoOf = (
  ground: Ground,
  index: number,
  from: { creators: readonly Creator[]; products: readonly Product[] },
) => {
  const { seed, days } = ground.options
  const chance = chanceOf(seed, `video/${index}`)
  const first = chance.pick(from.products)
  const second = chance.happens(0.2) ? chance.pick(from.products) : first
  const video: Video = {
    id: `75${digits(chance, 11)}${String(index).padStart(6, '0')}`,
    title: `${chance.pick(hooks)} ${first.name.replace('Example Beauty ', '')}${chance.happens(0.3) ? ', "really" 🌸' : ''}`,
    creator: index % 5 === 4 ? null : (from.creators[index % from.creators.length] ?? null),
    products: first === second ? [first] : [first, second],
    postedMs:
      ground.startMs +
      chance.int(0, Math.max(0, Math.floor(days / 2))) * day -
      day +
      chance.int(8, 22) * 3_600_000,
    reach: chance.int(1, 100) * chance.int(1, 60) * 10,
    hold: chance.int(10, 75),
  }
  return video
}

const costsOf = (ground: Ground, market: Pick<Market, 'skus' | 'creators' | 'videos'>): CostLine[] => {
  const { options, startMs } = ground
  const nothing = { sku: null, creator: null, video: null, from: '', to: '', note: '' } as const
  const lateDay = dayText(startMs + Math.floor(options.days / 2) * day)
  const goods = market.skus.flatMap((sku) =>
    sku.goods.map((cost): CostLine => ({ ...nothing, ...cost, cost: 'goods', sku, per: 'unit' })),
  )
  const fees = market.creators.flatMap((creator, index): CostLine[] => {
    const own = market.videos.find((video) => video.creator === creator)
    const from = index % 2 === 0 ? dayText(startMs) : lateDay
    const common = { ...nothing, creator, per: 'total', from, to: from } as const
    const gift = index % 3 === 0
    return [
      ...(creator.flatFeeMicro > 0n
        ? [
            {
              ...common,
              cost: 'creator_fee',
              video: index % 2 === 0 ? (own ?? null) : null,
              amountMicro: creator.flatFeeMicro,
              note: 'agreed fee',
            } as const,
          ]
        : []),
      ...(gift
        ? [
            {
              ...common,
              cost: 'sample',
              amountMicro: inUnits(ground, ground.typicalMicro / 4n),
              note: 'gift box',
            } as const,
          ]
        : []),
    ]
  })
  const whole = { ...nothing, per: 'total', from: dayText(startMs), to: lateDay } as const
  return [
    ...goods,
    ...fees,
    { ...whole, cost: 'agency_fee', amountMicro: ground.typicalMicro * 10n, note: 'month, "all in"' },
    {
      ...whole,
      cost: 'other',
      amountMicro: ground.typicalMicro * 3n,
      from: lateDay,
      to: lateDay,
      note: 'photo studio',
    },
    {
      ...nothing,
      cost: 'shipping',
      per: 'order',
      amountMicro: inUnits(ground, ground.typicalMicro / 60n),
      note: 'carton and tape',
    },
  ]
}

const quirksOf = (seed: number): Quirks => {
  const chance = chanceOf(seed, 'quirks')
  return {
    descriptionRow: chance.happens(0.7),
    tabs: chance.happens(0.6),
    quotedCells: chance.happens(0.4),
    staleDimension: chance.happens(0.5),
    scatteredRows: chance.happens(0.3),
    numericCells: chance.happens(0.5),
    sharedStrings: chance.happens(0.5),
    shoutedCreators: chance.happens(0.3),
    localStatuses: chance.happens(0.5),
    blankActuals: chance.happens(0.5),
  }
}

/**
 * A small market: who sells, who shows it, what is spent, and every order, all from a seed.
 *
 * @example makeMarket({ seed: 1, region: 'US', orders: 200 })
 */
export const makeMarket = (given: MarketOptions): Market => {
  const options = { start: '2026-08-03', days: 60, orders: 200, creators: 6, videos: 18, skus: 9, ...given }
  assert(
    options.skus > 0 && options.creators > 0 && options.orders >= 0 && options.days >= 10,
    'a market has goods and people',
  )
  const facts = regionFacts(options.region)
  const currency = currencyOf(facts.currency)
  assert(currency !== null, 'a region has a currency')
  const decimals = shopDecimalsOf(currency)
  const unitMicro = unitOf(decimals)
  const typicalMicro =
    BigInt(Math.floor((facts.prices[0] + facts.prices[1]) / 2) * facts.priceStep) * unitMicro
  const ground: Ground = { options, facts, unitMicro, typicalMicro, startMs: startOf(options.start) }
  const products = productsOf(ground)
  const skus = products.flatMap((product) => product.skus)
  const creators = Array.from({ length: options.creators }, (_, index) => creatorOf(ground, index))
  const videos = Array.from({ length: options.videos }, (_, index) =>
    videoOf(ground, index, { creators, products }),
  )
  const budget = {
    seed: options.seed,
    unitMicro,
    dailySalesMicro: (typicalMicro * BigInt(options.orders * 2)) / BigInt(options.days),
  }
  return {
    seed: options.seed,
    facts,
    currency,
    unitMicro,
    decimals,
    startMs: ground.startMs,
    endMs: ground.startMs + options.days * day,
    days: options.days,
    orderCount: options.orders,
    brand: 'example.beauty',
    products,
    skus,
    creators,
    videos,
    campaigns: campaignsOf(budget, products, videos),
    ads: adsOf(budget, videos),
    costs: costsOf(ground, { skus, creators, videos }),
    quirks: quirksOf(options.seed),
  }
}
