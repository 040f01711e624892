import { crc32 } from 'node:zlib'
import {
  addClientMember,
  archiveClient,
  clientReportFilePath,
  createClient as createClientEndpoint,
  createClientReport,
  createReportLink,
  discardImport,
  getClientReport,
  listClientReports,
  openSharedReport,
  organisationLogoPath,
  removeClientReport,
  reportContent,
  revokeReportLink,
  setReportSchedule,
  sharedReportFilePath,
  type ClientId,
  type ClientReportId,
  type Endpoint,
} from '@busker/contract'
import { parse } from 'csv-parse/sync'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createClient, signUp, type Client, type Person } from '../../testing/test-app.ts'
import { dayAfter } from './rules/report-periods.ts'
import { brand, foundAgency, giveFile, keptPlaces, openBench, type Bench } from './test-bench.ts'

const names = ['nobody', 'stranger', 'rival', 'neighbour', 'viewer', 'analyst', 'owner'] as const
type Name = (typeof names)[number]

let bench: Bench
let owner: Person
const people = new Map<Name, Client>()
const by = (name: Name): Client => people.get(name) ?? createClient(bench)
const at: { organisationId: string; clientId: ClientId; second: ClientId } = {
  ...{ organisationId: '', clientId: '' as ClientId, second: '' as ClientId },
}
const period = { from: '2025-12-14', to: '2026-01-10' }
const dayMs = 86_400_000

beforeAll(async () => {
  bench = await openBench()
  const pond = await foundAgency(bench, 'owner', 'Pond Agency')
  const { person: rival, organisationId: other } = await foundAgency(bench, 'rival', 'Lake Agency')
  owner = pond.person
  const add = async (organisationId: typeof other, name: string, person = owner) =>
    (await person.call(createClientEndpoint, { body: { organisationId, name, ...brand } })).client.clientId
  Object.assign(at, { organisationId: pond.organisationId })
  at.clientId = await add(pond.organisationId, 'First')
  at.second = await add(pond.organisationId, 'Second')
  await add(other, 'Third', rival)
  people.set('owner', owner).set('rival', rival).set('nobody', createClient(bench))
  for (const name of ['stranger', 'neighbour', 'viewer', 'analyst'] as const)
    people.set(name, await signUp(bench, name))
  const give = (clientId: ClientId, handle: string, role: 'analyst' | 'viewer') =>
    owner.call(addClientMember, { params: { clientId }, body: { handle, role } })
  await give(at.second, 'neighbour', 'analyst')
  await give(at.clientId, 'viewer', 'viewer')
  await give(at.clientId, 'analyst', 'analyst')
})
afterAll(() => bench.close())

const make = async (clientId = at.clientId) =>
  (await owner.call(createClientReport, { params: { clientId }, body: period })).report
const share = async (reportId: ClientReportId, days: 7 | 30 | 90 = 7) =>
  owner.call(createReportLink, { params: { clientId: at.clientId, reportId }, body: { days } })
const fileOf = (path: string, values: Readonly<Record<string, string>>): string =>
  path.replaceAll(/:(\w+)/g, (_, name: string) => values[name] ?? '')

describe('who may', () => {
  const strangers = { nobody: 401, stranger: 404, rival: 404, neighbour: 404 }
  const forAll = { ...strangers, viewer: 200, analyst: 200, owner: 200 }
  const forAnalysts = { ...strangers, viewer: 403, analyst: 200, owner: 200 }
  const forOwners = { ...strangers, viewer: 403, analyst: 403, owner: 200 }
  type Input = Parameters<Client['refusal']>[1]
  type Made = { readonly params: { clientId: string; reportId: string }; readonly linkId: string }
  const matrix: readonly (readonly [Endpoint, (made: Made) => Input, Record<Name, number>])[] = [
    [listClientReports, ({ params }) => ({ params }), forAll],
    [createClientReport, ({ params }) => ({ params, body: period }), forAnalysts],
    [getClientReport, ({ params }) => ({ params }), forAll],
    [createReportLink, ({ params }) => ({ params, body: { days: 7 } }), forAnalysts],
    [revokeReportLink, ({ params, linkId }) => ({ params: { ...params, linkId } }), forAnalysts],
    [setReportSchedule, ({ params }) => ({ params, body: { every: 'never' } }), forAnalysts],
    [removeClientReport, ({ params }) => ({ params }), forOwners],
  ]

  test.each(names)('%s', async (name) => {
    const { reportId } = await make()
    const { link } = await share(reportId)
    const made: Made = { params: { clientId: at.clientId, reportId }, linkId: link.linkId }
    const { cookies, address } = by(name)
    for (const file of ['report.csv', 'report.pdf', 'logo.png']) {
      // The drawing of a file is not what this is about.
      if (file === 'report.pdf' && forAll[name] === 200) continue
      const url = fileOf(clientReportFilePath, { ...made.params, file })
      const given = { url, cookies: Object.fromEntries(cookies), remoteAddress: address }
      const expected = file === 'logo.png' && forAll[name] === 200 ? 404 : forAll[name]
      expect(`${file} ${(await bench.http.inject(given)).statusCode}`).toBe(`${file} ${expected}`)
    }
    for (const [endpoint, input, expected] of matrix) {
      const status = (await by(name).refusal(endpoint, input(made))).split(' ')[0]
      expect(`${endpoint.id} ${status}`).toBe(`${endpoint.id} ${expected[name]}`)
    }
  })

  test('a report is of one client alone, and what does not fit is refused', async () => {
    const { reportId } = await make()
    const elsewhere = { params: { clientId: at.second, reportId } }
    expect(await owner.refusal(getClientReport, elsewhere)).toBe('404 not_found')
    expect(await owner.refusal(createReportLink, { ...elsewhere, body: { days: 7 } })).toBe('404 not_found')
    const here = { params: { clientId: at.clientId, reportId, linkId: 'nine' } }
    const bad: readonly (readonly [Endpoint, object])[] = [
      [createClientReport, { from: '2026-01-10', to: '2026-01-09' }],
      [createClientReport, { from: '2024-01-10', to: '2026-01-09' }],
      [createReportLink, { days: 8 }],
      [revokeReportLink, {}],
      [setReportSchedule, { every: 'day' }],
    ]
    for (const [endpoint, body] of bad)
      expect(await owner.refusal(endpoint, { ...here, body })).toBe('400 invalid_request')
  })
})

test('what was made never changes; the next one tells what is new', async () => {
  const first = await make()
  const params = { clientId: at.clientId, reportId: first.reportId }
  const { content } = await owner.call(getClientReport, { params })
  expect(content.creators).toMatchObject({ best: 'mina.glow', worst: 'ana' })
  expect(content.headline).toMatchObject({ kind: 'changed', action: 'scale' })
  expect(content.waterfall.at(-1)).toMatchObject({ step: 'contribution', amountMicro: 2_500_000_000 })
  const asked = new Set(Object.values(content.answers).flatMap((all) => all.map(({ metricId }) => metricId)))
  expect(new Set(content.definitions.map(({ metricId }) => metricId))).toEqual(asked)
  expect(content.previous).toEqual({ from: '2025-11-16', to: '2025-12-13' })
  bench.numbers.change('sales_contribution', 1_000_000_000)
  bench.clock.advance(60_000)
  const second = await make()
  bench.numbers.change('sales_contribution', 2_500_000_000)
  expect((await owner.call(getClientReport, { params })).content).toEqual(content)
  const { reports, may } = await owner.call(listClientReports, { params, query: { limit: 2 } })
  expect(reports.map(({ reportId }) => reportId)).toEqual([second.reportId, first.reportId])
  expect(reports.map(({ contributionMicro }) => contributionMicro)).toEqual([1_000_000_000, 2_500_000_000])
  expect(may).toEqual({ make: true, remove: true })
  // Everybody who works on it hears of it, and nobody else.
  const told = bench.published.filter(
    ({ message }) => message.type === 'report.made' && message.report.reportId === second.reportId,
  )
  expect(told).toHaveLength(3)
})

test('nothing is compared with a time to which the files do not reach back', async () => {
  bench.numbers.oldest('2025-12-01')
  const { reportId } = await make()
  bench.numbers.oldest('2025-11-01')
  const { content } = await owner.call(getClientReport, { params: { clientId: at.clientId, reportId } })
  expect(content).toMatchObject({ previous: null, headline: { kind: 'first' }, orders: { before: 0 } })
})

test('a link opens its report without an account until it is ended, and says nothing of why it does not', async () => {
  const { reportId } = await make()
  const { link, token } = await share(reportId)
  const reader = createClient(bench)
  const path = openSharedReport.path.replace(':token', token)
  const answer = await reader.get(path)
  expect(answer.status).toBe(200)
  expect(answer.headers).toMatchObject({ 'x-robots-tag': /noindex/, 'referrer-policy': 'no-referrer' })
  expect(answer.headers['set-cookie']).toBeUndefined()
  expect(reportContent.parse((JSON.parse(answer.body) as { content: unknown }).content).format).toBe(1)
  const params = { clientId: at.clientId, reportId }
  const links = async () => (await owner.call(getClientReport, { params })).report.links
  expect(await links()).toMatchObject([{ opened: 1, revokedAt: null }])
  // A viewer reads the report and learns of no links.
  expect((await by('viewer').call(getClientReport, { params })).report.links).toEqual([])
  const wrong = await reader.get(openSharedReport.path.replace(':token', 'wrong'))
  await owner.call(revokeReportLink, { params: { ...params, linkId: link.linkId } })
  const ended = await reader.get(path)
  const next = await share(reportId)
  const nextPath = openSharedReport.path.replace(':token', next.token)
  bench.clock.advance(7 * dayMs - 1)
  expect((await reader.get(nextPath)).status).toBe(200)
  bench.clock.advance(1)
  const expired = await reader.get(nextPath)
  const told = [wrong, ended, expired].map(({ status, body }) => [
    status,
    body.replaceAll(/"requestId":"[^"]*"/g, ''),
  ])
  expect(new Set(told.map(String)).size).toBe(1)
  expect(wrong.status).toBe(404)
  const file = fileOf(sharedReportFilePath, { token: next.token, file: 'report.csv' })
  expect((await reader.get(file)).status).toBe(404)
  for (const place of await keptPlaces(bench)) {
    expect(place).not.toContain(token)
    expect(place).not.toContain(next.token)
  }
})

/** A tiny file whose head says 60,000 by 60,000 pixels. */
const claimingToBeHuge = async (): Promise<Buffer> => {
  const png = await sharp({ create: { width: 20, height: 20, channels: 3, background: 'red' } })
    .png()
    .toBuffer()
  const [head, headEnd] = [12, 29]
  png.writeUInt32BE(60_000, 16)
  png.writeUInt32BE(60_000, 20)
  png.writeUInt32BE(crc32(png.subarray(head, headEnd)), headEnd)
  return png
}

test('files carry every number, hostile names as text, and the logo', async () => {
  const colour = { r: 163, g: 32, b: 47 }
  const picture = await sharp({ create: { width: 1200, height: 500, channels: 3, background: colour } })
    .withExif({ IFD0: { Copyright: 'planted words' } })
    .jpeg()
    .toBuffer()
  const url = fileOf(organisationLogoPath, { organisationId: at.organisationId })
  const send = (name: Name, method: 'PUT' | 'DELETE' | 'GET', payload?: Buffer) =>
    bench.http.inject({
      ...{ method, url, cookies: Object.fromEntries(by(name).cookies) },
      ...(payload === undefined ? {} : { payload, headers: { 'content-type': 'image/png' } }),
    })
  const refusals: Record<Name, number> = {
    ...{ nobody: 401, stranger: 404, rival: 404, neighbour: 404, viewer: 404, analyst: 404, owner: 200 },
  }
  for (const name of names) expect((await send(name, 'PUT', picture)).statusCode).toBe(refusals[name])
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>')
  const bomb = await claimingToBeHuge()
  for (const bad of [svg, bomb, picture.subarray(0, 400), Buffer.from('GIF89a')]) {
    const answer = await send('owner', 'PUT', bad)
    expect(answer.statusCode).toBe(400)
    expect(answer.body).toContain('invalid_picture')
  }
  expect((await send('owner', 'PUT', Buffer.alloc(600_000))).statusCode).toBe(413)
  const kept = (await send('owner', 'GET')).rawPayload
  expect(kept.includes('planted words')).toBe(false)
  expect(await sharp(kept).metadata()).toMatchObject({ format: 'png', width: 576, height: 240 })

  const { reportId } = await make()
  const { token } = await share(reportId)
  await send('owner', 'DELETE')
  const reader = createClient(bench)
  const get = (file: string) =>
    bench.http.inject({ url: fileOf(sharedReportFilePath, { token, file }), remoteAddress: reader.address })
  // It carries what it was made with.
  expect((await get('logo.png')).rawPayload.equals(kept)).toBe(true)
  const csv = await get('report.csv')
  const rows: Record<string, string>[] = parse(csv.body, { bom: true, columns: true })
  expect(rows.find(({ metric }) => metric === 'sales_contribution')).toMatchObject({
    ...{ section: 'whole', value: '2500', unit: 'USD', status: 'known', final: 'false' },
    formula: expect.stringContaining('What is left of the GMV') as string,
  })
  expect(rows.every(({ slice }) => !slice?.startsWith('='))).toBe(true)
  expect(rows.find(({ metric }) => metric === 'sales_repeat_buyers')).toMatchObject({
    value: '',
    status: 'missing',
  })
  const pdf = await get('report.pdf')
  expect(pdf.statusCode).toBe(200)
  expect(pdf.headers['content-disposition']).toBe('attachment; filename="First-2025-12-14-2026-01-10.pdf"')
  expect(pdf.rawPayload.subarray(0, 5).toString()).toBe('%PDF-')
  expect(pdf.rawPayload.includes('/Subtype /Image')).toBe(true)
  expect((await get('other.txt')).statusCode).toBe(404)
  // With its last report goes a logo that nobody carries any more.
  for (const { reportId: one } of (await owner.call(listClientReports, { params: { clientId: at.clientId } }))
    .reports)
    await owner.call(removeClientReport, { params: { clientId: at.clientId, reportId: one } })
  expect((await get('logo.png')).statusCode).toBe(404)
})

test('a scheduled report is made once, when its time is over, its files are there and nothing is being read', async () => {
  const params = { clientId: at.second }
  const { schedule } = await owner.call(setReportSchedule, { params, body: { every: 'week' } })
  const { next } = schedule
  const reports = async () => (await owner.call(listClientReports, { params })).reports
  await bench.reportIfDue(at.second)
  expect(await reports()).toEqual([])
  bench.numbers.newest(next?.to ?? '')
  const file = { clientId: at.second, name: 'costs.csv', text: 'SKU,Amount\na,1\n' }
  const { importId } = await giveFile(bench, owner, file)
  await bench.reportIfDue(at.second)
  expect(await reports()).toEqual([])
  await owner.call(discardImport, { params: { importId } })
  await bench.reportIfDue(at.second)
  await bench.reportIfDue(at.second)
  expect(await reports()).toMatchObject([{ isScheduled: true, madeBy: null, period: next }])
  // The same choice does not begin anew, and nothing comes of a client that was put away.
  const again = await owner.call(setReportSchedule, { params, body: { every: 'week' } })
  expect(again.schedule.next?.from).toBe(dayAfter(next?.to ?? ''))
  await owner.call(archiveClient, { params, body: { archived: true } })
  const late = await owner.refusal(setReportSchedule, { params, body: { every: 'month' } })
  expect(late).toBe('409 client_archived')
  bench.clock.advance(30 * dayMs)
  await bench.reportIfDue(at.second)
  expect(await reports()).toHaveLength(1)
})
