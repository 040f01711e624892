import type { CsvStyle, Sheet } from './table.ts'

const needsQuotes = /[",\r\n]/

/** One line of a CSV file, without its end. */
export const csvLine = (cells: readonly string[], { quoted, tabs }: CsvStyle): string => {
  let line = ''
  for (const [index, cell] of cells.entries()) {
    if (index > 0) line += ','
    const text = tabs && cell !== '' ? `${cell}\t` : cell
    line += quoted || needsQuotes.test(text) ? `"${text.replaceAll('"', '""')}"` : text
  }
  return line
}

/** The byte order mark that Excel wants. */
export const byteOrderMark = '\uFEFF'

export const csvText = (sheet: Sheet, style: CsvStyle): string => {
  const lines = sheet.rows.map((cells) => csvLine(cells, style))
  return `${style.mark ? byteOrderMark : ''}${lines.join('\r\n')}${style.finalNewline ? '\r\n' : ''}`
}
