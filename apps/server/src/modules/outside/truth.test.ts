import { expect, test } from 'vitest'
import { filesOf, makeMarket, truthOf, type MarketFile } from '../../demo/index.ts'
import { readExport } from './formats/read-export.ts'
import { ofKind, readRow } from './rules/read-row.ts'
import { rowKey } from './rules/row-keys.ts'
import type { ExportedRow } from './rules/rows.ts'
import { settleOrder, type LineFact } from './rules/settle-order.ts'
import { knownCosts, spendFacts } from './rules/spend.ts'
import { storedRow } from './rules/stored-rows.ts'

const buyerKey = new Uint8Array(32).fill(7)

const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10)

/** What a file says, as it comes back from the journal. */
const rowsOf = async (file: MarketFile): Promise<ExportedRow[]> => {
  const rows: ExportedRow[] = []
  const given = { name: file.name, bytes: Buffer.from(file.bytes) }
  for await (const batch of readExport(given, {
    ...{ region: file.region, currency: file.currency, buyerKey, exportedOn: dayOf(file.asOf) },
    ...(file.period === null ? {} : { period: file.period }),
  })) {
    expect(batch.refused, file.name).toEqual([])
    rows.push(...batch.rows.map((row) => readRow(JSON.stringify(storedRow(row)))))
  }
  return rows
}

/** The later file counts, whatever the order of import. */
const newestOf = (files: readonly (readonly ExportedRow[])[]): ExportedRow[] => {
  const byKey = new Map<string, ExportedRow>()
  for (const row of files.flat()) {
    const { group, key } = rowKey(row)
    byKey.set(`${row.kind} ${group} ${key}`, row)
  }
  return [...byKey.values()]
}

const settle = (rows: readonly ExportedRow[]): LineFact[] => {
  const costs = knownCosts(ofKind(rows, 'cost'))
  const groups = Map.groupBy(rows, (row) => rowKey(row).group)
  groups.delete('')
  return [...groups.values()].flatMap((own) =>
    settleOrder(
      {
        lines: ofKind(own, 'order_line'),
        settlements: ofKind(own, 'settlement_line'),
        affiliates: ofKind(own, 'affiliate_order'),
      },
      costs,
    ),
  )
}

const regions = ['US', 'UK', 'VN', 'ID', 'TH', 'MY'] as const

test.each(regions)(
  '%s: every line, creator and video comes out of the files as it was made',
  async (region) => {
    const market = makeMarket({ seed: 11, region, orders: 60 })
    const moments = [market.startMs + (market.endMs - market.startMs) / 2, market.endMs]
    const exports = []
    for (const asOf of moments) {
      const files = await filesOf(market, { asOf })
      exports.push(await Promise.all(files.map((file) => rowsOf(file))))
    }
    const rows = newestOf(exports.flat())
    const truth = truthOf(market, { asOf: market.endMs })
    const facts = settle(rows)
    const keyOf = (orderId: string, skuId: string, sequence: number) => `${orderId} ${skuId} ${sequence}`
    const byKey = new Map(
      facts.map((fact) => [keyOf(fact.line.orderId, fact.line.skuId, fact.line.sequence), fact]),
    )
    expect(byKey.size).toBe(truth.lines.length)
    for (const { orderId, skuId, sequence, waterfall, creator, videoId, isOpen } of truth.lines) {
      const fact = byKey.get(keyOf(orderId, skuId, sequence))
      expect(
        {
          ...{ gmv: fact?.gmvMicro, cancelled: fact?.cancelledMicro, refunded: fact?.refundedMicro },
          ...{ platformFees: fact?.platformFeesMicro, commission: fact?.commissionMicro },
          ...{
            shipping: fact?.shippingMicro,
            goods: fact?.goodsMicro,
            creatorCosts: fact?.creatorCostsMicro,
          },
          contribution: fact?.contributionMicro,
          ...{ creator: fact?.creator, videoId: fact?.videoId },
          isOpen: fact !== undefined && fact.isPaid && !fact.isCancelled && !fact.isSample && !fact.isSettled,
        },
        `${orderId} ${skuId} ${sequence}`,
      ).toEqual({
        ...{ gmv: waterfall.gmv, cancelled: waterfall.cancelled, refunded: waterfall.refunded },
        ...{ platformFees: waterfall.platformFees, commission: waterfall.commission },
        ...{ shipping: waterfall.shipping, goods: waterfall.goods, creatorCosts: waterfall.creatorCosts },
        contribution: waterfall.contribution,
        ...{ creator: creator ?? '', videoId: videoId ?? '', isOpen },
      })
    }
    const spent = spendFacts({
      ...{ ads: ofKind(rows, 'ad_spend'), gmvMax: ofKind(rows, 'gmv_max_item') },
      ...{ costs: ofKind(rows, 'cost'), videos: ofKind(rows, 'affiliate_video') },
    })
    const sums = (
      list: readonly { readonly by: string | null; readonly amount: bigint }[],
    ): ReadonlyMap<string, bigint> => {
      const total = new Map<string, bigint>()
      for (const { by, amount } of list) total.set(by ?? '', (total.get(by ?? '') ?? 0n) + amount)
      return new Map([...total].filter(([, amount]) => amount !== 0n).sort())
    }
    const isAd = (source: string) => source === 'ads_manager' || source === 'gmv_max'
    for (const by of ['creator', 'videoId'] as const) {
      const found = spent.map((fact) => ({ by: `${isAd(fact.source)} ${fact[by]}`, amount: fact.costMicro }))
      const right = truth.charges.map((charge) => ({
        ...{ by: `${charge.step === 'adSpend'} ${charge[by] ?? ''}`, amount: charge.amountMicro },
      }))
      expect(sums(found), by).toEqual(sums(right))
    }
  },
)
