import type { AffiliateOrder, AffiliateStatus } from '../../rules/rows.ts'
import { readCreator } from '../values/identifiers.ts'
import { affiliateStatusOf, contentTypeOf, isYes } from '../values/words.ts'
import type { Line } from './line.ts'
import { type Reader, type ReaderContext, sequenceCounter } from './reader.ts'

const parts = [
  ['estStandard', 'actualStandard'],
  ['estShopAds', 'actualShopAds'],
  ['estBonus', 'actualBonus'],
] as const

/**
 * Of each part the actual amount, or the estimate while there is none. A dashboard writes 0 for "not yet", so 0 is an
 * actual amount only once the commission is settled.
 */
const commissionOf = (line: Line, status: AffiliateStatus): { micro: bigint; isEstimate: boolean } => {
  let micro = 0n
  let isEstimate = false
  for (const [estimated, actual] of parts) {
    const estimate = line.amount(estimated)
    const known = line.amount(actual)
    const isKnown = known !== null && (known !== 0n || status === 'settled')
    micro += isKnown ? known : (estimate ?? 0n)
    if (!isKnown && estimate !== null && estimate !== 0n) isEstimate = true
  }
  if (!line.has('estStandard') && !line.has('actualStandard')) micro = line.amountOrZero('totalEarned')
  return status === 'ineligible' ? { micro: 0n, isEstimate: false } : { micro, isEstimate }
}

const statusOf = (line: Line, context: ReaderContext): AffiliateStatus => {
  const text = line.text('status')
  const status = affiliateStatusOf(context.explain(text) ?? text)
  if (status === null) line.refuse('unknown_status', 'status')
  return status ?? 'processing'
}

const isReturned = (line: Line, quantity: number): boolean => {
  const items = line.has('refundedItems') ? line.count('refundedItems') : null
  if (items !== null) return items > 0 && items >= quantity
  return isYes(line.text('returned')) || isYes(line.text('refunded'))
}

/** Order lines that a creator brought, from the side of the seller or of the creator. */
export const affiliateOrderReader = (context: ReaderContext): Reader => {
  const sequence = sequenceCounter()
  const read = (line: Line): AffiliateOrder[] => {
    const orderId = line.id('orderId')
    const skuId = line.id('skuId')
    const status = statusOf(line, context)
    const quantity = line.count('quantity') ?? 1
    const { micro, isEstimate } = commissionOf(line, status)
    const creator = line.has('creator') ? readCreator(line.text('creator')) : context.account
    if (creator === '') line.refuse('id_missing', 'creator')
    const row = {
      kind: 'affiliate_order',
      orderId,
      skuId,
      productId: line.optionalId('productId') ?? '',
      productName: line.words('productName'),
      creator,
      contentType: contentTypeOf(line.text('contentType')),
      contentId: line.optionalId('contentId'),
      status,
      isReturned: isReturned(line, quantity),
      currency: line.currency(),
      quantity,
      priceMicro: line.amount('price'),
      paidMicro: line.amount('paid'),
      commissionMicro: micro,
      isEstimate,
      createdAt: line.moment('createdAt'),
    } as const
    return line.fault === null ? [{ ...row, sequence: sequence(orderId, skuId) }] : []
  }
  return { read }
}
