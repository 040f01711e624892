import type { Grade, ReportReason } from '@busker/contract'
import { severityOf } from './severity.ts'

/** A decision that stands and found a violation. */
export interface Violation {
  readonly decisionId: string
  readonly rule: ReportReason
  readonly decidedAt: Date
}

const strikeMs = 90 * 86_400_000

const inOrder = (one: Violation, other: Violation): number =>
  one.decidedAt.getTime() - other.decidedAt.getTime() || (one.decisionId < other.decisionId ? -1 : 1)

/**
 * What each violation of one person counts: the first of a rule is a warning, later ones are strikes; of what is
 * critical the first is a strike too. It follows from the decisions that stand, so a decision that falls takes its
 * consequences along.
 */
export const gradesOf = (violations: readonly Violation[]): ReadonlyMap<string, Grade> => {
  const warned = new Set<ReportReason>()
  return new Map(
    violations.toSorted(inOrder).map(({ decisionId, rule }): [string, Grade] => {
      const isFirst = !warned.has(rule)
      warned.add(rule)
      return [decisionId, isFirst && severityOf(rule) !== 'critical' ? 'warning' : 'strike']
    }),
  )
}

export interface Strike {
  readonly rule: ReportReason
  readonly lapsesAt: Date
}

/** The strikes that count at a moment, those that lapse first in front. */
export const strikesAt = (violations: readonly Violation[], now: Date): Strike[] => {
  const grades = gradesOf(violations)
  return violations
    .filter(({ decisionId }) => grades.get(decisionId) === 'strike')
    .map(({ rule, decidedAt }) => ({ rule, lapsesAt: new Date(decidedAt.getTime() + strikeMs) }))
    .filter(({ lapsesAt }) => lapsesAt > now)
    .toSorted((one, other) => one.lapsesAt.getTime() - other.lapsesAt.getTime())
}

/** How long the ladder suggests to suspend somebody who gets one more strike; null: not yet. A person decides. */
export const suggestedSuspension = (strikes: number): { days: number | null } | null => {
  const next = strikes + 1
  if (next < 3) return null
  if (next === 3) return { days: 7 }
  return next === 4 ? { days: 30 } : { days: null }
}
