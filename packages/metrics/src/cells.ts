import type { Aggregate } from './aggregate.ts'
import { orderValues } from './order-values.ts'
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
 * is in one cell of each value of a cut. Those are counted in their cell, with what is made of their own sums; the few
 * others stand apart, by their name.
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
    /** Column of the source's table, not of its facts: what `marksOf` says of the row. */
    readonly marksSql: string
    /**
     * What is made of each entity's own sums and then added up, by the column of the cells that keeps it. A column of
     * the source stands for its sum over the rows of the entity.
     */
    readonly values: Readonly<Record<string, Aggregate>>
  }
  /** From few rows to many. */
  readonly cuts: readonly Cut[]
}

const entityFlags = ['isConverted', 'isPaid', 'isCancelled', 'isSample'] as const

/** Order lines by everything that a client's board takes them apart by. */
export const orderLineCells: Cells = {
  table: 'outside_cell',
  source: orderLineSource,
  flags: [...entityFlags, 'isSettled', 'isGoodsCostKnown'],
  sums: [
    ...['quantity', 'returnedQuantity', 'gmvMicro', 'cancelledMicro', 'refundedMicro', 'platformFeesMicro'],
    ...['commissionMicro', 'shippingMicro', 'goodsMicro', 'creatorCostsMicro', 'contributionMicro'],
  ],
  entity: { column: 'orderId', flags: entityFlags, marksSql: 'marks', values: orderValues },
  cuts: [
    { id: 'whole', by: [] },
    { id: 'content_type', by: ['contentType'] },
    { id: 'hour', by: ['localHour'] },
    { id: 'posted_weekday', by: ['postedWeekday'] },
    { id: 'posted_hour', by: ['postedHour'] },
    { id: 'product', by: ['productId'] },
    { id: 'creator', by: ['creator'] },
    { id: 'sku', by: ['skuId'] },
    { id: 'video', by: ['videoId'] },
    { id: 'buyer', by: ['buyerHash'], ofEntities: true },
  ],
}

/** The cells of the rows of a source; null: it has none. */
export const cellsOf = (source: AnySource): Cells | null =>
  source.id === orderLineSource.id ? orderLineCells : null

/** The bit of `marksOf` that says that an entity stands apart. */
export const apartBit = 0
/** The bit that says that a row is the only one of its entity. */
export const aloneBit = ({ cuts }: Cells): number => cuts.length + 1
/** The bit that says that a row is the first of its entity with its value of a cut: by it entities are counted. */
export const firstBit = ({ cuts }: Cells, cut: Cut): number => cuts.indexOf(cut) + 1

/**
 * A number for each row of one entity, of which each bit says something: whether the entity stands apart, else for each
 * cut whether the row is the first with its value, and whether it is the only row.
 *
 * @param valueOf - what a row has in a column of the facts
 */
export const marksOf = <Row>(
  cells: Cells,
  rows: readonly Row[],
  valueOf: (row: Row, column: string) => unknown,
): number[] => {
  const { source, entity, cuts } = cells
  // Every bit but the one of those that stand apart.
  const allFirst = 2 ** (cuts.length + 1) - 2
  const [first] = rows
  if (first === undefined || rows.length === 1) return rows.map(() => allFirst | (1 << aloneBit(cells)))
  const state = [source.localDate, ...entity.flags]
  const isApart = rows.some((row) => state.some((name) => valueOf(row, name) !== valueOf(first, name)))
  if (isApart) return rows.map(() => 1 << apartBit)
  const isSame = (one: Row, other: Row, { by }: Cut) =>
    by.every((name) => valueOf(one, name) === valueOf(other, name))
  return rows.map((row, place) =>
    cuts.reduce((marks, cut) => {
      const isFirst = !rows.slice(0, place).some((before) => isSame(before, row, cut))
      return isFirst ? marks | (1 << firstBit(cells, cut)) : marks
    }, 0),
  )
}
