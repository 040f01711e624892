import type { Aggregate } from './aggregate.ts'
import type { Reference } from './reference.ts'
import type { Relation } from './relation.ts'

/** How a number is made of aggregates. Each is computed at its own grain; they meet only here, slice by slice. */
export type Value =
  | { readonly kind: 'aggregate'; readonly over: Relation; readonly of: Aggregate }
  | { readonly kind: 'quotient'; readonly numerator: Value; readonly denominator: Value }
  | { readonly kind: 'plus' | 'minus' | 'times'; readonly left: Value; readonly right: Value }
  | { readonly kind: 'scaled'; readonly of: Value; readonly by: number }
  /** The square root; of less than nothing, which only rounding makes, it is 0. */
  | { readonly kind: 'root'; readonly of: Value }
  /** 2(√now − √expected), expected being the weighted mean of the same hour of earlier weeks. */
  | {
      readonly kind: 'velocity'
      readonly now: Value
      readonly before: readonly Value[]
      readonly weights: readonly number[]
    }
  /** Mean distance between two nodes of a tree, over all pairs of all trees. */
  | { readonly kind: 'mean_distance'; readonly edges: readonly Value[] }
  /** A number from outside the facts. */
  | Reference

export interface Measure {
  readonly value: Value
  /** How many units are still inside their window. They are in no denominator; when only they are there, it is immature. */
  readonly waiting?: Value
}

/** Ratio of sums. Nothing to divide by is missing, never 0. Of bins: each bin over the number, or over the same bin. */
export const quotient = (numerator: Value, denominator: Value): Value => ({
  kind: 'quotient',
  numerator,
  denominator,
})
export const added = (left: Value, right: Value): Value => ({ kind: 'plus', left, right })
export const subtracted = (left: Value, right: Value): Value => ({ kind: 'minus', left, right })
export const multiplied = (left: Value, right: Value): Value => ({ kind: 'times', left, right })
/** A change of unit. */
export const scaled = (of: Value, by: number): Value => ({ kind: 'scaled', of, by })

/** The square root: of a sum of squares, how far chance reaches. */
export const root = (of: Value): Value => ({ kind: 'root', of })

/** The aggregates that a value is made of. */
export const aggregatesOf = (value: Value): readonly Extract<Value, { kind: 'aggregate' }>[] => {
  switch (value.kind) {
    case 'aggregate':
      return [value]
    case 'quotient':
      return [...aggregatesOf(value.numerator), ...aggregatesOf(value.denominator)]
    case 'plus':
    case 'minus':
    case 'times':
      return [...aggregatesOf(value.left), ...aggregatesOf(value.right)]
    case 'scaled':
    case 'root':
      return aggregatesOf(value.of)
    case 'velocity':
      return [value.now, ...value.before].flatMap(aggregatesOf)
    case 'mean_distance':
      return value.edges.flatMap(aggregatesOf)
    case 'reference':
      return []
  }
}

/** The numbers from outside that a value is made of. They stand in quotients and sums only. */
export const referencesOf = (value: Value): readonly Reference[] => {
  switch (value.kind) {
    case 'reference':
      return [value]
    case 'quotient':
      return [...referencesOf(value.numerator), ...referencesOf(value.denominator)]
    case 'plus':
    case 'minus':
    case 'times':
      return [...referencesOf(value.left), ...referencesOf(value.right)]
    case 'scaled':
    case 'root':
      return referencesOf(value.of)
    case 'aggregate':
    case 'velocity':
    case 'mean_distance':
      return []
  }
}

/** The part that says what the number stands on: of a quotient its denominator, unless only the other part has facts. */
export const basisOf = (value: Value): Value => {
  switch (value.kind) {
    case 'aggregate':
    case 'reference':
      return value
    case 'quotient': {
      const [above, below] = [basisOf(value.numerator), basisOf(value.denominator)]
      return below.kind === 'reference' && above.kind !== 'reference' ? above : below
    }
    case 'plus':
    case 'minus':
    case 'times':
      return basisOf(value.left)
    case 'scaled':
    case 'root':
      return basisOf(value.of)
    case 'velocity':
      return basisOf(value.now)
    case 'mean_distance':
      return value.edges[0] === undefined ? value : basisOf(value.edges[0])
  }
}
