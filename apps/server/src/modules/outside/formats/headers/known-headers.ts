import { assert } from '#platform/assert'
import {
  adsReport,
  gmvMaxCreatives,
  gmvMaxLiveCampaigns,
  gmvMaxLives,
  gmvMaxProducts,
} from './advertising.ts'
import {
  affiliateCreators,
  affiliateProducts,
  affiliateVideoList,
  affiliateVideos,
} from './affiliate-center.ts'
import { affiliateOrders, affiliateOrdersPartner } from './affiliate-orders.ts'
import type { Format, FormatId } from './format.ts'
import { normalHeader } from './header-text.ts'
import { settlementLeaves, settlementPerOrder, settlementPerSku } from './settlements.ts'
import { shopOrders } from './shop-orders.ts'
import { studioFormats } from './studio.ts'

/** Our own form, for what no export carries. */
const costSheet: Format = {
  id: 'cost_sheet',
  kind: 'cost',
  dialects: [
    {
      where: 'the form of this instance',
      seen: '2026-11',
      columns: {
        cost: 'Cost',
        sku: 'SKU',
        creator: 'Creator',
        videoId: 'Video ID',
        campaign: 'Campaign',
        per: 'Per',
        amount: 'Amount',
        currency: 'Currency',
        from: 'From',
        to: 'To',
        note: 'Note',
      },
    },
  ],
  needs: [['cost'], ['per'], ['amount']],
  dates: ['from', 'to'],
  ids: ['videoId'],
  freshness: [],
  dateOrder: 'region',
  asks: ['currency'],
}

/** Every table that is understood. What TikTok renames is added to its dialects, with the month it was seen. */
export const formats: readonly Format[] = [
  shopOrders,
  settlementPerSku,
  settlementPerOrder,
  affiliateOrders,
  affiliateOrdersPartner,
  affiliateCreators,
  affiliateVideos,
  affiliateVideoList,
  affiliateProducts,
  adsReport,
  gmvMaxCreatives,
  gmvMaxProducts,
  gmvMaxLiveCampaigns,
  gmvMaxLives,
  ...studioFormats,
  costSheet,
]

export const formatOf = (id: FormatId): Format | undefined => formats.find((format) => format.id === id)

/** The spellings of one format, normalised, and the field of each. */
interface Spellings {
  readonly fieldOf: ReadonlyMap<string, string>
  readonly fields: readonly string[]
  readonly passedOver: ReadonlySet<string>
  readonly excluded: ReadonlySet<string>
}

const collect = (format: Format): Spellings => {
  const fieldOf = new Map<string, string>()
  for (const { columns } of format.dialects) {
    for (const [field, headers] of Object.entries(columns)) {
      for (const header of typeof headers === 'string' ? [headers] : headers) {
        // Two dialects may give one spelling to two fields; the first, which is the newest, holds.
        if (!fieldOf.has(normalHeader(header))) fieldOf.set(normalHeader(header), field)
      }
    }
  }
  const passedOver = new Set((format.passedOver ?? []).map(normalHeader))
  if (format.kind === 'settlement_line') {
    for (const { header } of settlementLeaves) passedOver.add(normalHeader(header))
  }
  return {
    fieldOf,
    passedOver,
    fields: [...new Set(fieldOf.values())],
    excluded: new Set((format.excludes ?? []).map(normalHeader)),
  }
}

const remembered = new Map<FormatId, Spellings>()
let allKnown: ReadonlySet<string> | null = null

/** Made when first asked for. */
export const spellingsOf = (id: FormatId): Spellings => {
  const known = remembered.get(id)
  if (known !== undefined) return known
  const format = formatOf(id)
  assert(format !== undefined, `${id} is a table`)
  const spellings = collect(format)
  remembered.set(id, spellings)
  return spellings
}

/** Whether any format has a column of this name: tells the delimiter and the encoding of a text. */
export const isKnownHeader = (cell: string): boolean => {
  allKnown ??= new Set(
    formats.flatMap(({ id }) => [...spellingsOf(id).fieldOf.keys(), ...spellingsOf(id).passedOver]),
  )
  return cell.length <= 120 && allKnown.has(normalHeader(cell))
}

/** What can be said of a table that is not known: a format, its fields by their usual header, and which are needed. */
export interface MappableFormat {
  readonly id: FormatId
  readonly fields: readonly { readonly field: string; readonly header: string }[]
  /** Of each group one. */
  readonly needs: Format['needs']
}

/** For the page on which a member says which column is what. */
export const mappableFormats = (): MappableFormat[] =>
  formats.map(({ id, needs, dialects }) => {
    const headers = new Map<string, string>()
    for (const { columns } of dialects) {
      for (const [field, spelling] of Object.entries(columns)) {
        const header = typeof spelling === 'string' ? spelling : (spelling[0] ?? '')
        if (!headers.has(field)) headers.set(field, header)
      }
    }
    return { id, needs, fields: [...headers].map(([field, header]) => ({ field, header })) }
  })
