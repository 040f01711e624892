import { createHash } from 'node:crypto'
import type { Market, MarketFile, Truth } from '../../demo/index.ts'
import { inspectExport } from './formats/inspect-export.ts'
import { readExport, type ReadContext } from './formats/read-export.ts'
import { ofKind, rowsOfLines } from './rules/read-row.ts'
import { rowKey } from './rules/row-keys.ts'
import type { ExportedRow } from './rules/rows.ts'
import { knownProducts } from './rules/products.ts'
import { addSold, nothingSold, shareSpend } from './rules/share-spend.ts'
import { settleOrder, type LineFact } from './rules/settle-order.ts'
import { knownCosts, spendFacts, type SpendFact } from './rules/spend.ts'
import { rowText } from './rules/stored-rows.ts'
import { toldSoFar } from './rules/told-so-far.ts'

// Files of a market read and settled without a server, and what comes out laid beside the market's truth.

const buyerKey = new Uint8Array(32).fill(7)

const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10)

/** What a file says, as it comes back from the journal. */
export interface ReadFile {
  readonly name: string
  readonly asOf: string
  readonly rows: readonly ExportedRow[]
  readonly refused: number
}

export const readMarketFile = async (file: MarketFile): Promise<ReadFile> => {
  const given = { name: file.name, bytes: Buffer.from(file.bytes) }
  const context: ReadContext = {
    ...{ region: file.region, currency: file.currency, buyerKey, exportedOn: dayOf(file.asOf) },
    ...(file.period === null ? {} : { period: file.period }),
  }
  const { asOf } = await inspectExport(given, context)
  const rows: ExportedRow[] = []
  let refused = 0
  for await (const batch of readExport(given, context)) {
    refused += batch.refused.length
    rows.push(...batch.rows.flatMap((row) => rowsOfLines(rowText(row))))
  }
  const moment = new Date(file.asOf).toISOString().slice(0, 19)
  return { name: file.name, asOf: asOf?.at ?? moment, rows, refused }
}

/** Of each thing the version that counts, as `store/facts.ts` chooses it. */
const newestOf = (files: readonly ReadFile[]): ExportedRow[] => {
  const newest = new Map<string, { readonly rank: string; readonly row: ExportedRow }>()
  for (const { asOf, rows } of files) {
    for (const row of rows) {
      const { group, key } = rowKey(row)
      const place = `${row.kind} ${group} ${key}`
      const told = String(toldSoFar(row)).padStart(20, '0')
      const rank = `${asOf} ${told} ${rowText(row)}`
      const known = newest.get(place)
      if (known === undefined || rank > known.rank) newest.set(place, { rank, row })
    }
  }
  // As the database hands them out.
  const places = [...newest].toSorted(([one], [other]) => (one < other ? -1 : 1))
  return places.map(([, { row }]) => row)
}

export interface SettledMarket {
  readonly lines: readonly LineFact[]
  readonly spent: readonly SpendFact[]
}

export const settleFiles = (files: readonly ReadFile[]): SettledMarket => {
  const rows = newestOf(files)
  const costs = knownCosts(ofKind(rows, 'cost'))
  const named = [...ofKind(rows, 'affiliate_product'), ...ofKind(rows, 'affiliate_video')]
  const productOf = knownProducts(ofKind(rows, 'affiliate_order'), named)
  const groups = Map.groupBy(rows, (row) => rowKey(row).group)
  groups.delete('')
  const lines = [...groups.values()].flatMap((own) =>
    settleOrder(
      {
        lines: ofKind(own, 'order_line'),
        settlements: ofKind(own, 'settlement_line'),
        affiliates: ofKind(own, 'affiliate_order'),
      },
      costs,
      productOf,
    ),
  )
  const spent = spendFacts({
    ...{ ads: ofKind(rows, 'ad_spend'), gmvMax: ofKind(rows, 'gmv_max_item') },
    ...{ costs: ofKind(rows, 'cost'), videos: ofKind(rows, 'affiliate_video') },
  })
  return { lines, spent }
}

/** The same for the same facts, in whatever order they are made. */
export const fingerprintOf = ({ lines, spent }: SettledMarket): string => {
  const texts = [...lines, ...spent].map((fact) =>
    JSON.stringify(fact, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)),
  )
  return createHash('sha256').update(texts.toSorted().join('\n')).digest('hex')
}

type Told = Readonly<Record<string, bigint | string | boolean | undefined>>

/** Names what is not equal. */
const compare = (what: string, found: Told, right: Told): string[] =>
  Object.keys(right).flatMap((name) =>
    found[name] === right[name] ? [] : [`${what}: ${name} is ${found[name]}, should be ${right[name]}`],
  )

const keyOf = (orderId: string, skuId: string, sequence: number): string => `${orderId} ${skuId} ${sequence}`

const toldByLine = (fact: LineFact | undefined): Told =>
  fact === undefined
    ? {}
    : {
        ...{ gmv: fact.gmvMicro, cancelled: fact.cancelledMicro, refunded: fact.refundedMicro },
        ...{ platformFees: fact.platformFeesMicro, commission: fact.commissionMicro },
        ...{ shipping: fact.shippingMicro, goods: fact.goodsMicro, creatorCosts: fact.creatorCostsMicro },
        ...{ contribution: fact.contributionMicro, creator: fact.creator, videoId: fact.videoId },
        productId: fact.productId,
        isOpen: fact.isPaid && !fact.isCancelled && !fact.isSample && !fact.isSettled,
      }

const lineDifferences = (lines: readonly LineFact[], truth: Truth): string[] => {
  const byKey = new Map(
    lines.map((fact) => [keyOf(fact.line.orderId, fact.line.skuId, fact.line.sequence), fact]),
  )
  const known = truth.lines.flatMap(({ orderId, skuId, sequence, waterfall, ...line }) => {
    const { creator, videoId, productId, isOpen } = line
    const { gmv, cancelled, refunded, platformFees, commission, shipping, goods } = waterfall
    const { creatorCosts, contribution } = waterfall
    const right = {
      ...{ gmv, cancelled, refunded, platformFees, commission, shipping, goods, creatorCosts },
      ...{ contribution, creator: creator ?? '', videoId: videoId ?? '', isOpen },
      productId,
    }
    const key = keyOf(orderId, skuId, sequence)
    return compare(key, toldByLine(byKey.get(key)), right)
  })
  const count = compare('lines', { count: BigInt(lines.length) }, { count: BigInt(truth.lines.length) })
  return [...count, ...known]
}

type Amounts = readonly (readonly [name: string, amount: bigint])[]

const sumsOf = (amounts: Amounts): Record<string, bigint> => {
  const sums: Record<string, bigint> = {}
  for (const [name, amount] of amounts) sums[name] = (sums[name] ?? 0n) + amount
  return sums
}

const isAd = ({ source }: SpendFact): boolean => source === 'ads_manager' || source === 'gmv_max'

/** Every key of both sides. */
const compareSums = (what: string, found: Amounts, right: Amounts): string[] => {
  const nothing: Amounts = [...found, ...right].map(([name]) => [name, 0n])
  return compare(what, sumsOf([...found, ...nothing]), sumsOf([...right, ...nothing]))
}

const spendDifferences = (spent: readonly SpendFact[], { charges }: Truth): string[] =>
  (['creator', 'videoId'] as const).flatMap((by) =>
    compareSums(
      `spent by ${by}`,
      spent.map((fact) => [`${isAd(fact)} ${fact[by]}`, fact.costMicro]),
      charges.map((charge) => [`${charge.step === 'adSpend'} ${charge[by] ?? ''}`, charge.amountMicro]),
    ),
  )

/** What is left, taken apart: lines and spending together, as the boards add them up. */
const contributionDifferences = ({ lines, spent }: SettledMarket, truth: Truth): string[] => {
  const parts = { creator: truth.perCreator, videoId: truth.perVideo } as const
  return (['creator', 'videoId'] as const).flatMap((by) =>
    compareSums(
      `contribution by ${by}`,
      [
        ...lines.map((fact): [string, bigint] => [fact[by], fact.contributionMicro]),
        ...spent.map((fact): [string, bigint] => [fact[by], -fact.costMicro]),
      ],
      [
        ...[...parts[by].known].map(([name, { contribution }]): [string, bigint] => [name, contribution]),
        ['', parts[by].notAssignable.contribution],
      ],
    ),
  )
}

/** The same by goods: of what was spent each has its share. */
const goodsDifferences = ({ lines, spent }: SettledMarket, truth: Truth): string[] => {
  const sold = nothingSold()
  for (const fact of lines) addSold(sold, fact, fact.gmvMicro)
  const shares = shareSpend(
    spent.map((fact) => ({ fact, costMicro: fact.costMicro })),
    sold,
  )
  const parts = { skuId: truth.perSku, productId: truth.perProduct } as const
  return (['skuId', 'productId'] as const).flatMap((by) =>
    compareSums(
      `contribution by ${by}`,
      [
        ...lines.map((fact): [string, bigint] => [
          by === 'skuId' ? fact.line.skuId : fact.productId,
          fact.contributionMicro,
        ]),
        ...shares.map((share): [string, bigint] => [share[by], -share.costMicro]),
      ],
      [
        ...[...parts[by].known].map(([name, { contribution }]): [string, bigint] => [name, contribution]),
        ['', parts[by].notAssignable.contribution],
      ],
    ),
  )
}

/** What the files say was claimed and what was real, and the truth of it. */
const claimDifferences = ({ lines, spent }: SettledMarket, { claims }: Truth): string[] => {
  const sum = (amounts: readonly (bigint | null)[]): bigint =>
    amounts.reduce<bigint>((total, amount) => total + (amount ?? 0n), 0n)
  const claimedBy = (source: SpendFact['source']): bigint =>
    sum(spent.filter((fact) => fact.source === source).map(({ claimedMicro }) => claimedMicro))
  const brought = lines.filter(({ creator }) => creator !== '')
  const found = {
    real: sum(lines.map(({ gmvMicro }) => gmvMicro)),
    affiliate: sum(brought.map(({ gmvMicro }) => gmvMicro)),
    ...{ gmvMax: claimedBy('gmv_max'), ads: claimedBy('ads_manager') },
  }
  const right = (['real', 'affiliate', 'gmvMax', 'ads'] as const).map((name): [string, bigint] => [
    name,
    claims[name].gmvMicro,
  ])
  const three = [found.affiliate, found.gmvMax, found.ads]
  const least = three.reduce((most, one) => (one > most ? one : most))
  const total = sum(three)
  const most = total < found.real ? total : found.real
  const within = (what: string, amount: bigint, upper: bigint): string[] =>
    amount >= least && amount <= upper ? [] : [`${what} ${amount} is not within ${least} and ${upper}`]
  return [
    ...compare('claims', found, Object.fromEntries(right)),
    ...within('what anybody claims', claims.unionMicro, most),
    // A claim of one line touches its whole order, so whole orders may be more than was claimed.
    ...within('orders that anybody claims', claims.union.gmvMicro, found.real),
  ]
}

/** All that is not as it was made; nothing for a market that comes out of its files to the smallest unit. */
export const differencesFrom = (settled: SettledMarket, truth: Truth): string[] => [
  ...lineDifferences(settled.lines, truth),
  ...spendDifferences(settled.spent, truth),
  ...contributionDifferences(settled, truth),
  ...goodsDifferences(settled, truth),
  ...claimDifferences(settled, truth),
]

/** Halfway, and at the end. */
export const momentsOf = ({ startMs, endMs }: Market): readonly [earlier: number, later: number] => [
  startMs + (endMs - startMs) / 2,
  endMs,
]
