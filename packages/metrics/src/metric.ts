import type { Condition, Expression, Node } from './expression.ts'
import type { AnySource, Source, Columns, TrafficFilter } from './source.ts'

export type Unit = 'count' | 'share' | 'share_per_second' | 'milliseconds'
/** De: by event id. Dv: by view id. */
export type Dedup = 'De' | 'Dv'

/** How many rows, or the sum of an integer, over the rows that fit. */
export type Aggregate<SourceId extends string> = (
  | { readonly kind: 'count'; readonly where: Node }
  | { readonly kind: 'sum'; readonly of: Node; readonly where: Node }
) & { readonly ownedBy?: (source: SourceId) => void }

/** What is computed: a total, a ratio of sums, or a share for each stretch of the video. */
export type Measure<SourceId extends string> =
  | { readonly kind: 'total'; readonly of: Aggregate<SourceId> }
  | {
      readonly kind: 'ratio'
      readonly numerator: Aggregate<SourceId>
      readonly denominator: Aggregate<SourceId>
    }
  | {
      readonly kind: 'curve'
      readonly played: Node
      readonly lengthMs: Node
      readonly binMs: number
      readonly among: Condition<SourceId>
    }
export type ShapeOf<M> = M extends { readonly kind: 'curve' } ? 'curve' : 'number'

/** Rows of the source for which the condition holds. */
export const countIf = <S extends string>(where: Condition<S>): Aggregate<S> => ({
  kind: 'count',
  where: where.node,
})
/** All rows of the source. */
export const count = <S extends string>(): Aggregate<S> => ({ kind: 'count', where: { kind: 'all', of: [] } })
/** Sum of an integer over the rows for which the condition holds. */
export const sum = <S extends string>(of: Expression<'integer', S>, where?: Condition<S>): Aggregate<S> => ({
  kind: 'sum',
  of: of.node,
  where: where?.node ?? { kind: 'all', of: [] },
})
export const total = <S extends string>(of: Aggregate<S>): Measure<S> & { kind: 'total' } => ({
  kind: 'total',
  of,
})
/** Ratio of sums. Nothing to divide by is missing, never 0. */
export const ratio = <S extends string>(
  numerator: Aggregate<S>,
  denominator: Aggregate<S>,
): Measure<S> & { kind: 'ratio' } => ({ kind: 'ratio', numerator, denominator })
/** Of the rows that fit `among`: the share that played each stretch of `binMs`. */
export const curve = <S extends string>(options: {
  readonly played: Expression<'intervals', S>
  readonly lengthMs: Expression<'integer', S>
  readonly binMs: number
  readonly among: Condition<S>
}): Measure<S> & { kind: 'curve' } => ({
  kind: 'curve',
  played: options.played.node,
  lengthMs: options.lengthMs.node,
  binMs: options.binMs,
  among: options.among,
})

/** A vanity number says nothing alone: it names the actionable numbers it must be shown with. */
export interface Metric<Id extends string = string, Pair extends string = string> {
  readonly id: Id
  /** Code in the catalog of metrics. */
  readonly code: string
  /** Raised with every change of the meaning. */
  readonly version: number
  readonly label: string
  /** The definition as a sentence for people. */
  readonly formula: string
  readonly unit: Unit
  readonly kind: 'vanity' | 'actionable'
  readonly pairs: readonly Pair[]
  readonly source: AnySource
  readonly traffic: TrafficFilter
  readonly dedup: Dedup
  /** Days after the last local date included until the number is frozen. */
  readonly finalAfterDays: number
  readonly measure: Measure<never>
}

type Verdict<Pair extends string> =
  | { readonly kind: 'vanity'; readonly pairs: readonly [Pair, ...Pair[]] }
  | { readonly kind: 'actionable'; readonly pairs?: undefined }

interface MetricOptions<
  Id extends string,
  Pair extends string,
  SourceId extends string,
  C extends Columns,
  M extends Measure<SourceId>,
> extends Omit<Metric<Id>, 'kind' | 'pairs' | 'source' | 'measure'> {
  readonly verdict: Verdict<Pair>
  readonly source: Source<SourceId, C>
  readonly measure: M
}

/**
 * Defines one number. Everything that shows, fetches or pays by it uses this definition.
 *
 * @example
 * export const likes = metric({ id: 'likes', code: 'C11', version: 1, label: 'Likes', …, measure: total(count()) })
 */
export const metric = <
  const Id extends string,
  SourceId extends string,
  C extends Columns,
  M extends Measure<SourceId>,
  const Pair extends string = never,
>({
  verdict,
  ...rest
}: MetricOptions<Id, Pair, SourceId, C, M>): Metric<Id, Pair> & { readonly shape: ShapeOf<M> } => {
  // The shape follows from the kind of measure by the same rule as ShapeOf.
  const shape = (rest.measure.kind === 'curve' ? 'curve' : 'number') as ShapeOf<M>
  return { ...rest, shape, kind: verdict.kind, pairs: verdict.pairs ?? [] }
}
