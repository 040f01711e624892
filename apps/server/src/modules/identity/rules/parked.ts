import { mostAccountsHere, type PersonId } from '@busker/contract'

/** A session that a browser holds the token of. */
export interface HeldSession {
  readonly token: string
  readonly sessionId: string
  readonly personId: PersonId
}

export const mostParked = mostAccountsHere - 1

const separator = '.'
/** What `ids.token` makes; anything else in the cookie was not put there by us. */
const tokenShape = /^[\w-]{43}$/

/** The tokens in the cookie of parked sessions, the latest used first. Nonsense is none. */
export const readParked = (cookie: string | undefined): string[] => {
  const tokens = (cookie ?? '').split(separator, mostParked).filter((token) => tokenShape.test(token))
  return [...new Set(tokens)]
}

/** The cookie of these; null: there is nothing to keep. */
export const writeParked = (sessions: readonly Pick<HeldSession, 'token'>[]): string | null =>
  sessions.length === 0 ? null : sessions.map(({ token }) => token).join(separator)

/**
 * What becomes of the sessions that a browser held (the latest used first) when somebody signs in: they are parked, but
 * nobody is there twice, and when there are too many the one that was used longest ago ends.
 */
export const parkFor = (
  newcomer: PersonId,
  held: readonly HeldSession[],
): { parked: readonly HeldSession[]; ended: readonly HeldSession[] } => {
  const others = held.filter(({ personId }) => personId !== newcomer)
  const parked = others.slice(0, mostParked)
  return { parked, ended: held.filter((session) => !parked.includes(session)) }
}
