import type { SettlementLine, SettlementType } from '../../rules/rows.ts'
import type { LeafColumn } from '../headers/recognise.ts'
import { amountText, readAmount } from '../values/amount.ts'
import { settlementTypeOf } from '../values/words.ts'
import type { Line } from './line.ts'
import { type Reader, type ReaderContext, sequenceCounter } from './reader.ts'

interface Sums {
  platform: bigint
  commission: bigint
  shipping: bigint
  advertising: bigint
}

const sumLeaves = (
  line: Line,
  leaves: readonly LeafColumn[],
  currency: string,
): { sums: Sums; shown: Record<string, string> } => {
  const sums: Sums = { platform: 0n, commission: 0n, shipping: 0n, advertising: 0n }
  const shown: Record<string, string> = {}
  for (const leaf of leaves) {
    if (leaf.class === 'told') continue
    const { text, mark } = line.cellAt(leaf.index)
    if (mark === 'formula') line.refuse('formula', '')
    const reading = text === '' ? null : readAmount(text, { currency, isStored: mark === 'number' })
    if (reading?.outcome === 'bad') line.refuse('not_an_amount', '')
    if (reading?.outcome !== 'amount' || reading.micro === 0n) continue
    sums[leaf.class] += reading.micro
    shown[leaf.header] = amountText(reading.micro)
  }
  return { sums, shown }
}

/** Adjustments have ids of their own and name the order they belong to, if any. */
const orderOf = (line: Line, entryId: string, type: SettlementType): string | null => {
  const related = line.has('relatedOrderId') ? line.optionalId('relatedOrderId') : null
  if (related !== null) return related
  return type === 'order' || (type === 'refund' && !/^7\d{18}$/.test(entryId)) ? entryId : null
}

/** Sizes of cost: the file's own sum of shipping stands for its parts, because the parts of some regions overlap. */
const costsOf = (line: Line, sums: Sums, type: SettlementType): Sums & { other: bigint } => {
  const shipping = line.amount('shippingTotal') ?? sums.shipping
  const adjustment = line.amountOrZero('adjustment')
  const isAdvertising = type === 'advertising'
  return {
    platform: sums.platform,
    commission: sums.commission,
    shipping,
    advertising: sums.advertising + (isAdvertising ? adjustment : 0n),
    other: isAdvertising ? 0n : adjustment,
  }
}

/** Lines of what was settled, for an order, a SKU of an order or an adjustment. Nothing is left out by its type. */
export const settlementReader = (context: ReaderContext): Reader => {
  const sequence = sequenceCounter()
  const read = (line: Line): SettlementLine[] => {
    const entryId = line.id('entryId')
    const typeText = line.words('type')
    const type = settlementTypeOf(context.explain(typeText) ?? typeText)
    const settledOn = line.neededDay('settledOn')
    const total = line.amount('total')
    if (total === null) line.refuse('not_an_amount', 'total')
    const currency = line.currency()
    const { sums, shown } = sumLeaves(line, context.table.leaves, currency)
    const costs = costsOf(line, sums, type)
    const revenueMicro = line.amount('revenue')
    const totalMicro = total ?? 0n
    const skuId = line.has('skuId') ? line.optionalId('skuId') : null
    const explained =
      (revenueMicro ?? 0n) + costs.platform + costs.commission + costs.shipping + costs.advertising
    // What neither revenue nor a leaf explains is told, so that the parts always sum to the file's own total. A file
    // without revenue leaves its whole sale here, hence the line then has no other but its adjustment.
    const otherMicro = line.has('revenue') ? totalMicro - explained : costs.other
    const row = {
      kind: 'settlement_line',
      entryId,
      orderId: orderOf(line, entryId, type),
      skuId,
      type,
      typeText,
      statementId: line.words('statementId'),
      settledOn,
      createdOn: line.day('createdOn'),
      currency,
      quantity: line.count('quantity'),
      totalMicro,
      revenueMicro,
      refundMicro: line.amount('refund'),
      platformFeesMicro: costs.platform,
      commissionMicro: costs.commission,
      shippingMicro: costs.shipping,
      advertisingMicro: costs.advertising,
      otherMicro,
      leaves: shown,
    } as const
    if (line.fault !== null) return []
    return [{ ...row, sequence: sequence(entryId, skuId ?? '', type, settledOn) }]
  }
  return { read }
}
