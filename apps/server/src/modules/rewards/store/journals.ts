import type { JournalId, ManualTransfer, PersonId } from '@busker/contract'
import { within, type Queryable, type Tx } from '#platform/postgres'
import type { RewardsTables } from './tables.ts'

export interface JournalRow {
  readonly journalId: JournalId
  readonly requestKey: string
  readonly transfer: ManualTransfer
  readonly reason: string
  readonly state: 'proposed' | 'posted' | 'refused' | 'withdrawn'
  readonly proposedBy: PersonId
  readonly proposedAt: Date
  readonly decidedBy: PersonId | null
  readonly decidedAt: Date | null
  readonly decisionReason: string | null
  readonly txnId: string | null
}

const select = (handle: Queryable) =>
  within<RewardsTables>(handle)
    .selectFrom('rewards.journal')
    .select([
      'journal_id as journalId',
      'request_key as requestKey',
      'transfer',
      'reason',
      'state',
      'proposed_by as proposedBy',
      'proposed_at as proposedAt',
      'decided_by as decidedBy',
      'decided_at as decidedAt',
      'decision_reason as decisionReason',
      'txn_id as txnId',
    ])

export const listJournals = (handle: Queryable): Promise<JournalRow[]> =>
  select(handle).orderBy('journal_id', 'desc').limit(200).execute()

export const findJournal = (handle: Queryable, journalId: JournalId): Promise<JournalRow | undefined> =>
  select(handle).where('journal_id', '=', journalId).executeTakeFirst()

export const findJournalByKey = (handle: Queryable, key: string): Promise<JournalRow | undefined> =>
  select(handle).where('request_key', '=', key).executeTakeFirst()

/** False when the key is taken. */
export const insertJournal = async (tx: Tx, row: JournalRow): Promise<boolean> => {
  const inserted = await within<RewardsTables>(tx)
    .insertInto('rewards.journal')
    .values({
      journal_id: row.journalId,
      request_key: row.requestKey,
      transfer: JSON.stringify(row.transfer),
      reason: row.reason,
      state: row.state,
      proposed_by: row.proposedBy,
      proposed_at: row.proposedAt,
    })
    .onConflict((conflict) => conflict.column('request_key').doNothing())
    .returning('journal_id')
    .executeTakeFirst()
  return inserted !== undefined
}

/** Decided once: false when it was decided already. */
export const decideJournalRow = async (
  tx: Tx,
  decided: Pick<JournalRow, 'journalId' | 'state' | 'decidedBy' | 'decidedAt' | 'decisionReason' | 'txnId'>,
): Promise<boolean> => {
  const changed = await within<RewardsTables>(tx)
    .updateTable('rewards.journal')
    .set({
      state: decided.state,
      decided_by: decided.decidedBy,
      decided_at: decided.decidedAt,
      decision_reason: decided.decisionReason,
      txn_id: decided.txnId,
    })
    .where('journal_id', '=', decided.journalId)
    .where('state', '=', 'proposed')
    .executeTakeFirst()
  return changed.numUpdatedRows === 1n
}
