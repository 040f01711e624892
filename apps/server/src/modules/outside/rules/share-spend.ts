import { splitByWeights, type Micro } from '@busker/money'
import type { LineFact } from './settle-order.ts'
import type { SpendFact } from './spend.ts'

/** GMV of each SKU among what something sold. */
type Sales = Map<string, Micro>

/** What was sold of each SKU, in all and by whom: spending is shared by it. Filled line by line. */
export interface Sold {
  readonly by: Map<string, Sales>
  readonly productOf: Map<string, string>
  /** The seller's own name of a SKU. */
  readonly skuOf: Map<string, string>
}

export const nothingSold = (): Sold => ({ by: new Map(), productOf: new Map(), skuOf: new Map() })

/** Adds a line, its GMV in the currency in which amounts are shared. */
export const addSold = (
  sold: Sold,
  { line, productId, videoId, creator }: Pick<LineFact, 'line' | 'productId' | 'videoId' | 'creator'>,
  gmvMicro: Micro,
): void => {
  const { skuId, sellerSku } = line
  const named = [
    ['product', productId],
    ['video', videoId],
    ['creator', creator],
  ] as const
  for (const [kind, id] of named) {
    if (id === '') continue
    const key = `${kind} ${id}`
    const sales: Sales = sold.by.get(key) ?? new Map<string, Micro>()
    sold.by.set(key, sales.set(skuId, (sales.get(skuId) ?? 0n) + gmvMicro))
  }
  sold.productOf.set(skuId, productId)
  if (sellerSku !== '') sold.skuOf.set(sellerSku, skuId)
}

const ofCreators: readonly SpendFact['source'][] = ['creator_fee', 'agency_fee', 'sample']

/** Who or what is paid for: its sales tell which SKUs an amount belongs to. '': none. */
const basisOf = ({ source, productId, videoId, creator }: SpendFact): string => {
  if (source === 'gmv_max') return productId === '' ? '' : `product ${productId}`
  if (!ofCreators.includes(source)) return ''
  if (videoId !== '') return `video ${videoId}`
  return creator === '' ? '' : `creator ${creator}`
}

/** A part of an amount that belongs to a SKU, or the amount that belongs to none. */
export interface SpendShare {
  readonly fact: SpendFact
  readonly skuId: string
  readonly productId: string
  readonly costMicro: Micro
}

/** An amount in the currency in which it is shared; null: nobody gave a rate. */
export interface Spent {
  readonly fact: SpendFact
  readonly costMicro: Micro | null
}

const byTime = ({ fact: one }: Spent, { fact: other }: Spent): number => {
  const [first, second] = [`${one.from} ${one.key}`, `${other.from} ${other.key}`]
  return first < second ? -1 : first > second ? 1 : 0
}

const whole = ({ fact, costMicro }: Spent, skuId = '', productId = fact.productId): SpendShare => ({
  ...{ fact, skuId, productId, costMicro: costMicro ?? 0n },
})

/**
 * Amounts that are paid for the same thing, shared by its SKUs on their GMV. It is the sum so far that is shared, and each
 * amount gets what it adds: so the shares of a SKU are, to the smallest unit, those of all the amounts together.
 */
const shareGroup = (amounts: readonly Spent[], sales: Sales, { productOf }: Sold): SpendShare[] => {
  const ids = [...sales.keys()]
  const weights = [...sales.values()]
  let total = 0n
  let before = ids.map(() => 0n)
  return amounts.toSorted(byTime).flatMap((spent) => {
    const { fact, costMicro } = spent
    if (costMicro === null || costMicro === 0n) return [whole(spent)]
    total += costMicro
    const now = splitByWeights(total, weights, ids)
    const added = now.map((share, place) => share - (before[place] ?? 0n))
    before = now
    return ids.flatMap((skuId, place): SpendShare[] => {
      const share = added[place] ?? 0n
      const productId = fact.productId === '' ? (productOf.get(skuId) ?? '') : fact.productId
      return share === 0n ? [] : [{ fact, skuId, productId, costMicro: share }]
    })
  })
}

/**
 * Takes spending apart by SKU (rules 8, 9 and 11 of `demo/market/README.md`): GMV Max by the SKUs of its product, what
 * creators get by what their video sold, or they did where no video is named; a cost that names its SKU is that one's.
 * What belongs to none stays whole: Ads Manager, other costs, and what sold nothing.
 *
 * @returns shares that add up to the amounts, each amount for itself
 */
export const shareSpend = (spent: readonly Spent[], sold: Sold): SpendShare[] => {
  const isOwn = ({ fact }: Spent): boolean => fact.sku !== ''
  const own = spent.filter(isOwn).map((one) => {
    const skuId = sold.skuOf.get(one.fact.sku) ?? one.fact.sku
    return whole(one, skuId, sold.productOf.get(skuId) ?? '')
  })
  const groups = Map.groupBy(
    spent.filter((one) => !isOwn(one)),
    ({ fact }) => `${fact.source === 'gmv_max'}|${basisOf(fact)}`,
  )
  const shared = [...groups].flatMap(([key, amounts]) => {
    const sales = sold.by.get(key.slice(key.indexOf('|') + 1))
    return sales === undefined ? amounts.map((one) => whole(one)) : shareGroup(amounts, sales, sold)
  })
  return [...own, ...shared]
}
