import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Cost } from './rows.ts'
import { packRows, storedRow } from './stored-rows.ts'

const cost = (note: string, amountMicro = 1_500_000n): Cost => ({
  ...{ kind: 'cost', cost: 'goods', sku: '', creator: '', videoId: '', campaign: '', per: 'unit' },
  ...{ currency: 'USD', amountMicro, note, from: '2026-01-01', to: '2026-01-31' },
})

test('amounts are exact text', () => {
  expect(storedRow(cost('', 9_007_199_254_740_993_123_456n))).toMatchObject({
    amountMicro: '9007199254740993123456',
  })
})

test('records are small enough for the journal, and no row is lost or moved', () => {
  const notes = fc.array(fc.string({ unit: 'grapheme', maxLength: 30 }), { maxLength: 40 })
  fc.assert(
    fc.property(notes, fc.integer({ min: 1, max: 30_000 }), (texts, times) => {
      const rows = texts.map((text) => cost(text.repeat(Math.ceil(times / 30))))
      const packs = packRows(rows)
      expect(packs.flat()).toEqual(rows.map(storedRow))
      for (const pack of packs)
        expect(Buffer.byteLength(JSON.stringify(pack))).toBeLessThan(pack.length === 1 ? Infinity : 3_200_000)
    }),
    { numRuns: 50 },
  )
})
