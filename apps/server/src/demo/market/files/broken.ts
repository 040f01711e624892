import { type Chance, chanceOf } from '../chance.ts'
import type { Region } from '../region.ts'
import { affiliateColumns, type AffiliateField } from './affiliate-headers.ts'
import type { Draft, MarketFile, Sheet } from './table.ts'
import { written } from './written.ts'

/** A damaged line that was put in, and what a reader should say of it. */
export interface BrokenLine {
  readonly sheet: string
  /** From 1, as a spreadsheet counts. */
  readonly line: number
  readonly reason:
    | 'id_lost_digits'
    | 'id_missing'
    | 'not_a_number'
    | 'not_an_amount'
    | 'not_a_date'
    | 'unknown_currency'
    | 'unknown_status'
    | 'too_few_cells'
  /** As the file calls it; '' for the whole line. */
  readonly column: string
  readonly value: string
}

type Damage = Omit<BrokenLine, 'sheet' | 'line'>

const orderDamages: readonly Damage[] = [
  { reason: 'id_lost_digits', column: 'Order ID', value: '5.76E+17' },
  { reason: 'id_lost_digits', column: 'SKU ID', value: '1.73E+18' },
  { reason: 'id_missing', column: 'SKU ID', value: '' },
  { reason: 'not_a_number', column: 'Quantity', value: 'two' },
  { reason: 'not_an_amount', column: 'SKU Subtotal After Discount', value: 'twelve fifty' },
  { reason: 'not_a_date', column: 'Created Time', value: 'yesterday' },
  { reason: 'unknown_status', column: 'Order Status', value: 'Enchanted' },
  { reason: 'too_few_cells', column: '', value: '' },
]

const costDamages: readonly Damage[] = [
  { reason: 'not_an_amount', column: 'Amount', value: 'a lot' },
  { reason: 'not_a_date', column: 'From', value: 'someday' },
  { reason: 'unknown_currency', column: 'Currency', value: 'ZZZ' },
]

const affiliateDamages = (region: Region): readonly Damage[] => {
  const headerOf = (wanted: AffiliateField): string =>
    affiliateColumns[region].find(([, field]) => field === wanted)?.[0] ?? ''
  return [
    { reason: 'id_lost_digits', column: headerOf('orderId'), value: '5.76E+17' },
    { reason: 'id_missing', column: headerOf('skuId'), value: '' },
    { reason: 'not_an_amount', column: headerOf('estStandard'), value: 'some' },
    { reason: 'unknown_status', column: headerOf('status'), value: 'Enchanted' },
  ]
}

const damagesOf = (file: MarketFile): readonly Damage[] => {
  // A row of a workbook has no length: cells that are not there are empty.
  const isText = file.draft.form === 'csv'
  if (file.kind === 'shop_orders')
    return isText ? orderDamages : orderDamages.filter(({ column }) => column !== '')
  if (file.kind === 'costs') return costDamages
  return file.kind === 'affiliate_orders' ? affiliateDamages(file.region) : []
}

/** A copy of a line as of an order that does not exist: whoever takes it by mistake has an order too many. */
const damaged = (
  headers: readonly string[],
  cells: readonly string[],
  { reason, column, value }: Damage,
): string[] => {
  const foreign = cells.map((cell) => (/^57\d{16}$/.test(cell) ? `59${cell.slice(2)}` : cell))
  if (reason === 'too_few_cells') return foreign.slice(0, 4)
  return foreign.map((cell, index) => (headers[index] === column ? value : cell))
}

/** Lines above which nothing is put in: header and descriptions. */
const headRows = 2

const broken = (
  sheet: Sheet,
  damages: readonly Damage[],
  chance: Chance,
): { sheet: Sheet; lines: BrokenLine[] } => {
  const [headers = [], ...rest] = sheet.rows
  const rows: { cells: readonly string[]; damage: Damage | null }[] = [headers, ...rest].map((cells) => ({
    cells,
    damage: null,
  }))
  if (rows.length <= headRows) return { sheet, lines: [] }
  for (const damage of damages) {
    const pattern = sheet.rows[chance.int(headRows, sheet.rows.length - 1)] ?? []
    rows.splice(chance.int(headRows, rows.length), 0, { cells: damaged(headers, pattern, damage), damage })
  }
  const lines = rows.flatMap(({ damage }, index) =>
    damage === null ? [] : [{ ...damage, sheet: sheet.name, line: index + 1 }],
  )
  return { sheet: { ...sheet, rows: rows.map(({ cells }) => cells) }, lines }
}

/**
 * The same file with damaged lines put in between, and which they are. What a reader takes from the rest is as before.
 * Files whose sum is checked are left as they are.
 *
 * @example const { file, lines } = await withBrokenRows(orders, 7)
 */
export const withBrokenRows = async (
  file: MarketFile,
  seed: number,
): Promise<{ readonly file: MarketFile; readonly lines: readonly BrokenLine[] }> => {
  const { draft } = file
  const sheet = draft.form === 'csv' ? draft.sheet : draft.form === 'xlsx' ? draft.sheets[0] : undefined
  if (sheet === undefined) return { file, lines: [] }
  const made = broken(sheet, damagesOf(file), chanceOf(seed, `broken/${file.name}`))
  const changed: Draft =
    draft.form === 'csv'
      ? { ...draft, sheet: made.sheet }
      : draft.form === 'xlsx'
        ? { ...draft, sheets: [made.sheet, ...draft.sheets.slice(1)] }
        : draft
  return { file: { ...file, draft: changed, bytes: await written(changed) }, lines: made.lines }
}
