import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formOf, readTable } from './read-table.ts'

const costs = (...lines: readonly string[]) =>
  readTable('cost_sheet', ['month,kind,amount_minor,currency', ...lines].join('\n'))

test('columns may stand in any order; a month begins on its first day', () => {
  const { lines, refused } = readTable(
    'cost_sheet',
    'currency,amount_minor,kind,month\r\nEUR,120050,infrastructure,2026-11\r\n',
  )
  expect(refused).toEqual([])
  expect(lines).toEqual([
    {
      line: 2,
      date: '2026-11-01',
      cells: { month: '2026-11', kind: 'infrastructure', amount_minor: 120_050, currency: 'EUR' },
    },
  ])
})

test('each refused line says why', () => {
  const { lines, refused } = costs(
    '2026-11,infrastructure,100,EUR',
    '2026-13,infrastructure,100,EUR',
    '2026-10,beer,100,EUR',
    '2026-10,payment,12.50,EUR',
    '2026-10,payment,-1,EUR',
    '2026-10,payment,100,euro',
    '2026-10,payment,100',
    '2026-11,infrastructure,200,EUR',
    '2026-11,payment,200,USD',
  )
  expect(lines.map(({ line }) => line)).toEqual([2, 9, 10])
  expect(refused).toEqual([
    { line: 3, reason: '"2026-13" in month is not a month such as 2026-11.' },
    { line: 4, reason: '"beer" in kind is not one of infrastructure, moderation, payment.' },
    { line: 5, reason: '"12.50" in amount_minor is not a whole number without separators.' },
    { line: 6, reason: '"-1" in amount_minor is not a whole number without separators.' },
    { line: 7, reason: '"euro" in currency is not a currency such as EUR.' },
    { line: 8, reason: 'It has 3 cells for 4 columns.' },
    { line: 9, reason: 'Line 2 has the same month, kind.' },
    { line: 10, reason: 'The file is in EUR; amounts of two currencies are not added.' },
  ])
})

test('a file with the wrong columns is refused by its first line', () => {
  const { columns, refused } = readTable('cost_sheet', 'Month,kind,amount_minor,kind\n')
  expect(columns).toEqual([
    { name: 'Month', isKnown: false },
    { name: 'kind', isKnown: true },
    { name: 'amount_minor', isKnown: true },
    { name: 'kind', isKnown: true },
  ])
  expect(refused.map(({ reason }) => reason)).toEqual([
    'It has no column month, currency.',
    'No column is called "Month".',
    'It has the column "kind" twice.',
  ])
  const reasons = (text: string) => readTable('cost_sheet', text).refused.map(({ reason }) => reason)
  expect(reasons('\n\n')).toEqual(['The file is empty.'])
  expect(reasons('month,kind,amount_minor,currency\n')).toEqual([
    'There is nothing below the names of the columns.',
  ])
  expect(reasons(`month,kind,amount_minor,currency\n${'a,b,c,d\n'.repeat(100_001)}`)).toEqual([
    'It has more than 100000 lines.',
  ])
})

test('mentions may be the same: each is one', () => {
  const line = '2026-11-01,video,us,positive,yes\n'
  const { lines, refused } = readTable('mentions', `date,category,brand,label,audited\n${line}${line}`)
  expect([lines.length, refused]).toEqual([2, []])
})

test('what a cell may be', () => {
  const read = (column: Parameters<typeof formOf>[0], text: string) => formOf(column).read(text)
  expect(read('date', '2028-02-29')).toBe('2028-02-29')
  for (const text of ['2026-02-29', '2026-1-1', '22.11.2026', '']) expect(read('date', text)).toBeNull()
  for (const text of ['de', 'DEU', '**', '']) expect(read('country', text)).toBeNull()
  for (const text of ['1.1', '01', '-0.1', '.5', '0.1234567']) expect(read('share', text)).toBeNull()
  expect(read('share', '0.25')).toBe(0.25)
  for (const text of ['1,000', '1e3', '1234567890123', ' 1', '']) expect(read('integer', text)).toBeNull()
  for (const text of [' a', 'a ', '', 'a\nb', 'x'.repeat(101)]) expect(read('word', text)).toBeNull()
})

test('no text makes the reader fail, and each record is either read or refused', () => {
  const cell = fc.oneof(fc.constantFrom('2026-11', 'payment', '100', 'EUR', '"', ','), fc.string())
  const line = fc.array(cell, { maxLength: 5 }).map((cells) => cells.join(','))
  fc.assert(
    fc.property(fc.array(line, { maxLength: 6 }), (some) => {
      const { records, lines, refused } = costs(...some)
      const judged = new Set([...lines, ...refused].map((one) => one.line))
      if (records.length > 0) expect(judged.size).toBe(records.length)
    }),
  )
})
