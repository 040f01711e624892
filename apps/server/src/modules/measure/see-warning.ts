import type { PersonId } from '@busker/contract'
import type { Clock } from '#platform/clock'
import { AppError } from '#platform/errors'
import type { Database } from '#platform/postgres'
import { deleteSeenMark, insertSeenMark } from './store/seen-marks.ts'
import { lockOpenWarning } from './store/warnings.ts'

export interface SeeingParts {
  readonly database: Database
  readonly clock: Clock
}

/** An operator has seen an open warning: it steps back until clearly more views are lost than now. */
export const markSeen = (
  { database, clock }: SeeingParts,
  { warningId, by, note }: { readonly warningId: string; readonly by: PersonId; readonly note: string },
): Promise<void> =>
  database.transaction(async (tx) => {
    const warning = await lockOpenWarning(tx, warningId)
    if (warning === null) throw new AppError('not_found')
    await deleteSeenMark(tx, warningId)
    await insertSeenMark(tx, { warningId, by, note, at: clock.now(), ...warning })
  })

/** Takes the mark of an open warning away. */
export const unmarkSeen = ({ database }: SeeingParts, warningId: string): Promise<void> =>
  database.transaction(async (tx) => {
    if ((await lockOpenWarning(tx, warningId)) === null) throw new AppError('not_found')
    await deleteSeenMark(tx, warningId)
  })
