import { csvCell } from '@busker/contract/csv'
import { formatDecimal } from '@busker/money'

/** A cell of a file: text, a count, or an amount in whole millionths, which is written as a plain decimal. */
export type Cell = string | number | bigint | null

const written = (cell: Cell): string =>
  // An amount below zero begins with a minus sign and is still no formula.
  typeof cell === 'bigint' ? formatDecimal(cell) : csvCell(cell)

/** A CSV file (RFC 4180) with exact amounts. */
export const moneyCsv = (head: readonly string[], rows: readonly (readonly Cell[])[]): string =>
  [head, ...rows].map((cells) => `${cells.map(written).join(',')}\r\n`).join('')
