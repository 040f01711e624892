import type { ClientId, GivenClientRole, OrganisationId, PersonId } from '@busker/contract'
import { sql } from 'kysely'
import { within, type Queryable, type Tx } from '#platform/postgres'
import type { OutsideTables } from './tables.ts'

/** A client without its secret. */
export interface ClientRow {
  readonly clientId: ClientId
  readonly organisationId: OrganisationId
  readonly name: string
  readonly currency: string
  readonly region: string
  readonly timeZone: string
  readonly createdAt: Date
  readonly archivedAt: Date | null
  /** Its files are generated. */
  readonly isDemo: boolean
}

const columns = [
  'client.client_id as clientId',
  'client.organisation_id as organisationId',
  'client.name',
  'client.currency',
  'client.region',
  'client.time_zone as timeZone',
  'client.created_at as createdAt',
  'client.archived_at as archivedAt',
  'client.is_demo as isDemo',
] as const

export const clientLimit = 500

/** Makes new clients of one organisation wait for one another, so that their number has a limit. */
export const lockOrganisation = async (tx: Tx, organisationId: OrganisationId): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`outside.client:${organisationId}`}, 0))`.execute(
    within<OutsideTables>(tx),
  )
}

export const countClients = async (tx: Tx, organisationId: OrganisationId): Promise<number> => {
  const row = await within<OutsideTables>(tx)
    .selectFrom('outside.client')
    .select((select) => select.fn.countAll<bigint>().as('clients'))
    .where('organisation_id', '=', organisationId)
    .executeTakeFirst()
  return Number(row?.clients ?? 0n)
}

export const insertClient = async (
  tx: Tx,
  client: ClientRow & { readonly buyerKey: string; readonly createdBy: PersonId },
): Promise<void> => {
  await within<OutsideTables>(tx)
    .insertInto('outside.client')
    .values({
      client_id: client.clientId,
      organisation_id: client.organisationId,
      name: client.name,
      currency: client.currency,
      region: client.region,
      time_zone: client.timeZone,
      buyer_key: client.buyerKey,
      created_at: client.createdAt,
      created_by: client.createdBy,
      archived_at: client.archivedAt,
      is_demo: client.isDemo,
    })
    .execute()
}

/** A client and what this person was given of it. */
export const findClient = (
  handle: Queryable,
  asked: { readonly clientId: ClientId; readonly personId: PersonId },
): Promise<(ClientRow & { given: GivenClientRole | null }) | undefined> =>
  within<OutsideTables>(handle)
    .selectFrom('outside.client as client')
    .leftJoin('outside.client_member as member', (join) =>
      join.onRef('member.client_id', '=', 'client.client_id').on('member.person_id', '=', asked.personId),
    )
    .select([...columns, 'member.role as given'])
    .where('client.client_id', '=', asked.clientId)
    .executeTakeFirst()

/** A client, whoever asks. */
export const findClientRow = (handle: Queryable, clientId: ClientId): Promise<ClientRow | undefined> =>
  within<OutsideTables>(handle)
    .selectFrom('outside.client as client')
    .select(columns)
    .where('client_id', '=', clientId)
    .executeTakeFirst()

/** The currency in which a client's numbers are told; undefined: there is no such client. */
export const findCurrency = async (handle: Queryable, clientId: ClientId): Promise<string | undefined> => {
  const found = await within<OutsideTables>(handle)
    .selectFrom('outside.client')
    .select('currency')
    .where('client_id', '=', clientId)
    .executeTakeFirst()
  return found?.currency
}

/** How often the facts of a client were made; null: there is no such client. */
export const findRevision = async (handle: Queryable, clientId: ClientId): Promise<string | null> => {
  const found = await within<OutsideTables>(handle)
    .selectFrom('outside.client')
    .select('revision')
    .where('client_id', '=', clientId)
    .executeTakeFirst()
  return found === undefined ? null : String(found.revision)
}

/** Says that the facts of a client are others than before. */
export const raiseRevision = async (handle: Queryable, clientId: ClientId): Promise<void> => {
  await within<OutsideTables>(handle)
    .updateTable('outside.client')
    .set({ revision: sql<bigint>`revision + 1` })
    .where('client_id', '=', clientId)
    .execute()
}

/** Holds a client until the transaction ends: changes of what belongs to it wait for one another. */
export const lockClient = async (tx: Tx, clientId: ClientId): Promise<void> => {
  await within<OutsideTables>(tx)
    .selectFrom('outside.client')
    .select('client_id')
    .where('client_id', '=', clientId)
    .forUpdate()
    .execute()
}

/** The clients of these organisations and those that were given to this person, by name. */
export const listClients = (
  handle: Queryable,
  asked: { readonly owned: readonly OrganisationId[]; readonly personId: PersonId },
): Promise<(ClientRow & { given: GivenClientRole | null })[]> =>
  within<OutsideTables>(handle)
    .selectFrom('outside.client as client')
    .leftJoin('outside.client_member as member', (join) =>
      join.onRef('member.client_id', '=', 'client.client_id').on('member.person_id', '=', asked.personId),
    )
    .select([...columns, 'member.role as given'])
    .where(({ or, eb }) =>
      or([
        eb('client.organisation_id', '=', sql<OrganisationId>`any(${[...asked.owned]}::uuid[])`),
        eb('member.role', 'is not', null),
      ]),
    )
    .orderBy((order) => order.fn<string>('lower', ['client.name']))
    .orderBy('client.client_id')
    .limit(clientLimit)
    .execute()

export interface ClientChange {
  readonly name?: string | undefined
  readonly currency?: string | undefined
  readonly region?: string | undefined
  readonly timeZone?: string | undefined
  readonly archivedAt?: Date | null | undefined
}

export const updateClient = async (tx: Tx, clientId: ClientId, change: ClientChange): Promise<void> => {
  const { name, currency, region, timeZone, archivedAt } = change
  const given = {
    ...(name === undefined ? {} : { name }),
    ...(currency === undefined ? {} : { currency }),
    ...(region === undefined ? {} : { region }),
    ...(timeZone === undefined ? {} : { time_zone: timeZone }),
    ...(archivedAt === undefined ? {} : { archived_at: archivedAt }),
  }
  if (Object.keys(given).length === 0) return
  await within<OutsideTables>(tx)
    .updateTable('outside.client')
    .set(given)
    .where('client_id', '=', clientId)
    .execute()
}

/** What a file of this client is read with. */
export const readSettings = (
  handle: Queryable,
  clientId: ClientId,
): Promise<{ region: string; timeZone: string; buyerKey: string } | undefined> =>
  within<OutsideTables>(handle)
    .selectFrom('outside.client')
    .select(['region', 'time_zone as timeZone', 'buyer_key as buyerKey'])
    .where('client_id', '=', clientId)
    .executeTakeFirst()
