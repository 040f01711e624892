import type { Client, ClientId, OrganisationId, PersonId } from '@busker/contract'
import type { Membership } from '#modules/identity'
import { AppError } from '#platform/errors'
import type { Queryable } from '#platform/postgres'
import { openClient, openForChange, type Access } from './access.ts'
import type { OutsideDeps } from './deps.ts'
import { may, roleFor } from './policy.ts'
import {
  clientLimit,
  countClients,
  insertClient,
  listClients as readClients,
  lockClient,
  lockOrganisation,
  updateClient,
  type ClientChange,
  type ClientRow,
} from './store/clients.ts'

type ClientDeps = Pick<OutsideDeps, 'db' | 'clock' | 'ids' | 'identity' | 'settling'>

const present = ({ client, role }: Access, organisationName: string): Client => ({
  clientId: client.clientId,
  name: client.name,
  organisation: { organisationId: client.organisationId, name: organisationName },
  currency: client.currency,
  region: client.region,
  timeZone: client.timeZone,
  createdAt: client.createdAt.toISOString(),
  archivedAt: client.archivedAt?.toISOString() ?? null,
  isDemo: client.isDemo,
  role,
  may: { import: may(role, 'import'), manage: may(role, 'manage') },
})

/** Clients with the names of their organisations, in one read. */
const presentAll = async (
  { identity }: ClientDeps,
  handle: Queryable,
  all: readonly Access[],
): Promise<Client[]> => {
  const ids = all.map(({ client }) => client.organisationId)
  const organisations = await identity.getOrganisations(handle, ids)
  return all.map((one) => present(one, organisations.get(one.client.organisationId)?.name ?? ''))
}

const presentOne = async (deps: ClientDeps, handle: Queryable, access: Access): Promise<Client> => {
  const [client] = await presentAll(deps, handle, [access])
  if (client === undefined) throw new AppError('not_found')
  return client
}

export interface NewClient {
  readonly organisationId: OrganisationId
  readonly name: string
  readonly currency: string
  readonly region: string
  readonly timeZone: string
}

export const createClient = (
  deps: ClientDeps,
  personId: PersonId,
  { isDemo = false, ...given }: NewClient & { readonly isDemo?: boolean },
): Promise<Client> =>
  deps.db.transaction(async (tx) => {
    const { organisationId } = given
    const role = await deps.identity.roleIn(tx, organisationId, personId)
    if (role === null) throw new AppError('not_found')
    if (role !== 'owner') throw new AppError('forbidden')
    await lockOrganisation(tx, organisationId)
    if ((await countClients(tx, organisationId)) >= clientLimit) throw new AppError('list_full')
    const client: ClientRow = {
      ...given,
      clientId: deps.ids.uuid() as ClientId,
      createdAt: deps.clock.now(),
      archivedAt: null,
      isDemo,
    }
    await insertClient(tx, { ...client, buyerKey: deps.ids.token(), createdBy: personId })
    return presentOne(deps, tx, { client, role })
  })

export const listClients = async (
  deps: ClientDeps,
  personId: PersonId,
): Promise<{ organisations: Membership[]; clients: Client[] }> => {
  const { pool } = deps.db
  const memberships = await deps.identity.membershipsOf(pool, personId)
  const inOrganisation = new Map(memberships.map((one) => [one.organisationId, one.role]))
  const owned = memberships.filter(({ role }) => role === 'owner').map((one) => one.organisationId)
  const rows = await readClients(pool, { owned, personId })
  const all = rows.flatMap(({ given, ...client }) => {
    const role = roleFor({ inOrganisation: inOrganisation.get(client.organisationId) ?? null, given })
    return role === null ? [] : [{ client, role }]
  })
  return { organisations: memberships, clients: await presentAll(deps, pool, all) }
}

interface Asked {
  readonly clientId: ClientId
  readonly personId: PersonId
}

export const getClient = async (deps: ClientDeps, asked: Asked): Promise<Client> =>
  presentOne(deps, deps.db.pool, await openClient(deps, deps.db.pool, { ...asked, ability: 'read' }))

/** What boards add up in and go by is made anew when it changes. */
const changesNumbers = ({ currency, timeZone }: ClientChange): boolean =>
  currency !== undefined || timeZone !== undefined

export const changeClient = (deps: ClientDeps, asked: Asked, change: ClientChange): Promise<Client> =>
  deps.db.transaction(async (tx) => {
    await openForChange(deps, tx, { ...asked, ability: 'manage' })
    await lockClient(tx, asked.clientId)
    await updateClient(tx, asked.clientId, change)
    if (changesNumbers(change)) await deps.settling.afterImport(tx, asked.clientId)
    return presentOne(deps, tx, await openClient(deps, tx, { ...asked, ability: 'manage' }))
  })

/** Puts a client away or brings it back. Doing it twice is the same as once. */
export const archiveClient = (deps: ClientDeps, asked: Asked, archived: boolean): Promise<Client> =>
  deps.db.transaction(async (tx) => {
    await lockClient(tx, asked.clientId)
    const access = await openClient(deps, tx, { ...asked, ability: 'manage' })
    const archivedAt = archived ? (access.client.archivedAt ?? deps.clock.now()) : null
    await updateClient(tx, asked.clientId, { archivedAt })
    return presentOne(deps, tx, { ...access, client: { ...access.client, archivedAt } })
  })
