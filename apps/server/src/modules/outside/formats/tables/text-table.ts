import { FileRefused } from '../file-faults.ts'
import { CsvCutter, lineEndIn } from './csv-records.ts'
import type { ByteSource } from './file-source.ts'
import type { Limits } from './limits.ts'
import type { Row, RowsWanted, Sheet } from './table.ts'
import { decoded, findEncoding, type TextEncoding } from './text-encoding.ts'

const delimiters = [',', ';', '\t', '|'] as const

export interface TextOptions {
  readonly limits: Limits
  readonly region: string | undefined
  /** How a known header is told, to choose delimiter and encoding by what makes sense. */
  isKnownHeader(cell: string): boolean
}

const cutHead = (head: string, delimiter: string, limits: Limits): Row[] => {
  try {
    // The head ends somewhere in a record, so its last one is not looked at.
    return new CsvCutter({ delimiter, lineEnd: lineEndIn(head), keep: null, limits })
      .push(head, false)
      .slice(0, 30)
  } catch (error) {
    if (error instanceof FileRefused) return []
    throw error
  }
}

const knownIn = (rows: readonly Row[], isKnown: (cell: string) => boolean): number =>
  Math.max(0, ...rows.map((row) => new Set(row.cells.filter((cell) => cell !== '' && isKnown(cell))).size))

/** Known headers decide; else the delimiter that gives the widest table of even lines. */
const scoreOf = (rows: readonly Row[], isKnown: (cell: string) => boolean): number => {
  const widths = rows.map((row) => row.cells.length)
  const widest = Math.max(0, ...widths)
  const even = widths.filter((width) => width === widest).length / Math.max(1, widths.length)
  // Cells that begin with another delimiter were cut at the tab that ends each cell.
  const torn = rows.some((row) => row.cells.some((cell) => /^[,;|]/.test(cell))) ? 0.01 : 1
  return knownIn(rows, isKnown) * 1e6 + (widest > 1 ? widest * even * torn : 0)
}

interface Delimiting {
  readonly delimiter: string
  /** Characters before the table: a line that tells spreadsheet programs the delimiter. */
  readonly skip: number
}

const findDelimiter = (head: string, options: TextOptions): Delimiting => {
  const told = /^sep=(.)\r?\n/i.exec(head)
  if (told !== null) return { delimiter: told[1] ?? ',', skip: told[0].length }
  let best: { delimiter: string; score: number } = { delimiter: ',', score: 0 }
  for (const delimiter of delimiters) {
    const score = scoreOf(
      cutHead(`${head}${lineEndIn(head)}`, delimiter, options.limits),
      options.isKnownHeader,
    )
    if (score > best.score) best = { delimiter, score }
  }
  return { delimiter: best.delimiter, skip: 0 }
}

/** Control characters that no text has; tabs and line ends are text. */
// oxlint-disable-next-line no-control-regex
const controls = /[\u0000-\u0008\u000E-\u001F]/g

const assertText = (head: string): void => {
  const count = head.match(controls)?.length ?? 0
  if (count > Math.max(4, head.length * 0.002)) throw new FileRefused('not_a_table')
}

const headOf = async (source: ByteSource, encoding: TextEncoding): Promise<string> => {
  const bytes = await source.head(64 * 1024)
  const text = new TextDecoder(encoding.name).decode(bytes)
  return encoding.name === 'windows-1258' ? text.normalize('NFC') : text
}

async function* cutAll(
  text: AsyncIterable<string>,
  cutter: CsvCutter,
  skip: number,
): AsyncGenerator<readonly Row[]> {
  let toSkip = skip
  for await (const piece of text) {
    const rest = piece.slice(toSkip)
    toSkip -= piece.length - rest.length
    const rows = cutter.push(rest, false)
    if (rows.length > 0) yield rows
  }
  const rows = cutter.push('', true)
  if (rows.length > 0) yield rows
}

/** Opens text as a table: finds its encoding and delimiter. */
export const openTextTable = async (
  name: string,
  source: ByteSource,
  options: TextOptions,
): Promise<{ sheet: Sheet; encoding: TextEncoding; head: string }> => {
  const scoreOfHead = (head: string): number =>
    Math.max(
      ...delimiters.map((delimiter) =>
        knownIn(cutHead(head, delimiter, options.limits), options.isKnownHeader),
      ),
    )
  const encoding = await findEncoding(source, { region: options.region, scoreOf: scoreOfHead })
  const head = await headOf(source, encoding)
  assertText(head)
  const { delimiter, skip } = findDelimiter(head, options)
  const lineEnd = lineEndIn(head)
  const rows = ({ keep, onBytes }: RowsWanted): AsyncGenerator<readonly Row[]> =>
    cutAll(
      decoded(source.chunks(), encoding.name, onBytes),
      new CsvCutter({ delimiter, lineEnd, keep, limits: options.limits }),
      skip,
    )
  return { sheet: { name, isText: true, bytes: source.size, rows, merges: () => [] }, encoding, head }
}
