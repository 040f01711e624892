import type { PersonId } from '@busker/contract'
import { within, type Queryable } from '#platform/postgres'
import type { IdentityTables } from './tables.ts'

export interface Passkey {
  readonly credentialId: string
  readonly personId: PersonId
  readonly publicKey: Uint8Array
  readonly counter: bigint
  readonly transports: string[]
  readonly label: string
  readonly createdAt: Date
  readonly lastUsedAt: Date | null
}

const columns = [
  'credential_id as credentialId',
  'person_id as personId',
  'public_key as publicKey',
  'counter',
  'transports',
  'label',
  'created_at as createdAt',
  'last_used_at as lastUsedAt',
] as const

export const passkeyLimit = 20

export const listPasskeys = (handle: Queryable, personId: PersonId): Promise<Passkey[]> =>
  within<IdentityTables>(handle)
    .selectFrom('identity.passkey')
    .select(columns)
    .where('person_id', '=', personId)
    .orderBy('created_at')
    .limit(passkeyLimit)
    .execute()

export const findPasskey = (handle: Queryable, credentialId: string): Promise<Passkey | undefined> =>
  within<IdentityTables>(handle)
    .selectFrom('identity.passkey')
    .select(columns)
    .where('credential_id', '=', credentialId)
    .executeTakeFirst()

/** False when the credential is known already, to whomever it belongs. */
export const insertPasskey = async (tx: Queryable, passkey: Passkey): Promise<boolean> => {
  const row = await within<IdentityTables>(tx)
    .insertInto('identity.passkey')
    .values({
      credential_id: passkey.credentialId,
      person_id: passkey.personId,
      public_key: passkey.publicKey,
      counter: passkey.counter,
      transports: passkey.transports,
      label: passkey.label,
      created_at: passkey.createdAt,
      last_used_at: passkey.lastUsedAt,
    })
    .onConflict((conflict) => conflict.column('credential_id').doNothing())
    .returning('credential_id')
    .executeTakeFirst()
  return row !== undefined
}

export const touchPasskey = async (
  tx: Queryable,
  credentialId: string,
  use: { counter: bigint; at: Date },
): Promise<void> => {
  await within<IdentityTables>(tx)
    .updateTable('identity.passkey')
    .set({ counter: use.counter, last_used_at: use.at })
    .where('credential_id', '=', credentialId)
    .execute()
}

export const deletePasskey = async (
  handle: Queryable,
  personId: PersonId,
  credentialId: string,
): Promise<boolean> => {
  const result = await within<IdentityTables>(handle)
    .deleteFrom('identity.passkey')
    .where('credential_id', '=', credentialId)
    .where('person_id', '=', personId)
    .executeTakeFirst()
  return result.numDeletedRows > 0n
}

export interface Challenge {
  readonly challengeId: string
  readonly personId: PersonId | null
  readonly challenge: string
  readonly expiresAt: Date
}

export const insertChallenge = async (handle: Queryable, challenge: Challenge): Promise<void> => {
  await within<IdentityTables>(handle)
    .insertInto('identity.challenge')
    .values({
      challenge_id: challenge.challengeId,
      person_id: challenge.personId,
      challenge: challenge.challenge,
      expires_at: challenge.expiresAt,
    })
    .execute()
}

/** Takes the challenge out: it can be answered once. */
export const takeChallenge = async (
  tx: Queryable,
  match: { challengeId: string; now: Date },
): Promise<string | undefined> => {
  const row = await within<IdentityTables>(tx)
    .deleteFrom('identity.challenge')
    .where('challenge_id', '=', match.challengeId)
    .where('expires_at', '>', match.now)
    .where('person_id', 'is', null)
    .returning('challenge')
    .executeTakeFirst()
  return row?.challenge
}

/** Takes out every open registration challenge of a person; one of them is what the browser answered. */
export const takeChallengesOf = async (tx: Queryable, personId: PersonId, now: Date): Promise<string[]> => {
  const rows = await within<IdentityTables>(tx)
    .deleteFrom('identity.challenge')
    .where('person_id', '=', personId)
    .where('expires_at', '>', now)
    .returning('challenge')
    .execute()
  return rows.map((row) => row.challenge)
}
