import type { Condition, Expression, ValueType, ValueTypes } from './expression.ts'

export interface Column {
  readonly sql: string
  readonly type: ValueType
}
export type Columns = Readonly<Record<string, Column>>

/** X0 everything; X1 without the author's own views and known bots; X2, the money grade, also without the improbable. */
export type TrafficFilter = 'X0' | 'X1' | 'X2'

type ColumnName<C extends Columns> = keyof C & string
type ColumnExpressions<Id extends string, C extends Columns> = {
  readonly [Name in keyof C]: Expression<C[Name]['type'], Id>
}

/** One kind of fact: its ClickHouse table, its columns, and how repeated reports become one row per entity. */
export interface Source<Id extends string = string, C extends Columns = Columns> {
  readonly id: Id
  readonly table: string
  /** What one row is after reducing. */
  readonly entity: string
  readonly columns: C
  /** Reports with the same key are about the same entity; the one that is last in `order` tells all of it. */
  readonly latest: { readonly key: readonly ColumnName<C>[]; readonly order: readonly ColumnName<C>[] }
  /** Who writes the table leaves repeated reports out, so a reader need not. */
  readonly isUnique?: boolean
  /** A table of the same columns with one row per entity, its latest report, as far as it has been made. */
  readonly settledTable?: string
  /** A table of some of these columns with the rows of the settled table that are of days long over. */
  readonly past?: { readonly table: string; readonly columns: readonly ColumnName<C>[] }
  /** Columns by which a question may be narrowed. They are part of the key, so narrowing never splits an entity. */
  readonly scope: {
    readonly postId?: ColumnName<C>
    readonly authorId?: ColumnName<C>
    readonly clientId?: ColumnName<C>
    /** Of a post whose video was replaced. */
    readonly version?: ColumnName<C>
  }
  readonly receivedAt: ColumnName<C>
  readonly localDate: ColumnName<C>
  readonly traffic: Readonly<Record<TrafficFilter, Condition<Id>>>
  /** The columns as expressions. */
  readonly column: ColumnExpressions<Id, C>
}

/** What a metric needs to know of its source, whatever its columns are. */
export type AnySource = Omit<Source, 'traffic' | 'column'> & {
  readonly traffic: Readonly<Record<TrafficFilter, Condition<never>>>
}

/** The TypeScript shape of one fact of a source. */
export type FactOf<S extends { readonly columns: Columns }> = {
  readonly [Name in keyof S['columns']]: ValueTypes[S['columns'][Name]['type']]
}

interface SourceOptions<Id extends string, C extends Columns> extends Omit<
  Source<Id, C>,
  'traffic' | 'column'
> {
  readonly traffic: (column: ColumnExpressions<Id, C>) => Record<TrafficFilter, Condition<Id>>
}

/**
 * Declares a kind of fact. The module that writes the table holds a test that its columns are these.
 *
 * @example
 * const like = source({ id: 'like', table: 'social_like', entity: 'like', columns: { … }, … })
 */
export const source = <const Id extends string, const C extends Columns>(
  options: SourceOptions<Id, C>,
): Source<Id, C> => {
  const expressions = Object.fromEntries(
    Object.entries(options.columns).map(([name, { type }]) => [
      name,
      { node: { kind: 'column', name, type } },
    ]),
  )
  // Object.fromEntries forgets the key names; they are those of `columns`, one expression each.
  const column = expressions as unknown as ColumnExpressions<Id, C>
  return { ...options, column, traffic: options.traffic(column) }
}
