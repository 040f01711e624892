import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as contract from '@busker/contract'
import { endpoint, errorCatalog, type Endpoint, type ErrorCode } from '@busker/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { virtualClock } from '#platform/clock'
import { AppError } from '#platform/errors'
import { createHttp, route, serveWebApp, type HeadOf, type HttpOptions, type Viewer } from '#platform/http'
import { seededIds } from '#platform/ids'
import { silentLog } from '#platform/log'
import { createClient, createTestApp, signUp, startOfTime, type TestApp } from '../../testing/test-app.ts'

const clock = virtualClock(startOfTime)
const ids = seededIds(clock, 'http')

const shout = endpoint({
  id: 'shout',
  method: 'POST',
  path: '/v1/shouts/:place',
  summary: 'For the tests of the HTTP edge.',
  access: 'public',
  params: z.object({ place: z.string().max(10) }),
  body: z.object({ words: z.array(z.string().max(5)) }),
  response: z.object({ loud: z.string() }),
  errors: ['not_found', 'overloaded'],
})

const outcomes: Record<string, () => unknown> = {
  nowhere: () => new AppError('not_found'),
  busy: () => new AppError('overloaded', { retryAfterSeconds: 7 }),
  broken: () => new TypeError('a secret of ours'),
  full: () => Object.assign(new TypeError('no space'), { code: 'ENOSPC' }),
}

const open = async (changes: Partial<HttpOptions> = {}) => {
  const app = await createHttp({
    version: '1.2.3',
    publicUrl: undefined,
    requestsPerMinute: 1000,
    trustedProxies: [],
    ids,
    log: silentLog(),
    authenticator: { personOf: async () => null },
    isReady: () => true,
    ...changes,
  })
  route(app, shout, async ({ params, body }) => {
    const outcome = outcomes[params.place]
    if (outcome) throw outcome()
    return { loud: body.words.join(' ').toUpperCase() }
  })
  return app
}
type Http = Awaited<ReturnType<typeof open>>

const codeOf = (answer: { statusCode: number; body: string }): string => {
  const { error } = contract.errorBody.parse(JSON.parse(answer.body))
  return `${answer.statusCode} ${error.code}`
}

describe('the edge', () => {
  let app: Http
  beforeAll(async () => {
    app = await open()
    await serveWebApp(app, { folder: join(tmpdir(), 'busker-not-built'), headOf: async () => null })
  })
  afterAll(() => app.close())
  const post = (place: string, payload: object | string, headers: Record<string, string> = {}) =>
    app.inject({ method: 'POST', url: `/v1/shouts/${place}`, payload, headers })
  const words = { words: ['hey', 'you'] }
  const json = { 'content-type': 'application/json' }

  test('answers with an id and with headers that keep browsers careful', async () => {
    const answer = await post('here', words)
    expect(answer.json()).toEqual({ loud: 'HEY YOU' })
    expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/)
    const policy = String(answer.headers['content-security-policy'])
    expect(policy).toContain("script-src 'self';")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(answer.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'strict-origin-when-cross-origin',
    })
    expect(answer.headers['strict-transport-security']).toBeUndefined()
    expect((await post('here', words)).headers['x-request-id']).not.toBe(answer.headers['x-request-id'])
  })

  test('names the fields that do not fit', async () => {
    const answer = await post('here', { words: ['fine', 'too long'] })
    expect(codeOf(answer)).toBe('400 invalid_request')
    const { error } = contract.errorBody.parse(answer.json())
    expect(error.fields?.map(({ path }) => path)).toEqual(['words.1'])
    expect(error.requestId).toBe(answer.headers['x-request-id'])
    expect(codeOf(await post('far-far-away', words))).toBe('400 invalid_request')
  })

  test.each([
    ['JSON that is broken', '{"words":', json, '400 invalid_request'],
    ['nothing', '', json, '400 invalid_request'],
    ['a form', 'words=hey', { 'content-type': 'application/x-www-form-urlencoded' }, '400 invalid_request'],
    ['a prototype', '{"__proto__":{"words":[]}}', json, '400 invalid_request'],
    ['too much', JSON.stringify({ words: ['x'.repeat(1_100_000)] }), json, '413 upload_too_large'],
  ])('%s instead of a body', async (_, payload, headers, expected) => {
    expect(codeOf(await post('here', payload, headers))).toBe(expected)
  })

  test('expected failures keep their code, surprises keep their secrets', async () => {
    expect(codeOf(await post('nowhere', words))).toBe('404 not_found')
    const busy = await post('busy', words)
    expect(codeOf(busy)).toBe('503 overloaded')
    expect(busy.headers['retry-after']).toBe('7')
    expect(codeOf(await post('full', words))).toBe('507 disk_full')
    const broken = await post('broken', words)
    expect(codeOf(broken)).toBe('500 internal')
    expect(broken.body).not.toContain('secret')
  })

  test('what is not there, and what cannot even be read', async () => {
    expect(codeOf(await app.inject('/v1/nothing'))).toBe('404 not_found')
    expect(codeOf(await app.inject({ method: 'DELETE', url: '/v1/shouts/here' }))).toBe('404 not_found')
    expect(codeOf(await app.inject('/v1/shouts/%E0%A4%A'))).toBe('400 invalid_request')
  })

  test('requests of other sites change nothing', async () => {
    expect(codeOf(await post('here', words, { 'sec-fetch-site': 'cross-site' }))).toBe(
      '403 cross_site_request',
    )
    expect(codeOf(await post('here', words, { 'sec-fetch-site': 'same-site' }))).toBe(
      '403 cross_site_request',
    )
    expect(codeOf(await post('here', words, { origin: 'https://evil.test' }))).toBe('403 cross_site_request')
    expect((await post('here', words, { 'sec-fetch-site': 'same-origin' })).statusCode).toBe(200)
    const elsewhere = { method: 'POST', url: '/v1/nothing', headers: { origin: 'null' } } as const
    expect(codeOf(await app.inject(elsewhere))).toBe('403 cross_site_request')
  })

  test('a cookie names whoever has no account, once', async () => {
    const answer = await post('here', words)
    const [cookie] = answer.cookies
    expect(cookie).toMatchObject({ name: 'busker_viewer', httpOnly: true, sameSite: 'Lax', path: '/' })
    const value = cookie?.value ?? ''
    const again = await app.inject({ url: '/v1/nothing', cookies: { busker_viewer: value } })
    expect(again.cookies).toEqual([])
    const forged = await app.inject({ url: '/v1/nothing', cookies: { busker_viewer: 'me' } })
    expect(forged.cookies).toHaveLength(1)
    expect((await app.inject('/healthz')).cookies).toEqual([])
  })
})

test('behind https, cookies and addresses stay there', async () => {
  const app = await open({ publicUrl: 'https://busker.test' })
  const answer = await app.inject('/v1/nothing')
  expect(answer.cookies[0]).toMatchObject({ secure: true })
  expect(answer.headers['strict-transport-security']).toMatch(/max-age/)
  await app.close()
})

test('too many requests of one address, and of one person wherever they are', async () => {
  const person: Viewer = {
    kind: 'person',
    personId: contract.personId.parse(ids.uuid()),
    role: 'person',
    sessionId: ids.uuid(),
  }
  const app = await open({
    requestsPerMinute: 10,
    authenticator: { personOf: async (token) => (token === 'valid' ? person : null) },
  })
  const ask = (remoteAddress: string, cookies: Record<string, string> = {}) =>
    app.inject({ method: 'POST', url: '/v1/shouts/here', payload: { words: [] }, remoteAddress, cookies })
  const repeat = async (work: (turn: number) => ReturnType<typeof ask>) => {
    const codes: number[] = []
    for (let turn = 0; turn < 11; turn += 1) codes.push((await work(turn)).statusCode)
    return codes
  }
  const tenThenStop = [...Array.from({ length: 10 }, () => 200), 429]
  expect(await repeat(() => ask('10.1.1.1'))).toEqual(tenThenStop)
  expect(await repeat((turn) => ask(`10.2.2.${turn}`, { busker_session: 'valid' }))).toEqual(tenThenStop)
  const refused = await ask('10.1.1.1')
  expect(codeOf(refused)).toBe('429 rate_limited')
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
  expect((await ask('10.1.1.2')).statusCode).toBe(200)
  const health = await app.inject({ url: '/healthz', remoteAddress: '10.1.1.1' })
  expect(health.statusCode).toBe(200)
  await app.close()
})

test('health says whether it lives and whether it can serve', async () => {
  let ready = false
  const app = await open({ isReady: () => ready })
  const before = await app.inject('/healthz')
  expect(before.statusCode).toBe(503)
  expect(before.json()).toEqual({ live: true, ready: false, version: '1.2.3' })
  ready = true
  const after = await app.inject('/healthz')
  expect(after.statusCode).toBe(200)
  expect(after.json()).toEqual({ live: true, ready: true, version: '1.2.3' })
  await app.close()
})

describe('the web app', () => {
  const html = { accept: 'text/html,*/*' }
  let folder = ''
  const headOf: HeadOf = async ({ url }) =>
    url === '/p/1' ? { title: 'A $& title', markup: '<meta name="x" content="$1" />' } : null
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'busker-web-'))
    await mkdir(join(folder, 'assets'))
    await writeFile(join(folder, 'index.html'), '<!doctype html><title>Shell</title>')
    await writeFile(join(folder, 'assets', 'app-123.js'), 'export {}')
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  test('every page is the shell, and only pages are', async () => {
    const app = await open()
    await serveWebApp(app, { folder, headOf })
    for (const url of ['/', '/@ana', '/posts/some-id?x=1']) {
      const page = await app.inject({ url, headers: html })
      expect(page.statusCode).toBe(200)
      expect(page.body).toContain('Shell')
      expect(page.headers).toMatchObject({ 'cache-control': 'no-cache', 'content-type': /text\/html/ })
      expect(page.cookies).toEqual([])
    }
    const page = await app.inject({ url: '/p/1', headers: html })
    expect(page.body).toBe('<!doctype html><title>A $& title</title>\n<meta name="x" content="$1" />')
    expect(page.headers).toMatchObject({ 'cache-control': 'no-cache', 'content-type': /text\/html/ })
    const asset = await app.inject('/assets/app-123.js')
    expect(asset.headers['cache-control']).toBe('public, max-age=31536000, immutable')
    expect(codeOf(await app.inject({ url: '/v1/nothing', headers: html }))).toBe('404 not_found')
    expect(codeOf(await app.inject({ url: '/assets/old-456.js' }))).toBe('404 not_found')
    expect(codeOf(await app.inject({ method: 'POST', url: '/@ana', headers: html }))).toBe('404 not_found')
    expect((await app.inject({ url: '/../package.json' })).statusCode).toBe(404)
    expect((await app.inject({ url: '/..%2f..%2fetc/passwd' })).statusCode).not.toBe(200)
    await app.close()
  })

  test('not built, it is missing, not broken', async () => {
    const app = await open()
    await serveWebApp(app, { folder: join(folder, 'nowhere'), headOf: async () => null })
    expect(codeOf(await app.inject({ url: '/', headers: html }))).toBe('404 not_found')
    await app.close()
  })
})

describe('all endpoints of the contract', () => {
  let app: TestApp
  beforeAll(async () => {
    app = await createTestApp()
  })
  afterAll(() => app.stop())

  const isEndpoint = (value: unknown): value is Endpoint =>
    typeof value === 'object' && value !== null && 'path' in value && 'access' in value && 'errors' in value
  const endpoints = Object.values(contract).filter((value): value is typeof value & Endpoint =>
    isEndpoint(value),
  )

  const operations = z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({
        operationId: z.string(),
        responses: z.record(z.string(), z.object({ description: z.string() })),
      }),
    ),
  )

  test('are described with all their errors, and nothing else is', async () => {
    const answer = await app.http.inject('/openapi.json')
    const { paths } = z.object({ paths: operations }).parse(answer.json())
    for (const one of endpoints) {
      const path = one.path.replaceAll(/:(\w+)/g, '{$1}')
      const operation = paths[path]?.[one.method.toLowerCase()]
      expect(operation?.operationId).toBe(one.id)
      const codes: readonly ErrorCode[] = one.errors
      for (const code of codes) {
        expect(operation?.responses[String(errorCatalog[code][0])]?.description).toContain(`${code}: `)
      }
    }
    const described = Object.values(paths).flatMap((methods) => Object.keys(methods))
    expect(described).toHaveLength(endpoints.length)
  })

  test('are closed to whoever may not, before the request is looked at', async () => {
    await signUp(app, 'operator')
    const person = await signUp(app, 'person')
    const params = new Proxy<Record<string, string>>({}, { get: () => 'anything' })
    for (const one of endpoints.filter(({ access }) => access !== 'public')) {
      expect(`${one.id} ${await createClient(app).refusal(one, { params })}`).toBe(
        `${one.id} 401 not_signed_in`,
      )
      if (one.access !== 'person') expect(await person.refusal(one, { params })).toBe('403 forbidden')
    }
  })

  test('a page of another site cannot use a session', async () => {
    const victim = await signUp(app, 'victim')
    const answer = await victim.send({
      method: 'POST',
      path: contract.signOutEverywhere.path,
      headers: { 'sec-fetch-site': 'cross-site' },
    })
    expect(answer.status).toBe(403)
    expect((await victim.call(contract.getMe)).me).not.toBeNull()
  })

  test('numbers of the process are for this machine and for operators', async () => {
    const operator = createClient(app, { address: '10.9.9.9' })
    await operator.call(contract.signIn, { body: { handle: 'operator', password: 'a quiet street at noon' } })
    const person = await signUp(app, 'curious')
    const local = createClient(app, { address: '127.0.0.1' })
    const metrics = await local.get('/metrics')
    expect(metrics.status).toBe(200)
    expect(metrics.body).toContain('http_request_duration_seconds_count')
    const forwarded = { method: 'GET', path: '/metrics', headers: { 'x-forwarded-for': '10.0.0.7' } } as const
    expect((await local.send(forwarded)).status).toBe(403)
    expect((await person.get('/metrics')).status).toBe(403)
    expect((await operator.get('/metrics')).status).toBe(200)
  })

  test('it is not ready before it listens', async () => {
    const answer = await app.http.inject('/healthz')
    expect(answer.statusCode).toBe(503)
    expect(answer.json()).toMatchObject({ live: true, ready: false })
  })
})
