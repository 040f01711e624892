import type { ClientId, ClientMember, GivenClientRole, PersonId } from '@busker/contract'
import { AppError } from '#platform/errors'
import type { Queryable } from '#platform/postgres'
import { openClient } from './access.ts'
import type { OutsideDeps } from './deps.ts'
import { mayRemoveMember } from './policy.ts'
import { findClientRow, lockClient, type ClientRow } from './store/clients.ts'
import { deleteMember, insertMember, listMembers, memberLimit, updateMember } from './store/members.ts'

type MemberDeps = Pick<OutsideDeps, 'db' | 'clock' | 'identity'>

interface Asked {
  readonly clientId: ClientId
  readonly personId: PersonId
}

/** Owners of the organisation first, then those whom the client was given to; nobody twice, and none who is gone. */
export const membersOf = async (
  { identity }: Pick<OutsideDeps, 'identity'>,
  handle: Queryable,
  client: ClientRow,
): Promise<ClientMember[]> => {
  const organisation = (await identity.getOrganisations(handle, [client.organisationId])).get(
    client.organisationId,
  )
  const owners = (organisation?.members ?? [])
    .filter(({ role }) => role === 'owner')
    .map((owner) => ({ ...owner, role: 'owner' as const }))
  const isOwner = new Set(owners.map(({ personId }) => personId))
  const given = (await listMembers(handle, client.clientId)).filter(({ personId }) => !isOwner.has(personId))
  const people = await identity.getAuthors(
    handle,
    given.map(({ personId }) => personId),
  )
  const others = given.flatMap(({ personId, role }) => {
    const person = people.get(personId)
    return person === undefined ? [] : [{ ...person, role }]
  })
  return [...owners, ...others]
}

export const listClientMembers = async (deps: MemberDeps, asked: Asked): Promise<ClientMember[]> => {
  const { client } = await openClient(deps, deps.db.pool, { ...asked, ability: 'inspect' })
  return membersOf(deps, deps.db.pool, client)
}

/** Everybody who may read the numbers of a client. */
export const listReaders = async (
  deps: Pick<OutsideDeps, 'identity'>,
  handle: Queryable,
  clientId: ClientId,
): Promise<PersonId[]> => {
  const client = await findClientRow(handle, clientId)
  if (client === undefined) return []
  return (await membersOf(deps, handle, client)).map(({ personId }) => personId)
}

const personNamed = async ({ identity }: MemberDeps, handle: Queryable, name: string): Promise<PersonId> => {
  const person = await identity.findByHandle(handle, name)
  if (person === null) throw new AppError('not_found')
  return person.personId
}

interface Given {
  readonly handle: string
  readonly role: GivenClientRole
}

export const addClientMember = (deps: MemberDeps, asked: Asked, given: Given): Promise<ClientMember[]> =>
  deps.db.transaction(async (tx) => {
    await lockClient(tx, asked.clientId)
    const { client } = await openClient(deps, tx, { ...asked, ability: 'manage' })
    const personId = await personNamed(deps, tx, given.handle)
    const { clientId, organisationId } = client
    if ((await deps.identity.roleIn(tx, organisationId, personId)) === 'owner')
      throw new AppError('already_member')
    if ((await listMembers(tx, clientId)).length >= memberLimit) throw new AppError('list_full')
    const addition = { clientId, personId, role: given.role }
    const added = await insertMember(tx, {
      ...addition,
      addedAt: deps.clock.now(),
      addedBy: asked.personId,
    })
    if (!added) throw new AppError('already_member')
    return membersOf(deps, tx, client)
  })

export const changeClientMember = (deps: MemberDeps, asked: Asked, given: Given): Promise<ClientMember[]> =>
  deps.db.transaction(async (tx) => {
    const { client } = await openClient(deps, tx, { ...asked, ability: 'manage' })
    const personId = await personNamed(deps, tx, given.handle)
    if (!(await updateMember(tx, { clientId: client.clientId, personId, role: given.role })))
      throw new AppError('not_found')
    return membersOf(deps, tx, client)
  })

export const removeClientMember = (deps: MemberDeps, asked: Asked, handle: string): Promise<void> =>
  deps.db.transaction(async (tx) => {
    const { role } = await openClient(deps, tx, { ...asked, ability: 'read' })
    const person = await deps.identity.findByHandle(tx, handle)
    // Whoever may only leave must not learn from this who has an account.
    if (!mayRemoveMember(role, person?.personId === asked.personId)) throw new AppError('forbidden')
    if (person === null || !(await deleteMember(tx, asked.clientId, person.personId)))
      throw new AppError('not_found')
  })
