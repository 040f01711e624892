import type { PersonId } from '@busker/contract'
import { within, type Queryable, type Tx } from '#platform/postgres'
import type { CoverageTables } from './coverage-tables.ts'

/** That an operator has seen a warning, with the last hour as it was then. */
export interface SeenMark {
  readonly warningId: string
  readonly at: Date
  readonly by: PersonId
  readonly note: string
  readonly interactions: number
  readonly watched: number
  /** When the warning came back. */
  readonly returnedAt: Date | null
}

const columns = [
  ...(['warning_id as warningId', 'seen_at as at', 'seen_by as by', 'note'] as const),
  ...(['interactions', 'watched', 'returned_at as returnedAt'] as const),
]

/** The last mark of each of these warnings. */
export const readSeenMarks = async (
  handle: Queryable,
  warningIds: readonly string[],
): Promise<Map<string, SeenMark>> => {
  if (warningIds.length === 0) return new Map()
  const rows = await within<CoverageTables>(handle)
    .selectFrom('measure.warning_seen')
    .distinctOn('warning_id')
    .select(columns)
    .where('warning_id', 'in', warningIds)
    .orderBy('warning_id')
    .orderBy('seen_at', 'desc')
    .execute()
  return new Map(rows.map((row) => [row.warningId, row]))
}

/** Takes the mark away that stands now, if there is one. */
export const deleteSeenMark = async (tx: Tx, warningId: string): Promise<void> => {
  await within<CoverageTables>(tx)
    .deleteFrom('measure.warning_seen')
    .where('warning_id', '=', warningId)
    .where('returned_at', 'is', null)
    .execute()
}

/** The warning has no mark that stands. */
export const insertSeenMark = async (tx: Tx, mark: Omit<SeenMark, 'returnedAt'>): Promise<void> => {
  await within<CoverageTables>(tx)
    .insertInto('measure.warning_seen')
    .values({
      warning_id: mark.warningId,
      seen_at: mark.at,
      seen_by: mark.by,
      note: mark.note,
      interactions: mark.interactions,
      watched: mark.watched,
      returned_at: null,
    })
    .execute()
}

/** The warning is back: its mark stands no longer and is kept. */
export const endSeenMark = async (tx: Tx, warningId: string, at: Date): Promise<void> => {
  await within<CoverageTables>(tx)
    .updateTable('measure.warning_seen')
    .set({ returned_at: at })
    .where('warning_id', '=', warningId)
    .where('returned_at', 'is', null)
    .execute()
}
