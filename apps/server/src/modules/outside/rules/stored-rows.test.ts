import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Cost } from './rows.ts'
import { rowKey } from './row-keys.ts'
import type { ForgottenField } from './row-fields.ts'
import { packRows, rowText } from './stored-rows.ts'
import { rowsOfLines } from './read-row.ts'

const cost = (note: string, amountMicro = 1_500_000n): Cost => ({
  ...{ kind: 'cost', cost: 'goods', sku: '', creator: '', videoId: '', campaign: '', per: 'unit' },
  ...{ currency: 'USD', amountMicro, note, from: '2026-01-01', to: '2026-01-31' },
})

test('amounts are exact text', () => {
  expect(rowText(cost('', 9_007_199_254_740_993_123_456n))).toContain('"9007199254740993123456"')
})

test('every column of every kind of row is kept', () => {
  const forgotten: Readonly<Record<ForgottenField, never>> = {}
  expect(forgotten).toEqual({})
})

test('rows of journals of before are read as those of now', () => {
  const row = cost('as it was')
  const before = JSON.stringify({ ...row, amountMicro: String(row.amountMicro) })
  expect(rowsOfLines(`${before}\n${rowText(row)}\n`)).toEqual([row, row])
})

const unescaped = (text: string): string =>
  text.replaceAll(/\\([\\tnr])/g, (_, letter: string) => ({ t: '\t', n: '\n', r: '\r' })[letter] ?? '\\')

test('records are small enough for the journal, and no row is lost, moved or changed, whatever stands in it', () => {
  const odd = fc.constantFrom('\\', '\t', '\n', '\r', '"', '\\n', '\u0000', '\u2028', 'é', '💃')
  const notes = fc.array(fc.string({ unit: fc.oneof(fc.string({ unit: 'grapheme', maxLength: 1 }), odd) }), {
    maxLength: 40,
  })
  fc.assert(
    fc.property(notes, fc.integer({ min: 1, max: 30_000 }), (texts, times) => {
      const rows = texts.map((text) => cost(text.repeat(Math.ceil(times / 30))))
      const { packs, rows: count, kinds } = packRows(rows)
      expect([count, kinds.cost ?? 0]).toEqual([rows.length, rows.length])
      const lines = packs.flatMap((pack): string[] => {
        const text = String(JSON.parse(Buffer.from(pack).toString('utf8')))
        const own = text.split('\n').slice(0, -1)
        expect(pack.length).toBeLessThan(own.length === 1 ? Infinity : 3_200_000)
        return own
      })
      const cells = lines.map((line) => line.split('\t').map(unescaped))
      expect(rowsOfLines(cells.map((line) => `${line[4]}\n`).join(''))).toEqual(rows)
      expect(cells.map((line) => line.slice(0, 3))).toEqual(
        rows.map((row) => [rowKey(row).group, 'cost', rowKey(row).key]),
      )
    }),
    { numRuns: 50 },
  )
})
