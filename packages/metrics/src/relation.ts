import type { Aggregate } from './aggregate.ts'
import type { Node } from './expression.ts'
import type { AnySource, TrafficFilter } from './source.ts'

/**
 * Rows of facts and what is made of them, as data. There are no nulls: an id that is not there is all zeros, a number
 * that is not there is -1, and a look-up that finds nothing says so in a column of its own.
 */
export type Relation =
  | RowsRelation
  | { readonly kind: 'where'; readonly from: Relation; readonly condition: Node }
  | { readonly kind: 'derive'; readonly from: Relation; readonly columns: Readonly<Record<string, Node>> }
  | { readonly kind: 'window'; readonly from: Relation; readonly date: string }
  | GroupRelation
  | {
      readonly kind: 'lookup'
      readonly from: Relation
      readonly table: GroupRelation
      /** Key column of the table → value here. It names every key, so at most one row is found. */
      readonly on: Readonly<Record<string, Node>>
      readonly found: string
      /** These rows are few among what the table is made of. */
      readonly isFew?: boolean
    }
  | { readonly kind: 'expand'; readonly from: Relation; readonly list: string; readonly as: string }
  | {
      readonly kind: 'sessions'
      readonly from: Relation
      readonly by: string
      readonly time: string
      readonly gapMs: number
      readonly maximumMs: number
      readonly as: string
    }

/** One row per entity: its latest report. */
export interface RowsRelation {
  readonly kind: 'rows'
  readonly source: AnySource
  /** null: the filter of the definition. */
  readonly traffic: TrafficFilter | null
  /** Days before and after the period that are read too. null: as many as the window of the definition needs. */
  readonly before: number | 'all' | null
  readonly after: number | null
  /** Not narrowed to the post that is asked about, only to its author. */
  readonly acrossPosts: boolean
  /** Not narrowed at all: what the platform does as a whole, whoever is asked about. */
  readonly everywhere?: true
}

export interface GroupRelation {
  readonly kind: 'group'
  readonly from: Relation
  readonly by: readonly string[]
  readonly columns: Readonly<Record<string, Aggregate>>
}
