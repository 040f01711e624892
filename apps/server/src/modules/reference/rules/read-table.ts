import {
  referenceTables,
  type ReferenceColumn,
  type ReferenceRow,
  type ReferenceTableId,
} from '@busker/metrics'
import { readCsv, type CsvRecord } from './csv.ts'

/** A line that was understood. */
export interface ReadLine {
  readonly line: number
  readonly date: string
  readonly cells: ReferenceRow['cells']
}

export interface Refusal {
  readonly line: number
  readonly reason: string
}

/** A file as a table: what was understood of it, and every line that was not. */
export interface ReadTable {
  readonly columns: readonly { readonly name: string; readonly isKnown: boolean }[]
  /** Records below the names of the columns. */
  readonly records: readonly CsvRecord[]
  readonly lines: readonly ReadLine[]
  readonly refused: readonly Refusal[]
}

const mostLines = 100_000

type Cell = string | number

interface Form {
  /** What a cell looks like, as a sentence. */
  readonly sentence: string
  /** null: the cell is not like that. */
  readonly read: (text: string) => Cell | null
}

const like = (pattern: RegExp) => (text: string) => (pattern.test(text) ? text : null)

/** A date that exists; 31 February does not. */
const readDate = (text: string): string | null => {
  if (!/^(19|20)\d\d-\d\d-\d\d$/.test(text)) return null
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text) ? text : null
}

const forms = {
  date: { sentence: 'a date such as 2026-11-22', read: readDate },
  month: {
    sentence: 'a month such as 2026-11',
    read: (text) => (readDate(`${text}-01`) === null ? null : text),
  },
  country: { sentence: 'a country in two capital letters, or * for all', read: like(/^([A-Z]{2}|\*)$/) },
  integer: {
    sentence: 'a whole number without separators',
    // Sums of as many lines as there may be stay exact.
    read: (text) => (/^\d{1,12}$/.test(text) ? Number(text) : null),
  },
  share: {
    sentence: 'a share from 0 to 1, such as 0.8',
    read: (text) => (/^(0(\.\d{1,6})?|1(\.0{1,6})?)$/.test(text) ? Number(text) : null),
  },
  word: { sentence: 'some words, at most 100 characters', read: like(/^\S(.{0,98}\S)?$/u) },
  flag: { sentence: 'yes or no', read: like(/^(yes|no)$/) },
  currency: { sentence: 'a currency such as EUR', read: like(/^[A-Z]{3}$/) },
} as const satisfies Record<string, Form>

/** How a cell of a column is written. */
export const formOf = (column: ReferenceColumn): Form =>
  typeof column === 'string'
    ? forms[column]
    : { sentence: `one of ${column.join(', ')}`, read: (text) => (column.includes(text) ? text : null) }

const columnsOf = (table: ReferenceTableId): readonly (readonly [string, ReferenceColumn])[] =>
  Object.entries<ReferenceColumn>(referenceTables[table].columns)

/** What is wrong with the names of the columns; empty: nothing. */
const faultsOfNames = (names: readonly string[], table: ReferenceTableId): string[] => {
  const known = columnsOf(table).map(([name]) => name)
  const absent = known.filter((name) => !names.includes(name))
  const unknown = names.filter((name) => !known.includes(name))
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  return [
    ...(absent.length === 0 ? [] : [`It has no column ${absent.join(', ')}.`]),
    ...(unknown.length === 0
      ? []
      : [`No column is called ${unknown.map((name) => `"${name}"`).join(', ')}.`]),
    ...(twice === undefined ? [] : [`It has the column "${twice}" twice.`]),
  ]
}

const readLine = (
  { line, cells }: CsvRecord,
  names: readonly string[],
  table: ReferenceTableId,
): ReadLine | Refusal => {
  if (cells.length !== names.length) {
    return { line, reason: `It has ${cells.length} cells for ${names.length} columns.` }
  }
  const read: Record<string, Cell> = {}
  for (const [name, column] of columnsOf(table)) {
    const text = cells[names.indexOf(name)] ?? ''
    const form = formOf(column)
    const value = form.read(text)
    if (value === null) return { line, reason: `"${text.slice(0, 40)}" in ${name} is not ${form.sentence}.` }
    read[name] = value
  }
  const date = read['date'] ?? `${read['month']}-01`
  return { line, date: String(date), cells: read }
}

/** Lines of which a former one has the same key; the key of a table without one is never the same. */
const repetitions = (lines: readonly ReadLine[], key: readonly string[]): Refusal[] => {
  const seen = new Map<string, number>()
  if (key.length === 0) return []
  return lines.flatMap(({ line, cells }) => {
    const id = JSON.stringify(key.map((name) => cells[name]))
    const former = seen.get(id)
    if (former === undefined) {
      seen.set(id, line)
      return []
    }
    return [{ line, reason: `Line ${former} has the same ${key.join(', ')}.` }]
  })
}

/** Lines in another currency than the first one. */
const otherCurrencies = (lines: readonly ReadLine[], table: ReferenceTableId): Refusal[] => {
  const name = columnsOf(table).find(([, column]) => column === 'currency')?.[0]
  const first = name === undefined ? undefined : lines[0]?.cells[name]
  if (name === undefined || first === undefined) return []
  return lines
    .filter(({ cells }) => cells[name] !== first)
    .map(({ line }) => ({
      line,
      reason: `The file is in ${first}; amounts of two currencies are not added.`,
    }))
}

const nothing = { columns: [], records: [], lines: [] } as const

/**
 * Reads a file as one of the tables. Every line is judged, so that all faults can be mended at once.
 *
 * @example const { lines, refused } = readTable('cost_sheet', 'month,kind,amount_minor,currency\n2026-11,…')
 */
export const readTable = (table: ReferenceTableId, text: string): ReadTable => {
  const csv = readCsv(text)
  if (csv.kind === 'broken') return { ...nothing, refused: [csv] }
  const [head, ...records] = csv.records
  if (head === undefined) return { ...nothing, refused: [{ line: 1, reason: 'The file is empty.' }] }
  const names = head.cells.map((name) => name.trim())
  const known = new Set(columnsOf(table).map(([name]) => name))
  const columns = names.map((name) => ({ name, isKnown: known.has(name) }))
  const refuse = (reasons: readonly string[]): ReadTable => ({
    ...{ columns, records, lines: [] },
    refused: reasons.map((reason) => ({ line: head.line, reason })),
  })
  const faults = faultsOfNames(names, table)
  if (faults.length > 0) return refuse(faults)
  if (records.length === 0) return refuse(['There is nothing below the names of the columns.'])
  if (records.length > mostLines) return refuse([`It has more than ${mostLines} lines.`])
  const read = records.map((record) => readLine(record, names, table))
  const lines = read.filter((one): one is ReadLine => 'date' in one)
  const refused = read.filter((one): one is Refusal => 'reason' in one)
  return {
    ...{ columns, records, lines },
    refused: [
      ...refused,
      ...repetitions(lines, referenceTables[table].key),
      ...otherCurrencies(lines, table),
    ].sort((one, other) => one.line - other.line),
  }
}
