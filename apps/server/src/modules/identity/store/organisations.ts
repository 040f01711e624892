import type { MemberRole, OrganisationId, PersonId } from '@busker/contract'
import { within, type Queryable, type Tx } from '#platform/postgres'
import type { IdentityTables } from './tables.ts'

export interface Member {
  readonly organisationId: OrganisationId
  readonly name: string
  readonly personId: PersonId
  readonly handle: string
  readonly displayName: string
  readonly role: MemberRole
}

const organisationLimit = 50
export const memberLimit = 200

export const insertOrganisation = async (
  tx: Tx,
  organisation: { organisationId: OrganisationId; name: string; createdAt: Date },
): Promise<void> => {
  await within<IdentityTables>(tx)
    .insertInto('identity.organisation')
    .values({
      organisation_id: organisation.organisationId,
      name: organisation.name,
      created_at: organisation.createdAt,
    })
    .execute()
}

/** False when the person is a member already. */
export const insertMember = async (
  tx: Tx,
  member: { organisationId: OrganisationId; personId: PersonId; role: MemberRole; joinedAt: Date },
): Promise<boolean> => {
  const row = await within<IdentityTables>(tx)
    .insertInto('identity.membership')
    .values({
      organisation_id: member.organisationId,
      person_id: member.personId,
      role: member.role,
      joined_at: member.joinedAt,
    })
    .onConflict((conflict) => conflict.columns(['organisation_id', 'person_id']).doNothing())
    .returning('person_id')
    .executeTakeFirst()
  return row !== undefined
}

export const deleteMember = async (
  tx: Tx,
  organisationId: OrganisationId,
  personId: PersonId,
): Promise<void> => {
  await within<IdentityTables>(tx)
    .deleteFrom('identity.membership')
    .where('organisation_id', '=', organisationId)
    .where('person_id', '=', personId)
    .execute()
}

/** Serialises changes of one organisation's members, so that two owners cannot both leave at once. */
export const lockOrganisation = async (tx: Tx, organisationId: OrganisationId): Promise<boolean> => {
  const row = await within<IdentityTables>(tx)
    .selectFrom('identity.organisation')
    .select('organisation_id')
    .where('organisation_id', '=', organisationId)
    .forUpdate()
    .executeTakeFirst()
  return row !== undefined
}

export const organisationIdsOf = async (handle: Queryable, personId: PersonId): Promise<OrganisationId[]> => {
  const rows = await within<IdentityTables>(handle)
    .selectFrom('identity.membership')
    .select('organisation_id')
    .where('person_id', '=', personId)
    .orderBy('joined_at', 'desc')
    .orderBy('organisation_id', 'desc')
    .limit(organisationLimit)
    .execute()
  return rows.map((row) => row.organisation_id)
}

/** Members of all given organisations, oldest first (at most 200 for each organisation asked). */
export const listMembers = (handle: Queryable, ids: readonly OrganisationId[]): Promise<Member[]> =>
  within<IdentityTables>(handle)
    .selectFrom('identity.membership as membership')
    .innerJoin(
      'identity.organisation as organisation',
      'organisation.organisation_id',
      'membership.organisation_id',
    )
    .innerJoin('identity.person as person', 'person.person_id', 'membership.person_id')
    .select([
      'organisation.organisation_id as organisationId',
      'organisation.name',
      'person.person_id as personId',
      'person.handle',
      'person.display_name as displayName',
      'membership.role',
    ])
    .where('membership.organisation_id', 'in', ids)
    .orderBy('membership.joined_at')
    .orderBy('membership.person_id')
    .limit(memberLimit * ids.length)
    .execute()

export interface Membership {
  readonly organisationId: OrganisationId
  readonly name: string
  readonly role: MemberRole
}

export const listMemberships = (handle: Queryable, personId: PersonId): Promise<Membership[]> =>
  within<IdentityTables>(handle)
    .selectFrom('identity.membership as membership')
    .innerJoin(
      'identity.organisation as organisation',
      'organisation.organisation_id',
      'membership.organisation_id',
    )
    .select(['organisation.organisation_id as organisationId', 'organisation.name', 'membership.role'])
    .where('membership.person_id', '=', personId)
    .orderBy('membership.joined_at', 'desc')
    .orderBy('membership.organisation_id', 'desc')
    .limit(organisationLimit)
    .execute()

export const memberRoleIn = async (
  handle: Queryable,
  organisationId: OrganisationId,
  personId: PersonId,
): Promise<MemberRole | null> => {
  const row = await within<IdentityTables>(handle)
    .selectFrom('identity.membership')
    .select('role')
    .where('organisation_id', '=', organisationId)
    .where('person_id', '=', personId)
    .executeTakeFirst()
  return row?.role ?? null
}
