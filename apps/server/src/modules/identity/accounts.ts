import { hash, verify } from '@node-rs/argon2'
import type { PersonId } from '@busker/contract'
import { AppError } from '#platform/errors'
import type { Tx } from '#platform/postgres'
import type { IdentityDeps } from './deps.ts'
import { mayJoin } from './rules/age.ts'
import { isWeakPassword } from './rules/password.ts'
import { mayTrySignIn, mayTrySignUp, throttleWindowMs } from './rules/throttle.ts'
import { startSession } from './sessions.ts'
import { anyAccount, findWithPassword, insertPerson, lockSignUps, type Person } from './store/people.ts'
import {
  countAttempts,
  deleteAttempts,
  forgetAttempts,
  insertAttempts,
  lockSubject,
} from './store/sessions.ts'

/** OWASP Password Storage Cheat Sheet: Argon2id with 19 MiB, two passes, one lane. */
const argon = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

/** Of 32 random bytes nobody kept: verified when there is no password, so that the answer takes as long. */
const nobodysHash =
  '$argon2id$v=19$m=19456,t=2,p=1$m9R8OpjDj1SMAXaagLcCTw$vBhS5NI6YTGsXhcbetykLlkM9RS3kUt75t2Sz807evc'

export interface SignUp {
  readonly handle: string
  readonly password: string
  readonly birthDate: string
  readonly displayName?: string | undefined
  readonly address: string
  /** The shared address that the page says they came by. */
  readonly shareToken?: string | undefined
}

export interface SignedIn {
  readonly person: Person
  readonly sessionToken: string
}

/**
 * Counts an attempt before its slow part, one after the other for each subject, so that many at once cannot all pass.
 * Whoever is refused is not counted: the wait ends by itself.
 */
const countAttempt = (
  deps: IdentityDeps,
  subjects: readonly string[],
  mayTry: (attempts: readonly number[]) => boolean,
): Promise<string[]> =>
  deps.db.transaction(async (tx) => {
    const since = new Date(deps.clock.nowMs() - throttleWindowMs)
    const counts: number[] = []
    for (const subject of subjects) {
      await lockSubject(tx, subject)
      counts.push(await countAttempts(tx, subject, since))
    }
    if (!mayTry(counts)) throw new AppError('too_many_attempts')
    const attemptedAt = deps.clock.now()
    const attempts = subjects.map((subject) => ({ attemptId: deps.ids.uuid(), subject, attemptedAt }))
    await insertAttempts(tx, attempts)
    return attempts.map(({ attemptId }) => attemptId)
  })

/** Residents of the demo are not told about: they are nobody's accounts. */
const tellRegistered = (
  deps: IdentityDeps,
  tx: Tx,
  { person, shareToken }: { person: Person; shareToken: string | null },
): Promise<void> =>
  deps.bus.emit(tx, 'identity.acted', {
    eventId: deps.ids.uuid(),
    kind: 'registered',
    personId: person.personId,
    postId: null,
    authorId: null,
    surface: 'other',
    value: 1,
    shareToken,
    tags: [],
    at: person.createdAt.toISOString(),
    timeZone: null,
  })

const createPerson = async (deps: IdentityDeps, input: SignUp, passwordHash: string): Promise<SignedIn> =>
  deps.db.transaction(async (tx) => {
    await lockSignUps(tx)
    const person: Person = {
      personId: deps.ids.uuid() as PersonId,
      handle: input.handle,
      displayName: input.displayName ?? input.handle,
      role: (await anyAccount(tx)) ? 'person' : 'operator',
      createdAt: deps.clock.now(),
      picture: null,
    }
    const inserted = await insertPerson(tx, { ...person, birthDate: input.birthDate, passwordHash })
    if (!inserted) throw new AppError('handle_taken')
    await tellRegistered(deps, tx, { person, shareToken: input.shareToken ?? null })
    return { person, sessionToken: await startSession(deps, tx, person.personId) }
  })

/** Creates an account and a session. The first account of an instance becomes its operator. */
export const signUp = async (deps: IdentityDeps, input: SignUp): Promise<SignedIn> => {
  if (!mayJoin(input.birthDate, deps.clock.now().toISOString().slice(0, 10), deps.minimumAge)) {
    throw new AppError('too_young')
  }
  if (isWeakPassword(input.password, input.handle)) throw new AppError('weak_password')
  await countAttempt(deps, [`sign-up:${input.address}`], ([attempts = 0]) => mayTrySignUp(attempts))
  const signedIn = await createPerson(deps, input, await hash(input.password, argon))
  deps.log.event('account.created', { personId: signedIn.person.personId, role: signedIn.person.role })
  return signedIn
}

/** Creates an account that nobody can sign in to until its password is set: the people of the demo town. */
export const createResident = async (
  deps: IdentityDeps,
  resident: { handle: string; displayName: string; birthDate: string },
): Promise<PersonId> => {
  const existing = await findWithPassword(deps.db.pool, resident.handle)
  if (existing) return existing.personId
  return deps.db.transaction(async (tx) => {
    const personId = deps.ids.uuid() as PersonId
    const inserted = await insertPerson(tx, {
      ...resident,
      personId,
      role: 'person',
      createdAt: deps.clock.now(),
      picture: null,
      passwordHash: null,
    })
    if (!inserted) throw new AppError('handle_taken')
    return personId
  })
}

/** Starts a session with handle and password; slow on purpose, and throttled by handle and by address. */
export const signIn = async (
  deps: IdentityDeps,
  input: { handle: string; password: string; address: string },
): Promise<SignedIn> => {
  const handle = input.handle.trim().replace(/^@/, '').toLowerCase()
  const subjects = [`handle:${handle}`, `address:${input.address}`] as const
  const attempts = await countAttempt(deps, subjects, ([byHandle = 0, byAddress = 0]) =>
    mayTrySignIn({ handle: byHandle, address: byAddress }),
  )
  const found = await findWithPassword(deps.db.pool, handle)
  const fits = await verify(found?.passwordHash ?? nobodysHash, input.password)
  if (!found?.passwordHash || !fits) throw new AppError('wrong_credentials')
  await deleteAttempts(deps.db.pool, attempts)
  await forgetAttempts(deps.db.pool, [subjects[0]])
  const { passwordHash: _hash, ...person } = found
  return { person, sessionToken: await startSession(deps, deps.db.pool, person.personId) }
}
