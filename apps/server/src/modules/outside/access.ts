import type { ClientId, ClientRole, PersonId } from '@busker/contract'
import { AppError } from '#platform/errors'
import type { Queryable } from '#platform/postgres'
import type { OutsideDeps } from './deps.ts'
import { may, roleFor, type Ability } from './policy.ts'
import { findClient, type ClientRow } from './store/clients.ts'

export interface Access {
  readonly client: ClientRow
  readonly role: ClientRole
}

interface Asked {
  readonly clientId: ClientId
  readonly personId: PersonId
  readonly ability: Ability
}

/** The client and what this person is to it. Strangers learn nothing, not even that it exists. */
export const openClient = async (
  { identity }: Pick<OutsideDeps, 'identity'>,
  handle: Queryable,
  { clientId, personId, ability }: Asked,
): Promise<Access> => {
  const found = await findClient(handle, { clientId, personId })
  if (found === undefined) throw new AppError('not_found')
  const { given, ...client } = found
  const inOrganisation = await identity.roleIn(handle, client.organisationId, personId)
  const role = roleFor({ inOrganisation, given })
  if (role === null) throw new AppError('not_found')
  if (!may(role, ability)) throw new AppError('forbidden')
  return { client, role }
}

/** The same for what changes a client or brings something to it: one that was put away is only read. */
export const openForChange = async (
  deps: Pick<OutsideDeps, 'identity'>,
  handle: Queryable,
  asked: Asked,
): Promise<Access> => {
  const access = await openClient(deps, handle, asked)
  if (access.client.archivedAt !== null) throw new AppError('client_archived')
  return access
}
