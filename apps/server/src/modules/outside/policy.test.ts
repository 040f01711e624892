import {
  addClientMember,
  addMember,
  answerImport,
  archiveClient,
  changeClient,
  changeClientMember,
  createClient as createClientEndpoint,
  createImport,
  discardImport,
  forgetMapping,
  getClient,
  getClientNames,
  getImport,
  importFilePath,
  listClientMembers,
  listClients,
  listImportFormats,
  listImports,
  listMappings,
  listRates,
  listRefusedLines,
  mapImport,
  refusedFilePath,
  removeClientMember,
  removeRate,
  setRates,
  undoImport,
  type Endpoint,
} from '@busker/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createClient, signUp, type Client } from '../../testing/test-app.ts'
import { brand, foundAgency, giveFile, openBench, type Bench } from './test-bench.ts'

const names = ['nobody', 'stranger', 'rival', 'colleague', 'neighbour', 'viewer', 'analyst', 'owner'] as const
type Name = (typeof names)[number]

let bench: Bench
const people = new Map<Name, Client>()
const by = (name: Name): Client => people.get(name) ?? createClient(bench)
let organisationId = ''
let clientId = ''
let importId = ''

/** Two agencies; the first has two clients, the second one. */
beforeAll(async () => {
  bench = await openBench()
  const { person: owner, organisationId: own } = await foundAgency(bench, 'owner', 'Pond Agency')
  const { person: rival, organisationId: other } = await foundAgency(bench, 'rival', 'Lake Agency')
  organisationId = own
  const add = async (body: { organisationId: typeof own; name: string }, by = owner) =>
    (await by.call(createClientEndpoint, { body: { ...body, ...brand } })).client.clientId
  const first = await add({ organisationId: own, name: 'First' })
  const second = await add({ organisationId: own, name: 'Second' })
  await add({ organisationId: other, name: 'Third' }, rival)
  clientId = first
  people.set('owner', owner).set('rival', rival).set('nobody', createClient(bench))
  for (const name of ['stranger', 'colleague', 'neighbour', 'viewer', 'analyst', 'someone'] as const) {
    const person = await signUp(bench, name)
    if (name !== 'someone') people.set(name, person)
  }
  await owner.call(addMember, {
    params: { organisationId: own },
    body: { handle: 'colleague', role: 'member' },
  })
  const give = (client: typeof first, handle: string, role: 'analyst' | 'viewer') =>
    owner.call(addClientMember, { params: { clientId: client }, body: { handle, role } })
  await give(second, 'neighbour', 'analyst')
  await give(first, 'viewer', 'viewer')
  await give(first, 'analyst', 'analyst')
  const file = { clientId: first, name: 'costs.csv', text: 'SKU,Amount\na,1\n' }
  importId = (await giveFile(bench, owner, file)).importId
  await bench.jobs.runOnce()
})
afterAll(() => bench.close())

type Input = Parameters<Client['refusal']>[1]
const statusOf = async (name: Name, endpoint: Endpoint, input: Input): Promise<number> =>
  Number((await by(name).refusal(endpoint, input)).split(' ')[0])

const strangers = { nobody: 401, stranger: 404, rival: 404, colleague: 404, neighbour: 404 }
const forAll = { ...strangers, viewer: 200, analyst: 200, owner: 200 }
const forAnalysts = { ...strangers, viewer: 403, analyst: 200, owner: 200 }
const forOwners = { ...strangers, viewer: 403, analyst: 403, owner: 200 }
/** Who may, but finds nothing to do it to. */
const changed = (expected: Record<Name, number>, status: number): Record<Name, number> =>
  Object.fromEntries(names.map((name) => [name, expected[name] === 200 ? status : expected[name]])) as Record<
    Name,
    number
  >

const client = () => ({ params: { clientId } })
const file = () => ({ params: { importId } })
const someone = () => ({ params: { clientId, handle: 'someone' } })
const day = { day: '2026-01-01', from: 'EUR', to: 'USD' }

const matrix: readonly (readonly [Endpoint, () => Input, Record<Name, number>])[] = [
  [getClient, client, forAll],
  [getClientNames, client, forAll],
  [changeClient, () => ({ ...client(), body: { name: 'First' } }), forOwners],
  [archiveClient, () => ({ ...client(), body: { archived: false } }), forOwners],
  [listClientMembers, client, forAnalysts],
  [
    addClientMember,
    () => ({ ...client(), body: { handle: 'nowhere', role: 'viewer' } }),
    changed(forOwners, 404),
  ],
  [changeClientMember, () => ({ ...someone(), body: { role: 'viewer' } }), changed(forOwners, 404)],
  [removeClientMember, someone, changed(forOwners, 404)],
  [listRates, client, forAll],
  [setRates, () => ({ ...client(), body: { rates: [{ ...day, rate: '1.1' }] } }), forAnalysts],
  [removeRate, () => ({ ...client(), query: day }), forAnalysts],
  [listImports, client, forAnalysts],
  [createImport, () => ({ ...client(), body: { fileName: 'a.csv', bytes: 10 } }), forAnalysts],
  [getImport, file, forAnalysts],
  [listRefusedLines, file, forAnalysts],
  [answerImport, () => ({ ...file(), body: { currency: 'EUR' } }), changed(forAnalysts, 409)],
  [mapImport, () => ({ ...file(), body: { format: 'x', columns: {} } }), changed(forAnalysts, 409)],
  [discardImport, file, changed(forAnalysts, 409)],
  [undoImport, () => ({ ...file(), body: { undone: false } }), forAnalysts],
  [listMappings, client, forAnalysts],
  [forgetMapping, () => ({ params: { clientId, signature: 'abc' } }), forAnalysts],
]

describe.each(names)('%s', (name) => {
  test.each(matrix.map((row) => [row[0].id, ...row] as const))('%s', async (_, endpoint, input, expected) => {
    expect(await statusOf(name, endpoint, input())).toBe(expected[name])
  })

  test('files in and out', async () => {
    const { cookies } = by(name)
    const send = async (method: 'PUT' | 'GET', path: string) => {
      const url = path.replace(':importId', importId)
      const given = { method, url, cookies: Object.fromEntries(cookies) } as const
      return (await bench.http.inject(method === 'PUT' ? { ...given, payload: 'SKU' } : given)).statusCode
    }
    expect(await send('PUT', importFilePath)).toBe(changed(forAnalysts, 409)[name])
    expect(await send('GET', refusedFilePath)).toBe(forAnalysts[name])
  })

  test('what it finds in its list', async () => {
    const mine: Partial<Record<Name, readonly string[]>> = {
      rival: ['Third'],
      neighbour: ['Second'],
      viewer: ['First'],
      analyst: ['First'],
      owner: ['First', 'Second'],
    }
    if (name === 'nobody') return expect(await by(name).refusal(listClients)).toBe('401 not_signed_in')
    const { clients, organisations } = await by(name).call(listClients)
    const belongs: Partial<Record<Name, string>> = {
      rival: 'Lake Agency owner',
      colleague: 'Pond Agency member',
      owner: 'Pond Agency owner',
    }
    expect(organisations.map((one) => `${one.name} ${one.role}`).join()).toBe(belongs[name] ?? '')
    expect(clients.map((one) => one.name)).toEqual(mine[name] ?? [])
  })

  test('new clients are for owners of the organisation', async () => {
    const expected = { ...strangers, colleague: 403, viewer: 404, analyst: 404, owner: 400 }
    // Without a currency nothing is added; access is judged by a request that fits.
    const body = { organisationId, name: 'New', ...brand }
    const given = name === 'owner' ? { ...body, currency: 'XXQ' } : body
    expect(await statusOf(name, createClientEndpoint, { body: given })).toBe(expected[name])
  })
})

test('what does not fit is told before anything is looked up', async () => {
  const none = { params: { clientId: 'nine', handle: 'someone', signature: 'x', importId: 'nine' } }
  for (const [endpoint, input] of matrix)
    expect(await by('owner').refusal(endpoint, { ...input(), ...none })).toBe('400 invalid_request')
  const faults: readonly (readonly [Endpoint, object])[] = [
    [createClientEndpoint, { organisationId, name: ' ', ...brand }],
    [createClientEndpoint, { organisationId, name: 'New', ...brand, timeZone: 'Pond/Lake' }],
    [changeClient, { currency: 'usd' }],
    [changeClient, { region: 'USA' }],
    [archiveClient, {}],
    [addClientMember, { handle: 'viewer', role: 'owner' }],
    [setRates, { rates: [] }],
    [setRates, { rates: [{ ...day, rate: '0' }] }],
    [setRates, { rates: [{ ...day, rate: '1,5' }] }],
    [setRates, { rates: [{ ...day, to: 'EUR', rate: '1' }] }],
    [createImport, { fileName: 'a.csv', bytes: 0 }],
    [answerImport, { period: { from: '2026-02-01', to: '2026-01-01' } }],
  ]
  for (const [endpoint, body] of faults) {
    const input = { ...client(), params: { clientId, importId }, body }
    expect(`${endpoint.id} ${await by('owner').refusal(endpoint, input)}`).toBe(
      `${endpoint.id} 400 invalid_request`,
    )
  }
})

test('everybody with an account may ask which files are understood', async () => {
  expect(await by('nobody').refusal(listImportFormats)).toBe('401 not_signed_in')
  const { formats } = await by('stranger').call(listImportFormats)
  expect(formats.map(({ format }) => format)).toEqual(['cost_sheet'])
})
