import { hash, verify } from '@node-rs/argon2'
import type { PersonId } from '@busker/contract'
import { AppError } from '#platform/errors'
import type { IdentityDeps } from './deps.ts'
import { mayJoin } from './rules/age.ts'
import { isWeakPassword } from './rules/password.ts'
import { mayTrySignIn, mayTrySignUp, throttleWindowMs } from './rules/throttle.ts'
import { startSession } from './sessions.ts'
import { anyPerson, findWithPassword, insertPerson, lockSignUps, type Person } from './store/people.ts'
import { countAttempts, forgetAttempts, insertAttempts } from './store/sessions.ts'

/** OWASP Password Storage Cheat Sheet: Argon2id with 19 MiB, two passes, one lane. */
const argon = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

/** Verified when the handle does not exist, so that the answer takes as long and tells nothing. */
const nobodysHash =
  '$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$QiXXDUbSKHMZvvIJXbwX0LwnbGOeVgsPQcQVXTsu5pE'

export interface SignUp {
  readonly handle: string
  readonly password: string
  readonly birthDate: string
  readonly displayName?: string | undefined
  readonly address: string
}

export interface SignedIn {
  readonly person: Person
  readonly sessionToken: string
}

const recordAttempts = (deps: IdentityDeps, subjects: readonly string[]): Promise<void> =>
  insertAttempts(
    deps.db.pool,
    subjects.map((subject) => ({ attemptId: deps.ids.uuid(), subject, attemptedAt: deps.clock.now() })),
  )

const windowStart = (deps: IdentityDeps): Date => new Date(deps.clock.nowMs() - throttleWindowMs)

const createPerson = async (deps: IdentityDeps, input: SignUp, passwordHash: string): Promise<SignedIn> =>
  deps.db.transaction(async (tx) => {
    await lockSignUps(tx)
    const person: Person = {
      personId: deps.ids.uuid() as PersonId,
      handle: input.handle,
      displayName: input.displayName ?? input.handle,
      role: (await anyPerson(tx)) ? 'person' : 'operator',
      createdAt: deps.clock.now(),
    }
    const inserted = await insertPerson(tx, { ...person, birthDate: input.birthDate, passwordHash })
    if (!inserted) throw new AppError('handle_taken')
    return { person, sessionToken: await startSession(deps, tx, person.personId) }
  })

/** Creates an account and a session. The first account of an instance becomes its operator. */
export const signUp = async (deps: IdentityDeps, input: SignUp): Promise<SignedIn> => {
  const subject = `sign-up:${input.address}`
  if (!mayTrySignUp(await countAttempts(deps.db.pool, subject, windowStart(deps))))
    throw new AppError('too_many_attempts')
  if (!mayJoin(input.birthDate, deps.clock.now().toISOString().slice(0, 10), deps.minimumAge)) {
    throw new AppError('too_young')
  }
  if (isWeakPassword(input.password, input.handle)) throw new AppError('weak_password')
  await recordAttempts(deps, [subject])
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
      passwordHash: 'none',
    })
    if (!inserted) throw new AppError('handle_taken')
    return personId
  })
}

const passwordFits = async (passwordHash: string, password: string): Promise<boolean> =>
  passwordHash.startsWith('$argon2') && (await verify(passwordHash, password))

/** Starts a session with handle and password; slow on purpose, and throttled by handle and by address. */
export const signIn = async (
  deps: IdentityDeps,
  input: { handle: string; password: string; address: string },
): Promise<SignedIn> => {
  const handle = input.handle.trim().replace(/^@/, '').toLowerCase()
  const subjects = [`handle:${handle}`, `address:${input.address}`] as const
  const since = windowStart(deps)
  const [byHandle, byAddress] = await Promise.all(
    subjects.map((subject) => countAttempts(deps.db.pool, subject, since)),
  )
  if (!mayTrySignIn({ handle: byHandle ?? 0, address: byAddress ?? 0 }))
    throw new AppError('too_many_attempts')
  const found = await findWithPassword(deps.db.pool, handle)
  const fits = await passwordFits(
    found?.passwordHash.startsWith('$') ? found.passwordHash : nobodysHash,
    input.password,
  )
  if (!found || !fits) {
    await recordAttempts(deps, subjects)
    throw new AppError('wrong_credentials')
  }
  await forgetAttempts(deps.db.pool, [subjects[0]])
  const { passwordHash: _, ...person } = found
  return { person, sessionToken: await startSession(deps, deps.db.pool, person.personId) }
}
