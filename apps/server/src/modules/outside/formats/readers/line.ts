import type { RefusalReason } from '../../rules/rows.ts'
import type { DateOrder } from '../headers/format.ts'
import type { CellMark, Row } from '../tables/table.ts'
import { isCurrency, readAmount } from '../values/amount.ts'
import { readDate } from '../values/dates.ts'
import { readId } from '../values/identifiers.ts'
import { plainText } from '../values/plain-text.ts'
import { type NumberReading, readCount, readMeasure, readRate } from '../values/numbers.ts'

/** What the lines of one table are read with; decided before its first line. */
export interface LineContext {
  readonly sheet: string
  readonly headers: readonly string[]
  readonly columns: ReadonlyMap<string, number>
  readonly currency: string | null
  readonly dateOrder: DateOrder | null
  readonly exportedOn: string | null
  /** A line of text has exactly as many cells as the header. */
  readonly isText: boolean
}

export interface LineFault {
  readonly reason: RefusalReason
  readonly column: string
  readonly value: string
}

type DateKind = 'day' | 'moment'

/**
 * One line and what its cells mean. The first fault is kept and the reading goes on with null, so that a reader is a
 * plain list of its columns; whoever called it looks at `fault` afterwards.
 */
export class Line {
  fault: LineFault | null = null
  /** Values that the platform hides (`<5`). */
  masked = 0
  private readonly context: LineContext
  private row: Row = { line: 0, cells: [], marks: null }

  constructor(context: LineContext) {
    this.context = context
  }

  start(row: Row): void {
    this.row = row
    this.fault = null
    const { isText, headers } = this.context
    if (!isText || row.cells.length === headers.length) return
    // A torn line has its cells under the wrong headers: nothing of it is shown, it may be a buyer's address.
    if (row.cells.length < headers.length) this.refuse('too_few_cells', '')
    else if (row.cells.slice(headers.length).some((cell) => cell !== '')) this.refuse('too_many_cells', '')
  }

  get number(): number {
    return this.row.line
  }

  has(field: string): boolean {
    return this.context.columns.has(field)
  }

  text(field: string): string {
    const index = this.context.columns.get(field)
    return index === undefined ? '' : (this.row.cells[index] ?? '')
  }

  /** Text for people: `--` is nothing. */
  words(field: string): string {
    const text = this.text(field)
    return text === '--' || text === '-' || text === '/' ? '' : plainText(text)
  }

  refuse(reason: RefusalReason, field: string): void {
    if (this.fault !== null) return
    const index = this.context.columns.get(field)
    const column = index === undefined ? '' : plainText(this.context.headers[index] ?? '', 120)
    this.fault = { reason, column, value: field === '' ? '' : plainText(this.text(field), 80) }
  }

  /** Stops the line when the cell is a formula, whose value is not ours to trust. */
  private markOf(field: string): CellMark | null {
    if (this.row.marks === null) return null
    const mark = this.row.marks.get(this.context.columns.get(field) ?? -1) ?? null
    if (mark === 'formula') this.refuse('formula', field)
    return mark
  }

  /** An id, or null when the cell says that there is none. */
  optionalId(field: string): string | null {
    const reading = readId(this.text(field), this.markOf(field))
    switch (reading.outcome) {
      case 'id':
        return reading.id
      case 'none':
        return null
      case 'lost_digits':
        this.refuse('id_lost_digits', field)
        return null
      case 'formula':
        this.refuse('formula', field)
        return null
    }
  }

  id(field: string): string {
    const id = this.optionalId(field)
    if (id === null) this.refuse('id_missing', field)
    else if (!/^\d{5,25}$/.test(id)) this.refuse('id_missing', field)
    return id ?? ''
  }

  amount(field: string): bigint | null {
    const text = this.text(field)
    const mark = this.markOf(field)
    if (text === '') return null
    const currency = this.words('currency').toUpperCase() || this.context.currency
    const reading = readAmount(text, { currency, isStored: mark === 'number' || mark === 'percent' })
    if (reading.outcome === 'none') return null
    if (reading.outcome === 'bad') {
      this.refuse(text.startsWith('=') ? 'formula' : 'not_an_amount', field)
      return null
    }
    if (reading.currency !== null && reading.currency !== currency) this.refuse('unknown_currency', field)
    return reading.micro
  }

  amountOrZero(field: string): bigint {
    return this.amount(field) ?? 0n
  }

  private numberOf(field: string, reading: NumberReading): number | null {
    switch (reading.outcome) {
      case 'number':
        return reading.value
      case 'none':
        return null
      case 'masked':
        this.masked += 1
        return null
      case 'bad':
        this.refuse('not_a_number', field)
        return null
    }
  }

  count(field: string): number | null {
    const text = this.text(field)
    const mark = this.markOf(field)
    return text === '' ? null : this.numberOf(field, readCount(text, mark))
  }

  measure(field: string): number | null {
    return this.numberOf(field, readMeasure(this.text(field)))
  }

  rate(field: string, bare: 'percent' | 'fraction' = 'percent'): number | null {
    const mark = this.markOf(field)
    return this.numberOf(field, readRate(this.text(field), { mark, bare }))
  }

  private date(field: string, kind: DateKind): string | null {
    const text = this.text(field)
    this.markOf(field)
    if (text === '') return null
    const reading = readDate(text, { order: this.context.dateOrder, exportedOn: this.context.exportedOn })
    switch (reading.outcome) {
      case 'date':
        return kind === 'day' ? reading.day : reading.moment
      case 'none':
        return null
      case 'bad':
        this.refuse(text.startsWith('=') ? 'formula' : 'not_a_date', field)
        return null
      case 'ambiguous':
        this.refuse('ambiguous_date', field)
        return null
    }
  }

  day(field: string): string | null {
    return this.date(field, 'day')
  }

  /** A day that the line is nothing without. */
  neededDay(field: string): string {
    const day = this.day(field)
    if (day === null) this.refuse('not_a_date', field)
    return day ?? ''
  }

  moment(field: string): string | null {
    return this.date(field, 'moment')
  }

  /** Of the line, else of the file. */
  currency(): string {
    const told = this.words('currency').toUpperCase()
    if (told !== '' && !isCurrency(told)) this.refuse('unknown_currency', 'currency')
    return told === '' ? (this.context.currency ?? '') : told
  }

  /** A cell by its place, for columns that are found by their header alone. */
  cellAt(index: number): { readonly text: string; readonly mark: CellMark | null } {
    return { text: this.row.cells[index] ?? '', mark: this.row.marks?.get(index) ?? null }
  }
}
