import { createHash } from 'node:crypto'
import type { Row } from '../tables/table.ts'
import { plainText } from '../values/plain-text.ts'
import type { Format, FormatId } from './format.ts'
import { isPersonalHeader, isPersonalValue, normalHeader } from './header-text.ts'
import { formatOf, formats, spellingsOf } from './known-headers.ts'
import { type SettlementClass, settlementLeaves } from './settlements.ts'

/** What a member said once about a table that was not known; kept and applied to every table with these headers. */
export interface Mapping {
  readonly signature: string
  readonly format: FormatId
  /** Header as it stands in the table (`name#2` for the second of a name) to field. */
  readonly columns: Readonly<Record<string, string>>
  /** Words of a status column, as in the file, to ours. */
  readonly words?: Readonly<Record<string, string>>
}

export interface LeafColumn {
  readonly index: number
  readonly header: string
  readonly class: SettlementClass
}

export interface RecognisedTable {
  readonly format: Format
  /** Where each field stands. */
  readonly columns: ReadonlyMap<string, number>
  /** Columns of a settlement by where they belong. */
  readonly leaves: readonly LeafColumn[]
  readonly headers: readonly string[]
  readonly unknownHeaders: readonly string[]
  /** Fields of the format that the table has no column for: their values are not known, which is not zero. */
  readonly missingFields: readonly string[]
  readonly headerLine: number
  /** The first line that is neither header nor a description of the columns. */
  readonly firstLine: number
  readonly mapping: Mapping | null
}

/** For the page on which a member says which column is what. */
export interface UnknownTable {
  readonly signature: string
  readonly headers: readonly string[]
  /** Up to three lines, only of columns that are not about persons: header to value. */
  readonly sample: readonly Readonly<Record<string, string>>[]
  /** The format with most columns in common, if any, and what it lacks. */
  readonly closest: { readonly format: FormatId; readonly missing: readonly string[] } | null
}

export type Recognition =
  | { readonly outcome: 'recognised'; readonly table: RecognisedTable }
  | { readonly outcome: 'unknown'; readonly table: UnknownTable }
  | { readonly outcome: 'empty' }

/** Names of columns of which several have one name, told apart by position. */
const numbered = (cells: readonly string[]): string[] => {
  const seen = new Map<string, number>()
  return cells.map((cell) => {
    const name = normalHeader(cell)
    if (name === '') return ''
    const count = (seen.get(name) ?? 0) + 1
    seen.set(name, count)
    return count === 1 ? name : `${name}#${count}`
  })
}

/** The same for every file with these headers in this order, whatever its lines. */
const signatureOf = (names: readonly string[]): string =>
  createHash('sha256').update(names.join('\n')).digest('hex').slice(0, 32)

interface Match {
  readonly format: Format
  readonly columns: Map<string, number>
  readonly missing: string[]
  readonly mapping: Mapping | null
}

const matchOf = (format: Format, names: readonly string[], mapping: Mapping | null): Match | null => {
  const spellings = spellingsOf(format.id)
  if (mapping === null && names.some((name) => spellings.excluded.has(name))) return null
  const columns = new Map<string, number>()
  const said = new Map(
    Object.entries(mapping?.columns ?? {}).map(([header, field]) => [normalHeader(header), field]),
  )
  names.forEach((name, index) => {
    const field = said.get(name)
    if (field !== undefined && name !== '') columns.set(field, index)
  })
  names.forEach((name, index) => {
    const field = said.has(name) ? undefined : spellings.fieldOf.get(name)
    if (field !== undefined && !columns.has(field)) columns.set(field, index)
  })
  const missing = format.needs.filter((group) => !group.some((field) => columns.has(field)))
  return { format, columns, missing: missing.map((group) => group.join(' or ')), mapping }
}

const matchesIn = (names: readonly string[], mapping: Mapping | null): Match[] => {
  const wanted = mapping === null ? formats : [formatOf(mapping.format)].filter((one) => one !== undefined)
  return wanted.flatMap((format) => {
    const match = matchOf(format, names, mapping)
    return match === null || match.columns.size === 0 ? [] : [match]
  })
}

/** A number, an amount, a date, a link, an id: something that no description of a column is. */
const isValue = (cell: string): boolean =>
  (/\d/.test(cell) && !/\p{L}/u.test(cell)) ||
  /^(--?|\/|https?:\S+)$/.test(cell) ||
  /^[\p{L}$€£₫฿]{1,4}\s?[.,-]*\d[\d.,-]*$/u.test(cell)

/** Two words, or a long one. */
const isWordy = (cell: string): boolean =>
  cell.split(/\s+/, 8).filter((word) => /\p{L}{2}/u.test(word)).length >= 2 || /\p{L}{6}/u.test(cell)

/** The line under the header that says what each column means. */
const isDescription = (row: Row, match: Match): boolean => {
  const orderId = match.columns.get('orderId')
  const id = orderId === undefined ? '' : (row.cells[orderId] ?? '')
  if (match.format.kind === 'order_line' && /\p{L}{3,}/u.test(id) && !/\d{5,}/.test(id)) return true
  const filled = row.cells.filter((cell) => cell !== '')
  if (filled.length < 2 || filled.some(isValue)) return false
  return filled.filter(isWordy).length >= filled.length / 2
}

const leavesOf = (names: readonly string[], headers: readonly string[]): LeafColumn[] => {
  const classes = new Map(settlementLeaves.map((leaf) => [normalHeader(leaf.header), leaf.class]))
  return names.flatMap((name, index) => {
    const found = classes.get(name)
    return found === undefined ? [] : [{ index, header: headers[index] ?? '', class: found }]
  })
}

const tableOf = (rows: readonly Row[], at: number, match: Match): RecognisedTable => {
  const header = rows[at]
  const headers = (header?.cells ?? []).map((cell) => plainText(cell.replaceAll(/\s+/g, ' ').trim(), 120))
  const names = numbered(headers)
  const spellings = spellingsOf(match.format.id)
  const used = new Set(match.columns.values())
  let next = at + 1
  while (next <= at + 3 && rows[next] !== undefined) {
    const row = rows[next]
    if (row === undefined || !isDescription(row, match)) break
    next += 1
  }
  return {
    format: match.format,
    columns: match.columns,
    leaves: match.format.kind === 'settlement_line' ? leavesOf(names, headers) : [],
    headers,
    unknownHeaders: headers.filter(
      (_, index) =>
        !used.has(index) && names[index] !== '' && !spellings.passedOver.has(baseName(names[index])),
    ),
    missingFields: spellings.fields.filter((field) => !match.columns.has(field)),
    headerLine: header?.line ?? 1,
    firstLine: rows[next]?.line ?? (rows[next - 1]?.line ?? 1) + 1,
    mapping: match.mapping,
  }
}

const baseName = (name: string | undefined): string => (name ?? '').replace(/#\d+$/, '')

const sampleOf = (rows: readonly Row[], headers: readonly string[]): Record<string, string>[] =>
  rows.slice(0, 3).map((row) =>
    Object.fromEntries(
      headers.flatMap((header, index): [string, string][] => {
        const value = row.cells[index] ?? ''
        if (header === '' || isPersonalHeader(header)) return []
        return [[header, isPersonalValue(value.slice(0, 200)) ? '•' : plainText(value, 60)]]
      }),
    ),
  )

const unknownTable = (rows: readonly Row[], best: Match | null, bestAt: number): Recognition => {
  const widths = rows.map((row) => row.cells.filter((cell) => cell !== '' && !isValue(cell)).length)
  const at = best === null ? widths.indexOf(Math.max(...widths)) : bestAt
  const header = rows[at]
  if (header === undefined) return { outcome: 'empty' }
  // Of a table without a header this is a line of it.
  const headers = header.cells.map((cell) =>
    isValue(cell) || isPersonalValue(cell) ? '' : cell.slice(0, 120),
  )
  return {
    outcome: 'unknown',
    table: {
      signature: signatureOf(numbered(header.cells)),
      headers,
      sample: sampleOf(rows.slice(at + 1), headers),
      closest: best === null ? null : { format: best.format.id, missing: best.missing },
    },
  }
}

/**
 * Says what table this is from its first lines. The name of the file and of the sheet play no part, nor does the order
 * of columns.
 */
export const recognise = (rows: readonly Row[], mappings: readonly Mapping[]): Recognition => {
  if (rows.length === 0) return { outcome: 'empty' }
  let best: Match | null = null
  let bestAt = 0
  for (const [at, row] of rows.slice(0, 30).entries()) {
    const names = numbered(row.cells)
    const signature = signatureOf(names)
    const mapping = mappings.find((one) => one.signature === signature) ?? null
    const matches = matchesIn(names, mapping)
    const whole = matches
      .filter(({ missing }) => missing.length === 0)
      .toSorted((one, other) => other.columns.size - one.columns.size)[0]
    if (whole !== undefined) return { outcome: 'recognised', table: tableOf(rows, at, whole) }
    for (const match of matches) {
      if (match.columns.size > Math.max(1, best?.columns.size ?? 0)) [best, bestAt] = [match, at]
    }
  }
  return unknownTable(rows, best, bestAt)
}
