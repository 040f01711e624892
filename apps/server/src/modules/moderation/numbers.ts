import type { getModerationNumbers, ModerationNumbers, ResponseOf } from '@busker/contract'
import type { PersonViewer } from '#platform/http'
import { assert } from '#platform/assert'
import type { ModerationDeps } from './deps.ts'
import { readByReason, readOwn, readTotals, readWaiting } from './store/numbers.ts'

const dayMs = 86_400_000

const sinceOf = (deps: ModerationDeps, days: number): Date => new Date(deps.clock.nowMs() - days * dayMs)
const shareOf = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole)
const roundedMs = (value: number | null): number | null => (value === null ? null : Math.round(value))

/** How this instance moderated in the last days, in two statements over its own rows. */
export const readNumbers = async (deps: ModerationDeps, days: number): Promise<ModerationNumbers> => {
  const since = sinceOf(deps, days)
  const [totals, byReason] = await Promise.all([
    readTotals(deps.db.pool, since),
    readByReason(deps.db.pool, since),
  ])
  assert(totals !== undefined, 'sums without groups are one row')
  const { inTime, removed, limited, ageGated, labelled, suspended, warnedOnly, ...counts } = totals
  return {
    ...{ days, ...counts, byReason },
    medianDecisionMs: roundedMs(totals.medianDecisionMs),
    medianAppealMs: roundedMs(totals.medianAppealMs),
    keptInTime: shareOf(inTime, totals.closed),
    overturnRate: shareOf(totals.overturned, totals.appealsDecided),
    byMeasure: { removed, limited, ageGated, labelled, suspended, warnedOnly },
  }
}

export const readStaffNumbers = async (
  deps: ModerationDeps,
  viewer: PersonViewer,
  days: number,
): Promise<ResponseOf<typeof getModerationNumbers>> => {
  const { pool } = deps.db
  const [numbers, waiting, own] = await Promise.all([
    readNumbers(deps, days),
    readWaiting(pool, deps.clock.now()),
    readOwn(pool, viewer.personId, sinceOf(deps, days)),
  ])
  return { numbers, waiting, own }
}
