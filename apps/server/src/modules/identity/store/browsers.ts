import type { PersonId } from '@busker/contract'
import { within, type Queryable, type Tx } from '#platform/postgres'
import type { IdentityTables } from './tables.ts'

export const knowsBrowsers = async (tx: Tx, personId: PersonId): Promise<boolean> =>
  (await within<IdentityTables>(tx)
    .selectFrom('identity.known_browser')
    .select('person_id')
    .where('person_id', '=', personId)
    .limit(1)
    .executeTakeFirst()) !== undefined

/** True: this person never signed in with it. Of two at once one is the first. */
export const learnBrowser = async (
  tx: Tx,
  { personId, browserHash, at }: { personId: PersonId; browserHash: Buffer; at: Date },
): Promise<boolean> => {
  const tables = within<IdentityTables>(tx)
  const row = await tables
    .insertInto('identity.known_browser')
    .values({ person_id: personId, browser_hash: browserHash, first_seen_at: at, last_seen_at: at })
    .onConflict((conflict) => conflict.doNothing())
    .returning('person_id')
    .executeTakeFirst()
  if (row) return true
  await tables
    .updateTable('identity.known_browser')
    .set({ last_seen_at: at })
    .where('person_id', '=', personId)
    .where('browser_hash', '=', browserHash)
    .execute()
  return false
}

export const forgetBrowsers = async (handle: Queryable, before: Date): Promise<void> => {
  await within<IdentityTables>(handle)
    .deleteFrom('identity.known_browser')
    .where('last_seen_at', '<', before)
    .execute()
}
