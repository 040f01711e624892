import type { MailLocale, PersonId } from '@busker/contract'
import { within, type Queryable, type Tx } from '#platform/postgres'
import type { IdentityTables } from './tables.ts'

export interface MailBox {
  readonly address: string
  readonly locale: MailLocale
}

export interface MailRequest extends MailBox {
  readonly requestId: string
  readonly personId: PersonId
  readonly requestedAt: Date
  readonly expiresAt: Date
}

/** Confirmed addresses; who has none is absent. */
export const findMailBoxes = async (
  handle: Queryable,
  ids: readonly PersonId[],
): Promise<(MailBox & { personId: PersonId })[]> =>
  ids.length === 0
    ? []
    : within<IdentityTables>(handle)
        .selectFrom('identity.mail_address')
        .select(['person_id as personId', 'address', 'locale'])
        .where('person_id', 'in', ids)
        .execute()

export const saveMailBox = async (
  tx: Tx,
  personId: PersonId,
  { address, locale, at }: MailBox & { at: Date },
): Promise<void> => {
  const values = { address, locale, confirmed_at: at }
  await within<IdentityTables>(tx)
    .insertInto('identity.mail_address')
    .values({ person_id: personId, ...values })
    .onConflict((conflict) => conflict.column('person_id').doUpdateSet(values))
    .execute()
}

export const saveMailLocale = async (
  handle: Queryable,
  personId: PersonId,
  locale: MailLocale,
): Promise<void> => {
  await within<IdentityTables>(handle)
    .updateTable('identity.mail_address')
    .set({ locale })
    .where('person_id', '=', personId)
    .execute()
}

export const deleteMailBox = async (tx: Tx, personId: PersonId): Promise<MailBox | undefined> =>
  within<IdentityTables>(tx)
    .deleteFrom('identity.mail_address')
    .where('person_id', '=', personId)
    .returning(['address', 'locale'])
    .executeTakeFirst()

const requestColumns = [
  'request_id as requestId',
  'person_id as personId',
  'address',
  'locale',
  'requested_at as requestedAt',
  'expires_at as expiresAt',
] as const

/** What a person claims now; at most one. */
export const findClaim = (
  handle: Queryable,
  personId: PersonId,
  now: Date,
): Promise<MailRequest | undefined> =>
  within<IdentityTables>(handle)
    .selectFrom('identity.mail_request')
    .select(requestColumns)
    .where('person_id', '=', personId)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .orderBy('requested_at', 'desc')
    .limit(1)
    .executeTakeFirst()

export const findRequest = (
  handle: Queryable,
  requestId: string,
  now: Date,
): Promise<MailRequest | undefined> =>
  within<IdentityTables>(handle)
    .selectFrom('identity.mail_request')
    .select(requestColumns)
    .where('request_id', '=', requestId)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst()

/** How often messages were asked for since then, by this person and to this address. */
export const countRequests = async (
  tx: Tx,
  by: { readonly personId: PersonId } | { readonly address: string },
  since: Date,
): Promise<number> => {
  const query = within<IdentityTables>(tx)
    .selectFrom('identity.mail_request')
    .select((select) => select.fn.countAll<bigint>().as('count'))
    .where('requested_at', '>', since)
  const row = await (
    'personId' in by ? query.where('person_id', '=', by.personId) : query.where('address', '=', by.address)
  ).executeTakeFirstOrThrow()
  return Number(row.count)
}

export const insertRequest = async (tx: Tx, request: MailRequest): Promise<void> => {
  await within<IdentityTables>(tx)
    .insertInto('identity.mail_request')
    .values({
      ...{ request_id: request.requestId, person_id: request.personId, address: request.address },
      ...{ locale: request.locale, requested_at: request.requestedAt, expires_at: request.expiresAt },
      used_at: null,
    })
    .execute()
}

/** What was claimed and not confirmed counts no more; the rows stay, because they are counted. */
export const endClaims = async (tx: Tx, personId: PersonId, now: Date): Promise<void> => {
  await within<IdentityTables>(tx)
    .updateTable('identity.mail_request')
    .set({ expires_at: now })
    .where('person_id', '=', personId)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .execute()
}

export const insertLink = async (handle: Queryable, requestId: string, tokenHash: Buffer): Promise<void> => {
  await within<IdentityTables>(handle)
    .insertInto('identity.mail_link')
    .values({ token_hash: tokenHash, request_id: requestId })
    .execute()
}

/** Uses a link up, of two at once by one of them. Undefined: it is not valid. */
export const useRequest = (tx: Tx, tokenHash: Buffer, now: Date): Promise<MailRequest | undefined> =>
  within<IdentityTables>(tx)
    .updateTable('identity.mail_request')
    .set({ used_at: now })
    .where('request_id', 'in', (select) =>
      select.selectFrom('identity.mail_link').select('request_id').where('token_hash', '=', tokenHash),
    )
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .returning(requestColumns)
    .executeTakeFirst()

export const sweepRequests = async (handle: Queryable, before: Date): Promise<void> => {
  await within<IdentityTables>(handle)
    .deleteFrom('identity.mail_request')
    .where('requested_at', '<', before)
    .execute()
}
