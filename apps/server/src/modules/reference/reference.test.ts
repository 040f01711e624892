import {
  listReferences,
  listReferenceVersions,
  previewReference,
  referenceTableId,
  saveReference,
  withdrawReference,
} from '@busker/contract'
import { referenceTableIds } from '@busker/metrics'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createClient, createTestApp, signUp, type Person, type TestApp } from '../../testing/test-app.ts'

let app: TestApp
let operator: Person
let somebody: Person
beforeAll(async () => {
  app = await createTestApp()
  operator = await signUp(app, 'operator')
  somebody = await signUp(app, 'somebody')
})
afterAll(() => app.stop())

const head = 'month,kind,amount_minor,currency'
const sheet = (...lines: readonly string[]) => [head, ...lines].join('\n')
const costs = { table: 'cost_sheet' } as const
const save = async (text: string, source = 'Invoices of the hosting') => {
  app.clock.advance(1000)
  return (await operator.call(saveReference, { params: costs, body: { source, text } })).version
}
const inUse = async () =>
  (await operator.call(listReferences)).tables.find(({ table }) => table === 'cost_sheet')

test('the contract names the tables that there are', () => {
  expect(referenceTableId.options).toEqual(referenceTableIds)
})

test('tables are for operators', async () => {
  const params = { table: 'cost_sheet' }
  const text = sheet('2026-11,payment,1,EUR')
  const version = { versionId: app.ids.uuid() }
  const calls = [
    [listReferences, {}],
    [listReferenceVersions, { params }],
    [previewReference, { params, body: { text } }],
    [saveReference, { params, body: { source: 'Invoices', text } }],
    [withdrawReference, { params: version }],
  ] as const
  for (const [endpoint, input] of calls) {
    expect(await createClient(app).refusal(endpoint, input)).toBe('401 not_signed_in')
    expect(await somebody.refusal(endpoint, input)).toBe('403 forbidden')
  }
  const bad = { params: { table: 'wishes' }, body: { source: 'Invoices', text } }
  for (const endpoint of [listReferenceVersions, previewReference, saveReference])
    expect(await operator.refusal(endpoint, bad)).toBe('400 invalid_request')
  const noSource = { params, body: { source: ' ', text } }
  expect(await operator.refusal(saveReference, noSource)).toBe('400 invalid_request')
  const large = { params, body: { text: 'x'.repeat(5_000_001) } }
  expect(await operator.refusal(previewReference, large)).toBe('400 invalid_request')
  expect(await operator.refusal(withdrawReference, { params: { versionId: 'x' } })).toBe(
    '400 invalid_request',
  )
  expect(await operator.refusal(withdrawReference, { params: version })).toBe('404 not_found')
})

test('a preview says what is understood and keeps nothing', async () => {
  const text = sheet('2026-11,payment,1,EUR', '2026-12,payment,1.5,EUR')
  const seen = await operator.call(previewReference, { params: costs, body: { text } })
  expect(seen).toEqual({
    lines: 1,
    columns: ['month', 'kind', 'amount_minor', 'currency'].map((name) => ({ name, isKnown: true })),
    sample: [
      ['2026-11', 'payment', '1', 'EUR'],
      ['2026-12', 'payment', '1.5', 'EUR'],
    ],
    refused: [{ line: 3, reason: '"1.5" in amount_minor is not a whole number without separators.' }],
    refusedLines: 1,
    firstDate: '2026-11-01',
    lastDate: '2026-11-01',
  })
  const body = { source: 'Invoices', text }
  expect(await operator.refusal(saveReference, { params: costs, body })).toBe('400 invalid_request')
  expect(await inUse()).toMatchObject({ inUse: null, versions: 0 })
})

test('the newest version is the table; withdrawing it brings the one before back', async () => {
  const first = await save(sheet('2026-10,payment,100,EUR'))
  expect(first).toMatchObject({
    ...{ table: 'cost_sheet', source: 'Invoices of the hosting', lines: 1 },
    ...{ firstDate: '2026-10-01', lastDate: '2026-10-01', withdrawnAt: null },
    uploadedBy: { handle: 'operator' },
  })
  const again = await save(sheet('2026-10,payment,100,EUR'))
  expect(again).toEqual(first)
  const second = await save(sheet('2026-10,payment,100,EUR', '2026-11,payment,200,EUR'))
  expect(await inUse()).toMatchObject({ inUse: second, versions: 2 })

  const params = { versionId: second.versionId }
  await operator.call(withdrawReference, { params })
  const page = await operator.call(listReferenceVersions, { params: costs, query: { limit: 1 } })
  expect(page).toMatchObject({
    versions: [{ versionId: second.versionId, withdrawnBy: { handle: 'operator' } }],
    more: true,
  })
  app.clock.advance(1000)
  await operator.call(withdrawReference, { params })
  const rest = { params: costs, query: { before: second.versionId } }
  expect((await operator.call(listReferenceVersions, rest)).versions).toEqual([first])
  expect((await operator.call(listReferenceVersions, { params: costs })).versions).toEqual([
    page.versions[0],
    first,
  ])
  expect(await inUse()).toMatchObject({ inUse: first, versions: 2 })
})

test('lines that are the same are one row with a count', async () => {
  const lines = [
    '2026-11-01,video,us,positive,yes',
    '2026-11-01,video,us,positive,yes',
    '2026-11-02,video,them,negative,no',
  ]
  const text = ['date,category,brand,label,audited', ...lines].join('\n')
  const body = { source: 'Sample of November', text }
  const { version } = await operator.call(saveReference, { params: { table: 'mentions' }, body })
  const mentions = (await app.reference.inUse()).find(({ table }) => table === 'mentions')
  expect(mentions).toEqual({
    ...{ table: 'mentions', versionId: version.versionId, source: 'Sample of November' },
    uploadedAt: version.uploadedAt,
    rows: [
      {
        ...{ date: '2026-11-01', times: 2 },
        cells: { date: '2026-11-01', category: 'video', brand: 'us', label: 'positive', audited: 'yes' },
      },
      {
        ...{ date: '2026-11-02', times: 1 },
        cells: { date: '2026-11-02', category: 'video', brand: 'them', label: 'negative', audited: 'no' },
      },
    ],
  })
})

test('a file larger than an ordinary request is read', async () => {
  const row = (index: number) =>
    `2026-11-${String((index % 28) + 1).padStart(2, '0')},video,brand ${index},neutral,no`
  const text = [
    'date,category,brand,label,audited',
    ...Array.from({ length: 40_000 }, (_, at) => row(at)),
  ].join('\n')
  expect(text.length).toBeGreaterThan(1_048_576)
  const body = { source: 'A large sample', text }
  const { version } = await operator.call(saveReference, { params: { table: 'mentions' }, body })
  expect(version.lines).toBe(40_000)
  expect(await operator.refusal(withdrawReference, { params: { versionId: 'x' } })).toBe(
    '400 invalid_request',
  )
})
