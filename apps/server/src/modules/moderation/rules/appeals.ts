import type { ListedAppeal, PersonId } from '@busker/contract'

const monthsToAppeal = 6

/** Six months of the calendar; of a month that has no such day, its last one. */
export const appealUntil = (decidedAt: Date): Date => {
  const until = new Date(decidedAt)
  until.setUTCDate(1)
  until.setUTCMonth(until.getUTCMonth() + monthsToAppeal)
  const lastDay = new Date(Date.UTC(until.getUTCFullYear(), until.getUTCMonth() + 1, 0)).getUTCDate()
  until.setUTCDate(Math.min(decidedAt.getUTCDate(), lastDay))
  return until
}

/** How long an appeal waits for somebody else where nobody else is. */
export const aloneMs = 24 * 3_600_000

export interface Ruling {
  readonly viewerId: PersonId
  /** Whose decision it is; null: nobody's, it was automated. */
  readonly decidedBy: PersonId | null
  readonly appellantId: PersonId
  readonly appealedAt: Date
  /** All who could rule now. */
  readonly staff: readonly PersonId[]
  readonly now: Date
}

/**
 * Nobody rules on what is theirs, and nobody on their own decision while there is anybody else. Where nobody else is,
 * they may after a day, and it is said.
 */
export const mayRule = (asked: Ruling): ListedAppeal['may'] => {
  const { viewerId, decidedBy, appellantId, appealedAt, staff, now } = asked
  if (viewerId === appellantId) return { rule: 'own_case' }
  if (viewerId !== decidedBy) return { rule: 'yes', samePerson: false }
  if (staff.some((personId) => personId !== viewerId && personId !== appellantId))
    return { rule: 'own_decision' }
  const from = new Date(appealedAt.getTime() + aloneMs)
  return now < from ? { rule: 'alone', from: from.toISOString() } : { rule: 'yes', samePerson: true }
}
