import type { ClientId, ImportMapping, PersonId } from '@busker/contract'
import { sql } from 'kysely'
import { within, type Queryable, type Tx } from '#platform/postgres'
import type { OutsideTables } from './tables.ts'

export const mappingLimit = 200

export interface MappingRow {
  readonly signature: string
  readonly mapping: ImportMapping
  readonly savedAt: Date
  readonly savedBy: PersonId
}

export const upsertMapping = async (
  tx: Tx,
  clientId: ClientId,
  { signature, mapping, savedAt, savedBy }: MappingRow,
): Promise<void> => {
  await within<OutsideTables>(tx)
    .insertInto('outside.mapping')
    .values({
      ...{ client_id: clientId, signature, mapping: JSON.stringify(mapping) },
      ...{ saved_at: savedAt, saved_by: savedBy },
    })
    .onConflict((conflict) =>
      conflict.columns(['client_id', 'signature']).doUpdateSet({
        mapping: sql`excluded.mapping`,
        saved_at: sql`excluded.saved_at`,
        saved_by: sql`excluded.saved_by`,
      }),
    )
    .execute()
}

/** Newest first. */
export const listMappings = (handle: Queryable, clientId: ClientId): Promise<MappingRow[]> =>
  within<OutsideTables>(handle)
    .selectFrom('outside.mapping')
    .select(['signature', 'mapping', 'saved_at as savedAt', 'saved_by as savedBy'])
    .where('client_id', '=', clientId)
    .orderBy('saved_at', 'desc')
    .orderBy('signature')
    .limit(mappingLimit)
    .execute()

export const deleteMapping = async (tx: Tx, clientId: ClientId, signature: string): Promise<void> => {
  await within<OutsideTables>(tx)
    .deleteFrom('outside.mapping')
    .where('client_id', '=', clientId)
    .where('signature', '=', signature)
    .execute()
}
