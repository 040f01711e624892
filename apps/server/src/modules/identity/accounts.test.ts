import {
  getInstance,
  getMe,
  getProfile,
  signIn,
  signOut,
  signOutEverywhere,
  signUp as signUpEndpoint,
} from '@busker/contract'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { within } from '#platform/postgres'
import { createClient, createTestApp, signUp, testPassword, type TestApp } from '../../testing/test-app.ts'

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs

let app: TestApp
beforeAll(async () => {
  app = await createTestApp()
})
afterAll(() => app.stop())

const account = (handle: string, changes: object = {}) => ({
  body: { handle, password: testPassword, birthDate: '1990-01-01', ...changes },
})
const guess = (handle: string, password = 'not this one at all') => ({ body: { handle, password } })

describe('the first account', () => {
  test('residents of the demo do not count, and nobody signs in as one', async () => {
    const resident = { handle: 'resident', displayName: 'Resident', birthDate: '1990-01-01' }
    const personId = await app.identity.createResident(resident)
    expect(await app.identity.createResident(resident)).toBe(personId)
    const client = createClient(app)
    expect((await client.call(getInstance)).hasAccounts).toBe(false)
    expect(await client.refusal(signIn, guess('resident'))).toBe('401 wrong_credentials')
    expect(await client.refusal(signIn, guess('resident', ''))).toBe('400 invalid_request')
    expect(await client.refusal(signUpEndpoint, account('resident'))).toBe('409 handle_taken')
    expect((await client.call(getProfile, { params: { handle: 'resident' } })).profile.isMe).toBe(false)
  })

  test('of many first sign-ups at once exactly one becomes the operator', async () => {
    const people = await Promise.all(['one', 'two', 'three', 'four', 'five'].map((name) => signUp(app, name)))
    const roles = people.map((person) => person.me.role).toSorted()
    expect(roles).toEqual(['operator', 'person', 'person', 'person', 'person'])
    expect((await createClient(app).call(getInstance)).hasAccounts).toBe(true)
    expect((await signUp(app, 'later')).me.role).toBe('person')
  })
})

describe('sign-up', () => {
  test('starts a session and says who it is', async () => {
    const ana = await signUp(app, 'ana')
    expect((await ana.call(getMe)).me).toEqual(ana.me)
    expect(ana.me).toMatchObject({ handle: 'ana', displayName: 'ana', createdAt: '2026-01-10T12:00:00.000Z' })
    const own = await ana.call(getProfile, { params: { handle: 'ana' } })
    expect(own.profile).toMatchObject({ personId: ana.me.personId, isMe: true })
  })

  test('the cookie is for the server alone', async () => {
    const answer = await createClient(app).send({
      method: 'POST',
      path: signUpEndpoint.path,
      body: account('cookie').body,
    })
    const cookies = [answer.headers['set-cookie']].flat().filter((one) => String(one).includes('_session'))
    expect(cookies).toHaveLength(1)
    expect(cookies[0]).toMatch(/HttpOnly/)
    expect(cookies[0]).toMatch(/SameSite=Lax/)
  })

  test.each([
    ['an upper-case handle', { handle: 'Ana' }, 'handle'],
    ['a short handle', { handle: 'ab' }, 'handle'],
    ['a date that is none', { birthDate: '2000-02-30' }, 'birthDate'],
    ['no password', { password: undefined }, 'password'],
    ['a display name of nothing', { displayName: '  ' }, 'displayName'],
  ])('%s is named as the fault', async (_, changes, path) => {
    const { body } = account('faulty', changes)
    const answer = await createClient(app).send({ method: 'POST', path: signUpEndpoint.path, body })
    expect(answer.status).toBe(400)
    expect(JSON.parse(answer.body)).toMatchObject({ error: { code: 'invalid_request', fields: [{ path }] } })
  })

  test('a taken handle, and of two at once one', async () => {
    const client = createClient(app)
    expect(await client.refusal(signUpEndpoint, account('ana'))).toBe('409 handle_taken')
    const twice = await Promise.allSettled([signUp(app, 'twin'), signUp(app, 'twin')])
    expect(twice.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  })

  test('the day of the thirteenth birthday is the first', async () => {
    const client = createClient(app)
    const young = account('young', { birthDate: '2013-01-11' })
    expect(await client.refusal(signUpEndpoint, young)).toBe('403 too_young')
    const { me } = await client.call(signUpEndpoint, account('young', { birthDate: '2013-01-10' }))
    expect(me.handle).toBe('young')
  })

  test('weak passwords', async () => {
    const client = createClient(app)
    for (const password of ['short', 'weakling-1990', 'aaaaaaaaaaaa']) {
      expect(await client.refusal(signUpEndpoint, account('weakling', { password }))).toBe(
        '400 weak_password',
      )
    }
  })

  test('thirty from one address in a quarter of an hour are enough', async () => {
    const client = createClient(app)
    const tries = Array.from({ length: 40 }, () => client.refusal(signUpEndpoint, account('ana')))
    const answers = Map.groupBy(await Promise.all(tries), (answer) => answer)
    expect([...answers.keys()].toSorted()).toEqual(['409 handle_taken', '429 too_many_attempts'])
    expect(answers.get('409 handle_taken')).toHaveLength(30)
    app.clock.advance(15 * minuteMs)
    expect(await client.refusal(signUpEndpoint, account('ana'))).toBe('409 handle_taken')
  })
})

describe('sign-in', () => {
  test('the handle may be written with @ and capitals', async () => {
    const client = createClient(app)
    const { me } = await client.call(signIn, { body: { handle: ' @ANA ', password: testPassword } })
    expect((await client.call(getMe)).me).toEqual(me)
  })

  test('a wrong password and an unknown handle get the same answer', async () => {
    const client = createClient(app)
    expect(await client.refusal(signIn, guess('ana'))).toBe('401 wrong_credentials')
    expect(await client.refusal(signIn, guess('nobody.knows'))).toBe('401 wrong_credentials')
    expect(await client.refusal(signIn, { body: { handle: 'ana' } })).toBe('400 invalid_request')
    expect((await client.call(getMe)).me).toBeNull()
  })

  test('guessing at one handle stops from all addresses, and only for a quarter of an hour', async () => {
    await signUp(app, 'target')
    for (let tries = 0; tries < 10; tries += 1) {
      expect(await createClient(app).refusal(signIn, guess('target'))).toBe('401 wrong_credentials')
    }
    const right = { body: { handle: 'target', password: testPassword } }
    expect(await createClient(app).refusal(signIn, right)).toBe('429 too_many_attempts')
    app.clock.advance(15 * minuteMs - 1)
    expect(await createClient(app).refusal(signIn, right)).toBe('429 too_many_attempts')
    app.clock.advance(1)
    await createClient(app).call(signIn, right)
  })

  test('many guesses at the same moment are no way around', async () => {
    await signUp(app, 'crowded')
    const tries = Array.from({ length: 25 }, () => createClient(app).refusal(signIn, guess('crowded')))
    const answers = Map.groupBy(await Promise.all(tries), (answer) => answer)
    expect(answers.get('401 wrong_credentials')).toHaveLength(10)
    expect(answers.get('429 too_many_attempts')).toHaveLength(15)
  })

  test('a right password forgets the wrong ones before it', async () => {
    await signUp(app, 'forgetful')
    for (let round = 0; round < 2; round += 1) {
      for (let tries = 0; tries < 6; tries += 1) {
        expect(await createClient(app).refusal(signIn, guess('forgetful'))).toBe('401 wrong_credentials')
      }
      await createClient(app).call(signIn, { body: { handle: 'forgetful', password: testPassword } })
    }
  })

  test('guessing from one address stops for all handles', async () => {
    const client = createClient(app)
    const attempts = Array.from({ length: 60 }, (_, index) => ({ id: app.ids.uuid(), name: index }))
    await sql`insert into identity.attempt (attempt_id, subject, attempted_at)
      select id, ${`address:${client.address}`}, ${app.clock.now()}
      from unnest(${attempts.map(({ id }) => id)}::uuid[]) as made(id)`.execute(within(app.engines.db.pool))
    const right = { body: { handle: 'ana', password: testPassword } }
    expect(await client.refusal(signIn, right)).toBe('429 too_many_attempts')
    await createClient(app).call(signIn, right)
    app.clock.advance(15 * minuteMs)
    await client.call(signIn, right)
  })
})

describe('sessions', () => {
  test('signing out ends this one', async () => {
    const person = await signUp(app, 'leaver')
    const stolen = createClient(app)
    for (const [name, value] of person.cookies) stolen.cookies.set(name, value)
    await person.call(signOut)
    expect(person.cookies.has('busker_session')).toBe(false)
    expect(await person.refusal(signOut)).toBe('401 not_signed_in')
    expect((await stolen.call(getMe)).me).toBeNull()
  })

  test('signing out everywhere ends all of them and nobody else’s', async () => {
    const ben = await signUp(app, 'ben')
    const other = await signUp(app, 'other')
    const phone = createClient(app)
    await phone.call(signIn, { body: { handle: 'ben', password: testPassword } })
    expect(await phone.call(signOutEverywhere)).toEqual({ sessionsEnded: 2 })
    expect((await ben.call(getMe)).me).toBeNull()
    expect(await ben.refusal(signOutEverywhere)).toBe('401 not_signed_in')
    expect((await other.call(getMe)).me).not.toBeNull()
  })

  test('a session ends after 90 days and is then swept', async () => {
    const old = await signUp(app, 'oldtimer')
    app.clock.advance(90 * dayMs - 1)
    expect((await old.call(getMe)).me).not.toBeNull()
    app.clock.advance(1)
    expect((await old.call(getMe)).me).toBeNull()
    app.clock.advance(1)
    await app.identity.sweep()
    const left = await sql<{ sessions: bigint; attempts: bigint }>`select
      (select count(*) from identity.session) as sessions,
      (select count(*) from identity.attempt) as attempts`.execute(within(app.engines.db.pool))
    expect(left.rows).toEqual([{ sessions: 0n, attempts: 0n }])
  })

  test('a cookie of nonsense is nobody', async () => {
    const client = createClient(app)
    client.cookies.set('busker_session', 'x'.repeat(500))
    expect((await client.call(getMe)).me).toBeNull()
  })
})

test('a profile that does not exist', async () => {
  const client = createClient(app)
  expect(await client.refusal(getProfile, { params: { handle: 'nobody' } })).toBe('404 not_found')
  expect(await client.refusal(getProfile, { params: { handle: 'x'.repeat(65) } })).toBe('400 invalid_request')
})

test('an account that was made is told to the facts once, one that was refused never', async () => {
  const { me } = await signUp(app, 'newcomer')
  expect(await createClient(app).refusal(signUpEndpoint, account('newcomer'))).toBe('409 handle_taken')
  await app.jobs.runOnce()
  await app.telemetry.flushed()
  const told = await app.engines.clickhouse.query<{ kind: string }>(
    'SELECT kind FROM telemetry_action WHERE person_id = {personId:String}',
    { personId: me.personId },
  )
  expect(told).toEqual([{ kind: 'registered' }])
})
