import type { PersonId } from '@busker/contract'
import { within, type Queryable, type Tx } from '#platform/postgres'
import type { RewardsTables } from './tables.ts'

export interface AuditEntry {
  readonly auditId: string
  readonly at: Date
  readonly by: PersonId
  readonly action: string
  /** What it was done to: a version, a period, a payout, a journal. */
  readonly subject: string
  readonly reason: string
}

/** In the transaction of what was done: nothing is done that is not written down. */
export const insertAudit = async (tx: Tx, entry: AuditEntry): Promise<void> => {
  await within<RewardsTables>(tx)
    .insertInto('rewards.audit')
    .values({
      audit_id: entry.auditId,
      at: entry.at,
      set_by: entry.by,
      action: entry.action,
      subject: entry.subject,
      reason: entry.reason,
    })
    .execute()
}

/** Newest first, one more than a page. */
export const listAudit = (
  handle: Queryable,
  { before, limit }: { readonly before: string | null; readonly limit: number },
): Promise<AuditEntry[]> =>
  within<RewardsTables>(handle)
    .selectFrom('rewards.audit')
    .select(['audit_id as auditId', 'at', 'set_by as by', 'action', 'subject', 'reason'])
    .$if(before !== null, (query) => query.where('audit_id', '<', before))
    .orderBy('audit_id', 'desc')
    .limit(limit)
    .execute()
