import type { AffiliateProduct, AffiliateVideo } from './rows.ts'
import type { ProductOf } from './settle-order.ts'

/** A SKU and the product it is of, as a file of affiliates tells. */
export interface SkuOfProduct {
  readonly skuId: string
  readonly productId: string
}

type Named = Pick<AffiliateProduct | AffiliateVideo, 'productId' | 'productName'>

/** Spaces and case differ between the dashboards. */
const plainName = (name: string): string => name.normalize('NFC').trim().replaceAll(/\s+/g, ' ').toLowerCase()

/**
 * Knows products by SKU, then by name; of a name that two products have, none. What was never brought by a creator has
 * its product by its name.
 */
export const knownProducts = (skus: readonly SkuOfProduct[], named: readonly Named[]): ProductOf => {
  const bySku = new Map(skus.map(({ skuId, productId }) => [skuId, productId]))
  const byName = Map.groupBy(
    named.filter(({ productId, productName }) => productId !== '' && productName !== ''),
    ({ productName }) => plainName(productName),
  )
  return ({ skuId, productName }) => {
    const known = bySku.get(skuId)
    if (known !== undefined && known !== '') return known
    const ids = new Set((byName.get(plainName(productName)) ?? []).map(({ productId }) => productId))
    const [only] = ids
    return ids.size === 1 && only !== undefined ? only : ''
  }
}
