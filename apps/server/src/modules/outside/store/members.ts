import type { ClientId, GivenClientRole, PersonId } from '@busker/contract'
import { within, type Queryable, type Tx } from '#platform/postgres'
import type { OutsideTables } from './tables.ts'

export const memberLimit = 200

/** Who was given a client, in that order. */
export const listMembers = (
  handle: Queryable,
  clientId: ClientId,
): Promise<{ personId: PersonId; role: GivenClientRole }[]> =>
  within<OutsideTables>(handle)
    .selectFrom('outside.client_member')
    .select(['person_id as personId', 'role'])
    .where('client_id', '=', clientId)
    .orderBy('added_at')
    .orderBy('person_id')
    .limit(memberLimit)
    .execute()

/** False when the person is a member already. */
export const insertMember = async (
  tx: Tx,
  member: {
    readonly clientId: ClientId
    readonly personId: PersonId
    readonly role: GivenClientRole
    readonly addedAt: Date
    readonly addedBy: PersonId
  },
): Promise<boolean> => {
  const row = await within<OutsideTables>(tx)
    .insertInto('outside.client_member')
    .values({
      client_id: member.clientId,
      person_id: member.personId,
      role: member.role,
      added_at: member.addedAt,
      added_by: member.addedBy,
    })
    .onConflict((conflict) => conflict.columns(['client_id', 'person_id']).doNothing())
    .returning('person_id')
    .executeTakeFirst()
  return row !== undefined
}

/** False when the person is no member. */
export const updateMember = async (
  tx: Tx,
  member: { readonly clientId: ClientId; readonly personId: PersonId; readonly role: GivenClientRole },
): Promise<boolean> => {
  const done = await within<OutsideTables>(tx)
    .updateTable('outside.client_member')
    .set({ role: member.role })
    .where('client_id', '=', member.clientId)
    .where('person_id', '=', member.personId)
    .executeTakeFirst()
  return done.numUpdatedRows > 0n
}

/** False when the person is no member. */
export const deleteMember = async (tx: Tx, clientId: ClientId, personId: PersonId): Promise<boolean> => {
  const done = await within<OutsideTables>(tx)
    .deleteFrom('outside.client_member')
    .where('client_id', '=', clientId)
    .where('person_id', '=', personId)
    .executeTakeFirst()
  return done.numDeletedRows > 0n
}
