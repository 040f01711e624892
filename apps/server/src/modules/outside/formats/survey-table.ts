import { FileRefused } from './file-faults.ts'
import type { RecognisedTable } from './headers/recognise.ts'
import type { CellMark, Row, Sheet } from './tables/table.ts'
import { isCurrency, readAmount } from './values/amount.ts'
import { type DateEvidence, gatherEvidence, noEvidence } from './values/dates.ts'

/** What has to be known of a whole table before its first line can be read. */
export interface TableSurvey {
  readonly lines: number
  readonly dates: DateEvidence
  /** Currencies that cells or a column name, most frequent first. */
  readonly currencies: readonly string[]
  /** Sum of what was settled, under each of the currencies' ways to write amounts; for settlements only. */
  readonly settled: bigint | null
}

const amountFields = ['subtotalAfter', 'total', 'gmv', 'cost', 'price', 'grossRevenue', 'amount'] as const

interface Tally {
  lines: number
  readonly dates: DateEvidence
  readonly currencies: Map<string, number>
  settled: bigint
  ids: number
  roundedIds: number
  sales: bigint
  orders: number
}

interface Places {
  readonly dates: readonly { readonly index: number; readonly isFresh: boolean }[]
  readonly amounts: readonly number[]
  readonly currency: number | undefined
  readonly total: number | undefined
  readonly id: number | undefined
  readonly sales: number | undefined
  readonly orders: number | undefined
}

const placesOf = ({ columns, format }: RecognisedTable): Places => {
  const dates = format.dates.flatMap((field) => {
    const index = columns.get(field)
    return index === undefined ? [] : [{ index, isFresh: format.freshness.includes(field) }]
  })
  const isCenter = /^affiliate_(creator|video|product)$/.test(format.kind)
  return {
    dates,
    amounts: amountFields.flatMap((field) => columns.get(field) ?? []),
    currency: columns.get('currency'),
    total: format.kind === 'settlement_line' ? columns.get('total') : undefined,
    id: format.ids.map((field) => columns.get(field)).find((index) => index !== undefined),
    sales: isCenter ? columns.get('gmv') : undefined,
    orders: isCenter ? columns.get('orders') : undefined,
  }
}

const keepOf = (places: Places): ReadonlySet<number> => {
  const single = [places.currency, places.total, places.id, places.sales, places.orders]
  return new Set([
    ...places.dates.map(({ index }) => index),
    ...places.amounts,
    ...single.filter((index) => index !== undefined),
  ])
}

const note = (currencies: Map<string, number>, code: string): void => {
  currencies.set(code, (currencies.get(code) ?? 0) + 1)
}

const countCurrency = (tally: Tally, row: Row, places: Places): void => {
  const told = places.currency === undefined ? '' : (row.cells[places.currency] ?? '').toUpperCase()
  if (isCurrency(told)) return note(tally.currencies, told)
  // Every cell of a file writes amounts alike, so the first lines tell.
  if (tally.lines > 200) return
  for (const index of places.amounts) {
    const text = row.cells[index] ?? ''
    if (!/[^\d\s.,()+-]/.test(text)) continue
    const reading = readAmount(text, { currency: null, isStored: false })
    if (reading.outcome === 'amount' && reading.currency !== null) note(tally.currencies, reading.currency)
  }
}

const amountAt = (row: Row, index: number | undefined, currency: string | null): bigint => {
  const text = index === undefined ? '' : (row.cells[index] ?? '')
  if (text === '' || index === undefined) return 0n
  const mark: CellMark | undefined = row.marks?.get(index)
  const reading = readAmount(text, { currency, isStored: mark === 'number' || mark === 'percent' })
  return reading.outcome === 'amount' ? reading.micro : 0n
}

const tallyRow = (tally: Tally, row: Row, options: { places: Places; currency: string | null }): void => {
  const { places } = options
  tally.lines += 1
  for (const { index, isFresh } of places.dates) {
    const text = row.cells[index] ?? ''
    if (text === '') continue
    gatherEvidence(tally.dates, text, { isTyped: row.marks?.get(index) === 'date', isFresh })
  }
  countCurrency(tally, row, places)
  const currency = [...tally.currencies.keys()][0] ?? options.currency
  if (places.total !== undefined) tally.settled += amountAt(row, places.total, currency)
  if (places.sales !== undefined) {
    tally.sales += amountAt(row, places.sales, currency)
    tally.orders +=
      Number.parseInt(places.orders === undefined ? '0' : (row.cells[places.orders] ?? ''), 10) || 0
  }
  const id = places.id === undefined ? '' : (row.cells[places.id] ?? '')
  if (id.length >= 15 && id.length <= 20) {
    tally.ids += 1
    if (id.endsWith('000')) tally.roundedIds += 1
  }
}

const judge = (tally: Tally, table: RecognisedTable, sheet: Sheet): void => {
  const refuse = (...[code, detail]: ConstructorParameters<typeof FileRefused>): FileRefused =>
    new FileRefused(code, { sheet: sheet.name, ...detail })
  // One id in a thousand ends in three zeros by itself.
  if (tally.ids >= 5 && tally.roundedIds > tally.ids * 0.8) throw refuse('ids_rounded')
  if (tally.dates.typed > 0 && tally.dates.texts > 0) throw refuse('mixed_dates')
  if (tally.orders > 0 && tally.sales === 0n) throw refuse('zero_sales')
  const merged = sheet.merges().find((range) => Number(/(\d+)$/.exec(range)?.[1] ?? '0') >= table.firstLine)
  if (merged !== undefined) throw refuse('merged_cells', { detail: { range: merged } })
}

/** Reads a table once, looking at few of its columns only, and judges what no single line can tell. */
export const surveyTable = async (
  sheet: Sheet,
  table: RecognisedTable,
  currency: string | null,
): Promise<TableSurvey> => {
  const places = placesOf(table)
  const tally: Tally = {
    lines: 0,
    dates: noEvidence(),
    currencies: new Map(),
    settled: 0n,
    ids: 0,
    roundedIds: 0,
    sales: 0n,
    orders: 0,
  }
  for await (const rows of sheet.rows({ keep: keepOf(places) })) {
    for (const row of rows) if (row.line >= table.firstLine) tallyRow(tally, row, { places, currency })
  }
  judge(tally, table, sheet)
  const currencies = [...tally.currencies].toSorted((one, other) => other[1] - one[1]).map(([code]) => code)
  return {
    lines: tally.lines,
    dates: tally.dates,
    currencies,
    settled: places.total === undefined ? null : tally.settled,
  }
}
