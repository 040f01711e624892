import { getInstance } from '@busker/contract'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { silentLog } from '#platform/log'
import { within } from '#platform/postgres'
import { createClient, createTestApp, type Client, type TestApp } from '../../testing/test-app.ts'
import { createPayments, createSandbox, type Payments, type Sandbox } from './index.ts'
import { sign, signatureHeader } from './sandbox/webhooks.ts'
import { ana, refIn, usd } from './test-bench.ts'

let app: TestApp
let payments: Payments
let sandbox: Sandbox
let client: Client
const settled: string[] = []

/** The same database and sandbox as the app's, with a purpose that the app does not have yet. */
beforeAll(async () => {
  app = await createTestApp()
  const jobs = { enqueue: app.jobs.enqueue, handle: () => undefined }
  const parts = { db: app.engines.db, clock: app.clock, ids: app.ids, log: silentLog(), jobs }
  sandbox = createSandbox(parts)
  payments = createPayments({
    ...parts,
    ...{ provider: sandbox.provider, publicUrl: undefined },
    purposes: { coins: { onCharge: async (_tx, { state }) => void settled.push(state) } },
  })
  client = createClient(app)
})
afterAll(() => app.stop())

const checkout = async (key: string, amountMinor = 499n): Promise<string> => {
  const charge = await payments.startCharge({
    ...{ key, purpose: 'coins', reference: 'pack', payer: ana, amountMinor, currency: usd },
    ...{ description: '100 <coins>', returnPath: '/wallet?tab=coins' },
  })
  return charge.checkoutUrl ?? ''
}

const show = async (path: string, language = 'en') =>
  client.send({ method: 'GET', path, headers: { 'accept-language': language } })
const tokenIn = (page: string): string => /name="token" value="([^"]+)"/.exec(page)?.[1] ?? ''
const post = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  app.http.inject({
    method: 'POST',
    url: path,
    payload: new URLSearchParams(fields).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
  })
const statusOf = async (path: string) => {
  const told = await sandbox.provider.lookup({ ref: refIn(path) })
  return told.kind === 'ok' && told.value.kind === 'charge' ? told.value.status : told.kind
}

test('an instance says that its payments are the sandbox', async () => {
  expect(await client.call(getInstance)).toMatchObject({ payments: { provider: 'sandbox' } })
})

test('the page says what it is, in the language of the browser, without scripts and without card data', async () => {
  const path = await checkout('page')
  const english = await show(path)
  expect(english.status).toBe(200)
  expect(english.headers).toMatchObject({ 'cache-control': 'no-store', 'content-language': 'en' })
  expect(english.body).toContain('No real money moves')
  expect(english.body).toContain('4.99 USD')
  expect(english.body).toContain('100 &lt;coins&gt;')
  expect(english.body).not.toMatch(/<script|card number"|type="text"|<coins>/)
  const spanish = await show(path, 'es-MX,es;q=0.9,en;q=0.5')
  expect(spanish.body).toContain('<html lang="es">')
  expect(spanish.body).toContain('No se mueve dinero real')
  expect(spanish.body).toContain('4,99 USD')
  expect((await show(path, 'de;q=1, en;q=0.4, es;q=0.2')).body).toContain('<html lang="en">')
  expect((await show('/sandbox/checkout/sbx_ch_nobody')).status).toBe(404)
  expect((await show('/sandbox/onboarding/' + refIn(path))).status).toBe(404)
})

test('a double click pays once and leads back', async () => {
  const path = await checkout('twice')
  const fields = { token: tokenIn((await show(path)).body), action: 'pay', card: 'succeeds' }
  const answers = await Promise.all([post(path, fields), post(path, fields)])
  for (const answer of answers) {
    expect(answer.statusCode).toBe(303)
    expect(answer.headers.location).toBe('/wallet?tab=coins')
  }
  expect(await statusOf(path)).toBe('captured')
  const { rows } =
    await sql`select 1 from payments_sandbox.line where kind = 'charge' and object_ref = ${refIn(path)}`.execute(
      within(app.engines.db.pool),
    )
  expect(rows).toHaveLength(1)
  expect((await show(path)).body).toContain('Paid')
})

test('the bank asks first, and may be told no', async () => {
  const path = await checkout('confirm')
  const first = tokenIn((await show(path)).body)
  const asked = await post(path, { token: first, action: 'pay', card: 'three_d_secure' })
  expect(asked.headers.location).toBe(path)
  const page = (await show(path)).body
  expect(page).toContain('3-D Secure')
  // The form of the page before does nothing more.
  expect((await post(path, { token: first, action: 'cancel' })).headers.location).toBe(path)
  expect(await statusOf(path)).toBe('open')
  await post(path, { token: tokenIn(page), action: 'confirm' })
  expect(await statusOf(path)).toBe('captured')
  const other = await checkout('refuse', 77_002n)
  await post(other, { token: tokenIn((await show(other)).body), action: 'pay', card: 'succeeds' })
  await post(other, { token: tokenIn((await show(other)).body), action: 'refuse' })
  expect(await statusOf(other)).toBe('failed')
})

test.each([
  ['pay', 'declined'],
  ['cancel', 'succeeds'],
])('%s with the card %s pays nothing', async (action, card) => {
  const path = await checkout(`not ${action}`)
  await post(path, { token: tokenIn((await show(path)).body), action, card })
  expect(await statusOf(path)).toBe('failed')
  expect((await show(path)).body).toContain('Not paid')
})

test('other sites and made-up forms pay nothing', async () => {
  const path = await checkout('forged')
  const token = tokenIn((await show(path)).body)
  const fields = { token, action: 'pay', card: 'succeeds' }
  expect((await post(path, fields, { 'sec-fetch-site': 'cross-site' })).statusCode).toBe(403)
  expect((await post(path, fields, { origin: 'https://evil.test' })).statusCode).toBe(403)
  expect((await post(path, { ...fields, token: 'guessed' })).headers.location).toBe(path)
  expect(
    (await post(path, { ...fields, token: `A${token.slice(1)}` === token ? 'x' : `A${token.slice(1)}` }))
      .statusCode,
  ).toBe(303)
  expect((await post(path, { ...fields, action: 'steal' })).statusCode).toBe(400)
  expect((await post(path, { ...fields, card: 'gold' })).statusCode).toBe(400)
  expect((await post(path, {})).statusCode).toBe(400)
  expect(await statusOf(path)).toBe('open')
})

const webhook = (raw: string, signature: string, provider = 'sandbox') =>
  app.http.inject({
    method: 'POST',
    url: `/v1/payments/webhooks/${provider}`,
    payload: raw,
    headers: { 'content-type': 'application/json', [signatureHeader]: signature },
  })
const secret = async (): Promise<string> => {
  const { rows } = await sql<{ value: string }>`
    select value from payments_sandbox.setting where name = 'webhook_secret'`.execute(
    within(app.engines.db.pool),
  )
  return rows[0]?.value ?? ''
}
const events = async (): Promise<bigint> => {
  const { rows } = await sql<{ count: bigint }>`select count(*) from payments.provider_event`.execute(
    within(app.engines.db.pool),
  )
  return rows[0]?.count ?? 0n
}

test('a webhook is believed for its signature over these very bytes, and for nothing else', async () => {
  const path = await checkout('webhook')
  const raw = JSON.stringify({ eventId: 'evt-1', kind: 'charge', ref: refIn(path) })
  const now = app.clock.nowMs()
  const good = sign(await secret(), now, new TextEncoder().encode(raw))
  const before = await events()
  const refused = [
    [`${raw} `, good],
    [raw, ''],
    [raw, good.replace(/.$/, (last) => (last === '0' ? '1' : '0'))],
    [raw, good.replace(`t=${now}`, `t=${now + 1}`)],
    [raw, sign('another secret', now, new TextEncoder().encode(raw))],
    [raw, sign(await secret(), now - 600_000, new TextEncoder().encode(raw))],
  ] as const
  for (const [body, signature] of refused) expect((await webhook(body, signature)).statusCode).toBe(400)
  expect((await webhook(raw, good, 'stripe')).statusCode).toBe(404)
  expect(await events()).toBe(before)
  const answer = await webhook(raw, good)
  expect(answer.statusCode).toBe(200)
  expect(answer.headers['set-cookie']).toBeUndefined()
  expect((await webhook(raw, good)).statusCode).toBe(200)
  expect(await events()).toBe(before + 1n)
})

test('the sandbox tells this server by the same way, and what nobody could hear is heard later', async () => {
  const path = await checkout('queue')
  await sandbox.act(refIn(path), { kind: 'pay', card: 'webhook_twice' })
  const before = await events()
  await app.jobs.runOnce()
  expect(await events()).toBeGreaterThan(before)
  settled.length = 0
  await payments.resolve()
  expect(settled).toContain('settled')
  const [charge] = await payments.listCharges(app.engines.db.pool, { purpose: 'coins', reference: 'pack' })
  expect(charge).toMatchObject({ state: 'settled' })
})
