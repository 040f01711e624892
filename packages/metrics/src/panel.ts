import type { Metric } from './metric.ts'

/** The pairs that these definitions demand and do not contain. */
type Unpaired<M extends readonly Metric[]> = Exclude<M[number]['pairs'][number], M[number]['id']>
/** Lists built at run time have no literal ids; they must go through `assertPaired`. */
type IsLiteral<M extends readonly Metric[]> = string extends M[number]['id'] ? false : true

/** What the compiler says about a vanity number without its pair. */
export interface MissingPair<Id extends string> {
  readonly 'a vanity number is only shown together with': Id
}
type Paired<M extends readonly Metric[]> =
  IsLiteral<M> extends true
    ? [Unpaired<M>] extends [never]
      ? unknown
      : MissingPair<Unpaired<M>>
    : MissingPair<string>

declare const paired: unique symbol
/** Definitions of which each vanity number has all its pairs beside it. Only `panel` makes one. */
export interface Panel<M extends readonly Metric[] = readonly Metric[]> {
  readonly metrics: M
  readonly [paired]: true
}

/**
 * Numbers that are shown together. A vanity number without all its pairs does not compile.
 *
 * @example const numbers = panel([views, hookRate, completionRate])
 */
export const panel = <const M extends readonly Metric[]>(members: M & Paired<M>): Panel<M> =>
  // The brand exists for the compiler alone; the condition on the argument is what earns it.
  ({ metrics: members }) as unknown as Panel<M>

export interface UnpairedMetric {
  readonly metricId: string
  readonly missing: readonly string[]
}

/**
 * The same rule for ids that are only known at run time: each vanity number with the pairs that are missing beside it.
 * Nothing missing: an empty list.
 */
export const assertPaired = (ids: readonly string[], known: readonly Metric[]): readonly UnpairedMetric[] => {
  const asked = new Set(ids)
  return known
    .filter((one) => asked.has(one.id))
    .map((one) => ({ metricId: one.id, missing: one.pairs.filter((pair) => !asked.has(pair)) }))
    .filter((one) => one.missing.length > 0)
}
