import {
  addClientMember,
  changeLink,
  createClient as createClientEndpoint,
  createLink,
  createOrganisation,
  getConversionKey,
  getFeed,
  getOfferedLink,
  getPost,
  getPostLink,
  listLinks,
  listSeenConversions,
  makeConversionKey,
  queryMetrics,
  removeConversionKey,
  removePostLink,
  sendConversions,
  setPostLink,
  setRates,
  type ClientId,
  type Endpoint,
  type PostId,
  type TrackedLink,
} from '@busker/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  createClient,
  createTestApp,
  publishClip,
  signUp,
  type Client,
  type Person,
  type TestApp,
} from '../../../testing/test-app.ts'
import { brand } from '../test-bench.ts'

let app: TestApp
let owner: Person
let analyst: Person
let author: Person
let clientId: ClientId
let postId: PostId
let link: TrackedLink

const shop = 'https://shop.example/serum?ref=a%2Bb'

beforeAll(async () => {
  app = await createTestApp()
  owner = await signUp(app, 'owner')
  author = await signUp(app, 'author')
  analyst = await signUp(app, 'analyst')
  await signUp(app, 'viewer')
  const { organisation } = await owner.call(createOrganisation, { body: { name: 'Pond' } })
  const body = { ...brand, organisationId: organisation.organisationId, name: 'Example Beauty' }
  clientId = (await owner.call(createClientEndpoint, { body })).client.clientId
  const params = { clientId }
  for (const role of ['analyst', 'viewer'] as const)
    await owner.call(addClientMember, { params, body: { handle: role, role } })
  postId = await publishClip(app, author, 'The serum')
  const made = await analyst.call(createLink, { params, body: { destination: shop, campaign: 'spring' } })
  link = made.link
  const agreed = { code: link.code, action: 'shop_now', destination: shop } as const
  await author.call(setPostLink, { params: { postId }, body: agreed })
})
afterAll(() => app.stop())

/** Follows the button of a post, as a browser of its own would. */
const follow = async (by: Client = createClient(app), headers: Record<string, string> = {}) => {
  const path = `/go/${link.code}?post=${postId}`
  const { status, headers: told } = await by.send({ method: 'GET', path, headers })
  const location = String(told['location'])
  return { status, location, bclid: /bclid=([\w-]+)/.exec(location)?.[1] ?? '' }
}

const tell = async (key: string, events: readonly object[]) => {
  const answer = await createClient(app).send({
    ...{ method: 'POST', path: `/v1/clients/${clientId}/conversions`, body: { events } },
    headers: { authorization: `Bearer ${key}` },
  })
  const { results } = JSON.parse(answer.body) as { results?: { outcome: string; reason: string | null }[] }
  return { status: answer.status, results: results ?? [] }
}

/** Makes the numbers anew, as an import would. */
const settle = async (): Promise<void> => {
  const rates = [{ day: '2026-01-01', from: 'EUR', to: 'USD', rate: '2' }]
  await owner.call(setRates, { params: { clientId }, body: { rates } })
  await app.jobs.runOnce()
}

const valuesBy = async (by: 'video' | 'platform') => {
  const metrics = ['sales_ad_click_rate', 'sales_ad_conversion', 'sales_ad_conversion_seen']
  const asked = { scope: { kind: 'client', clientId }, from: '2026-01-01', to: '2026-01-31', by } as const
  const board = await owner.call(queryMetrics, { body: { ...asked, metrics } })
  return board.metrics.map(({ rows }) => rows.map(({ slice, value }) => [slice, value]))
}

test('a post with a link says so; its click leads to the shop with an id of its own, once in half a minute', async () => {
  const { post } = await createClient(app).call(getPost, { params: { postId } })
  expect(post.state === 'published' && post.callToAction).toEqual({
    ...{ action: 'shop_now', host: 'shop.example', path: `/go/${link.code}?post=${postId}` },
  })
  const visitor = createClient(app)
  const first = await follow(visitor)
  expect(first).toMatchObject({ status: 302, location: `${shop}&bclid=${first.bclid}` })
  expect(first.bclid).toHaveLength(43)
  expect((await follow(visitor)).bclid).not.toBe(first.bclid)
  await follow(author)
  await follow(createClient(app), { 'user-agent': 'Googlebot/2.1' })
  expect((await follow(createClient(app), { 'sec-purpose': 'prefetch' })).bclid).toBe('')
  const traffic = async () => {
    const records = await app.engines.journal.read(0, 1000)
    const clicks = records.filter(({ kind }) => kind === 'outside.click')
    return clicks.map(({ payload }) => (payload as { traffic: string }).traffic)
  }
  // Nobody is held up by a slow disk, so the last click may be written down after it was answered.
  await expect.poll(traffic, { timeout: 10_000 }).toEqual(['ok', 'repeat', 'self', 'bot'])
  expect((await createClient(app).get('/go/unknown-code')).status).toBe(404)
})

test('2,000 reports of 400 purchases, repeated, out of order and from both sides, are 400 on the boards', async () => {
  const { key } = await owner.call(makeConversionKey, { params: { clientId } })
  await createClient(app).call(getFeed, {})
  const { bclid } = await follow()
  const at = app.clock.now().toISOString()
  const events = Array.from({ length: 2000 }, (_, index) => ({
    ...{
      event: 'purchase',
      eventId: `order-${(index * 7) % 400}`,
      at,
      bclid,
      value: '10.5',
      currency: 'USD',
    },
  }))
  const outcomes: string[] = []
  for (let from = 0; from < events.length; from += 500) {
    const { results } = await tell(key, events.slice(from, from + 500))
    outcomes.push(...results.map(({ outcome }) => outcome))
  }
  expect(outcomes.filter((one) => one === 'accepted')).toHaveLength(400)
  expect(outcomes.filter((one) => one === 'duplicate')).toHaveLength(1600)
  const pixel = `/v1/pixel.gif?client=${clientId}&event=purchase&event_id=order-1&bclid=${bclid}`
  const { status, headers } = await createClient(app).get(pixel)
  expect([status, headers['content-type'], headers['set-cookie']]).toEqual([200, 'image/gif', undefined])
  await settle()
  const [shown] = (await analyst.call(listLinks, { params: { clientId } })).links
  expect(shown).toMatchObject({ posts: 1, impressions: 1, clicks: 2, conversions: 400 })
  expect(await valuesBy('video')).toEqual([[[postId, 2]], [[postId, 200]], [[postId, 400]]])
  expect(await valuesBy('platform')).toEqual([[['Busker', 2]], [['Busker', 200]], [['Busker', 400]]])
  const facts = await app.engines.clickhouse.query(
    `SELECT campaign, creator, toString(claimed_micro) AS worth FROM outside_spend WHERE source = 'busker'`,
  )
  expect(facts).toEqual([{ campaign: 'spring', creator: 'author@busker', worth: '4200000000' }])
})

test('what a shop may not tell is refused by name, and shown without what stood in it', async () => {
  const { key } = await owner.call(makeConversionKey, { params: { clientId } })
  const event = { event: 'lead', eventId: 'l1' }
  const { results } = await tell(key, [
    { ...event, email: 'jane.doe@mail.example' },
    { ...event, eventId: 'jane.doe@mail.example' },
    { ...event, value: '5' },
    { ...event, at: '2025-12-01T00:00:00Z' },
    event,
  ])
  const reasons = ['unknown_field', 'invalid_field', 'value_without_currency', 'too_old', null]
  expect(results.map(({ reason }) => reason)).toEqual(reasons)
  const seen = (await analyst.call(listSeenConversions, { params: { clientId } })).events
  expect(seen.slice(0, 5).map(({ reason }) => reason)).toEqual(reasons.toReversed())
  expect(JSON.stringify(seen)).not.toContain('jane.doe')
  const { key: next } = await owner.call(makeConversionKey, { params: { clientId } })
  expect([(await tell(key, [event])).status, (await tell(next, [event])).status]).toEqual([401, 200])
  await owner.call(removeConversionKey, { params: { clientId } })
  expect((await tell(next, [event])).status).toBe(401)
  expect((await tell('', [])).status).toBe(400)
})

test('to another host a post leads only after its author agreed; taken off, the button is gone', async () => {
  const change = (destination: string) =>
    analyst.call(changeLink, { params: { clientId, linkId: link.linkId }, body: { destination } })
  await change('https://shop.example/oil')
  expect((await follow()).location).toMatch(/^https:\/\/shop\.example\/oil\?bclid=/)
  const elsewhere = 'https://other.example/'
  expect((await change(elsewhere)).link).toMatchObject({ posts: 1, awaitingConsent: 1 })
  expect((await follow()).location).toMatch(/^https:\/\/shop\.example\/oil/)
  const offered = { code: link.code, brand: 'Example Beauty', destination: elsewhere }
  expect((await author.call(getOfferedLink, { params: { code: link.code } })).link).toEqual(offered)
  expect((await author.call(getPostLink, { params: { postId } })).link?.wanted).toBe(elsewhere)
  const agree = { code: link.code, action: 'book', destination: shop } as const
  expect(await author.refusal(setPostLink, { params: { postId }, body: agree })).toBe('409 link_changed')
  await author.call(setPostLink, { params: { postId }, body: { ...agree, destination: elsewhere } })
  expect((await follow()).location).toMatch(/^https:\/\/other\.example\/\?bclid=/)
  await author.call(removePostLink, { params: { postId } })
  const { post } = await author.call(getPost, { params: { postId } })
  expect(post.state === 'published' && post.callToAction).toBe(null)
})

test('who may', async () => {
  const people = {
    nobody: createClient(app),
    stranger: await signUp(app, 'stranger'),
    analyst,
    owner,
    author,
  }
  const codes = async (endpoint: Endpoint, input: object) =>
    Object.fromEntries(
      await Promise.all(
        Object.entries(people).map(async ([name, by]) => [
          name,
          Number((await by.refusal(endpoint, input)).split(' ')[0]),
        ]),
      ),
    ) as Record<keyof typeof people, number>
  const params = { clientId }
  const forAnalysts = { nobody: 401, stranger: 404, author: 404, analyst: 200, owner: 200 }
  for (const endpoint of [listLinks, listSeenConversions, getConversionKey])
    expect(await codes(endpoint, { params }), endpoint.id).toEqual(forAnalysts)
  const body = { destination: 'https://a.example', campaign: 'x' }
  expect(await codes(createLink, { params, body })).toEqual(forAnalysts)
  expect(await codes(changeLink, { params: { clientId, linkId: link.linkId }, body: {} })).toEqual(
    forAnalysts,
  )
  for (const endpoint of [removeConversionKey, makeConversionKey])
    expect(await codes(endpoint, { params }), endpoint.id).toEqual({ ...forAnalysts, analyst: 403 })
  const forAuthor = { nobody: 401, stranger: 403, analyst: 403, owner: 403, author: 200 }
  const agreed = { code: link.code, action: 'book', destination: 'https://other.example/' }
  expect(await codes(setPostLink, { params: { postId }, body: agreed })).toEqual(forAuthor)
  for (const endpoint of [getPostLink, removePostLink])
    expect(await codes(endpoint, { params: { postId } }), endpoint.id).toEqual(forAuthor)
  for (const destination of ['http://a.example', 'https://u:p@a.example', 'javascript:alert(1)', 'https://a'])
    expect(await owner.refusal(createLink, { params, body: { ...body, destination } })).toBe(
      '400 invalid_request',
    )
  const other = { clientId: app.ids.uuid() }
  expect(await owner.refusal(sendConversions, { params: other, body: { events: [{}] } })).toBe(
    '401 wrong_key',
  )
})
