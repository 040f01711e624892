import { FileRefused } from '../file-faults.ts'
import { type ByteSource, byteSourceOf, type GivenFile } from './file-source.ts'
import { type Limits, usualLimits } from './limits.ts'
import type { OpenedFile, Sheet } from './table.ts'
import { decoded } from './text-encoding.ts'
import { openTextTable, type TextOptions } from './text-table.ts'
import { isWorkbook, openWorkbook } from './workbook.ts'
import { type OpenedZip, openZip } from './zip-file.ts'

export interface OpenOptions {
  readonly limits?: Limits
  readonly region?: string | undefined
  isKnownHeader(cell: string): boolean
}

type Document = OpenedFile['documents'][number]

const startsWith = (head: Buffer, ...bytes: number[]): boolean =>
  bytes.every((byte, index) => head[index] === byte)

const isZip = (head: Buffer): boolean =>
  startsWith(head, 0x50, 0x4b, 3, 4) || startsWith(head, 0x50, 0x4b, 5, 6)
/** The old compound format: workbooks of before 2007, and new ones behind a password. */
const isCompound = (head: Buffer): boolean => startsWith(head, 0xd0, 0xcf, 0x11, 0xe0)
const isOtherArchive = (head: Buffer): boolean =>
  startsWith(head, 0x1f, 0x8b) ||
  startsWith(head, 0x37, 0x7a, 0xbc) ||
  startsWith(head, 0x52, 0x61, 0x72, 0x21)

const isJson = (head: Buffer): boolean => /^\uFEFF?\s*[{[]\s*["{[\]}]/.test(head.toString('utf8'))
const isMarkup = (head: string): boolean => /^\s*<(\?xml|!doctype|html|table|workbook)\b/i.test(head)

const documentOf = (name: string, source: ByteSource, limits: Limits): Document => ({
  name,
  bytes: source.size,
  parse: async () => {
    if (source.size > limits.jsonBytes) throw new FileRefused('file_too_large', { sheet: name })
    const pieces: string[] = []
    for await (const piece of decoded(source.chunks(), 'utf-8')) pieces.push(piece)
    try {
      const value: unknown = JSON.parse(pieces.join(''))
      return value
    } catch {
      // The parser's own message quotes the text, which is personal.
      throw new FileRefused('damaged_json', { sheet: name })
    }
  },
})

const refuseKnownOthers = (head: Buffer, name: string): void => {
  if (isCompound(head)) throw new FileRefused('old_or_locked_workbook', { sheet: name })
  if (isOtherArchive(head)) throw new FileRefused('not_a_table', { sheet: name })
  if (isMarkup(head.toString('latin1').slice(0, 512))) throw new FileRefused('not_a_table', { sheet: name })
}

type Contents = Omit<OpenedFile, typeof Symbol.asyncDispose>

const openText = async (name: string, source: ByteSource, options: TextOptions): Promise<Contents> => {
  const { sheet, encoding, head } = await openTextTable(name, source, options)
  if (
    /^[ \t]*=*[ \t]*Watch History\b|^Date: \d{4}-\d\d-\d\d.*\r?\nLink: /m.test(head) &&
    !head.includes(',')
  ) {
    throw new FileRefused('text_download')
  }
  return { container: 'text', sheets: [sheet], documents: [], encoding }
}

const openArchive = async (zip: OpenedZip, options: TextOptions): Promise<Contents> => {
  const sheets: Sheet[] = []
  const documents: Document[] = []
  let encoding: OpenedFile['encoding'] = null
  for (const entry of zip.entries) {
    if (entry.size === 0) continue
    const head = await entry.head(4096)
    if (isZip(head) || isOtherArchive(head)) throw new FileRefused('nested_archive', { sheet: entry.name })
    // Pictures and notes lie beside the tables in a data download.
    if (isJson(head)) documents.push(documentOf(entry.name, entry, options.limits))
    else if (/\.(csv|tsv|txt)$/i.test(entry.name)) {
      const opened = await openText(entry.name, entry, options)
      sheets.push(...opened.sheets)
      if (encoding === null || opened.encoding?.isGuess === true) encoding = opened.encoding
    }
  }
  if (sheets.length === 0 && documents.length === 0) throw new FileRefused('not_a_table')
  return { container: 'archive', sheets, documents, encoding }
}

const openZipped = async (file: GivenFile, options: TextOptions): Promise<OpenedFile> => {
  const zip = await openZip(file, options.limits)
  const close = (): Promise<void> => Promise.resolve(zip[Symbol.dispose]())
  try {
    const contents: Contents = isWorkbook(zip)
      ? {
          container: 'workbook',
          sheets: await openWorkbook(zip, options.limits),
          documents: [],
          encoding: null,
        }
      : await openArchive(zip, options)
    return { ...contents, [Symbol.asyncDispose]: close }
  } catch (error) {
    await close()
    throw error
  }
}

/**
 * Opens a file by what is in it, whatever its name says: text, workbook, archive of texts, or JSON. Nothing is written
 * anywhere; disposing closes it.
 *
 * @example await using opened = await openFile({ name: 'orders.csv', path }, { isKnownHeader })
 */
export const openFile = async (file: GivenFile, given: OpenOptions): Promise<OpenedFile> => {
  const limits = given.limits ?? usualLimits
  const options: TextOptions = { limits, region: given.region, isKnownHeader: given.isKnownHeader }
  const source = await byteSourceOf(file)
  if (source.size === 0) throw new FileRefused('empty_file')
  if (source.size > limits.fileBytes) throw new FileRefused('file_too_large')
  const head = await source.head(4096)
  if (isZip(head)) return openZipped(file, options)
  refuseKnownOthers(head, '')
  const contents: Contents = isJson(head)
    ? { container: 'json', sheets: [], documents: [documentOf('', source, limits)], encoding: null }
    : await openText('', source, options)
  return { ...contents, [Symbol.asyncDispose]: () => Promise.resolve() }
}
