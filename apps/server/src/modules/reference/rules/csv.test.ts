import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readCsv } from './csv.ts'

const written = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)
const table = fc.array(
  fc.array(fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r\n', ' ', 'é') }), {
    minLength: 1,
    maxLength: 4,
  }),
)
const cellsOf = (text: string) => {
  const csv = readCsv(text)
  return csv.kind === 'read' ? csv.records.map(({ cells }) => cells) : csv
}

test('what was written is read again, whatever is in it', () => {
  fc.assert(
    fc.property(table, fc.constantFrom('\n', '\r\n'), fc.boolean(), (rows, end, isEnded) => {
      const text = rows.map((row) => row.map(written).join(',')).join(end) + (isEnded ? end : '')
      expect(cellsOf(text)).toEqual(rows.filter((row) => row.length > 1 || row[0] !== ''))
    }),
  )
})

test('records know the line they begin on, also after a cell of several lines', () => {
  const csv = readCsv('\uFEFFa,b\r\n"1\n2",3\n\n4,5\n')
  expect(csv).toEqual({
    kind: 'read',
    records: [
      { line: 1, cells: ['a', 'b'] },
      { line: 2, cells: ['1\n2', '3'] },
      { line: 5, cells: ['4', '5'] },
    ],
  })
})

test('a comma at the end is an empty cell', () => {
  expect(cellsOf('a,')).toEqual([['a', '']])
  expect(cellsOf('a,\n,')).toEqual([
    ['a', ''],
    ['', ''],
  ])
  expect(cellsOf('')).toEqual([])
})

test('a stray quote is told by its line', () => {
  for (const text of ['a\nb"c', 'a\n"b"c', 'a\n"b', 'a\n"b""']) {
    expect(readCsv(text)).toEqual({ kind: 'broken', line: 2, reason: 'A quote stands where none can.' })
  }
})
