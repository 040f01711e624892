import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addSold, nothingSold, shareSpend, type Spent } from './share-spend.ts'
import type { OrderLine } from './rows.ts'
import type { SpendFact } from './spend.ts'

const amount = (rest: Partial<SpendFact>, costMicro: bigint | null): Spent => ({
  fact: {
    ...{ key: '', source: 'gmv_max', campaign: '', productId: '', videoId: '', creator: '', sku: '' },
    ...{ from: '2026-01-01', to: '2026-01-01', currency: 'USD', costMicro: costMicro ?? 0n },
    ...{ impressions: null, clicks: null, views2s: null, views6s: null, watched25: null },
    ...{ watched100: null, orders: null, claimedMicro: null },
    ...rest,
  },
  costMicro,
})

const soldOf = (lines: readonly { sku: string; product: string; video: string; gmv: bigint }[]) => {
  const sold = nothingSold()
  for (const { sku, product, video, gmv } of lines) {
    // Sharing reads the names of a line alone.
    const line = { skuId: sku, sellerSku: `own ${sku}` } as OrderLine
    addSold(
      sold,
      { line, productId: product, videoId: video, creator: video === '' ? '' : `by ${video}` },
      gmv,
    )
  }
  return sold
}

const lines = fc.array(
  fc.record({
    sku: fc.constantFrom('1', '2', '3', '4'),
    product: fc.constant('p'),
    video: fc.constantFrom('', 'v', 'w'),
    gmv: fc.bigInt({ min: 0n, max: 1_000_000_000n }),
  }),
  { maxLength: 8 },
)
const amounts = fc.array(
  fc.record({
    key: fc.uuid(),
    kind: fc.constantFrom('gmv_max', 'creator_fee', 'ads_manager', 'other'),
    video: fc.constantFrom('', 'v', 'never sold'),
    cost: fc.bigInt({ min: -5n, max: 1_000_000_007n }),
  }),
  { maxLength: 12 },
)

test('shares of each amount are the amount, and of all together what the sum would be shared like', () => {
  fc.assert(
    fc.property(lines, amounts, (given, spending) => {
      const sold = soldOf(given)
      const spent = spending.map(({ key, kind, video, cost }) =>
        amount(
          {
            key,
            source: kind,
            videoId: video,
            productId: kind === 'gmv_max' ? 'p' : '',
          },
          cost,
        ),
      )
      const shares = shareSpend(spent, sold)
      for (const one of spent) {
        const own = shares.filter(({ fact }) => fact === one.fact)
        expect(own.reduce((sum, { costMicro }) => sum + costMicro, 0n)).toBe(one.costMicro)
        expect(own.length).toBeGreaterThan(0)
      }
      const ofProduct = spent.filter(({ fact }) => fact.source === 'gmv_max')
      const together = ofProduct.reduce((sum, { costMicro }) => sum + (costMicro ?? 0n), 0n)
      const bySku = (all: typeof shares) =>
        ['1', '2', '3', '4'].map((sku) =>
          all
            .filter(({ skuId, fact }) => skuId === sku && fact.source === 'gmv_max')
            .reduce((sum, { costMicro }) => sum + costMicro, 0n),
        )
      expect(bySku(shares)).toEqual(bySku(shareSpend([amount({ productId: 'p' }, together)], sold)))
    }),
  )
})

test('a fee goes to what its video sold, a cost that names a SKU to that, and the rest to none', () => {
  const sold = soldOf([
    { sku: '1', product: 'p', video: 'v', gmv: 30n },
    { sku: '2', product: 'q', video: 'v', gmv: 10n },
    { sku: '3', product: 'q', video: '', gmv: 60n },
  ])
  const told = (spent: Spent) =>
    shareSpend([spent], sold).map(({ skuId, productId, costMicro }) => [skuId, productId, costMicro])
  expect(told(amount({ source: 'creator_fee', videoId: 'v' }, 8n))).toEqual([
    ['1', 'p', 6n],
    ['2', 'q', 2n],
  ])
  expect(told(amount({ source: 'agency_fee', creator: 'by v' }, 4n))).toEqual([
    ['1', 'p', 3n],
    ['2', 'q', 1n],
  ])
  expect(told(amount({ source: 'other', sku: 'own 3' }, 5n))).toEqual([['3', 'q', 5n]])
  expect(told(amount({ source: 'ads_manager', videoId: 'v' }, 7n))).toEqual([['', '', 7n]])
  expect(told(amount({ source: 'creator_fee', videoId: 'never sold' }, 7n))).toEqual([['', '', 7n]])
  expect(told(amount({ productId: 'p' }, null))).toEqual([['', 'p', 0n]])
})
