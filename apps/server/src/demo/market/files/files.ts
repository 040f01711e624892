import { chanceOf } from '../chance.ts'
import { dayText, type LocalMs, momentText } from '../time.ts'
import type { Market } from '../world.ts'
import { adsSheet } from './ads-file.ts'
import {
  affiliateCreatorSheet,
  affiliateProductSheet,
  affiliateVideoSheet,
} from './affiliate-center-files.ts'
import { affiliateSheet } from './affiliate-file.ts'
import { costSheet } from './cost-file.ts'
import { gmvMaxSheets } from './gmv-max-file.ts'
import { orderSheets } from './order-file.ts'
import { ownData } from './own-data-file.ts'
import { settlementSheets } from './settlement-file.ts'
import { studioDrafts } from './studio-files.ts'
import type { CsvStyle, Draft, FileKind, MarketFile, Sheet, WorkbookStyle } from './table.ts'
import { written } from './written.ts'

export interface FilesOptions {
  /** The moment of the export, on the clock of the shop. */
  readonly asOf: LocalMs
  /** Which form the tables have that come in two; left to the seed when absent. */
  readonly form?: 'csv' | 'xlsx'
}

interface Planned {
  readonly kind: FileKind
  readonly name: string
  readonly draft: Draft
  readonly period?: MarketFile['period']
  readonly account?: string
}

/** How the seller's dashboard writes CSV. */
export const csvStyleOf = ({ quirks }: Market): CsvStyle => ({
  mark: true,
  quoted: quirks.quotedCells,
  tabs: quirks.tabs,
  finalNewline: true,
})

const workbookStyleOf = ({ quirks }: Market): WorkbookStyle => ({
  staleDimension: quirks.staleDimension,
  scattered: quirks.scatteredRows,
  numbers: quirks.numericCells,
  sharedStrings: quirks.sharedStrings,
})

const plainCsv: CsvStyle = { mark: false, quoted: false, tabs: false, finalNewline: true }

/** Makes drafts in the habits of the shop. */
const drafter = (market: Market, { asOf, form }: FilesOptions) => {
  const style = csvStyleOf(market)
  const workbookStyle = workbookStyleOf(market)
  const workbook = (sheets: readonly Sheet[]): Draft => ({ form: 'xlsx', sheets, style: workbookStyle })
  const table = (label: string, sheet: Sheet): Draft => {
    const chosen = form ?? (chanceOf(market.seed, `form/${label}`).happens(0.5) ? 'csv' : 'xlsx')
    return chosen === 'csv' ? { form: 'csv', sheet, style } : workbook([sheet])
  }
  const named = (name: string, draft: Draft): string => `${name}.${draft.form}`
  return { workbook, table, named, stamp: momentText(asOf).replaceAll(/\D/g, '') }
}
type Drafter = ReturnType<typeof drafter>

const shopFiles = (
  market: Market,
  { asOf }: FilesOptions,
  { workbook, table, named, stamp }: Drafter,
): Planned[] => {
  const orders = [...orderSheets(market, asOf)].map((sheet, index): Planned => {
    const draft = table('orders', sheet)
    return { kind: 'shop_orders', name: named(`All orders-${stamp}-${index + 1}`, draft), draft }
  })
  const affiliate = table('affiliate', affiliateSheet(market, asOf))
  return [
    ...orders,
    { kind: 'settlement', name: `income_${stamp}.xlsx`, draft: workbook(settlementSheets(market, asOf)) },
    { kind: 'affiliate_orders', name: named(`affiliate_orders_${stamp}`, affiliate), draft: affiliate },
  ]
}

const centerFiles = (market: Market, { asOf }: FilesOptions, { table, named }: Drafter): Planned[] => {
  const period = { from: dayText(market.startMs), to: dayText(market.endMs - 1) }
  const span = `${period.from.replaceAll('-', '')}-${period.to.replaceAll('-', '')}`
  const one = (kind: FileKind, name: string, sheet: Sheet): Planned => {
    const draft = table(kind, sheet)
    return { kind, name: named(`${name}_${span}`, draft), draft, period }
  }
  return [
    one('affiliate_creators', 'Creator Data', affiliateCreatorSheet(market, asOf)),
    one('affiliate_videos', 'Video Data', affiliateVideoSheet(market, asOf)),
    one('affiliate_products', 'Transaction_Analysis_Product', affiliateProductSheet(market, asOf)),
  ]
}

const adFiles = (market: Market, { asOf }: FilesOptions, { table, named, stamp }: Drafter): Planned[] => {
  const weekly = gmvMaxSheets(market, asOf).map(({ week, sheet }): Planned => {
    const draft = table('gmv_max', sheet)
    const name = named(`Product campaign data ${week.from} to ${week.to}`, draft)
    return { kind: 'gmv_max_creatives', name, draft, period: { from: week.from, to: week.to } }
  })
  const ads = table('ads', adsSheet(market, asOf))
  return [...weekly, { kind: 'ads_report', name: named(`Ads report ${stamp}`, ads), draft: ads }]
}

const otherFiles = (market: Market, { asOf }: FilesOptions): Planned[] => {
  const own = ownData(market, asOf)
  return [
    ...studioDrafts(market, asOf).map(({ name, draft }): Planned => ({
      kind: 'studio',
      name,
      draft,
      account: market.brand,
    })),
    {
      kind: 'own_data',
      name: 'user_data_tiktok.json',
      draft: { form: 'json', text: own.text },
      account: own.account,
    },
    {
      kind: 'costs',
      name: 'costs.csv',
      draft: { form: 'csv', sheet: costSheet(market, asOf), style: plainCsv },
    },
  ]
}

/**
 * Every file that the market's dashboards would give at a moment, as they would give it. Files of two moments overlap:
 * the later one has the same lines, some of them changed.
 *
 * @example await filesOf(market, { asOf: market.endMs })
 */
export const filesOf = (market: Market, options: FilesOptions): Promise<MarketFile[]> => {
  const drafts = drafter(market, options)
  const planned = [
    ...shopFiles(market, options, drafts),
    ...centerFiles(market, options, drafts),
    ...adFiles(market, options, drafts),
    ...otherFiles(market, options),
  ]
  return Promise.all(
    planned.map(async ({ kind, name, draft, period, account }) => ({
      kind,
      name,
      bytes: await written(draft),
      draft,
      region: market.facts.region,
      currency: market.currency,
      asOf: options.asOf,
      period: period ?? null,
      account: account ?? null,
    })),
  )
}
