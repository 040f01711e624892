import { eq, type Condition, type Expression, type Node, type ValueType } from './expression.ts'

/**
 * Gini: 2·Σ i·x₍ᵢ₎ ÷ (n·Σx) − (n + 1) ÷ n over the sorted amounts. Concentration (Herfindahl): Σx² ÷ (Σx)². Top share: what
 * the greatest hundredth of the rows (rounded up) have of the sum. Nothing can be said where the sum is 0.
 */
export type Inequality = 'gini' | 'concentration' | 'top_share'

/** One number or list made of many rows; rows for which `where` does not hold are left out. */
export type Aggregate =
  | { readonly kind: 'count'; readonly where: Node }
  | { readonly kind: 'sum'; readonly of: Node; readonly where: Node }
  | { readonly kind: 'distinct'; readonly of: readonly Node[]; readonly where: Node }
  | { readonly kind: 'least' | 'most'; readonly of: Node; readonly where: Node }
  /** Continuous: between two ranks it is interpolated, as in R's type 7. The only quantile there is. */
  | { readonly kind: 'quantile'; readonly of: Node; readonly level: number; readonly where: Node }
  | { readonly kind: 'mean'; readonly of: Node; readonly where: Node }
  /** Sorted integers, with or without repetitions. */
  | { readonly kind: 'list'; readonly of: Node; readonly unique: boolean; readonly where: Node }
  /** The value of the row that is last in `order`; of rows that tie the largest value. */
  | { readonly kind: 'newest'; readonly of: Node; readonly order: Node; readonly where: Node }
  /** exp of the Shannon entropy of the shares that the rows' counts make of their sum. */
  | { readonly kind: 'perplexity'; readonly of: Node; readonly where: Node }
  /** How unequal amounts are, none below zero: see `gini`, `concentration` and `topShare`. */
  | { readonly kind: Inequality; readonly of: Node; readonly where: Node }
  /** For each bin, an integer of `from` … `to`: for how many rows the condition holds. */
  | {
      readonly kind: 'bins'
      readonly holds: Node
      readonly from: number
      readonly to: number
      readonly where: Node
    }
  /** How many rows played each stretch of `binMs`. */
  | {
      readonly kind: 'curve'
      readonly played: Node
      readonly lengthMs: Node
      readonly binMs: number
      readonly where: Node
    }
  /** Pairs (tree, parent, child). */
  | {
      readonly kind: 'edges'
      readonly tree: Node
      readonly parent: Node
      readonly child: Node
      readonly where: Node
    }

declare const phantom: unique symbol

/** An aggregate over rows of one table, with the type of what it gives. */
export interface Aggregation<Type extends ValueType | 'bins' | 'edges', Id extends string> {
  readonly aggregate: Aggregate
  readonly [phantom]?: readonly [Type, (table: Id) => void]
}

const all: Node = { kind: 'all', of: [] }
type Integer<Id extends string> = Expression<'integer', Id>

/** Rows for which the condition holds; without one all rows. */
export const count = <Id extends string>(where?: Condition<Id>): Aggregation<'integer', Id> => ({
  aggregate: { kind: 'count', where: where?.node ?? all },
})

/** Sum of an integer. */
export const sum = <Id extends string>(
  of: Integer<Id>,
  where?: Condition<Id>,
): Aggregation<'integer', Id> => ({ aggregate: { kind: 'sum', of: of.node, where: where?.node ?? all } })

/** How many different values, or combinations of values, exactly. */
export const distinct = <Id extends string>(
  of: Expression<ValueType, Id> | readonly Expression<ValueType, Id>[],
  where?: Condition<Id>,
): Aggregation<'integer', Id> => {
  const nodes = 'node' in of ? [of.node] : of.map(({ node }) => node)
  return { aggregate: { kind: 'distinct', of: nodes, where: where?.node ?? all } }
}

const extreme =
  (kind: 'least' | 'most') =>
  <Id extends string>(of: Integer<Id>, where?: Condition<Id>): Aggregation<'integer', Id> => ({
    aggregate: { kind, of: of.node, where: where?.node ?? all },
  })
/** The least integer; of no rows 0 inside a group, missing as a value. */
export const least = /* @__PURE__ */ extreme('least')
/** The greatest integer; of no rows 0 inside a group, missing as a value. */
export const most = /* @__PURE__ */ extreme('most')

/** A continuous quantile. */
export const quantile = <Id extends string>(
  level: number,
  of: Integer<Id>,
  where?: Condition<Id>,
): Aggregation<'real', Id> => ({
  aggregate: { kind: 'quantile', level, of: of.node, where: where?.node ?? all },
})

/** Mean of numbers that are not integers; of integers take the quotient of sum and count, which is exact. */
export const mean = <Id extends string>(of: Expression<'real', Id>): Aggregation<'real', Id> => ({
  aggregate: { kind: 'mean', of: of.node, where: all },
})

/** All values, sorted. */
export const sortedList = <Id extends string>(
  of: Integer<Id>,
  where?: Condition<Id>,
): Aggregation<'integer_list', Id> => ({
  aggregate: { kind: 'list', of: of.node, unique: false, where: where?.node ?? all },
})

/** All different values, sorted. */
export const sortedSet = <Id extends string>(
  of: Integer<Id>,
  where?: Condition<Id>,
): Aggregation<'integer_list', Id> => ({
  aggregate: { kind: 'list', of: of.node, unique: true, where: where?.node ?? all },
})

/** The value of the last row by `order`. */
export const newest = <T extends 'integer' | 'text' | 'uuid' | 'text_list', Id extends string>(
  of: Expression<T, Id>,
  order: Integer<Id>,
): Aggregation<T, Id> => ({ aggregate: { kind: 'newest', of: of.node, order: order.node, where: all } })

/** How many kinds there would be if all were equally common: exp of the Shannon entropy of these counts. */
export const perplexity = <Id extends string>(of: Integer<Id>): Aggregation<'real', Id> => ({
  aggregate: { kind: 'perplexity', of: of.node, where: all },
})

const unequal =
  (kind: Inequality) =>
  <Id extends string>(of: Integer<Id>, where?: Condition<Id>): Aggregation<'real', Id> => ({
    aggregate: { kind, of: of.node, where: where?.node ?? all },
  })
/** 0: all have the same; towards 1: one has it all. Amounts below zero count as nothing. */
export const gini = /* @__PURE__ */ unequal('gini')
/** 1: all of the sum is in one row. Amounts below zero count as nothing. */
export const concentration = /* @__PURE__ */ unequal('concentration')
/** What the greatest hundredth has of the sum. Amounts below zero count as nothing. */
export const topShare = /* @__PURE__ */ unequal('top_share')

interface Bins {
  readonly from: number
  readonly to: number
}

/**
 * For each integer of a range, for how many rows a condition holds in which it occurs.
 *
 * @example countEach({ from: 0, to: 30 }, (day) => lte(plus(column.firstDay, day), given('settledDay')))
 */
export const countEach = <Id extends string>(
  bins: Bins,
  holds: (bin: Integer<string>) => Condition<Id>,
  where?: Condition<Id>,
): Aggregation<'bins', Id> => ({
  aggregate: {
    kind: 'bins',
    holds: holds({ node: { kind: 'bin' } }).node,
    ...bins,
    where: where?.node ?? all,
  },
})

/** How many rows have each integer. */
export const histogram = <Id extends string>(of: Integer<Id>, bins: Bins): Aggregation<'bins', Id> =>
  countEach(bins, (bin) => eq(of, bin))

/** How many rows played each stretch of the video. */
export const playedCurve = <Id extends string>(options: {
  readonly played: Expression<'intervals', Id>
  readonly lengthMs: Integer<Id>
  readonly binMs: number
}): Aggregation<'bins', Id> => ({
  aggregate: {
    kind: 'curve',
    played: options.played.node,
    lengthMs: options.lengthMs.node,
    binMs: options.binMs,
    where: all,
  },
})

/** Who came from whom, in each tree. */
export const edges = <Id extends string>(options: {
  readonly tree: Expression<'uuid', Id>
  readonly parent: Expression<'text', Id>
  readonly child: Expression<'text', Id>
}): Aggregation<'edges', Id> => ({
  aggregate: {
    kind: 'edges',
    tree: options.tree.node,
    parent: options.parent.node,
    child: options.child.node,
    where: all,
  },
})
