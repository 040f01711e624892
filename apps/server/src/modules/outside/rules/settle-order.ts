import { splitByWeights, type Micro } from '@busker/money'
import type { AffiliateOrder, OrderLine, SettlementLine } from './rows.ts'

/** Everything that the files say about one order. */
export interface OrderRows {
  readonly lines: readonly OrderLine[]
  readonly settlements: readonly SettlementLine[]
  readonly affiliates: readonly AffiliateOrder[]
}

/** Which product a line is of. Order files tell its name alone; the files of affiliates tell name, SKU and id. '': unknown. */
export type ProductOf = (line: Pick<OrderLine, 'skuId' | 'productName'>) => string

/** What the client's cost sheet says on a day. */
export interface KnownCosts {
  /** Of one piece; null: nobody told. */
  goodsOf(item: { readonly skuId: string; readonly sellerSku: string; readonly day: string }): Micro | null
  /** Of each order, a carton for example. */
  ofOrder(day: string): Micro
}

/**
 * One line of an order with all that it earned and cost, in 10⁻⁶ of its currency. Costs are positive here. What is not
 * known counts nothing, and a flag says so.
 */
export interface LineFact {
  readonly line: OrderLine
  readonly productId: string
  readonly creator: string
  readonly contentType: string
  readonly videoId: string
  readonly isSample: boolean
  readonly isPaid: boolean
  readonly isCancelled: boolean
  /** Its fees are those of a settlement; until then the platform's fees are open. */
  readonly isSettled: boolean
  readonly isGoodsCostKnown: boolean
  readonly gmvMicro: Micro
  readonly cancelledMicro: Micro
  readonly refundedMicro: Micro
  readonly platformFeesMicro: Micro
  readonly commissionMicro: Micro
  readonly shippingMicro: Micro
  readonly goodsMicro: Micro
  /** What was sent to creators without being sold. */
  readonly creatorCostsMicro: Micro
  readonly contributionMicro: Micro
}

const least = (one: Micro, other: Micro): Micro => (one < other ? one : other)
const sum = (amounts: readonly Micro[]): Micro => amounts.reduce((total, one) => total + one, 0n)

const inOrder = (one: OrderLine, other: OrderLine): number => {
  if (one.skuId !== other.skuId) return one.skuId < other.skuId ? -1 : 1
  return one.sequence - other.sequence
}

/** Ties of a split: the smaller SKU first, then the smaller place in the order. */
const tieKey = ({ skuId, sequence }: OrderLine): string => `${skuId}/${String(sequence).padStart(9, '0')}`

/** An amount of several lines together: by what was paid for each. */
const share = (total: Micro, lines: readonly OrderLine[]): Micro[] => {
  // Most orders have one line, and most costs are nothing.
  if (lines.length === 1) return [total]
  if (total === 0n) return lines.map(() => 0n)
  return splitByWeights(
    total,
    lines.map(({ subtotalAfterMicro }) =>
      (subtotalAfterMicro ?? 0n) > 0n ? (subtotalAfterMicro ?? 0n) : 0n,
    ),
    lines.map(tieKey),
  )
}

interface Costs {
  platformFees: Micro
  commission: Micro
  shipping: Micro
}

/** Advertising that was paid out of the balance is not among them: its own reports tell the same money. */
const costKeys = ['platformFees', 'commission', 'shipping'] as const

const costsOf = (rows: readonly SettlementLine[]): Costs => ({
  // The files write costs as negative amounts.
  platformFees: -sum(rows.map(({ platformFeesMicro }) => platformFeesMicro)),
  commission: -sum(rows.map(({ commissionMicro }) => commissionMicro)),
  shipping: -sum(rows.map(({ shippingMicro }) => shippingMicro)),
})

const none = (): Costs => ({ platformFees: 0n, commission: 0n, shipping: 0n })

/** Settlements of a SKU go to its lines, those of the whole order to all. Lines that are not there are not settled. */
const settledCosts = (
  lines: readonly OrderLine[],
  settlements: readonly SettlementLine[],
): ReadonlyMap<OrderLine, Costs> => {
  const result = new Map<OrderLine, Costs>()
  const groups = Map.groupBy(settlements, ({ skuId }) =>
    skuId !== null && lines.some((line) => line.skuId === skuId) ? skuId : '',
  )
  for (const [skuId, rows] of groups) {
    const own = skuId === '' ? lines : lines.filter((line) => line.skuId === skuId)
    const costs = costsOf(rows)
    for (const key of costKeys) {
      const shares = share(costs[key], own)
      own.forEach((line, index) => {
        const target = result.get(line) ?? none()
        target[key] += shares[index] ?? 0n
        result.set(line, target)
      })
    }
  }
  return result
}

/** Whoever brought the line; a line without eligible claim was nobody's. */
const claimsOf = (line: OrderLine, { affiliates }: OrderRows): readonly AffiliateOrder[] =>
  affiliates.filter(({ skuId, status }) => skuId === line.skuId && status !== 'ineligible')

/** Estimated commission of a SKU, shared by its lines. */
const estimatedCommission = (line: OrderLine, rows: OrderRows): Micro => {
  const own = rows.lines.filter(({ skuId }) => skuId === line.skuId).toSorted(inOrder)
  const total = sum(claimsOf(line, rows).map(({ commissionMicro }) => commissionMicro))
  return share(total, own)[own.indexOf(line)] ?? 0n
}

const isOfOrder = ({ type }: SettlementLine): boolean => type === 'order' || type === 'refund'

const gmvOf = (line: OrderLine): Micro => (line.subtotalAfterMicro ?? 0n) + (line.platformDiscountMicro ?? 0n)
const isPaidLine = ({ paidAt }: OrderLine): boolean => paidAt !== null
const isCancelledLine = ({ status }: OrderLine): boolean => status === 'cancelled'
const dayOf = (line: OrderLine): string => (line.createdAt ?? line.paidAt ?? '').slice(0, 10)

type Amounts = Pick<LineFact, Extract<keyof LineFact, `${string}Micro`>>

const nothing: Amounts = {
  ...{ gmvMicro: 0n, cancelledMicro: 0n, refundedMicro: 0n, platformFeesMicro: 0n, commissionMicro: 0n },
  ...{
    shippingMicro: 0n,
    goodsMicro: 0n,
    creatorCostsMicro: 0n,
    contributionMicro: 0n,
  },
}

/** What is left of the GMV when everything is paid. */
export const contributionOf = (amounts: Omit<Amounts, 'contributionMicro'>): Micro =>
  amounts.gmvMicro -
  amounts.cancelledMicro -
  amounts.refundedMicro -
  amounts.platformFeesMicro -
  amounts.commissionMicro -
  amounts.shippingMicro -
  amounts.goodsMicro -
  amounts.creatorCostsMicro

interface OrderPicture {
  readonly rows: OrderRows
  /** Nobody paid for anything in it: it was sent to a creator. */
  readonly isSample: boolean
  readonly costs: ReadonlyMap<OrderLine, Costs>
  readonly refunds: readonly Micro[]
  readonly ownShipping: readonly Micro[]
}

/** An order that was never paid, or cancelled, costs nothing here; a sample costs its goods and earns nothing. */
const amountsOf = (
  picture: OrderPicture,
  { line, place, goods }: { readonly line: OrderLine; readonly place: number; readonly goods: Micro },
): Amounts => {
  if (!isPaidLine(line)) return nothing
  const gmvMicro = gmvOf(line)
  if (isCancelledLine(line)) return { ...nothing, gmvMicro, cancelledMicro: gmvMicro }
  if (picture.isSample) return { ...nothing, gmvMicro, creatorCostsMicro: goods }
  const settled = picture.costs.get(line)
  const own = settled ?? none()
  return {
    ...nothing,
    ...{ gmvMicro, refundedMicro: least(picture.refunds[place] ?? 0n, gmvMicro), goodsMicro: goods },
    platformFeesMicro: own.platformFees,
    commissionMicro: settled ? own.commission : estimatedCommission(line, picture.rows),
    shippingMicro: own.shipping + (picture.ownShipping[place] ?? 0n),
  }
}

const goodsOf = (line: OrderLine, costs: KnownCosts): Micro | null => {
  const piece = costs.goodsOf({ skuId: line.skuId, sellerSku: line.sellerSku, day: dayOf(line) })
  return piece === null ? null : piece * BigInt(Math.max(0, line.quantity - line.returnedQuantity))
}

/**
 * What one order brought, line by line: GMV (what the seller is credited for, of paid orders), what of it was cancelled
 * and refunded, and what it cost. Amounts of the whole order are shared by largest remainder of what was paid for each
 * line. Once an order is settled its settlement says what it cost; before, the commission is the estimate of the
 * affiliate file.
 *
 * @returns one fact for each line, in the order of SKU and place
 */
export const settleOrder = (given: OrderRows, known: KnownCosts, productOf: ProductOf): LineFact[] => {
  const lines = given.lines.toSorted(inOrder)
  const [first] = lines
  if (first === undefined) return []
  const rows = { ...given, lines }
  const settlements = given.settlements.filter(isOfOrder)
  const refund = lines.find(({ orderRefundMicro }) => orderRefundMicro !== null)?.orderRefundMicro ?? 0n
  const isSample = lines.every((line) => gmvOf(line) === 0n)
  const picture: OrderPicture = {
    ...{ rows, isSample, costs: settledCosts(lines, settlements) },
    refunds: share(refund, lines),
    ownShipping: share(isSample ? 0n : known.ofOrder(dayOf(first)), lines),
  }
  return lines.map((line, place): LineFact => {
    const isCancelled = isCancelledLine(line)
    const goods = goodsOf(line, known)
    const amounts = amountsOf(picture, { line, place, goods: goods ?? 0n })
    const claim = isPaidLine(line) ? claimsOf(line, rows)[0] : undefined
    return {
      ...{ line, isSample, isPaid: isPaidLine(line), isCancelled, isSettled: picture.costs.has(line) },
      isGoodsCostKnown: goods !== null || isCancelled || !isPaidLine(line),
      productId: productOf(line),
      ...{ creator: claim?.creator ?? '', contentType: claim?.contentType ?? '' },
      videoId: (claim?.contentType === 'video' ? claim.contentId : null) ?? '',
      ...amounts,
      contributionMicro: contributionOf(amounts),
    }
  })
}
