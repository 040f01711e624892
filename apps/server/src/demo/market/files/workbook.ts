import { zipOf } from './archive.ts'
import type { Sheet, WorkbookStyle } from './table.ts'

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** `A`, `B`, … `Z`, `AA`: the name of a column from 0. */
export const columnName = (index: number): string =>
  index < 26
    ? String.fromCharCode(65 + index)
    : `${columnName(Math.floor(index / 26) - 1)}${String.fromCharCode(65 + (index % 26))}`

/** Beyond fifteen digits a number cell loses some: such text stays text. */
const numberText = /^-?(0|[1-9]\d{0,9})(\.\d{1,4})?$/

interface Strings {
  readonly places: Map<string, number>
}

const placeOf = ({ places }: Strings, text: string): number => {
  const known = places.get(text)
  if (known !== undefined) return known
  places.set(text, places.size)
  return places.size - 1
}

const cellXml = (
  text: string,
  at: string,
  options: { style: WorkbookStyle; strings: Strings; isHeader: boolean },
): string => {
  const { style, strings, isHeader } = options
  if (style.numbers && !isHeader && numberText.test(text)) return `<c r="${at}"><v>${text}</v></c>`
  return style.sharedStrings
    ? `<c r="${at}" t="s"><v>${placeOf(strings, text)}</v></c>`
    : `<c r="${at}" t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`
}

const rowXml = (
  cells: readonly string[],
  number: number,
  options: { style: WorkbookStyle; strings: Strings },
): string => {
  const written = cells.flatMap((text, index) =>
    text === ''
      ? []
      : [cellXml(text, `${columnName(index)}${number}`, { ...options, isHeader: number === 1 })],
  )
  return options.style.scattered
    ? written.map((cell) => `<row r="${number}">${cell}</row>`).join('')
    : `<row r="${number}">${written.join('')}</row>`
}

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const relationships = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packaging = 'http://schemas.openxmlformats.org/package/2006'
const typeOf = (name: string): string =>
  `application/vnd.openxmlformats-officedocument.spreadsheetml.${name}+xml`

const sheetXml = (sheet: Sheet, style: WorkbookStyle, strings: Strings): string => {
  const width = Math.max(1, ...sheet.rows.map((row) => row.length))
  // Stale: the sheet was cut short or grew after its dimension was written.
  const height = style.staleDimension ? 2 : Math.max(1, sheet.rows.length)
  const rows = sheet.rows.map((cells, index) => rowXml(cells, index + 1, { style, strings }))
  return `${declaration}<worksheet xmlns="${main}"><dimension ref="A1:${columnName(width - 1)}${height}"/><sheetData>${rows.join('')}</sheetData></worksheet>`
}

const sharedXml = ({ places }: Strings): string =>
  `${declaration}<sst xmlns="${main}" count="${places.size}" uniqueCount="${places.size}">${[...places.keys()]
    .map((text) => `<si><t xml:space="preserve">${escaped(text)}</t></si>`)
    .join('')}</sst>`

const partsOf = (sheets: readonly Sheet[]) => {
  const numbers = sheets.map((_, index) => index + 1)
  const list = sheets.map(
    ({ name }, index) => `<sheet name="${escaped(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`,
  )
  const override = (part: string, type: string): string =>
    `<Override PartName="${part}" ContentType="${typeOf(type)}"/>`
  const link = (id: string, type: string, target: string): string =>
    `<Relationship Id="${id}" Type="${relationships}/${type}" Target="${target}"/>`
  return [
    {
      name: '[Content_Types].xml',
      text: `${declaration}<Types xmlns="${packaging}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${override('/xl/workbook.xml', 'sheet.main')}${numbers.map((number) => override(`/xl/worksheets/sheet${number}.xml`, 'worksheet')).join('')}${override('/xl/sharedStrings.xml', 'sharedStrings')}</Types>`,
    },
    {
      name: '_rels/.rels',
      text: `${declaration}<Relationships xmlns="${packaging}/relationships">${link('rId1', 'officeDocument', 'xl/workbook.xml')}</Relationships>`,
    },
    {
      name: 'xl/workbook.xml',
      text: `${declaration}<workbook xmlns="${main}" xmlns:r="${relationships}"><sheets>${list.join('')}</sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      text: `${declaration}<Relationships xmlns="${packaging}/relationships">${numbers.map((number) => link(`rId${number}`, 'worksheet', `worksheets/sheet${number}.xml`)).join('')}${link('rIdStrings', 'sharedStrings', 'sharedStrings.xml')}</Relationships>`,
    },
  ]
}

/** A workbook of text and number cells, with the oddities that exported ones have. */
export const workbookOf = (sheets: readonly Sheet[], style: WorkbookStyle): Promise<Uint8Array> => {
  const strings: Strings = { places: new Map() }
  const written = sheets.map((sheet, index) => ({
    name: `xl/worksheets/sheet${index + 1}.xml`,
    text: sheetXml(sheet, style, strings),
  }))
  return zipOf([...partsOf(sheets), ...written, { name: 'xl/sharedStrings.xml', text: sharedXml(strings) }])
}
