import type { PersonId } from '@busker/contract'
import { sql } from 'kysely'
import { within, type Queryable, type Tx } from '#platform/postgres'
import type { ListPosition } from '#platform/list-page'
import type { WalletTables } from './tables.ts'

export interface AuditRow {
  readonly id: string
  readonly at: Date
  readonly byId: PersonId
  readonly what: 'pack' | 'gift' | 'settings' | 'flag'
  readonly subject: string
  readonly before: unknown
  readonly after: unknown
}

/** Amounts are told as decimal text, times as they are written. */
const asJson = (value: unknown): string =>
  JSON.stringify(value, (_, one: unknown) => (typeof one === 'bigint' ? String(one) : one))

export const insertAudit = async (tx: Tx, row: AuditRow): Promise<void> => {
  await within<WalletTables>(tx)
    .insertInto('wallet.audit')
    .values({
      ...{ audit_id: row.id, at: row.at, by_id: row.byId, what: row.what, subject: row.subject },
      ...{ before: asJson(row.before), after: asJson(row.after) },
    })
    .execute()
}

export const listAudit = (
  handle: Queryable,
  { after, limit }: { after: ListPosition | null; limit: number },
): Promise<AuditRow[]> =>
  within<WalletTables>(handle)
    .selectFrom('wallet.audit')
    .select(['audit_id as id', 'at', 'by_id as byId', 'what', 'subject', 'before', 'after'])
    .$if(after !== null, (query) =>
      query.where(sql<boolean>`(at, audit_id) < (${after?.at ?? null}, ${after?.id ?? null}::uuid)`),
    )
    .orderBy('at', 'desc')
    .orderBy('audit_id', 'desc')
    .limit(limit)
    .execute()
