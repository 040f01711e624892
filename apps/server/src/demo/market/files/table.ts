import type { Region } from '../region.ts'
import type { LocalMs } from '../time.ts'

/** What a file is; the same words as the formats of the reader, for tests to compare. */
export type FileKind =
  | 'shop_orders'
  | 'settlement'
  | 'affiliate_orders'
  | 'affiliate_creators'
  | 'affiliate_videos'
  | 'affiliate_products'
  | 'ads_report'
  | 'gmv_max_creatives'
  | 'studio'
  | 'own_data'
  | 'costs'

/** A sheet as text cells: the header first, wherever the format has it. */
export interface Sheet {
  readonly name: string
  readonly rows: readonly (readonly string[])[]
}

/** A file before it is bytes. */
export type Draft =
  | { readonly form: 'csv'; readonly sheet: Sheet; readonly style: CsvStyle }
  | { readonly form: 'xlsx'; readonly sheets: readonly Sheet[]; readonly style: WorkbookStyle }
  | {
      readonly form: 'zip'
      readonly entries: readonly { readonly name: string; readonly sheet: Sheet; readonly style: CsvStyle }[]
    }
  | { readonly form: 'json'; readonly text: string }

export interface CsvStyle {
  readonly mark: boolean
  readonly quoted: boolean
  /** Cells end with a tab, which keeps spreadsheets from making numbers of ids. */
  readonly tabs: boolean
  readonly finalNewline: boolean
}

export interface WorkbookStyle {
  /** The sheet says that it ends at a cell where it does not. */
  readonly staleDimension: boolean
  /** Each cell in a row element of its own. */
  readonly scattered: boolean
  /** Amounts and counts as numbers; ids are text always. */
  readonly numbers: boolean
  readonly sharedStrings: boolean
}

/** A file as an export at a moment, with what a member would tell beside it. */
export interface MarketFile {
  readonly kind: FileKind
  readonly name: string
  readonly bytes: Uint8Array
  readonly draft: Draft
  readonly region: Region
  readonly currency: string
  readonly asOf: LocalMs
  /** First and last day where the lines have none. */
  readonly period: { readonly from: string; readonly to: string } | null
  /** The account a file is about, where its lines do not say. */
  readonly account: string | null
}
