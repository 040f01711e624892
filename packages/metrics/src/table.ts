import type { Aggregate, Aggregation } from './aggregate.ts'
import type { Condition, Expression, Node, ValueType } from './expression.ts'
import type { Relation, RowsRelation } from './relation.ts'
import type { Columns, Source, TrafficFilter } from './source.ts'
import type { Value } from './value.ts'

type ColumnTypes = Readonly<Record<string, ValueType>>
/** Times are milliseconds, dates are days since 1970, and nothing is null. */
type Plain<T extends ValueType> = T extends 'time' | 'date' | 'optional_integer'
  ? 'integer'
  : T extends 'optional_uuid'
    ? 'uuid'
    : T
type TypesOf<C extends Columns> = { readonly [N in keyof C]: Plain<C[N]['type']> }
type Expressions<Id extends string, C extends ColumnTypes> = {
  readonly [N in keyof C & string]: Expression<C[N], Id>
}
type Named<C extends ColumnTypes, T extends ValueType> = {
  [N in keyof C & string]: C[N] extends T ? N : never
}[keyof C & string]
type DerivedTypes<D> = { readonly [N in keyof D]: D[N] extends Expression<infer T, never> ? T : never }
type GroupedTypes<A> = {
  readonly [N in keyof A]: A[N] extends Aggregation<infer T, never> ? Extract<T, ValueType> : never
}

/** What the compiler says about a join that would find several rows for one. */
export interface MultipliesRows {
  readonly 'only a grouped table can be looked up: other rows may fit more than once': never
}

const expressionsOf = (types: ColumnTypes): Readonly<Record<string, { node: Node }>> =>
  Object.fromEntries(
    Object.entries(types).map(([name, type]) => [name, { node: { kind: 'column', name, type } }]),
  )

/** Types of the columns that the aggregates of a group give. */
const typeOf = (aggregate: Aggregate): ValueType => {
  if (aggregate.kind === 'list') return 'integer_list'
  if (['quantile', 'mean', 'perplexity', 'gini', 'concentration', 'top_share'].includes(aggregate.kind))
    return 'real'
  if (aggregate.kind === 'newest' && aggregate.of.kind === 'column') return aggregate.of.type
  return 'integer'
}

/**
 * A table of the language: typed columns and, when it is grouped, a key that is unique. Every step gives a new table;
 * expressions of one table do not fit another.
 */
export class Table<Id extends string, C extends ColumnTypes, Key extends string> {
  readonly relation: Relation
  readonly types: C
  /** Only of a grouped table. Phantom. */
  declare readonly key: Key

  constructor(relation: Relation, types: C) {
    this.relation = relation
    this.types = types
  }

  /** The columns as expressions. */
  get column(): Expressions<Id, C> {
    // The names and types are those of `types`; Object.fromEntries forgets them.
    return expressionsOf(this.types) as unknown as Expressions<Id, C>
  }

  /** In ClickHouse an alias hides a column of the same name, also in WHERE and inside its own aggregate. */
  #mustBeNew(names: readonly string[]): void {
    const taken = names.find((name) => name in this.types)
    if (taken !== undefined) throw new TypeError(`the column "${taken}" is there already`)
  }

  /** Only rows for which the condition holds. */
  where(make: Condition<Id> | ((column: Expressions<Id, C>) => Condition<Id>)): Table<Id, C, Key> {
    const { node } = typeof make === 'function' ? make(this.column) : make
    return new Table({ kind: 'where', from: this.relation, condition: node }, this.types)
  }

  /** More columns, computed from those of the same row. */
  derive<D extends Readonly<Record<string, Expression<ValueType, Id>>>>(
    make: (column: Expressions<Id, C>) => D,
  ): Table<Id, C & DerivedTypes<D>, Key> {
    const made = Object.entries(make(this.column))
    this.#mustBeNew(made.map(([name]) => name))
    const columns = Object.fromEntries(made.map(([name, { node }]) => [name, node]))
    const types = Object.fromEntries(made.map(([name, { node }]) => [name, nodeType(node)]))
    // The types are read off the same expressions that DerivedTypes reads.
    const all = { ...this.types, ...types } as unknown as C & DerivedTypes<D>
    return new Table({ kind: 'derive', from: this.relation, columns }, all)
  }

  /**
   * Only rows whose date lies in the window of the definition; from here on rows belong to a slice. In a trailing
   * window a row belongs to every day that looks back on it, `daysBefore` that day.
   */
  inWindow(date: Named<C, 'integer'>): Table<Id, C & { readonly daysBefore: 'integer' }, Key> {
    const types = { ...this.types, daysBefore: 'integer' } as const
    return new Table({ kind: 'window', from: this.relation, date }, types)
  }

  /** One row per combination of these columns (and per slice). */
  group<B extends keyof C & string, A extends Readonly<Record<string, Aggregation<ValueType, Id>>>>(
    by: readonly B[],
    make: (column: Expressions<Id, C>) => A,
  ): Table<`${Id}/${B}`, Pick<C, B> & GroupedTypes<A>, B> {
    const made = Object.entries(make(this.column))
    this.#mustBeNew(made.map(([name]) => name))
    const columns = Object.fromEntries(made.map(([name, { aggregate }]) => [name, aggregate]))
    const types = Object.fromEntries([
      ...by.map((name) => [name, this.types[name]]),
      ...made.map(([name, { aggregate }]) => [name, typeOf(aggregate)]),
    ]) as unknown as Pick<C, B> & GroupedTypes<A>
    return new Table({ kind: 'group', from: this.relation, by, columns }, types)
  }

  /**
   * Columns of the one row of a grouped table that has this key, and whether there is one. Never more than one: a
   * table that is not grouped, or a key that is not whole, does not compile.
   */
  lookUp<RId extends string, RC extends ColumnTypes, Key2 extends string, const Found extends string>(
    table: Table<RId, RC, Key2> & ([Key2] extends [never] ? MultipliesRows : unknown),
    on: (column: Expressions<Id, C>) => { readonly [N in Key2]: Expression<RC[N], Id> },
    found: Found,
  ): Table<Id, C & Omit<RC, Key2> & { readonly [F in Found]: 'boolean' }, Key> {
    return this.#lookUp(table, on, { found, isFew: false })
  }

  /** The same for rows that are few among what the table is made of: it is made for their keys only. */
  lookUpFew<RId extends string, RC extends ColumnTypes, Key2 extends string, const Found extends string>(
    table: Table<RId, RC, Key2> & ([Key2] extends [never] ? MultipliesRows : unknown),
    on: (column: Expressions<Id, C>) => { readonly [N in Key2]: Expression<RC[N], Id> },
    found: Found,
  ): Table<Id, C & Omit<RC, Key2> & { readonly [F in Found]: 'boolean' }, Key> {
    return this.#lookUp(table, on, { found, isFew: true })
  }

  #lookUp<RId extends string, RC extends ColumnTypes, Key2 extends string, const Found extends string>(
    table: Table<RId, RC, Key2>,
    on: (column: Expressions<Id, C>) => { readonly [N in Key2]: Expression<RC[N], Id> },
    { found, isFew }: { readonly found: Found; readonly isFew: boolean },
  ): Table<Id, C & Omit<RC, Key2> & { readonly [F in Found]: 'boolean' }, Key> {
    const { relation } = table
    if (relation.kind !== 'group') throw new TypeError('only a grouped table can be looked up')
    const given: Readonly<Record<string, { readonly node: Node }>> = on(this.column)
    const nodes = Object.fromEntries(relation.by.map((name) => [name, given[name]?.node ?? missing(name)]))
    const added = Object.fromEntries(
      Object.entries(table.types).filter(([name]) => !relation.by.includes(name)),
    )
    this.#mustBeNew([...Object.keys(added), found])
    const types = { ...this.types, ...added, [found]: 'boolean' }
    return new Table(
      { kind: 'lookup', from: this.relation, table: relation, on: nodes, found, ...(isFew ? { isFew } : {}) },
      types as unknown as C & Omit<RC, Key2> & { readonly [F in Found]: 'boolean' },
    )
  }

  /** A row for each element of a list. It counts rows anew: sum nothing that was summed before. */
  expand<const As extends string>(
    list: Named<C, 'text_list'>,
    as: As,
  ): Table<Id, C & { readonly [A in As]: 'text' }, never> {
    const types = { ...this.types, [as]: 'text' } as unknown as C & { readonly [A in As]: 'text' }
    return new Table({ kind: 'expand', from: this.relation, list, as }, types)
  }

  /** When the session of each row began: a new one after a pause of `gapMs`, and after `maximumMs` at the latest. */
  sessions<const As extends string>(options: {
    readonly by: keyof C & string
    readonly time: Named<C, 'integer'>
    readonly gapMs: number
    readonly maximumMs: number
    readonly as: As
  }): Table<Id, C & { readonly [A in As]: 'integer' }, Key> {
    const types = { ...this.types, [options.as]: 'integer' } as unknown as C & {
      readonly [A in As]: 'integer'
    }
    return new Table({ kind: 'sessions', from: this.relation, ...options }, types)
  }

  /** A number made of these rows, for each slice. */
  value(
    make:
      | Aggregation<ValueType | 'bins' | 'edges', Id>
      | ((column: Expressions<Id, C>) => Aggregation<ValueType | 'bins' | 'edges', Id>),
  ): Value {
    const { aggregate } = typeof make === 'function' ? make(this.column) : make
    return { kind: 'aggregate', over: this.relation, of: aggregate }
  }
}

const missing = (name: string): never => {
  throw new TypeError(`a look-up must name every key; "${name}" is not given`)
}

const nodeType = (node: Node): ValueType => {
  switch (node.kind) {
    case 'column':
    case 'literal':
      return node.type
    case 'compare':
    case 'all':
    case 'any':
    case 'not':
      return 'boolean'
    case 'element':
      return nodeType(node.list) === 'text_list' ? 'text' : 'integer'
    case 'choose':
      return nodeType(node.yields)
    case 'written':
      return 'text'
    case 'arithmetic':
    case 'given':
    case 'bin':
    case 'within':
    case 'size':
    case 'spaced':
    case 'local_hour':
    case 'local_weekday':
      return 'integer'
  }
}

const plainType = (type: ValueType): ValueType => {
  if (type === 'time' || type === 'date' || type === 'optional_integer') return 'integer'
  return type === 'optional_uuid' ? 'uuid' : type
}

interface FactsOptions {
  readonly traffic?: TrafficFilter
  readonly before?: number | 'all'
  readonly after?: number
  readonly acrossPosts?: boolean
  readonly everywhere?: boolean
}

/**
 * The facts of a source, one row per entity.
 *
 * @example facts(viewSource).where(hooked).inWindow('localDate').value(count())
 */
export const facts = <Id extends string, C extends Columns>(
  from: Source<Id, C>,
  { traffic, before, after, acrossPosts, everywhere }: FactsOptions = {},
): Table<Id, TypesOf<C>, never> => {
  const types = Object.fromEntries(
    Object.entries(from.columns).map(([name, { type }]) => [name, plainType(type)]),
  )
  const relation: RowsRelation = {
    kind: 'rows',
    source: from,
    traffic: traffic ?? null,
    before: before ?? null,
    after: after ?? null,
    acrossPosts: acrossPosts ?? false,
    ...(everywhere === true ? { everywhere } : {}),
  }
  return new Table(relation, types as unknown as TypesOf<C>)
}
