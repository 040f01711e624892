import { buffer } from 'node:stream/consumers'
import { ZipFile } from 'yazl'
import type { ExportedRow, RefusedLine } from '../rules/rows.ts'
import { FileRefused } from './file-faults.ts'
import { type ReadContext, readExport } from './read-export.ts'
import type { GivenFile } from './tables/file-source.ts'

/** A text is a shared string; a number a number cell with exactly this text; the rest as it says. */
export type TestCell =
  | string
  | { readonly number: string; readonly style?: 'date' | 'percent' }
  | { readonly formula: string; readonly value: string }
  | { readonly inline: string }
  | null

export interface TestSheet {
  readonly name: string
  readonly rows: readonly (readonly TestCell[])[]
  /** What the sheet says of its own size, which exports are wrong about. */
  readonly dimension?: string
  /** Each cell in a row element of its own. */
  readonly torn?: boolean
  readonly merges?: readonly string[]
  /** Instead of what is made of the rows. */
  readonly xml?: string
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

export const columnName = (index: number): string =>
  index < 26
    ? String.fromCharCode(65 + index)
    : columnName(Math.floor(index / 26) - 1) + String.fromCharCode(65 + (index % 26))

/** An archive of these files. */
export const zip = (entries: Readonly<Record<string, string | Buffer>>): Promise<Buffer> => {
  const file = new ZipFile()
  for (const [name, content] of Object.entries(entries)) {
    file.addBuffer(typeof content === 'string' ? Buffer.from(content) : content, name)
  }
  file.end()
  return buffer(file.outputStream)
}

const sheetXml = (sheet: TestSheet, share: (text: string) => number): string => {
  const cellXml = (cell: TestCell, at: string): string => {
    if (cell === null) return `<c r="${at}" s="0"/>`
    if (typeof cell === 'string') return `<c r="${at}" t="s"><v>${share(cell)}</v></c>`
    if ('inline' in cell) return `<c r="${at}" t="inlineStr"><is><t>${escaped(cell.inline)}</t></is></c>`
    if ('formula' in cell) return `<c r="${at}"><f>${escaped(cell.formula)}</f><v>${cell.value}</v></c>`
    const style = cell.style === 'date' ? 1 : cell.style === 'percent' ? 2 : 0
    return `<c r="${at}" s="${style}"><v>${cell.number}</v></c>`
  }
  const rows = sheet.rows.map((cells, index) => {
    const line = index + 1
    const all = cells.map((cell, column) => cellXml(cell, `${columnName(column)}${line}`))
    return sheet.torn === true
      ? all.map((cell) => `<row r="${line}">${cell}</row>`).join('')
      : `<row r="${line}">${all.join('')}</row>`
  })
  const merges = (sheet.merges ?? []).map((range) => `<mergeCell ref="${range}"/>`).join('')
  return `<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="${sheet.dimension ?? 'A1'}"/><sheetData>${rows.join('')}</sheetData>${merges === '' ? '' : `<mergeCells>${merges}</mergeCells>`}</worksheet>`
}

/** A workbook of these sheets; `more` adds or replaces parts. */
export const workbook = (
  sheets: readonly TestSheet[],
  more: Readonly<Record<string, string | Buffer>> = {},
): Promise<Buffer> => {
  const strings: string[] = []
  const share = (text: string): number => strings.push(text) - 1
  const parts: Record<string, string> = {}
  sheets.forEach((sheet, index) => {
    parts[`xl/worksheets/sheet${index + 1}.xml`] = sheet.xml ?? sheetXml(sheet, share)
  })
  const numbers = sheets.map((_, index) => index + 1)
  return zip({
    '[Content_Types].xml':
      '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    'xl/workbook.xml': `<workbook xmlns:r="r"><workbookPr/><sheets>${numbers.map((number) => `<sheet name="${escaped(sheets[number - 1]?.name ?? '')}" sheetId="${number}" r:id="rId${number}"/>`).join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships>${numbers.map((number) => `<Relationship Id="rId${number}" Type="worksheet" Target="worksheets/sheet${number}.xml"/>`).join('')}</Relationships>`,
    'xl/styles.xml':
      '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="10"/></cellXfs></styleSheet>',
    ...parts,
    'xl/sharedStrings.xml': `<sst>${strings.map((text) => `<si><t xml:space="preserve">${escaped(text)}</t></si>`).join('')}</sst>`,
    ...more,
  })
}

const csvCell = (cell: string): string => (/["\n\r,;]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)

/** Lines as text; a tab ends each cell when asked, as the exports have it. */
export const csv = (
  rows: readonly (readonly string[])[],
  options: { readonly bom?: boolean; readonly tabs?: boolean; readonly delimiter?: string } = {},
): string => {
  const { bom = false, tabs = false, delimiter = ',' } = options
  const lines = rows.map((row) => row.map((cell) => csvCell(cell) + (tabs ? '\t' : '')).join(delimiter))
  return `${bom ? '\uFEFF' : ''}${lines.join('\r\n')}\r\n`
}

/** `A | B | C` as outside.md writes headers. */
export const headerOf = (line: string): string[] => line.split(' | ')

/** One line with these cells under their headers (white space around names aside) and nothing else. */
export const lineOf = (header: readonly string[], cells: Readonly<Record<string, string>>): string[] => {
  const named = new Map(Object.entries(cells).map(([name, cell]) => [name.trim(), cell]))
  return header.map((name) => named.get(name.trim()) ?? '')
}

export const given = (content: string | Buffer, name = 'file'): GivenFile => ({
  name,
  bytes: typeof content === 'string' ? Buffer.from(content) : content,
})

export const testKey = Buffer.alloc(32, 7)

export interface ReadAll {
  readonly rows: readonly ExportedRow[]
  readonly refused: readonly RefusedLine[]
  readonly masked: number
}

export const readAll = async (file: GivenFile, context: Partial<ReadContext> = {}): Promise<ReadAll> => {
  const rows: ExportedRow[] = []
  const refused: RefusedLine[] = []
  let masked = 0
  for await (const batch of readExport(file, { buyerKey: testKey, ...context })) {
    rows.push(...batch.rows)
    refused.push(...batch.refused)
    masked += batch.masked
  }
  return { rows, refused, masked }
}

/** The code with which a file is refused; '' when it is read. */
export const faultOf = async (file: GivenFile, context: Partial<ReadContext> = {}): Promise<string> => {
  try {
    await readAll(file, context)
    return ''
  } catch (error) {
    if (error instanceof FileRefused) return error.fault.code
    throw error
  }
}
