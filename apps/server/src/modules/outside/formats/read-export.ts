import { createHmac, createSecretKey, type KeyObject } from 'node:crypto'
import type { ExportedRow, RefusedLine } from '../rules/rows.ts'
import { FileRefused } from './file-faults.ts'
import type { RecognisedTable } from './headers/recognise.ts'
import { needsOf, refusalOfUnknown } from './inspect-export.ts'
import { Line } from './readers/line.ts'
import { isDataDownload, readDownload } from './readers/read-download.ts'
import { readerOf } from './readers/reader-of.ts'
import type { Reader } from './readers/reader.ts'
import { type Survey, type SurveyedTable, surveyFile, type Told } from './survey.ts'
import type { GivenFile } from './tables/file-source.ts'
import type { OpenedFile } from './tables/table.ts'

export interface ReadContext extends Told {
  /** Of the client: the same buyer has the same hash in all files of one client and in no other's. */
  readonly buyerKey: Uint8Array
}

/** Up to a thousand lines. */
export interface Batch {
  readonly rows: readonly ExportedRow[]
  readonly refused: readonly RefusedLine[]
  /** Values hidden by the platform (`<5`) in these lines. */
  readonly masked: number
  readonly bytesRead: number
  readonly bytesTotal: number
}

const batchLines = 1000

/** Gathers what readers make into batches. */
class Gatherer {
  private rows: ExportedRow[] = []
  private refused: RefusedLine[] = []
  masked = 0
  bytesRead = 0
  private readonly bytesTotal: number

  constructor(bytesTotal: number) {
    this.bytesTotal = bytesTotal
  }

  add(rows: readonly ExportedRow[]): void {
    for (const row of rows) this.rows.push(row)
  }

  refuse(refused: RefusedLine): void {
    this.refused.push(refused)
  }

  get isFull(): boolean {
    return this.rows.length + this.refused.length >= batchLines
  }

  take(): Batch {
    const batch = {
      rows: this.rows,
      refused: this.refused,
      masked: this.masked,
      bytesRead: Math.min(this.bytesRead, this.bytesTotal),
      bytesTotal: this.bytesTotal,
    }
    this.rows = []
    this.refused = []
    this.masked = 0
    return batch
  }
}

/**
 * The lines of an order stand together, so the last name is remembered. Not more: a name may be a piece of a larger text,
 * which would stay in memory with it.
 */
const buyerHasher = (key: KeyObject): ((name: string) => string | null) => {
  let last = { name: '', hash: '' }
  return (name) => {
    if (name === '') return null
    if (name === last.name) return last.hash
    const text = name.normalize('NFC').toLowerCase()
    const hash = createHmac('sha256', key).update(text).digest('hex').slice(0, 32)
    last = { name, hash }
    return hash
  }
}

/** Words that the member explained, compared as they are written. */
const explainer = (table: RecognisedTable): ((text: string) => string | undefined) => {
  const words = new Map(Object.entries(table.mapping?.words ?? {}))
  return (text) => words.get(text)
}

/** Only these cells are ever made strings: what is about a buyer is not among them, but the name that is hashed. */
const keepOf = (table: RecognisedTable): ReadonlySet<number> =>
  new Set([...table.columns.values(), ...table.leaves.map(({ index }) => index)])

const readerFor = (one: SurveyedTable, key: KeyObject): Reader => {
  const reader = readerOf({
    table: one.table,
    period: one.period,
    account: one.account,
    exportedOn: one.exportedOn,
    hashBuyer: buyerHasher(key),
    explain: explainer(one.table),
  })
  if (reader === null) throw new FileRefused('reader_failed')
  return reader
}

const lineFor = ({ sheet, table, currency, dateOrder, exportedOn }: SurveyedTable): Line =>
  new Line({
    sheet: sheet.name,
    headers: table.headers,
    columns: table.columns,
    currency,
    dateOrder,
    exportedOn,
    isText: sheet.isText,
  })

async function* readTable(one: SurveyedTable, key: KeyObject, gatherer: Gatherer): AsyncGenerator<Batch> {
  const reader = readerFor(one, key)
  const line = lineFor(one)
  const onBytes = (bytes: number): void => {
    gatherer.bytesRead += bytes
  }
  const sheet = one.sheet.name
  for await (const rows of one.sheet.rows({ keep: keepOf(one.table), onBytes })) {
    for (const row of rows) {
      if (row.line < one.table.firstLine || row.cells.every((cell) => cell === '')) continue
      line.start(row)
      const made = reader.read(line)
      if (line.fault === null) gatherer.add(made)
      else gatherer.refuse({ sheet, line: row.line, ...line.fault })
      if (!gatherer.isFull) continue
      gatherer.masked = line.masked
      line.masked = 0
      yield gatherer.take()
    }
  }
  gatherer.masked += line.masked
  gatherer.add(reader.finish?.() ?? [])
}

async function* readDocuments(
  opened: OpenedFile,
  account: string,
  gatherer: Gatherer,
): AsyncGenerator<Batch> {
  for (const document of opened.documents) {
    const value = await document.parse()
    gatherer.bytesRead += document.bytes
    if (!isDataDownload(value)) continue
    for (const item of readDownload(value, account)) {
      if ('row' in item) gatherer.add([item.row])
      else gatherer.refuse(item.refused)
      if (gatherer.isFull) yield gatherer.take()
    }
  }
}

const refuseUnready = async ({ tables, unknown, opened }: Survey): Promise<void> => {
  const hasDownload = async (): Promise<boolean> => {
    for (const document of opened.documents) if (isDataDownload(await document.parse())) return true
    return false
  }
  if (tables.length === 0 && !(await hasDownload())) {
    if (unknown.length > 0) throw refusalOfUnknown(unknown)
    throw new FileRefused(opened.documents.length > 0 ? 'not_a_table' : 'no_rows')
  }
  for (const one of tables) {
    const [need] = needsOf(one)
    if (need !== undefined) throw new FileRefused(need, { sheet: one.sheet.name })
  }
  if (tables.length > 0 && tables.every(({ survey }) => survey.lines === 0)) throw new FileRefused('no_rows')
}

/**
 * Reads a file into rows, a thousand lines at a time. It reads the file twice: first whole for what no single line
 * tells, so that a file is refused before its first row, then line by line.
 *
 * @example for await (const batch of readExport(file, { region: 'US', buyerKey })) await keep(batch.rows)
 */
export async function* readExport(file: GivenFile, context: ReadContext): AsyncGenerator<Batch> {
  await using survey = await surveyFile(file, context)
  await refuseUnready(survey)
  const { opened, tables } = survey
  const sizes = [...tables.map(({ sheet }) => sheet.bytes), ...opened.documents.map(({ bytes }) => bytes)]
  const gatherer = new Gatherer(sizes.reduce((sum, size) => sum + size, 0))
  const key = createSecretKey(context.buyerKey)
  for (const one of tables) yield* readTable(one, key, gatherer)
  yield* readDocuments(opened, context.account ?? '', gatherer)
  yield gatherer.take()
}
