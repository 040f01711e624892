import type { MeasuredMetric } from '@busker/contract'
import { hookSecond } from './moments.ts'
import type { Band, Moment } from './moments.ts'

/** Under so many views nothing is advised: one person more or less would turn it around. */
export const leastViews = 30

export interface RetentionSeen {
  readonly values: readonly number[]
  readonly views: number
  readonly band: Band | null
  readonly moments: readonly Moment[]
}

export type RetentionAdvice =
  | { readonly kind: 'too_little' }
  /** More leave in the intro than usual, or, without anything usual, more than half. */
  | { readonly kind: 'intro'; readonly share: number }
  | { readonly kind: 'dip' | 'spike'; readonly second: number }
  | { readonly kind: 'steady' }

/** What to try next in view of a curve: the intro first, because nobody sees what comes after it; then the largest moment. */
export const retentionAdvice = ({ values, views, band, moments }: RetentionSeen): RetentionAdvice => {
  if (views < leastViews || values.length === 0) return { kind: 'too_little' }
  const intro = Math.min(hookSecond, values.length - 1)
  const share = values[intro] ?? 0
  const usual = band?.p25[intro] ?? 0.5
  if (share < usual) return { kind: 'intro', share }
  const largest = (kind: Moment['kind']) =>
    moments.filter((one) => one.kind === kind).toSorted((one, other) => other.size - one.size)[0]
  const moment = largest('dip') ?? largest('spike')
  return moment === undefined ? { kind: 'steady' } : { kind: moment.kind, second: moment.from }
}

/** The steps of the funnel after the first, in order. */
export const funnelSteps = ['hook', 'hold', 'complete', 'follow'] as const
export type FunnelStep = (typeof funnelSteps)[number]

export type FunnelAdvice =
  | { readonly kind: 'too_little' }
  /** Of those who reached the step before, fewer take this one than with the creator's other videos. */
  | { readonly kind: 'weak'; readonly step: FunnelStep; readonly share: number; readonly usual: number }
  /** There is nothing to compare with: most are lost here. */
  | { readonly kind: 'most_lost'; readonly step: FunnelStep; readonly lost: number }
  | { readonly kind: 'as_usual' }

/** Below this part of the usual a step is weak. */
const weakPart = 0.9

const taken = (shares: readonly number[], at: number): number => {
  const before = shares[at] ?? 0
  return before === 0 ? 0 : (shares[at + 1] ?? 0) / before
}

/** The step to work on: the one furthest below the creator's own videos, or the one that loses most. */
export const funnelAdvice = (
  own: { readonly shares: readonly number[]; readonly views: number },
  usual: { readonly shares: readonly number[]; readonly views: number } | null,
): FunnelAdvice => {
  if (own.views < leastViews) return { kind: 'too_little' }
  // The whole account holds this video, too; with hardly any other views there is nothing to compare with.
  if (usual === null || usual.views - own.views < leastViews) {
    const lost = funnelSteps
      // Hardly anybody follows: it would always be the largest loss.
      .filter((step) => step !== 'follow')
      .map((step, at) => ({ step, lost: (own.shares[at] ?? 0) - (own.shares[at + 1] ?? 0) }))
      .toSorted((one, other) => other.lost - one.lost)
    const [first] = lost
    return first === undefined || first.lost === 0 ? { kind: 'as_usual' } : { kind: 'most_lost', ...first }
  }
  const compared = funnelSteps
    .map((step, at) => ({ step, share: taken(own.shares, at), usual: taken(usual.shares, at) }))
    .filter((one, at) => one.usual > 0 && (own.shares[at] ?? 0) * own.views >= leastViews)
    .toSorted((one, other) => one.share / one.usual - other.share / other.usual)
  const [worst] = compared
  if (worst === undefined || worst.share >= weakPart * worst.usual) return { kind: 'as_usual' }
  return { kind: 'weak', ...worst }
}

/** Views that came from one place. */
export interface TrafficSource {
  readonly source: string
  readonly views: number
  /** Share of all views. */
  readonly share: number
  readonly hook: number | null
}

/** Where the views came from, the largest source first. */
export const sourcesOf = (measured: ReadonlyMap<string, MeasuredMetric> | undefined): TrafficSource[] => {
  const views = measured?.get('views')?.rows ?? []
  const hooks = new Map(measured?.get('hook_rate')?.rows.map(({ slice, value }) => [slice, value]))
  const counted = views.map(({ slice, value }) => ({ slice, views: typeof value === 'number' ? value : 0 }))
  const all = counted.reduce((sum, one) => sum + one.views, 0)
  return counted
    .filter((one) => one.views > 0)
    .map(({ slice, views: some }) => {
      const hook = hooks.get(slice)
      return { source: slice, views: some, share: some / all, hook: typeof hook === 'number' ? hook : null }
    })
    .toSorted((one, other) => other.views - one.views)
}

/** Places where people look for this creator: they came on purpose. */
export const ownPlaces: ReadonlySet<string> = new Set(['profile', 'post'])

export type SourceAdvice =
  | { readonly kind: 'too_little' }
  | { readonly kind: 'weak_hook'; readonly source: string; readonly hook: number; readonly others: number }
  | { readonly kind: 'own_places' | 'feed_only' | 'mixed' }

const weakPoints = 0.1
const mostly = 0.5
const nearlyAll = 0.9

/** What to try in view of the sources: mend where strangers leave at once, else bring in who is missing. */
export const sourceAdvice = (sources: readonly TrafficSource[]): SourceAdvice => {
  const total = sources.reduce((sum, { views }) => sum + views, 0)
  if (total < leastViews) return { kind: 'too_little' }
  const judged = sources.flatMap(({ source, views, hook }) =>
    hook === null || views < leastViews ? [] : [{ source, views, hook }],
  )
  const weighed = (some: typeof judged): number =>
    some.reduce((sum, { views, hook }) => sum + views * hook, 0) /
    some.reduce((sum, { views }) => sum + views, 0)
  const [worst, ...others] = judged.toSorted((one, other) => one.hook - other.hook)
  if (worst !== undefined && others.length > 0 && weighed(others) - worst.hook >= weakPoints)
    return { kind: 'weak_hook', source: worst.source, hook: worst.hook, others: weighed(others) }
  const own = sources.filter(({ source }) => ownPlaces.has(source)).reduce((sum, { share }) => sum + share, 0)
  if (own >= mostly) return { kind: 'own_places' }
  return { kind: 1 - own >= nearlyAll ? 'feed_only' : 'mixed' }
}
