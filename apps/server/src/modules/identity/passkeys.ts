import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type AuthenticationResponseJSON,
  type RegistrationResponseJSON,
} from '@simplewebauthn/server'
import type { PersonId } from '@busker/contract'
import { AppError } from '#platform/errors'
import type { SignedIn } from './accounts.ts'
import type { IdentityDeps } from './deps.ts'
import { startSession } from './sessions.ts'
import {
  findPasskey,
  insertChallenge,
  insertPasskey,
  listPasskeys,
  passkeyLimit,
  takeChallenge,
  takeChallengesOf,
  touchPasskey,
} from './store/passkeys.ts'
import { findPerson } from './store/people.ts'

const challengeMs = 5 * 60_000

/** The relying party: the host people see in the address bar (WebAuthn level 3, section 5.1.2). */
export interface RelyingParty {
  readonly origin: string
  readonly host: string
}

export const relyingPartyOf = (publicUrl: string | undefined, requestHost: string): RelyingParty => {
  const address = publicUrl ?? `http://${requestHost}`
  if (!URL.canParse(address)) throw new AppError('invalid_request')
  const url = new URL(address)
  return { origin: url.origin, host: url.hostname }
}

type Json = Record<string, unknown>
const asJson = (value: object): Json => ({ ...value })

export const registrationOptions = async (
  deps: IdentityDeps,
  party: RelyingParty,
  personId: PersonId,
): Promise<Json> => {
  const person = await findPerson(deps.db.pool, personId)
  if (!person) throw new AppError('not_signed_in')
  const existing = await listPasskeys(deps.db.pool, personId)
  const options = await generateRegistrationOptions({
    rpName: deps.instanceName,
    rpID: party.host,
    userName: person.handle,
    userDisplayName: person.displayName,
    userID: new TextEncoder().encode(personId),
    excludeCredentials: existing.map(({ credentialId }) => ({ id: credentialId })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'preferred' },
  })
  await insertChallenge(deps.db.pool, {
    challengeId: deps.ids.uuid(),
    personId,
    challenge: options.challenge,
    expiresAt: new Date(deps.clock.nowMs() + challengeMs),
  })
  return asJson(options)
}

const unverified = (cause: unknown): never => {
  throw new AppError('passkey_not_verified', { cause })
}

export const addPasskey = async (
  deps: IdentityDeps,
  party: RelyingParty,
  input: { personId: PersonId; credential: Json; label: string },
): Promise<string> => {
  // Outside of the transaction: a challenge is used up also by an answer that does not fit.
  const challenges = await takeChallengesOf(deps.db.pool, input.personId, deps.clock.now())
  return deps.db.transaction(async (tx) => {
    const existing = await listPasskeys(tx, input.personId)
    if (existing.length >= passkeyLimit) throw new AppError('too_many_passkeys')
    const verified = await verifyRegistrationResponse({
      // The library checks the shape of what the browser sent; a wrong one is rejected below.
      response: input.credential as unknown as RegistrationResponseJSON,
      expectedChallenge: (challenge) => challenges.includes(challenge),
      expectedOrigin: party.origin,
      expectedRPID: party.host,
      requireUserVerification: false,
    }).catch(unverified)
    if (!verified.verified) return unverified(undefined)
    const { credential } = verified.registrationInfo
    const isNew = await insertPasskey(tx, {
      credentialId: credential.id,
      personId: input.personId,
      publicKey: Buffer.from(credential.publicKey),
      counter: BigInt(credential.counter),
      transports: credential.transports ?? [],
      label: input.label,
      createdAt: deps.clock.now(),
      lastUsedAt: null,
    })
    return isNew ? credential.id : unverified(undefined)
  })
}

export const signInOptions = async (
  deps: IdentityDeps,
  party: RelyingParty,
): Promise<{ challengeId: string; options: Json }> => {
  const options = await generateAuthenticationOptions({ rpID: party.host, userVerification: 'preferred' })
  const challengeId = deps.ids.uuid()
  await insertChallenge(deps.db.pool, {
    challengeId,
    personId: null,
    challenge: options.challenge,
    expiresAt: new Date(deps.clock.nowMs() + challengeMs),
  })
  return { challengeId, options: asJson(options) }
}

export const signInWithPasskey = async (
  deps: IdentityDeps,
  party: RelyingParty,
  input: { challengeId: string; credential: Json },
): Promise<SignedIn> => {
  const challenge = await takeChallenge(deps.db.pool, {
    challengeId: input.challengeId,
    now: deps.clock.now(),
  })
  const credentialId = typeof input.credential['id'] === 'string' ? input.credential['id'] : ''
  const passkey = await findPasskey(deps.db.pool, credentialId)
  if (challenge === undefined || !passkey) return unverified(undefined)
  const verified = await verifyAuthenticationResponse({
    // The library checks the shape of what the browser sent; a wrong one is rejected below.
    response: input.credential as unknown as AuthenticationResponseJSON,
    expectedChallenge: challenge,
    expectedOrigin: party.origin,
    expectedRPID: party.host,
    requireUserVerification: false,
    credential: {
      id: passkey.credentialId,
      publicKey: new Uint8Array(passkey.publicKey),
      counter: Number(passkey.counter),
    },
  }).catch(unverified)
  if (!verified.verified) return unverified(undefined)
  return deps.db.transaction(async (tx) => {
    const { newCounter } = verified.authenticationInfo
    await touchPasskey(tx, passkey.credentialId, { counter: BigInt(newCounter), at: deps.clock.now() })
    const person = await findPerson(tx, passkey.personId)
    if (!person) return unverified(undefined)
    return { person, sessionToken: await startSession(deps, tx, person.personId) }
  })
}
