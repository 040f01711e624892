import {
  addClientMember,
  archiveClient,
  changeClient,
  changeClientMember,
  createClient as createClientEndpoint,
  createImport,
  getClient,
  listClientMembers,
  listRates,
  removeClientMember,
  removeRate,
  setRates,
  type ClientId,
} from '@busker/contract'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { within } from '#platform/postgres'
import { signUp, type Person } from '../../testing/test-app.ts'
import { brand, foundAgency, openBench, type Bench } from './test-bench.ts'

let bench: Bench
let owner: Person
let ana: Person
let ben: Person
let organisationId: Awaited<ReturnType<typeof foundAgency>>['organisationId']
beforeAll(async () => {
  bench = await openBench()
  const agency = await foundAgency(bench, 'owner', 'Pond Agency')
  owner = agency.person
  organisationId = agency.organisationId
  ana = await signUp(bench, 'ana')
  ben = await signUp(bench, 'ben')
})
afterAll(() => bench.close())

let clientId: ClientId
let params: { clientId: ClientId }
beforeEach(async () => {
  const body = { organisationId, name: '  Example Beauty ', ...brand }
  clientId = (await owner.call(createClientEndpoint, { body })).client.clientId
  params = { clientId }
})

describe('a client', () => {
  test('is shown with what the caller may do, and without its secret', async () => {
    const answer = await owner.get(`/v1/clients/${clientId}`)
    expect(JSON.parse(answer.body)).toEqual({
      client: {
        ...{ clientId, name: 'Example Beauty', ...brand, role: 'owner' },
        ...{ createdAt: '2026-01-10T12:00:00.000Z', archivedAt: null, isDemo: false },
        organisation: { organisationId, name: 'Pond Agency' },
        may: { import: true, manage: true },
      },
    })
    const found = await sql<{ key: string }>`select buyer_key as key from outside.client
      where client_id = ${clientId}`.execute(within(bench.db.pool))
    const key = found.rows[0]?.key ?? ''
    expect(key).toHaveLength(43)
    expect(answer.body).not.toContain(key)
    expect(await bench.logText()).not.toContain(key)
  })

  test('is renamed; its numbers are made anew when the currency changes', async () => {
    bench.settled.length = 0
    const { client } = await owner.call(changeClient, { params, body: { name: 'Beauty' } })
    expect(client.name).toBe('Beauty')
    expect(bench.settled).toEqual([])
    await owner.call(changeClient, { params, body: { currency: 'IDR', region: 'ID' } })
    expect((await owner.call(getClient, { params })).client).toMatchObject({
      ...{ name: 'Beauty', currency: 'IDR', region: 'ID', timeZone: brand.timeZone },
    })
    expect(bench.settled).toEqual([clientId])
  })

  test('that is put away can be read, not changed, until it comes back', async () => {
    const { client } = await owner.call(archiveClient, { params, body: { archived: true } })
    expect(client.archivedAt).toBe('2026-01-10T12:00:00.000Z')
    await owner.call(archiveClient, { params, body: { archived: true } })
    expect((await owner.call(getClient, { params })).client.archivedAt).toBe(client.archivedAt)
    const file = { fileName: 'a.csv', bytes: 1 }
    expect(await owner.refusal(createImport, { params, body: file })).toBe('409 client_archived')
    expect(await owner.refusal(changeClient, { params, body: { name: 'x' } })).toBe('409 client_archived')
    const rates = [{ day: '2026-01-01', from: 'EUR', to: 'USD', rate: '1.1' }]
    expect(await owner.refusal(setRates, { params, body: { rates } })).toBe('409 client_archived')
    await owner.call(archiveClient, { params, body: { archived: false } })
    await owner.call(createImport, { params, body: file })
  })
})

describe('members of a client', () => {
  const add = (handle: string, role: 'analyst' | 'viewer') =>
    owner.call(addClientMember, { params, body: { handle, role } })
  const of = (handle: string) => ({ params: { clientId, handle } })

  test('come after the owners of its organisation', async () => {
    await add('ana', 'analyst')
    bench.clock.advance(1000)
    const { members } = await add('ben', 'viewer')
    const listed = ['owner owner', 'ana analyst', 'ben viewer']
    expect(members.map(({ handle, role }) => `${handle} ${role}`)).toEqual(listed)
    expect((await ana.call(listClientMembers, { params })).members).toEqual(members)
    expect(await owner.refusal(addClientMember, { params, body: { handle: 'ana', role: 'viewer' } })).toBe(
      '409 already_member',
    )
    expect(await owner.refusal(addClientMember, { params, body: { handle: 'owner', role: 'viewer' } })).toBe(
      '409 already_member',
    )
  })

  test('may do what their role says from the next request on', async () => {
    await add('ana', 'viewer')
    expect((await ana.call(getClient, { params })).client).toMatchObject({
      ...{ role: 'viewer', may: { import: false, manage: false } },
    })
    const file = { fileName: 'a.csv', bytes: 1 }
    expect(await ana.refusal(createImport, { params, body: file })).toBe('403 forbidden')
    await owner.call(changeClientMember, { ...of('ana'), body: { role: 'analyst' } })
    await ana.call(createImport, { params, body: file })
    await owner.call(removeClientMember, of('ana'))
    expect(await ana.refusal(getClient, { params })).toBe('404 not_found')
  })

  test('may leave, and take nobody with them', async () => {
    await add('ana', 'viewer')
    await add('ben', 'viewer')
    expect(await ana.refusal(removeClientMember, of('ben'))).toBe('403 forbidden')
    expect(await ana.refusal(removeClientMember, of('nowhere'))).toBe('403 forbidden')
    await ana.call(removeClientMember, of('ana'))
    expect(await ana.refusal(getClient, { params })).toBe('404 not_found')
    expect(await owner.refusal(removeClientMember, of('owner'))).toBe('404 not_found')
    await ben.call(getClient, { params })
  })
})

test('rates are exact text; a later one for the same day replaces the earlier', async () => {
  const rate = (day: string, text: string) => ({ day, from: 'IDR', to: 'USD', rate: text })
  const first = rate('2026-01-01', '0.000061234567')
  await owner.call(setRates, { params, body: { rates: [first, rate('2026-01-02', '0.00006')] } })
  bench.settled.length = 0
  const { rates } = await owner.call(setRates, {
    params,
    body: { rates: [rate('2026-01-02', '0.00007'), rate('2026-01-02', '0.00008')] },
  })
  expect(rates).toEqual([rate('2026-01-02', '0.00008'), first])
  expect(bench.settled).toEqual([clientId])
  const { day, from, to } = first
  await owner.call(removeRate, { params, query: { day, from, to } })
  expect((await owner.call(listRates, { params })).rates).toEqual([rate('2026-01-02', '0.00008')])
})
