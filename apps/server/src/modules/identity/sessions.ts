import { createHash } from 'node:crypto'
import type { PersonId } from '@busker/contract'
import type { PersonViewer } from '#platform/http'
import type { Queryable } from '#platform/postgres'
import type { IdentityDeps } from './deps.ts'
import { suspensionAt } from './rules/suspension.ts'
import { deleteSession, deleteSessionsOf, findSession, insertSession } from './store/sessions.ts'

const sessionMs = 90 * 24 * 3_600_000

/** What is kept of a token. */
export const hashToken = (token: string): Buffer => createHash('sha256').update(token).digest()

/** Starts a session and returns its secret, which only the cookie will know. */
export const startSession = async (
  deps: IdentityDeps,
  handle: Queryable,
  personId: PersonId,
): Promise<string> => {
  const token = deps.ids.token()
  const nowMs = deps.clock.nowMs()
  await insertSession(handle, {
    tokenHash: hashToken(token),
    sessionId: deps.ids.uuid(),
    personId,
    createdAt: new Date(nowMs),
    expiresAt: new Date(nowMs + sessionMs),
  })
  return token
}

/** The account behind a session token, or null. One indexed read for each request. */
export const personOf = async (deps: IdentityDeps, token: string): Promise<PersonViewer | null> => {
  const session = await findSession(deps.db.pool, hashToken(token), deps.clock.now())
  if (!session) return null
  const { personId, role, sessionId } = session
  const isSuspended = suspensionAt(session, deps.clock.now()) !== null
  return { kind: 'person', personId, role, sessionId, isSuspended }
}

export const endSession = (deps: IdentityDeps, sessionId: string): Promise<void> =>
  deleteSession(deps.db.pool, sessionId)

export const endAllSessions = async (deps: IdentityDeps, personId: PersonId): Promise<number> => {
  const ended = await deleteSessionsOf(deps.db.pool, personId)
  deps.onSignedOut(personId)
  return ended
}
