import { factorsOf, type FactorFacts, type Factors } from './factors.ts'
import type { JudgedView } from './judge-period.ts'
import type { RejectReason } from './judge-view.ts'
import type { FundTerms } from './terms.ts'
import type { VideoDayActions } from './view-facts.ts'

/** One video on one day (UTC): how its views were judged, and what a qualified one weighs. */
export interface VideoDay {
  readonly videoId: string
  readonly day: string
  readonly seen: number
  readonly rejected: Readonly<Partial<Record<RejectReason, number>>>
  readonly facts: FactorFacts
  readonly factors: Factors
}

/** What is counted of a video's day, from judged views or from the lines of a statement. */
export type CountedView = Pick<JudgedView, 'day' | 'verdict'> & {
  readonly videoId: string
  readonly uniqMs: number
  readonly durationMs: number
  readonly originalityBps: number
}

interface Counting {
  seen: number
  qualified: number
  rejected: Partial<Record<RejectReason, number>>
  playedMs: bigint
  playableMs: bigint
  readonly first: CountedView
}

/** Days sort by video and then by date. */
export const dayKeyOf = ({ videoId, day }: { readonly videoId: string; readonly day: string }): string =>
  `${videoId} ${day}`

const quiet = { likes: 0, comments: 0, saves: 0, shares: 0 }

const count = (counting: Counting, view: CountedView): void => {
  counting.seen += 1
  if (!view.verdict.qualified) {
    const { reason } = view.verdict
    counting.rejected[reason] = (counting.rejected[reason] ?? 0) + 1
    return
  }
  counting.qualified += 1
  counting.playedMs += BigInt(Math.min(view.uniqMs, view.durationMs))
  counting.playableMs += BigInt(view.durationMs)
}

/** Every video's days with their factors, by key. */
export const weighDays = (
  views: Iterable<CountedView>,
  actions: readonly VideoDayActions[],
  terms: FundTerms['factors'],
): Map<string, VideoDay> => {
  const counted = new Map<string, Counting>()
  for (const view of views) {
    const key = dayKeyOf(view)
    const counting = counted.get(key) ?? {
      ...{ seen: 0, qualified: 0, rejected: {}, playedMs: 0n, playableMs: 0n, first: view },
    }
    counted.set(key, counting)
    count(counting, view)
  }
  const done = new Map(actions.map((one) => [dayKeyOf(one), one]))
  const byKey = ([one]: [string, unknown], [other]: [string, unknown]) => (one < other ? -1 : 1)
  return new Map(
    [...counted].toSorted(byKey).map(([key, { first, seen, rejected, ...rest }]): [string, VideoDay] => {
      const { likes, comments, saves, shares } = done.get(key) ?? quiet
      const facts: FactorFacts = {
        ...{ originalityBps: first.originalityBps, ...rest, actions: { likes, comments, saves, shares } },
      }
      const { videoId, day } = first
      return [key, { videoId, day, seen, rejected, facts, factors: factorsOf(facts, terms) }]
    }),
  )
}
