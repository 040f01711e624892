import {
  getMe,
  listAccountsHere,
  signIn,
  signOut,
  signOutAllHere,
  signOutEverywhere,
  signOutHere,
  signUp as signUpEndpoint,
  switchAccount,
} from '@busker/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  createClient,
  createTestApp,
  signUp,
  testPassword,
  type Client,
  type TestApp,
} from '../../testing/test-app.ts'

const dayMs = 24 * 3_600_000
const nobody = '0193b3a4-0000-7000-8000-000000000009'

let app: TestApp
beforeAll(async () => {
  app = await createTestApp()
})
afterAll(() => app.stop())

const signInTo = async (client: Client, handle: string) =>
  (await client.call(signIn, { body: { handle, password: testPassword } })).me
/** Handles in order, the active one with a star. */
const here = async (client: Client): Promise<string> =>
  (await client.call(listAccountsHere)).accounts
    .map(({ handle, isActive }) => `${handle}${isActive ? '*' : ''}`)
    .join(' ')

test('who signs in parks who was here; switching goes there and back', async () => {
  const ada = await signUp(app, 'ada')
  await signUp(app, 'ben')
  expect(await here(createClient(app))).toBe('')
  const ben = await signInTo(ada, 'ben')
  expect(await here(ada)).toBe('ben* ada')
  expect((await ada.call(getMe)).me).toEqual(ben)
  await ada.call(switchAccount, { body: { personId: ada.me.personId } })
  // Again changes nothing.
  await ada.call(switchAccount, { body: { personId: ada.me.personId } })
  expect(await here(ada)).toBe('ada* ben')
  expect((await ada.call(getMe)).me).toEqual(ada.me)
})

test('nobody switches to an account whose session they do not hold, nor from another site', async () => {
  const eve = await signUp(app, 'eve')
  const fay = await signUp(app, 'fay')
  expect(await eve.refusal(switchAccount, { body: { personId: fay.me.personId } })).toBe('401 not_signed_in')
  expect(await createClient(app).refusal(switchAccount, { body: { personId: nobody } })).toBe(
    '401 not_signed_in',
  )
  expect(await eve.refusal(switchAccount, { body: { personId: 'fay' } })).toBe('400 invalid_request')
  expect(await eve.refusal(signOutHere, { params: { personId: 'fay' } })).toBe('400 invalid_request')
  const foreign = { headers: { 'sec-fetch-site': 'cross-site' } } as const
  const attempts = await Promise.all([
    eve.send({ method: 'PUT', path: '/v1/accounts/active', body: { personId: fay.me.personId }, ...foreign }),
    eve.send({ method: 'DELETE', path: '/v1/accounts', ...foreign }),
    eve.send({ method: 'DELETE', path: `/v1/accounts/${eve.me.personId}`, ...foreign }),
  ])
  expect(attempts.map(({ status }) => status)).toEqual([403, 403, 403])
  await eve.call(signOutHere, { params: { personId: fay.me.personId } })
  expect((await fay.call(getMe)).me).toEqual(fay.me)
  expect(await here(eve)).toBe('eve*')
})

test('one can be signed out and the others stay, or all of this browser; other browsers go on', async () => {
  const [gus, hal] = [await signUp(app, 'gus'), await signUp(app, 'hal')]
  const shared = createClient(app)
  for (const name of ['gus', 'hal', 'ada']) await signInTo(shared, name)
  expect(await here(shared)).toBe('ada* hal gus')
  const stolen = createClient(app)
  for (const [name, value] of shared.cookies) stolen.cookies.set(name, value)
  await shared.call(signOutHere, { params: { personId: hal.me.personId } })
  await shared.call(signOutHere, { params: { personId: hal.me.personId } })
  expect(await here(shared)).toBe('ada* gus')
  // The session has ended, not only the cookie.
  expect(await here(stolen)).toBe('ada* gus')
  await shared.call(signOut)
  expect(await here(shared)).toBe('gus')
  expect((await shared.call(getMe)).me).toBeNull()
  await shared.call(switchAccount, { body: { personId: gus.me.personId } })
  expect(await shared.call(signOutAllHere)).toEqual({ sessionsEnded: 1 })
  expect(await shared.call(signOutAllHere)).toEqual({ sessionsEnded: 0 })
  // Neither opens anything.
  expect([...shared.cookies.keys()]).toEqual(['busker_viewer', 'busker_browser'])
  expect(await here(stolen)).toBe('')
  expect((await gus.call(getMe)).me).not.toBeNull()
})

test('a session that ended falls out, by itself or by a sign-out everywhere', async () => {
  const ida = await signUp(app, 'ida')
  const browser = createClient(app)
  await signInTo(browser, 'ida')
  app.clock.advance(60 * dayMs)
  for (const name of ['ben', 'ada']) await signInTo(browser, name)
  expect(await here(browser)).toBe('ada* ben ida')
  app.clock.advance(31 * dayMs)
  expect(await browser.refusal(switchAccount, { body: { personId: ida.me.personId } })).toBe(
    '401 not_signed_in',
  )
  expect(await here(browser)).toBe('ada* ben')
  const phone = createClient(app)
  await signInTo(phone, 'ben')
  await phone.call(signOutEverywhere)
  expect(await here(browser)).toBe('ada*')
  expect(browser.cookies.has('busker_parked')).toBe(false)
})

test('nobody is there twice, and of six the one used longest ago is signed out', async () => {
  const browser = createClient(app)
  for (const name of ['ada', 'ben', 'ada', 'eve', 'fay', 'gus']) await signInTo(browser, name)
  expect(await here(browser)).toBe('gus* fay eve ada ben')
  const before = new Map(browser.cookies)
  await signInTo(browser, 'hal')
  expect(await here(browser)).toBe('hal* gus fay eve ada')
  for (const [name, value] of before) browser.cookies.set(name, value)
  expect(await here(browser)).toBe('gus* fay eve ada')
})

test('cookies of nonsense are nobody, and no token is in any body', async () => {
  const browser = createClient(app)
  browser.cookies.set('busker_parked', `${'x'.repeat(43)}.${'../'.repeat(900)}`)
  expect(await here(browser)).toBe('')
  await signInTo(browser, 'ada')
  const asBen = {
    method: 'POST',
    path: signIn.path,
    body: { handle: 'ben', password: testPassword },
  } as const
  const answers = [await browser.send(asBen), await browser.get('/v1/accounts'), await browser.get('/v1/me')]
  const tokens = ['busker_session', 'busker_parked'].map((name) => browser.cookies.get(name))
  expect(tokens.map((token) => token?.length)).toEqual([43, 43])
  for (const { status, body } of answers) {
    expect(status).toBe(200)
    for (const token of tokens) expect(body).not.toContain(token)
  }
  const cookies = String(answers[0]?.headers['set-cookie'])
  expect(cookies).toMatch(/busker_parked=[\w-]{43};[^,]*HttpOnly; SameSite=Lax/)
  // A new account is an account too: who makes it keeps the others.
  await browser.call(signUpEndpoint, {
    body: { handle: 'newest', password: testPassword, birthDate: '1990-01-01' },
  })
  expect(await here(browser)).toBe('newest* ben ada')
})

test('whoever is suspended can still change to another account and leave', async () => {
  const kim = await signUp(app, 'kim')
  await signUp(app, 'lou')
  const lou = await signInTo(kim, 'lou')
  await app.engines.db.transaction((tx) =>
    app.identity.suspend(tx, lou.personId, { until: null, reason: 'spam' }),
  )
  await kim.call(switchAccount, { body: { personId: kim.me.personId } })
  await kim.call(switchAccount, { body: { personId: lou.personId } })
  expect(await here(kim)).toBe('lou* kim')
  await kim.call(signOutHere, { params: { personId: lou.personId } })
  expect(await here(kim)).toBe('kim')
})
