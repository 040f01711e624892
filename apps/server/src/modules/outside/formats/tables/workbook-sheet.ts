import { FileRefused } from '../file-faults.ts'
import type { Limits } from './limits.ts'
import type { CellMark, Row, RowsWanted } from './table.ts'
import { type NumberStyle, unescaped } from './workbook-parts.ts'
import { listenToXml, type XmlListener } from './xml-events.ts'
import type { ZipEntry } from './zip-file.ts'

export interface WorkbookContext {
  readonly limits: Limits
  /** Read when the first cell points to it. */
  readonly strings: readonly string[]
  readonly styles: readonly NumberStyle[]
  readonly startsIn1904: boolean
}

type Attributes = Readonly<Record<string, string>>

/** `BG` is 58; 0: no column. */
const columnOf = (reference: string): number => {
  let column = 0
  for (let at = 0; at < reference.length && at < 4; at += 1) {
    const code = reference.charCodeAt(at)
    if (code < 65 || code > 90) break
    column = column * 26 + code - 64
  }
  return column
}

const msPerDay = 86_400_000

/** Days since 1899-12-30 (or 1904-01-01) as text; null for what is no day of this century. */
export const dateOfSerial = (serial: number, startsIn1904: boolean): string | null => {
  const days = startsIn1904 ? serial + 1462 : serial
  if (!(days >= 20_000 && days < 80_000)) return null
  // Spreadsheet programs keep moments as fractions of a day: half a second of noise is rounded away.
  const seconds = Math.round(days * 86_400)
  const text = new Date(seconds * 1000 - 25_569 * msPerDay).toISOString()
  return seconds % 86_400 === 0 ? text.slice(0, 10) : text.slice(0, 19)
}

/** Gathers rows out of the elements of a sheet. Its stated dimension is not looked at: exports are wrong about it. */
class RowGatherer implements XmlListener {
  readonly done: Row[] = []
  readonly merges: string[] = []
  private readonly context: WorkbookContext
  private readonly keep: ReadonlySet<number> | null
  private line = 0
  private cells: string[] = []
  private marks: Map<number, CellMark> | null = null
  private column = 0
  private type = ''
  private style: NumberStyle = 'plain'
  private value = ''
  private isFormula = false
  private collects = false
  private phonetic = 0

  constructor(context: WorkbookContext, keep: ReadonlySet<number> | null) {
    this.context = context
    this.keep = keep
  }

  open(name: string, attributes: Attributes): void {
    if (name === 'c') this.openCell(attributes)
    else if (name === 'row') this.openRow(attributes)
    else if (name === 'v' || (name === 't' && this.phonetic === 0)) this.collects = true
    else if (name === 'f') this.isFormula = true
    else if (name === 'rPh') this.phonetic += 1
    else if (name === 'mergeCell' && this.merges.length < 10_000) this.merges.push(attributes['ref'] ?? '')
  }

  close(name: string): void {
    if (name === 'c') this.closeCell()
    else if (name === 'v' || name === 't') this.collects = false
    else if (name === 'rPh') this.phonetic -= 1
    else if (name === 'sheetData') this.flush()
  }

  text(text: string): void {
    if (this.collects) this.value += text
  }

  /** One row may come in several elements, each with one cell. */
  private openRow(attributes: Attributes): void {
    const told = Number(attributes['r'] ?? this.line + 1)
    if (!Number.isSafeInteger(told) || told < 1) throw new FileRefused('damaged_workbook')
    if (told > this.context.limits.rows) throw new FileRefused('too_many_rows')
    if (told !== this.line) {
      this.flush()
      this.line = told
    }
  }

  private openCell(attributes: Attributes): void {
    const { styles } = this.context
    const reference = attributes['r']
    this.column = reference === undefined ? this.column + 1 : columnOf(reference)
    this.type = attributes['t'] ?? 'n'
    this.style = styles[Number(attributes['s'] ?? '0')] ?? 'plain'
    this.value = ''
    this.isFormula = false
  }

  private closeCell(): void {
    const { limits } = this.context
    const index = this.column - 1
    if (index < 0) throw new FileRefused('damaged_workbook')
    if (this.isFormula) return this.put(index, '', 'formula')
    // Whole rows are styled out to the last column; only what is filled counts.
    if (this.value === '') return
    if (index >= limits.columns)
      throw new FileRefused('too_many_columns', { detail: { line: String(this.line) } })
    if (this.value.length > limits.cellCharacters) {
      throw new FileRefused('cell_too_long', {
        detail: { line: String(this.line), column: String(this.column) },
      })
    }
    if (this.keep !== null && !this.keep.has(index)) return
    if (this.type === 's') this.put(index, this.shared(), null)
    else if (this.type === 'n') this.putNumber(index)
    else if (this.type === 'd') this.put(index, this.value.slice(0, 19), 'date')
    else this.put(index, unescaped(this.value).trim(), null)
  }

  private shared(): string {
    const text = this.context.strings[Number(this.value)]
    if (text === undefined) throw new FileRefused('damaged_workbook', { detail: { line: String(this.line) } })
    return text
  }

  private putNumber(index: number): void {
    const text = this.value.trim()
    if (this.style === 'date') {
      const date = dateOfSerial(Number(text), this.context.startsIn1904)
      if (date !== null) return this.put(index, date, 'date')
    }
    this.put(index, text, this.style === 'percent' ? 'percent' : 'number')
  }

  private put(index: number, text: string, mark: CellMark | null): void {
    if (index >= this.context.limits.columns) return
    while (this.cells.length <= index) this.cells.push('')
    this.cells[index] = text
    if (mark !== null) {
      this.marks ??= new Map()
      this.marks.set(index, mark)
    }
  }

  private flush(): void {
    if (this.cells.some((cell) => cell !== '') || this.marks !== null) {
      this.done.push({ line: this.line, cells: this.cells, marks: this.marks })
    }
    this.cells = []
    this.marks = null
    this.column = 0
  }
}

/** The rows of one sheet. `merges` is filled when its end was read: merged ranges stand behind the cells. */
export async function* readSheetRows(
  entry: ZipEntry,
  context: WorkbookContext,
  options: { readonly wanted: RowsWanted; readonly merges: string[] },
): AsyncGenerator<readonly Row[]> {
  const gatherer = new RowGatherer(context, options.wanted.keep)
  for await (const _ of listenToXml(entry.chunks(), gatherer, options.wanted.onBytes)) {
    if (gatherer.done.length > 0) yield gatherer.done.splice(0)
  }
  options.merges.splice(0, Infinity, ...gatherer.merges)
}
