import type { MemberRole, Organisation, OrganisationId, PersonId } from '@busker/contract'
import { AppError } from '#platform/errors'
import type { Queryable, Tx } from '#platform/postgres'
import type { IdentityDeps } from './deps.ts'
import { keepsAnOwner, mayAddMember, mayRemoveMember } from './policy.ts'
import {
  deleteMember,
  insertMember,
  insertOrganisation,
  listMembers,
  lockOrganisation,
  memberLimit,
  organisationIdsOf,
  type Member,
} from './store/organisations.ts'
import { findByHandle } from './store/people.ts'

const present = (members: readonly Member[]): Organisation[] =>
  [...Map.groupBy(members, (member) => member.organisationId)].map(([organisationId, own]) => ({
    organisationId,
    name: own[0]?.name ?? '',
    members: own.map(({ personId, handle, displayName, role }) => ({ personId, handle, displayName, role })),
  }))

const presentOne = async (tx: Tx, organisationId: OrganisationId): Promise<Organisation> => {
  const [organisation] = present(await listMembers(tx, [organisationId]))
  if (!organisation) throw new AppError('not_found')
  return organisation
}

export const createOrganisation = (
  deps: IdentityDeps,
  ownerId: PersonId,
  name: string,
): Promise<Organisation> =>
  deps.db.transaction(async (tx) => {
    const organisationId = deps.ids.uuid() as OrganisationId
    const now = deps.clock.now()
    await insertOrganisation(tx, { organisationId, name, createdAt: now })
    await insertMember(tx, { organisationId, personId: ownerId, role: 'owner', joinedAt: now })
    return presentOne(tx, organisationId)
  })

export const listOrganisationsOf = async (
  deps: IdentityDeps,
  personId: PersonId,
): Promise<Organisation[]> => {
  const ids = await organisationIdsOf(deps.db.pool, personId)
  return ids.length === 0 ? [] : present(await listMembers(deps.db.pool, ids))
}

export const getOrganisations = async (
  handle: Queryable,
  ids: readonly OrganisationId[],
): Promise<Map<OrganisationId, Organisation>> => {
  const known = ids.length === 0 ? [] : present(await listMembers(handle, [...new Set(ids)]))
  return new Map(known.map((organisation) => [organisation.organisationId, organisation]))
}

/** Members of an organisation under lock; strangers learn nothing, not even that it exists. */
const lockMembers = async (tx: Tx, organisationId: OrganisationId, viewerId: PersonId): Promise<Member[]> => {
  if (!(await lockOrganisation(tx, organisationId))) throw new AppError('not_found')
  const members = await listMembers(tx, [organisationId])
  if (!members.some((member) => member.personId === viewerId)) throw new AppError('not_found')
  return members
}

export const addMember = (
  deps: IdentityDeps,
  viewerId: PersonId,
  change: { organisationId: OrganisationId; handle: string; role: MemberRole },
): Promise<Organisation> =>
  deps.db.transaction(async (tx) => {
    const members = await lockMembers(tx, change.organisationId, viewerId)
    if (!mayAddMember(viewerId, members)) throw new AppError('forbidden')
    if (members.length >= memberLimit) throw new AppError('organisation_full')
    const person = await findByHandle(tx, change.handle)
    if (!person) throw new AppError('not_found')
    const { organisationId, role } = change
    const added = await insertMember(tx, {
      organisationId,
      role,
      personId: person.personId,
      joinedAt: deps.clock.now(),
    })
    if (!added) throw new AppError('already_member')
    return presentOne(tx, organisationId)
  })

export const removeMember = (
  deps: IdentityDeps,
  viewerId: PersonId,
  change: { organisationId: OrganisationId; handle: string },
): Promise<void> =>
  deps.db.transaction(async (tx) => {
    const members = await lockMembers(tx, change.organisationId, viewerId)
    const target = members.find((member) => member.handle === change.handle)
    if (!target) throw new AppError('not_found')
    if (!mayRemoveMember(viewerId, target.personId, members)) throw new AppError('forbidden')
    if (!keepsAnOwner(target.personId, members)) throw new AppError('last_owner')
    await deleteMember(tx, change.organisationId, target.personId)
  })
