import { colours, inner, type LineStyle, type Sheet } from './sheet.ts'

export interface Column<Row> {
  readonly head: string
  /** Parts of the width. */
  readonly weight: number
  readonly cell: (row: Row) => string
  readonly style?: (row: Row) => LineStyle
}

const rowHeight = 15
const between = 6

/** Rows under a head that comes again on each page. The first column is a name, the others are numbers. */
export const drawTable = <Row>(sheet: Sheet, columns: readonly Column<Row>[], rows: readonly Row[]): void => {
  const weights = columns.reduce((sum, { weight }) => sum + weight, 0)
  const unit = (inner.width - between * (columns.length - 1)) / weights
  let x: number = inner.left
  const placed = columns.map((column, index) => {
    const width = column.weight * unit
    const place = { x, width, align: index === 0 ? ('start' as const) : ('end' as const), column }
    x += width + between
    return place
  })
  const drawHead = (): void => {
    sheet.bar({ x: inner.left, y: sheet.y - 3, width: inner.width, height: rowHeight }, colours.raised)
    for (const { column, align, ...place } of placed)
      sheet.line(column.head, { ...place, y: sheet.y }, { size: 6.5, font: 'bold', align })
    sheet.y += rowHeight + 2
  }
  sheet.need(3 * rowHeight)
  drawHead()
  for (const row of rows) {
    if (sheet.need(rowHeight)) drawHead()
    for (const { column, align, ...place } of placed)
      sheet.line(column.cell(row), { ...place, y: sheet.y }, { size: 8, align, ...column.style?.(row) })
    sheet.y += rowHeight - 3
    sheet.rule()
    sheet.y += 3
  }
  sheet.y += 6
}
