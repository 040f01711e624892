import { normalHeader } from './headers/header-text.ts'
import type { Row } from './tables/table.ts'
import { readAmount } from './values/amount.ts'

/** The sheet of a settlement workbook that says what its lines must sum to. */
export interface Report {
  readonly totalMicro: bigint | null
  readonly currency: string | null
  /** As written: `UTC+7`. */
  readonly timeZone: string
  readonly period: { readonly from: string; readonly to: string } | null
}

const labelOf = (cell: string): string => normalHeader(cell).replace(/\s*:$/, '')

/** The label stands in the first or second column, with or without a colon; its value is the next filled cell. */
const valueOf = (rows: readonly Row[], label: string): { row: Row; index: number } | null => {
  for (const row of rows) {
    const at = row.cells.slice(0, 2).findIndex((cell) => labelOf(cell) === label)
    if (at === -1) continue
    const index = row.cells.findIndex((cell, column) => column > at && cell !== '')
    if (index !== -1) return { row, index }
  }
  return null
}

/** null when these rows are no such report. */
export const readReport = (rows: readonly Row[], currency: string | null): Report | null => {
  const total = valueOf(rows, 'total settlement amount')
  const text = (label: string): string => {
    const found = valueOf(rows, label)
    return found === null ? '' : (found.row.cells[found.index] ?? '')
  }
  const period = /(\d{4})[/-](\d{2})[/-](\d{2})\s*[-–~]\s*(\d{4})[/-](\d{2})[/-](\d{2})/.exec(
    text('time period'),
  )
  if (total === null || (period === null && text('currency') === '')) return null
  const told = text('currency').toUpperCase()
  const mark = total.row.marks?.get(total.index)
  const reading = readAmount(total.row.cells[total.index] ?? '', {
    currency: told === '' ? currency : told,
    isStored: mark === 'number',
  })
  return {
    totalMicro: reading.outcome === 'amount' ? reading.micro : null,
    currency: told === '' ? null : told,
    timeZone: text('timezone') || text('time zone'),
    period: period === null ? null : { from: period.slice(1, 4).join('-'), to: period.slice(4, 7).join('-') },
  }
}
