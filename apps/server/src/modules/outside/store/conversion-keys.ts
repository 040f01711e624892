import type { ClientId, PersonId } from '@busker/contract'
import { within, type Queryable, type Tx } from '#platform/postgres'
import type { OutsideTables } from './tables.ts'

export interface KeyRow {
  readonly keyHash: string
  readonly madeAt: Date
}

export const findKey = (handle: Queryable, clientId: ClientId): Promise<KeyRow | undefined> =>
  within<OutsideTables>(handle)
    .selectFrom('outside.conversion_key')
    .select(['key_hash as keyHash', 'made_at as madeAt'])
    .where('client_id', '=', clientId)
    .executeTakeFirst()

/** Puts a key in the place of the one before. */
export const replaceKey = async (
  tx: Tx,
  { clientId, keyHash, madeAt, madeBy }: KeyRow & { readonly clientId: ClientId; readonly madeBy: PersonId },
): Promise<void> => {
  const values = { key_hash: keyHash, made_at: madeAt, made_by: madeBy }
  await within<OutsideTables>(tx)
    .insertInto('outside.conversion_key')
    .values({ client_id: clientId, ...values })
    .onConflict((conflict) => conflict.column('client_id').doUpdateSet(values))
    .execute()
}

export const deleteKey = async (tx: Tx, clientId: ClientId): Promise<void> => {
  await within<OutsideTables>(tx)
    .deleteFrom('outside.conversion_key')
    .where('client_id', '=', clientId)
    .execute()
}

/** Whether there is such a client, for whoever may not learn anything else. */
export const findTimeZone = async (handle: Queryable, clientId: ClientId): Promise<string | undefined> => {
  const found = await within<OutsideTables>(handle)
    .selectFrom('outside.client')
    .select('time_zone as timeZone')
    .where('client_id', '=', clientId)
    .executeTakeFirst()
  return found?.timeZone
}
