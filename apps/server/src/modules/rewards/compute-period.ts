import type { PersonId } from '@busker/contract'
import { assert } from '#platform/assert'
import { periodToClose, type FundFacts } from './fund-input.ts'
import { adjustmentsOf, type Adjustment } from './rules/adjust.ts'
import { closePeriod } from './rules/close-period.ts'
import type { ClosedPeriod } from './rules/closed-period.ts'
import { CountedViews } from './rules/judge-period.ts'
import { statementOf, statementText } from './rules/statement.ts'
import type { PeriodRow } from './store/periods.ts'
import type { TermsRow } from './store/terms.ts'

/** A period to be computed, once or, when it becomes final, twice. */
export interface PeriodWork {
  readonly period: PeriodRow
  readonly terms: TermsRow
  readonly facts: FundFacts
  readonly isFinal: boolean
}

/** What one creator is told. */
export interface Told {
  readonly personId: PersonId
  readonly amountMicro: bigint
  readonly views: number
  readonly qualified: number
  readonly document: string
}

/** What is posted and kept of a computed period. */
export interface PeriodResult {
  readonly root: string
  readonly musicMicro: bigint
  readonly holdBackMicro: bigint
  readonly unallocatedMicro: bigint
  /** Of creators with a view. */
  readonly told: readonly Told[]
  /** By video: views that counted by the end of the period. */
  readonly counted: ReadonlyMap<string, bigint>
  /** Of a final one: the root that was published before, and what changes since. */
  readonly provisionalRoot: string | null
  readonly changes: readonly Adjustment[]
}

const tellAll = (closed: ClosedPeriod): Told[] =>
  [...closed.accounts.values()].flatMap(({ creatorId, amountMicro, views, qualified }): Told[] => {
    if (views.length === 0) return []
    const document = statementText(statementOf(creatorId, closed))
    // Checked boundary: creators are read from memberships of people.
    return [{ personId: creatorId as PersonId, amountMicro, views: views.length, qualified, document }]
  })

const countedAfter = (closed: ClosedPeriod): ReadonlyMap<string, bigint> => {
  const counted = new CountedViews()
  const videos = new Map<string, bigint>()
  for (const { views } of closed.accounts.values()) {
    for (const { video, verdict } of views) {
      counted.take(video, verdict)
      videos.set(video.videoId, BigInt(counted.before(video)))
    }
  }
  return videos
}

/** Closes a period by its rules; a final one beside the close before, by the same facts. Takes a second for 50,000 views. */
export const computePeriod = ({ period, terms, facts, isFinal }: PeriodWork): PeriodResult => {
  assert(facts.spans.length > 0, 'somebody took part')
  const none = new Map<string, bigint>()
  // What was said not to count after the close changes nothing of it.
  const before = isFinal ? { ...facts, voids: facts.voids.filter(({ inClose }) => inClose) } : facts
  const provisional = closePeriod(
    periodToClose(period, terms, { facts: before, isFinal: false, already: none }),
  )
  const already = new Map([...provisional.accounts].map(([id, { amountMicro }]) => [id, amountMicro]))
  const closed = isFinal
    ? closePeriod(periodToClose(period, terms, { facts, isFinal, already }))
    : provisional
  const { parts, unallocatedMicro } = closed.allocation
  return {
    ...{
      root: closed.root,
      musicMicro: parts.musicMicro,
      holdBackMicro: parts.holdBackMicro,
      unallocatedMicro,
    },
    ...{ told: tellAll(closed), counted: countedAfter(closed) },
    provisionalRoot: isFinal ? provisional.root : null,
    changes: isFinal ? adjustmentsOf(provisional, closed).creators : [],
  }
}
