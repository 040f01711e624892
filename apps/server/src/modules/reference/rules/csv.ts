/** A record of a CSV file and the line that it begins on. */
export interface CsvRecord {
  readonly line: number
  readonly cells: readonly string[]
}

export type Csv =
  | { readonly kind: 'read'; readonly records: readonly CsvRecord[] }
  | { readonly kind: 'broken'; readonly line: number; readonly reason: string }

/** Where the quotes that open at a place close: at a quote that is not doubled. -1: nowhere. */
const closingQuote = (text: string, opening: number): number => {
  let at = text.indexOf('"', opening + 1)
  while (at !== -1 && text[at + 1] === '"') at = text.indexOf('"', at + 2)
  return at
}

const plainCell = /[^",\r\n]*/y
const separator = /,|\r?\n|$/y

const matchAt = (pattern: RegExp, text: string, at: number): string | null => {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0] ?? null
}

/** The text of a cell as it stands there, with its quotes. null: it does not end. */
const rawCell = (text: string, at: number): string | null => {
  if (text[at] !== '"') return matchAt(plainCell, text, at)
  const closing = closingQuote(text, at)
  return closing === -1 ? null : text.slice(at, closing + 1)
}

const unquoted = (raw: string): string => (raw.startsWith('"') ? raw.slice(1, -1).replaceAll('""', '"') : raw)

const linesIn = (text: string): number => text.split('\n').length - 1

/**
 * CSV as RFC 4180 has it, and nothing else: commas, quotes around a whole cell, a quote inside doubled, lines that end
 * with CRLF or LF. Empty lines are left out. A file that means something else to another reader is refused.
 */
export const readCsv = (given: string): Csv => {
  // Spreadsheets begin a file with a mark of its encoding.
  const text = given.startsWith('\uFEFF') ? given.slice(1) : given
  const records: CsvRecord[] = []
  let cells: string[] = []
  let line = 1
  let began = 1
  let at = 0
  while (at < text.length || cells.length > 0) {
    const raw = rawCell(text, at)
    const end = raw === null ? null : matchAt(separator, text, at + raw.length)
    if (raw === null || end === null) {
      return { kind: 'broken', line, reason: 'A quote stands where none can.' }
    }
    cells.push(unquoted(raw))
    at += raw.length + end.length
    line += linesIn(raw + end)
    if (end === ',') continue
    const isEmpty = cells.length === 1 && raw === ''
    if (!isEmpty) records.push({ line: began, cells })
    cells = []
    began = line
  }
  return { kind: 'read', records }
}
