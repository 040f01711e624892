import type { SliceId } from './slice.ts'
import type { TrafficFilter } from './source.ts'
import type { Measure } from './value.ts'

export type Family =
  | 'engagement'
  | 'creation'
  | 'retention'
  | 'monetization'
  | 'reach'
  | 'brand'
  | 'culture'
  | 'privacy'
export type Level = 'north star' | 'primary' | 'supporting' | 'guardrail' | 'risk'
export type Stakeholder = 'viewer' | 'creator' | 'brand' | 'merchant' | 'platform' | 'operator'
/** Money is in the smallest unit of its currency, which the answer names. */
export type Unit = 'count' | 'number' | 'share' | 'share_per_second' | 'milliseconds' | 'hours' | 'money'
/** The metric trees that one can walk: the platform by families, and the two that money grows on. */
export type Tree = 'platform' | 'marketplace' | 'monetization' | 'sales'

/**
 * De: by event id. Dv: by view id. Du: by person. Dd: by person, item and day, an undo taking its action back. Do, Dl:
 * by order line and ledger entry.
 */
export type Dedup = 'De' | 'Dv' | 'Du' | 'Dd' | 'Do' | 'Dl'

/** Tv: the viewer's local date, stamped at arrival. Tp: the platform's. Ta: the account's. */
export type Calendar = 'Tv' | 'Tp' | 'Ta'

/** How a number of a long time follows from numbers of its parts. Only the first two may be added up. */
export type Additivity = 'additive' | 'ratio of sums' | 'snapshot' | 'distinct' | 'quantile' | 'path'

/**
 * Which dates count. Period: those asked for. Trailing: the last so many days of each day asked for. Cohort: units that
 * began on the dates asked for, followed for so many days.
 */
export type Window =
  | { readonly kind: 'period' }
  | { readonly kind: 'trailing'; readonly days: number }
  | { readonly kind: 'cohort'; readonly days: number }

export type ScopeKind = 'platform' | 'author' | 'post' | 'client'

/** What a number does for another one above it in a metric tree. */
export interface Parent {
  readonly id: string
  /** How it moves its parent, as a sentence. */
  readonly how: string
}

/** One number: what it means, how it is computed, and how it may be shown. */
export interface Metric<Id extends string = string, Pair extends string = string> {
  readonly id: Id
  /** Code in the catalog of metrics. */
  readonly code: string
  /** Raised with every change of the meaning. */
  readonly version: number
  readonly family: Family
  readonly level: Level
  readonly stakeholder: Stakeholder
  readonly label: string
  /** The definition as a sentence for people. */
  readonly formula: string
  readonly numerator: string
  /** null: it is no ratio. */
  readonly denominator: string | null
  readonly unit: Unit
  /** What is counted. */
  readonly entity: string
  readonly window: Window
  readonly dedup: Dedup
  readonly calendar: Calendar
  /** Days after the last local date included until the number is frozen. */
  readonly finalAfterDays: number
  readonly traffic: TrafficFilter
  readonly additivity: Additivity
  /** Which way is better. */
  readonly direction: 'up' | 'down' | 'neither'
  /** A vanity number says nothing alone: it names the actionable numbers it must be shown with. */
  readonly kind: 'vanity' | 'actionable'
  readonly pairs: readonly Pair[]
  readonly scopes: readonly ScopeKind[]
  readonly slices: readonly SliceId[]
  /** A cell of a slice by an attribute of viewers is suppressed below so many persons. */
  readonly leastPersons: number
  readonly parents: readonly Parent[]
  /** Where it is shown; a parent that is in none of these is only told. */
  readonly trees: readonly Tree[]
  readonly shape: 'number' | 'curve'
  /** Of a curve: what one bin is. */
  readonly binSeconds: number | null
  /** null: not fed yet, and why. A function, so that a program that does not compute numbers need not load it. */
  readonly measure: (() => Measure) | null
  readonly missing: string | null
}

type Verdict<Pair extends string> =
  | { readonly kind: 'vanity'; readonly pairs: readonly [Pair, ...Pair[]] }
  | { readonly kind: 'actionable' }

type Required<Id extends string> = Pick<
  Metric<Id>,
  | 'id'
  | 'code'
  | 'version'
  | 'family'
  | 'level'
  | 'stakeholder'
  | 'label'
  | 'formula'
  | 'numerator'
  | 'denominator'
  | 'unit'
  | 'entity'
  | 'dedup'
  | 'additivity'
  | 'direction'
  | 'scopes'
  | 'slices'
>
type Defaulted = Pick<
  Metric,
  'window' | 'calendar' | 'finalAfterDays' | 'traffic' | 'leastPersons' | 'parents' | 'trees' | 'binSeconds'
>
type Computed =
  | { readonly measure: () => Measure; readonly missing?: undefined }
  | { readonly missing: string; readonly measure?: undefined }

export type MetricOptions<Id extends string, Pair extends string> = Required<Id> &
  Partial<Defaulted> &
  Computed & { readonly verdict: Verdict<Pair>; readonly shape?: 'number' | 'curve' }

/** What a code means when a definition does not say it (metrics 1.1). */
const defaults: Defaulted = {
  window: { kind: 'period' },
  calendar: 'Tv',
  finalAfterDays: 3,
  traffic: 'X1',
  leastPersons: 20,
  parents: [],
  trees: ['platform'],
  binSeconds: null,
}

/**
 * Defines one number. Everything that shows, fetches or pays by it uses this definition.
 *
 * @example
 * export const views = metric({ id: 'views', code: 'C1', …, measure: () => ({ value: facts(viewSource)… }) })
 */
export const metric = <const Id extends string, const Pair extends string = never>({
  verdict,
  measure,
  missing,
  shape,
  ...rest
}: MetricOptions<Id, Pair>): Metric<Id, Pair> => ({
  ...defaults,
  ...rest,
  shape: shape ?? 'number',
  kind: verdict.kind,
  pairs: verdict.kind === 'vanity' ? verdict.pairs : [],
  measure: measure ?? null,
  missing: missing ?? null,
})
