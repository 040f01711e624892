import type { PersonId, Role } from '@busker/contract'
import { within, type Queryable, type Tx } from '#platform/postgres'
import type { Suspension, SuspensionRow } from '../rules/suspension.ts'
import type { IdentityTables } from './tables.ts'

export const findSuspension = (handle: Queryable, personId: PersonId): Promise<SuspensionRow | undefined> =>
  within<IdentityTables>(handle)
    .selectFrom('identity.person')
    .select(['suspended_until as until', 'suspension_reason as reason'])
    .where('person_id', '=', personId)
    .executeTakeFirst()

export const saveSuspension = async (
  tx: Tx,
  personId: PersonId,
  suspension: Suspension | null,
): Promise<void> => {
  await within<IdentityTables>(tx)
    .updateTable('identity.person')
    .set({
      suspended_until: suspension?.until ?? null,
      suspension_reason: suspension?.reason ?? null,
    })
    .where('person_id', '=', personId)
    .execute()
}

/** Moderators and operators, the first first: more than any instance has. */
export const listStaff = (
  handle: Queryable,
): Promise<({ personId: PersonId; role: Role } & SuspensionRow)[]> =>
  within<IdentityTables>(handle)
    .selectFrom('identity.person')
    .select(['person_id as personId', 'role', 'suspended_until as until', 'suspension_reason as reason'])
    .where('role', 'in', ['moderator', 'operator'])
    .orderBy('created_at')
    .limit(1000)
    .execute()
