import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import {
  addPasskey,
  getMe,
  listPasskeys,
  passkeyRegistrationOptions,
  passkeySignIn,
  passkeySignInOptions,
  removePasskey,
} from '@busker/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { createClient, createTestApp, signUp, type Person, type TestApp } from '../../testing/test-app.ts'

const publicUrl = 'https://busker.test'

let app: TestApp
beforeAll(async () => {
  app = await createTestApp({ publicUrl })
})
afterAll(() => app.stop())

type Cbor = number | string | Buffer | Map<number | string, Cbor>

const cborHead = (kind: number, value: number): Buffer =>
  value < 24
    ? Buffer.from([(kind << 5) | value])
    : value < 256
      ? Buffer.from([(kind << 5) | 24, value])
      : Buffer.from([(kind << 5) | 25, value >> 8, value & 255])

/** As much of RFC 8949 as an authenticator needs. */
const cbor = (value: Cbor): Buffer => {
  if (typeof value === 'number') return value < 0 ? cborHead(1, -1 - value) : cborHead(0, value)
  if (typeof value === 'string')
    return Buffer.concat([cborHead(3, Buffer.byteLength(value)), Buffer.from(value)])
  if (Buffer.isBuffer(value)) return Buffer.concat([cborHead(2, value.length), value])
  return Buffer.concat([
    cborHead(5, value.size),
    ...[...value].flatMap(([key, one]) => [cbor(key), cbor(one)]),
  ])
}

const sha256 = (data: string | Buffer): Buffer => createHash('sha256').update(data).digest()

/** An ES256 authenticator in software: WebAuthn level 3, sections 6.1 and 6.5. */
const createAuthenticator = (origin = publicUrl) => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
  const cose = new Map<number, Cbor>([
    [1, 2],
    [3, -7],
    [-1, 1],
    [-2, Buffer.from(x, 'base64url')],
    [-3, Buffer.from(y, 'base64url')],
  ])
  const credentialId = randomBytes(16)
  const id = credentialId.toString('base64url')
  const authenticatorData = (counter: number, attested: Buffer | null): Buffer => {
    const count = Buffer.alloc(4)
    count.writeUInt32BE(counter)
    const flags = Buffer.from([attested === null ? 0x05 : 0x45])
    return Buffer.concat([sha256(new URL(origin).hostname), flags, count, attested ?? Buffer.alloc(0)])
  }
  const clientData = (type: string, challenge: string) =>
    Buffer.from(JSON.stringify({ type, challenge, origin }))
  const common = { id, rawId: id, type: 'public-key', clientExtensionResults: {} }
  return {
    id,
    create: (challenge: string) => {
      const length = Buffer.from([0, credentialId.length])
      const attested = Buffer.concat([Buffer.alloc(16), length, credentialId, cbor(cose)])
      const authData = authenticatorData(0, attested)
      const attestation = new Map<string, Cbor>([
        ['fmt', 'none'],
        ['attStmt', new Map()],
        ['authData', authData],
      ])
      return {
        ...common,
        response: {
          clientDataJSON: clientData('webauthn.create', challenge).toString('base64url'),
          attestationObject: cbor(attestation).toString('base64url'),
          transports: ['internal'],
        },
      }
    },
    get: (challenge: string, counter: number) => {
      const data = clientData('webauthn.get', challenge)
      const authData = authenticatorData(counter, null)
      const signature = sign('sha256', Buffer.concat([authData, sha256(data)]), privateKey)
      return {
        ...common,
        response: {
          clientDataJSON: data.toString('base64url'),
          authenticatorData: authData.toString('base64url'),
          signature: signature.toString('base64url'),
        },
      }
    },
  }
}
type Authenticator = ReturnType<typeof createAuthenticator>

const challengeIn = (options: unknown): string => z.object({ challenge: z.string() }).parse(options).challenge
const label = 'My phone'

const register = async (person: Person, authenticator: Authenticator): Promise<string> => {
  const { options } = await person.call(passkeyRegistrationOptions)
  const credential = authenticator.create(challengeIn(options))
  const { passkeyId } = await person.call(addPasskey, { body: { credential, label } })
  return passkeyId
}
const challenge = async () => {
  const { challengeId, options } = await createClient(app).call(passkeySignInOptions)
  return { challengeId, challenge: challengeIn(options) }
}
const tryIn = async (authenticator: Authenticator, counter: number): Promise<string> => {
  const given = await challenge()
  const credential = authenticator.get(given.challenge, counter)
  const body = { challengeId: given.challengeId, credential }
  const answer = await createClient(app).send({ method: 'POST', path: passkeySignIn.path, body })
  const { error, me } = z
    .object({
      error: z.object({ code: z.string() }).optional(),
      me: z.object({ handle: z.string() }).optional(),
    })
    .parse(JSON.parse(answer.body))
  return `${answer.status} ${error?.code ?? me?.handle}`
}

test('a passkey is added, signs in, is listed and removed', async () => {
  const ana = await signUp(app, 'ana')
  const authenticator = createAuthenticator()
  expect((await ana.call(listPasskeys)).passkeys).toEqual([])
  const passkeyId = await register(ana, authenticator)
  expect(passkeyId).toBe(authenticator.id)
  const { options } = await ana.call(passkeyRegistrationOptions)
  expect(options).toMatchObject({ rp: { id: 'busker.test' }, excludeCredentials: [{ id: passkeyId }] })

  app.clock.advance(1000)
  const laptop = createClient(app)
  const given = await challenge()
  const credential = authenticator.get(given.challenge, 1)
  const { me } = await laptop.call(passkeySignIn, { body: { challengeId: given.challengeId, credential } })
  expect(me).toEqual(ana.me)
  expect((await laptop.call(getMe)).me).toEqual(ana.me)
  const lastUsedAt = app.clock.now().toISOString()
  expect((await laptop.call(listPasskeys)).passkeys).toEqual([
    { passkeyId, label, createdAt: ana.me.createdAt, lastUsedAt },
  ])

  await ana.call(removePasskey, { params: { passkeyId } })
  expect(await ana.refusal(removePasskey, { params: { passkeyId } })).toBe('404 not_found')
  expect(await tryIn(authenticator, 2)).toBe('401 passkey_not_verified')
})

test('passkeys need an account, and belong to theirs', async () => {
  const nobody = createClient(app)
  const params = { passkeyId: 'x' }
  const body = { credential: {}, label }
  expect(await nobody.refusal(passkeyRegistrationOptions)).toBe('401 not_signed_in')
  expect(await nobody.refusal(addPasskey, { body })).toBe('401 not_signed_in')
  expect(await nobody.refusal(listPasskeys)).toBe('401 not_signed_in')
  expect(await nobody.refusal(removePasskey, { params })).toBe('401 not_signed_in')
  const owner = await signUp(app, 'owner')
  const thief = await signUp(app, 'thief')
  const passkeyId = await register(owner, createAuthenticator())
  expect(await thief.refusal(removePasskey, { params: { passkeyId } })).toBe('404 not_found')
  expect((await thief.call(listPasskeys)).passkeys).toEqual([])
})

test('what has no shape is refused, not a fault', async () => {
  const person = await signUp(app, 'shapeless')
  expect(await person.refusal(addPasskey, { body: { credential: {} } })).toBe('400 invalid_request')
  expect(await person.refusal(addPasskey, { body: { credential: { id: 'x' }, label } })).toBe(
    '401 passkey_not_verified',
  )
  const { challengeId } = await challenge()
  for (const credential of [{}, { id: 5 }, { id: 'unknown', response: null }]) {
    expect(await person.refusal(passkeySignIn, { body: { challengeId, credential } })).toBe(
      '401 passkey_not_verified',
    )
  }
  expect(await person.refusal(passkeySignIn, { body: { challengeId: 'x', credential: {} } })).toBe(
    '400 invalid_request',
  )
})

test('registration: a challenge is of this person, of now, and used once', async () => {
  const ben = await signUp(app, 'ben')
  const cleo = await signUp(app, 'cleo')
  const authenticator = createAuthenticator()
  const add = (given: string) =>
    ben.refusal(addPasskey, { body: { credential: authenticator.create(given), label } })
  const { options } = await cleo.call(passkeyRegistrationOptions)
  expect(await add(challengeIn(options))).toBe('401 passkey_not_verified')
  expect(await add(randomBytes(32).toString('base64url'))).toBe('401 passkey_not_verified')

  const old = await ben.call(passkeyRegistrationOptions)
  app.clock.advance(5 * 60_000)
  expect(await add(challengeIn(old.options))).toBe('401 passkey_not_verified')

  const spent = await ben.call(passkeyRegistrationOptions)
  expect(await add('wrong')).toBe('401 passkey_not_verified')
  expect(await add(challengeIn(spent.options))).toBe('401 passkey_not_verified')

  const used = await ben.call(passkeyRegistrationOptions)
  const body = { credential: authenticator.create(challengeIn(used.options)), label }
  await ben.call(addPasskey, { body })
  expect(await ben.refusal(addPasskey, { body })).toBe('401 passkey_not_verified')
})

test('registration: a credential that is known already, and one of another site', async () => {
  const first = await signUp(app, 'first')
  const second = await signUp(app, 'second')
  const authenticator = createAuthenticator()
  await register(first, authenticator)
  const again = await second.call(passkeyRegistrationOptions)
  const known = { credential: authenticator.create(challengeIn(again.options)), label }
  expect(await second.refusal(addPasskey, { body: known })).toBe('401 passkey_not_verified')
  expect(await tryIn(authenticator, 1)).toBe('200 first')

  const foreign = createAuthenticator('https://evil.test')
  const { options } = await second.call(passkeyRegistrationOptions)
  const phished = { credential: foreign.create(challengeIn(options)), label }
  expect(await second.refusal(addPasskey, { body: phished })).toBe('401 passkey_not_verified')
})

test('sign-in: wrong, reused and old challenges', async () => {
  const person = await signUp(app, 'careful')
  const authenticator = createAuthenticator()
  await register(person, authenticator)
  const send = (challengeId: string, credential: object) =>
    createClient(app).refusal(passkeySignIn, { body: { challengeId, credential } })
  const one = await challenge()
  const other = await challenge()
  expect(await send(one.challengeId, authenticator.get(other.challenge, 1))).toBe('401 passkey_not_verified')
  expect(await send(one.challengeId, authenticator.get(one.challenge, 1))).toBe('401 passkey_not_verified')

  const body = { challengeId: other.challengeId, credential: authenticator.get(other.challenge, 1) }
  await createClient(app).call(passkeySignIn, { body })
  expect(await createClient(app).refusal(passkeySignIn, { body })).toBe('401 passkey_not_verified')

  const old = await challenge()
  app.clock.advance(5 * 60_000)
  expect(await send(old.challengeId, authenticator.get(old.challenge, 2))).toBe('401 passkey_not_verified')

  // The challenge of a registration is none for signing in.
  const { options } = await person.call(passkeyRegistrationOptions)
  const fresh = await challenge()
  const crossed = authenticator.get(challengeIn(options), 2)
  expect(await send(fresh.challengeId, crossed)).toBe('401 passkey_not_verified')
})

test('sign-in: a foreign origin, a foreign key and a counter that goes back', async () => {
  const person = await signUp(app, 'counted')
  const authenticator = createAuthenticator()
  await register(person, authenticator)
  expect(await tryIn(createAuthenticator(), 1)).toBe('401 passkey_not_verified')
  const imitation = { ...createAuthenticator(), id: authenticator.id }
  const given = await challenge()
  const forged = { ...imitation.get(given.challenge, 9), id: authenticator.id, rawId: authenticator.id }
  const body = { challengeId: given.challengeId, credential: forged }
  expect(await person.refusal(passkeySignIn, { body })).toBe('401 passkey_not_verified')

  expect(await tryIn(authenticator, 5)).toBe('200 counted')
  expect(await tryIn(authenticator, 5)).toBe('401 passkey_not_verified')
  expect(await tryIn(authenticator, 4)).toBe('401 passkey_not_verified')
  expect(await tryIn(authenticator, 6)).toBe('200 counted')
})

test('sign-in: the right key on a foreign page', async () => {
  const person = await signUp(app, 'phished')
  const authenticator = createAuthenticator()
  await register(person, authenticator)
  const given = await challenge()
  const credential = authenticator.get(given.challenge, 1)
  const clientDataJSON = Buffer.from(
    JSON.stringify({ type: 'webauthn.get', challenge: given.challenge, origin: 'https://evil.test' }),
  ).toString('base64url')
  const body = {
    challengeId: given.challengeId,
    credential: { ...credential, response: { ...credential.response, clientDataJSON } },
  }
  expect(await person.refusal(passkeySignIn, { body })).toBe('401 passkey_not_verified')
})

test('without a public address the host of the request counts, if it is one', async () => {
  const local = await createTestApp()
  try {
    const client = createClient(local)
    const ask = (host: string) =>
      client.send({ method: 'POST', path: passkeySignInOptions.path, headers: { host } })
    expect(JSON.parse((await ask('localhost:8480')).body)).toMatchObject({ options: { rpId: 'localhost' } })
    expect((await ask('[not a host')).status).toBe(400)
  } finally {
    await local.stop()
  }
})
