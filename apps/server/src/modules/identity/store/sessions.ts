import type { PersonId, Role } from '@busker/contract'
import { sql } from 'kysely'
import { within, type Queryable, type Tx } from '#platform/postgres'
import type { SuspensionRow } from '../rules/suspension.ts'
import type { IdentityTables } from './tables.ts'

export interface NewSession {
  readonly tokenHash: Buffer
  readonly sessionId: string
  readonly personId: PersonId
  readonly createdAt: Date
  readonly expiresAt: Date
}

export const insertSession = async (tx: Queryable, session: NewSession): Promise<void> => {
  await within<IdentityTables>(tx)
    .insertInto('identity.session')
    .values({
      token_hash: session.tokenHash,
      session_id: session.sessionId,
      person_id: session.personId,
      created_at: session.createdAt,
      expires_at: session.expiresAt,
    })
    .execute()
}

/** The living session with this token and the account's present role. */
export const findSession = (
  handle: Queryable,
  tokenHash: Buffer,
  now: Date,
): Promise<({ sessionId: string; personId: PersonId; role: Role } & SuspensionRow) | undefined> =>
  within<IdentityTables>(handle)
    .selectFrom('identity.session')
    .innerJoin('identity.person', 'identity.person.person_id', 'identity.session.person_id')
    .select([
      'identity.session.session_id as sessionId',
      'identity.person.person_id as personId',
      'identity.person.role as role',
      'identity.person.suspended_until as until',
      'identity.person.suspension_reason as reason',
    ])
    .where('token_hash', '=', tokenHash)
    .where('expires_at', '>', now)
    .executeTakeFirst()

/** Those of these sessions that live, and whose they are; at most as many as tokens, in no order. */
export const findSessions = (
  handle: Queryable,
  tokenHashes: readonly Buffer[],
  now: Date,
): Promise<
  { tokenHash: Buffer; sessionId: string; personId: PersonId; handle: string; displayName: string }[]
> =>
  within<IdentityTables>(handle)
    .selectFrom('identity.session')
    .innerJoin('identity.person', 'identity.person.person_id', 'identity.session.person_id')
    .select([
      'identity.session.token_hash as tokenHash',
      'identity.session.session_id as sessionId',
      'identity.person.person_id as personId',
      'identity.person.handle as handle',
      'identity.person.display_name as displayName',
    ])
    .where('token_hash', 'in', tokenHashes)
    .where('expires_at', '>', now)
    .execute()

export const deleteSession = async (handle: Queryable, sessionId: string): Promise<void> => {
  await within<IdentityTables>(handle)
    .deleteFrom('identity.session')
    .where('session_id', '=', sessionId)
    .execute()
}

export const deleteSessions = async (handle: Queryable, sessionIds: readonly string[]): Promise<void> => {
  if (sessionIds.length === 0) return
  await within<IdentityTables>(handle)
    .deleteFrom('identity.session')
    .where('session_id', 'in', sessionIds)
    .execute()
}

/** Ends all sessions of a person and says how many there were. */
export const deleteSessionsOf = async (handle: Queryable, personId: PersonId): Promise<number> => {
  const result = await within<IdentityTables>(handle)
    .deleteFrom('identity.session')
    .where('person_id', '=', personId)
    .executeTakeFirst()
  return Number(result.numDeletedRows)
}

/** Makes attempts at the same subject wait for one another until the transaction ends. */
export const lockSubject = async (tx: Tx, subject: string): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtextextended(${subject}::text, 0))`.execute(
    within<IdentityTables>(tx),
  )
}

export const countAttempts = async (handle: Queryable, subject: string, since: Date): Promise<number> => {
  const row = await within<IdentityTables>(handle)
    .selectFrom('identity.attempt')
    .select((select) => select.fn.countAll<bigint>().as('count'))
    .where('subject', '=', subject)
    .where('attempted_at', '>', since)
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

export const insertAttempts = async (
  handle: Queryable,
  attempts: readonly { attemptId: string; subject: string; attemptedAt: Date }[],
): Promise<void> => {
  await within<IdentityTables>(handle)
    .insertInto('identity.attempt')
    .values(
      attempts.map((attempt) => ({
        attempt_id: attempt.attemptId,
        subject: attempt.subject,
        attempted_at: attempt.attemptedAt,
      })),
    )
    .execute()
}

export const forgetAttempts = async (handle: Queryable, subjects: readonly string[]): Promise<void> => {
  await within<IdentityTables>(handle)
    .deleteFrom('identity.attempt')
    .where('subject', 'in', subjects)
    .execute()
}

/** Attempts that were none: the password was right. */
export const deleteAttempts = async (handle: Queryable, attemptIds: readonly string[]): Promise<void> => {
  await within<IdentityTables>(handle)
    .deleteFrom('identity.attempt')
    .where('attempt_id', 'in', attemptIds)
    .execute()
}

/** Removes what has no effect any more: old attempts, sessions and challenges. */
export const sweep = async (
  handle: Queryable,
  limits: { attemptsBefore: Date; now: Date },
): Promise<void> => {
  const tables = within<IdentityTables>(handle)
  await tables.deleteFrom('identity.attempt').where('attempted_at', '<', limits.attemptsBefore).execute()
  await tables.deleteFrom('identity.session').where('expires_at', '<', limits.now).execute()
  await tables.deleteFrom('identity.challenge').where('expires_at', '<', limits.now).execute()
}
