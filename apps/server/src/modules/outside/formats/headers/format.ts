import type { RowKind } from '../../rules/rows.ts'

/** The header spellings of one generation, language or region of an export, by what they mean. */
export interface Dialect {
  readonly where: string
  /** Year and month in which a file with these headers was seen. */
  readonly seen: string
  /** Several spellings when one generation has several. `name#2`: the second column of that name. */
  readonly columns: Readonly<Record<string, string | readonly string[]>>
}

export type DateOrder = 'day_first' | 'month_first'

export type FormatId =
  | 'shop_orders'
  | 'settlement_per_sku'
  | 'settlement_per_order'
  | 'affiliate_orders'
  | 'affiliate_orders_partner'
  | 'affiliate_creators'
  | 'affiliate_videos'
  | 'affiliate_video_list'
  | 'affiliate_products'
  | 'ads_report'
  | 'gmv_max_creatives'
  | 'gmv_max_products'
  | 'gmv_max_live_campaigns'
  | 'gmv_max_lives'
  | 'studio_overview'
  | 'studio_followers'
  | 'studio_viewers'
  | 'studio_activity'
  | 'studio_gender'
  | 'studio_territories'
  | 'studio_content'
  | 'live_engagement'
  | 'live_revenue'
  | 'live_activity'
  | 'live_viewers'
  | 'data_download'
  | 'cost_sheet'

/** One kind of exported table: how it is recognised and what has to be known to read it. */
export interface Format {
  readonly id: FormatId
  readonly kind: RowKind
  readonly dialects: readonly Dialect[]
  /** Of each group one column must be there; by these it is recognised, and without them it cannot be read. */
  readonly needs: readonly (readonly string[])[]
  /** Columns that another table has and this one has not: with one of them it is not this format. */
  readonly excludes?: readonly string[]
  /** Columns of days and moments. */
  readonly dates: readonly string[]
  /** Columns of ids, whose digits must all be there. */
  readonly ids: readonly string[]
  /** Columns whose greatest moment tells how fresh the file is. */
  readonly freshness: readonly string[]
  /** What decides when nothing in the file tells whether day or month comes first. */
  readonly dateOrder: 'region' | DateOrder
  readonly asks: readonly ('period' | 'currency' | 'account' | 'export_day')[]
  /** Headers that are known and not read, so that they are not told as new. */
  readonly passedOver?: readonly string[]
}
