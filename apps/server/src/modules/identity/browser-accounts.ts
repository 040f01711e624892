import type { AccountHere, PersonId } from '@busker/contract'
import { AppError } from '#platform/errors'
import type { SignedIn } from './accounts.ts'
import type { IdentityDeps } from './deps.ts'
import { parkFor, type HeldSession } from './rules/parked.ts'
import { hashToken } from './sessions.ts'
import { deleteSessions, findSessions } from './store/sessions.ts'

/** The tokens that a browser sent: of the session it acts with, and of those that are parked. */
export interface HeldTokens {
  readonly active: string | null
  readonly parked: readonly string[]
}

type LivingSession = HeldSession & Pick<AccountHere, 'handle' | 'displayName'>

/** What a browser holds after a change. */
export interface Holding {
  readonly active: string | null
  readonly parked: readonly HeldSession[]
}

/** The sessions among these that live, in the order of the tokens: the active one first. One query. */
const livingOf = async (deps: IdentityDeps, { active, parked }: HeldTokens): Promise<LivingSession[]> => {
  const tokens = [...new Set([...(active === null ? [] : [active]), ...parked])]
  const byHash = new Map(tokens.map((token) => [hashToken(token).toString('hex'), token]))
  if (tokens.length === 0) return []
  const found = await findSessions(deps.db.pool, tokens.map(hashToken), deps.clock.now())
  const living = found.flatMap(({ tokenHash, ...session }) => {
    const token = byHash.get(tokenHash.toString('hex'))
    return token === undefined ? [] : [{ ...session, token }]
  })
  return living.toSorted((one, other) => tokens.indexOf(one.token) - tokens.indexOf(other.token))
}

const holdingOf = (sessions: readonly HeldSession[], active: string | null): Holding => ({
  active: sessions.some(({ token }) => token === active) ? active : null,
  parked: sessions.filter(({ token }) => token !== active),
})

/** Who is signed in in this browser, and what it should hold on to: sessions that have ended fall out. */
export const accountsHere = async (
  deps: IdentityDeps,
  tokens: HeldTokens,
): Promise<{ accounts: AccountHere[]; holding: Holding }> => {
  const sessions = await livingOf(deps, tokens)
  return {
    accounts: sessions.map(({ personId, handle, displayName, token }) => ({
      ...{ personId, handle, displayName },
      isActive: token === tokens.active,
    })),
    holding: holdingOf(sessions, tokens.active),
  }
}

/** Somebody has signed in: who was here before is parked. */
export const parkOthers = async (
  deps: IdentityDeps,
  tokens: HeldTokens,
  { person, sessionToken }: SignedIn,
): Promise<Holding> => {
  const { parked, ended } = parkFor(person.personId, await livingOf(deps, tokens))
  await deleteSessions(
    deps.db.pool,
    ended.map(({ sessionId }) => sessionId),
  )
  return { active: sessionToken, parked }
}

/** Acts as another account of this browser; the one before is parked. */
export const switchTo = async (
  deps: IdentityDeps,
  tokens: HeldTokens,
  personId: PersonId,
): Promise<Holding> => {
  const sessions = await livingOf(deps, tokens)
  const wanted = sessions.find((session) => session.personId === personId)
  if (!wanted) throw new AppError('not_signed_in')
  return holdingOf(sessions, wanted.token)
}

/** Ends the session of one account in this browser, or of all. */
export const endHere = async (
  deps: IdentityDeps,
  tokens: HeldTokens,
  whose: PersonId | 'all',
): Promise<{ holding: Holding; sessionsEnded: number }> => {
  const sessions = await livingOf(deps, tokens)
  const ended = sessions.filter(({ personId }) => whose === 'all' || personId === whose)
  await deleteSessions(
    deps.db.pool,
    ended.map(({ sessionId }) => sessionId),
  )
  const left = sessions.filter((session) => !ended.includes(session))
  return { holding: holdingOf(left, tokens.active), sessionsEnded: ended.length }
}
