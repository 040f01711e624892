import { orderLineSource } from './sales.ts'
import type { AnySource } from './source.ts'

/** One way to take rows apart: by the date, the flags, and these columns. */
export interface Cut {
  readonly id: string
  readonly by: readonly string[]
  /** It counts entities only. */
  readonly ofEntities?: true
}

/**
 * A table of counted and summed rows: one row for each date and each combination of flags and columns of a cut, which
 * stands in for the rows wherever only counts and sums are asked, and conditions and slices read nothing else.
 *
 * Different entities do not add up over cells, but an entity whose rows have all the same date and the same entity flags
 * is in one cell of each value of a cut. Those are counted in their cell; the few others stand apart, by their name.
 */
export interface Cells {
  readonly table: string
  readonly source: AnySource
  readonly flags: readonly string[]
  readonly sums: readonly string[]
  readonly entity: {
    readonly column: string
    /** Of all rows of an entity alike, but of those that stand apart. */
    readonly flags: readonly string[]
    /** Column of the source's table, not of its facts: this row is of an entity that stands apart. */
    readonly apartSql: string
  }
  /** From few rows to many. */
  readonly cuts: readonly Cut[]
}

const entityFlags = ['isConverted', 'isPaid', 'isCancelled', 'isSample'] as const

/** Order lines by everything that a client's board takes them apart by. */
export const orderLineCells = (): Cells => ({
  table: 'outside_cell',
  source: orderLineSource,
  flags: [...entityFlags, 'isSettled', 'isGoodsCostKnown'],
  sums: [
    ...['quantity', 'returnedQuantity', 'gmvMicro', 'cancelledMicro', 'refundedMicro', 'platformFeesMicro'],
    ...['commissionMicro', 'shippingMicro', 'goodsMicro', 'creatorCostsMicro', 'contributionMicro'],
  ],
  entity: { column: 'orderId', flags: entityFlags, apartSql: 'is_apart' },
  cuts: [
    { id: 'whole', by: [] },
    { id: 'content_type', by: ['contentType'] },
    { id: 'hour', by: ['localHour'] },
    { id: 'product', by: ['productId'] },
    { id: 'creator', by: ['creator'] },
    { id: 'sku', by: ['skuId'] },
    { id: 'video', by: ['videoId'] },
    { id: 'buyer', by: ['buyerHash'], ofEntities: true },
  ],
})

/** The cells of the rows of a source; null: it has none. */
export const cellsOf = (source: AnySource): Cells | null =>
  source.id === orderLineSource.id ? orderLineCells() : null

/** Whether the rows of one entity are alike in what tells cells apart; else it stands apart. */
export const standsApart = (
  { source, entity }: Cells,
  rows: readonly Readonly<Record<string, unknown>>[],
): boolean => {
  const [first] = rows
  return (
    first !== undefined &&
    rows.some((row) => [source.localDate, ...entity.flags].some((name) => row[name] !== first[name]))
  )
}
