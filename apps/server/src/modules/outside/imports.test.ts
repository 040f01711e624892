import {
  answerImport,
  createClient as createClientEndpoint,
  createImport,
  discardImport,
  forgetMapping,
  getImport,
  listImports,
  listMappings,
  listRefusedLines,
  mapImport,
  undoImport,
  type ClientId,
  type FileImport,
  type ImportId,
  type OrganisationId,
} from '@busker/contract'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { assert } from '#platform/assert'
import { within } from '#platform/postgres'
import type { Person } from '../../testing/test-app.ts'
import { rowsKind, type RowsRecord } from './take-rows.ts'
import {
  brand,
  foundAgency,
  giveFile,
  keptPlaces,
  openBench,
  rowsOfRecord,
  sendBytes,
  type Bench,
} from './test-bench.ts'

let bench: Bench
let owner: Person
let organisationId: OrganisationId
beforeAll(async () => {
  bench = await openBench()
  const agency = await foundAgency(bench, 'owner', 'Pond Agency')
  owner = agency.person
  organisationId = agency.organisationId
})
afterAll(() => bench.close())

let clientId: ClientId
beforeEach(async () => {
  const body = { organisationId, name: 'Example Beauty', ...brand }
  clientId = (await owner.call(createClientEndpoint, { body })).client.clientId
  bench.settled.length = 0
  bench.published.length = 0
})
afterEach(async () => assert((await bench.filesLeft()).length === 0, 'no file is left'))

const give = (text: string, name = 'costs.csv') => giveFile(bench, owner, { clientId, name, text })
const look = async (importId: ImportId): Promise<FileImport> =>
  (await owner.call(getImport, { params: { importId } })).import
const read = async (text: string): Promise<FileImport> => {
  const { importId } = await give(text)
  await bench.jobs.runOnce()
  return look(importId)
}
const recordsOf = async (importId: ImportId): Promise<RowsRecord[]> => {
  const records = await bench.journal.read(0, 10_000)
  return records
    .filter(({ kind }) => kind === rowsKind)
    .map(({ payload }) => payload as RowsRecord)
    .filter((record) => record.importId === importId)
}
const counting = () => bench.outside.countingLoads(bench.db.pool, clientId)

const costs = 'SKU,Amount\na,1\nb,2\nc,3\n'

describe('a file', () => {
  test('is read into the journal, and its rows count when it is done', async () => {
    const given = await give(costs)
    expect(given).toMatchObject({ state: 'waiting', fileName: 'costs.csv', bytes: 23, progress: null })
    expect(await counting()).toEqual([])
    expect(await bench.filesLeft()).toEqual([given.importId])
    await bench.jobs.runOnce()
    const done = await look(given.importId)
    expect(done).toMatchObject({
      ...{ state: 'done', formats: ['cost_sheet'], asOf: '2026-01-31T00:00:00', period: null },
      ...{ linesTaken: 3, linesRefused: 0, kinds: { cost: 3 }, linesNew: null, repeats: null },
      uploadedBy: { handle: 'owner' },
    })
    const records = await recordsOf(given.importId)
    expect(records.flatMap(rowsOfRecord).map((row) => [row['sku'], row['amountMicro']])).toEqual([
      ['a', 1_000_000n],
      ['b', 2_000_000n],
      ['c', 3_000_000n],
    ])
    const [load] = await counting()
    expect(load).toMatchObject({ importId: given.importId, asOf: '2026-01-31T00:00:00' })
    expect(load?.journalOffset).toBe(BigInt(bench.journal.end - 1))
    expect(new Set(records.map(({ loadId }) => loadId))).toEqual(new Set([load?.loadId]))
    expect(bench.settled).toEqual([clientId])
    const told = bench.published.flatMap(({ message }) =>
      message.type === 'import.changed' ? [message.import] : [],
    )
    expect(told.map(({ state }) => state)).toEqual(['waiting', 'reading', 'done'])
    expect(told[1]?.progress).toBeCloseTo(2 / 3, 1)
  })

  test('that comes again is done at once and brings nothing', async () => {
    const first = await read(costs)
    const again = await give(costs)
    expect(again).toMatchObject({ state: 'done', repeats: first.importId, linesTaken: 0 })
    expect((await counting()).map(({ importId }) => importId)).toEqual([first.importId])
    const params = { importId: again.importId }
    expect(await owner.refusal(undoImport, { params, body: { undone: true } })).toBe('409 import_changed')
  })

  test('that is given twice at the same time counts once', async () => {
    const both = [await give(costs), await give(costs, 'same.csv')]
    await bench.jobs.runOnce()
    const [one, other] = await Promise.all(both.map(({ importId }) => look(importId)))
    expect([one?.state, other?.state]).toEqual(['done', 'done'])
    expect(one?.repeats).toBeNull()
    expect(other?.repeats).toBe(one?.importId)
    expect(await counting()).toHaveLength(1)
  })

  test('of another client is another file', async () => {
    await read(costs)
    const body = { organisationId, name: 'Other', ...brand }
    const { client } = await owner.call(createClientEndpoint, { body })
    const other = await giveFile(bench, owner, { clientId: client.clientId, name: 'costs.csv', text: costs })
    expect(other).toMatchObject({ state: 'waiting', repeats: null })
    await bench.jobs.runOnce()
    expect(await bench.outside.countingLoads(bench.db.pool, client.clientId)).toHaveLength(1)
  })

  test('arrives whole and once, or not at all', async () => {
    const make = async (bytes: number) =>
      (await owner.call(createImport, { params: { clientId }, body: { fileName: 'a.csv', bytes } })).import
    const { importId } = await make(costs.length)
    const send = async (body: string) => {
      const answer = await sendBytes(bench, owner, { importId, body })
      const { error } = JSON.parse(answer.body) as { error?: { code: string } }
      return `${answer.status} ${error?.code ?? ''}`
    }
    expect(await send(costs.slice(1))).toBe('400 invalid_request')
    expect(await send(`${costs}d,4\n`)).toBe('400 invalid_request')
    expect(await bench.filesLeft()).toEqual([])
    const both = await Promise.all([send(costs), send(costs)])
    expect(both.toSorted()).toEqual(['200 ', '409 import_changed'])
    expect(await send(costs)).toBe('409 import_changed')
    await bench.jobs.runOnce()
    expect(await look(importId)).toMatchObject({ state: 'done', linesTaken: 3 })
    const large = { fileName: 'a.csv', bytes: 5_000_001 }
    expect(await owner.refusal(createImport, { params: { clientId }, body: large })).toBe(
      '413 import_too_large',
    )
  })
})

describe('lines that are not taken', () => {
  const lines = ['a,1', 'b,=1+1', 'c,-5', 'd,x', 'e,2']
  const file = ['SKU,Amount', ...lines, ''].join('\n')

  test('are listed with their reason, page by page', async () => {
    const { importId, linesTaken, linesRefused } = await read(file)
    expect([linesTaken, linesRefused]).toEqual([2, 3])
    const params = { importId }
    const page = await owner.call(listRefusedLines, { params, query: { limit: 2 } })
    expect(page.more).toBe(true)
    expect(page.lines.map(({ ordinal, line, value }) => [ordinal, line, value])).toEqual([
      [1, 3, '=1+1'],
      [2, 4, '-5'],
    ])
    const rest = await owner.call(listRefusedLines, { params, query: { after: 2, limit: 2 } })
    expect(rest).toMatchObject({ more: false, lines: [{ ordinal: 3, line: 5, value: 'x' }] })
  })

  test('are a file that no spreadsheet takes for formulas', async () => {
    const { importId } = await read(file)
    const answer = await owner.get(`/v1/imports/${importId}/refused.csv`)
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8')
    expect(answer.body.split('\r\n')).toEqual([
      '\uFEFFsheet,line,column,value,reason,what_it_means',
      ",3,Amount,'=1+1,not_an_amount,This is not an amount of money.",
      ",4,Amount,'-5,not_an_amount,This is not an amount of money.",
      ',5,Amount,x,not_an_amount,This is not an amount of money.',
      '',
    ])
  })

  test('alone are no import', async () => {
    const refused = await read('SKU,Amount\na,x\n')
    expect(refused).toMatchObject({ state: 'refused', linesRefused: 1, refusal: { code: 'nothing_taken' } })
    const { lines: kept } = await owner.call(listRefusedLines, { params: { importId: refused.importId } })
    expect(kept).toHaveLength(1)
    expect(await counting()).toEqual([])
  })

  test('are counted all and kept as far as there is room', async () => {
    const many = Array.from({ length: 10_050 }, (_, index) => `s${index},x`)
    const { importId, linesRefused } = await read(['SKU,Amount', 'a,1', ...many, ''].join('\n'))
    expect(linesRefused).toBe(10_050)
    const { lines: last, more } = await owner.call(listRefusedLines, {
      params: { importId },
      query: { after: 9_999 },
    })
    expect([last.length, more]).toEqual([1, false])
  })
})

describe('a file that cannot be taken', () => {
  test('says why and what to do', async () => {
    const refused = await read('MACRO\n')
    expect(refused).toMatchObject({ state: 'refused', refusal: { code: 'macro_workbook' } })
    expect(refused.refusal?.message).toContain('without macros')
  })

  test('halfway leaves nothing that counts, and can be given again', async () => {
    const file = 'SKU,Amount\na,1\nb,x\nc,truncated\n'
    const refused = await read(file)
    expect(refused).toMatchObject({
      ...{ state: 'refused', refusal: { code: 'damaged_zip' } },
      ...{ linesTaken: 0, linesRefused: 0 },
    })
    const { lines } = await owner.call(listRefusedLines, { params: { importId: refused.importId } })
    expect(lines).toEqual([])
    expect(await counting()).toEqual([])
    expect((await give(file)).state).toBe('waiting')
    await bench.jobs.runOnce()
  })
})

describe('a file that asks', () => {
  const unknown = 'Artikel,Preis,Buyer\na,1,Jane Doe\nb,2,John Doe\n'
  const columns = { Artikel: 'sku', Preis: 'amount' }

  test('what its columns are, once for all such files of the client', async () => {
    const asking = await read(unknown)
    const { importId } = asking
    expect(asking).toMatchObject({
      state: 'needs_mapping',
      question: {
        ...{ asks: 'mapping', headers: ['Artikel', 'Preis', 'Buyer'] },
        sample: [
          { Artikel: 'a', Preis: '1' },
          { Artikel: 'b', Preis: '2' },
        ],
      },
    })
    const params = { importId }
    const wrong = { format: 'cost_sheet', columns: { Artikel: 'sku', Preis: 'phone' } }
    expect(await owner.refusal(mapImport, { params, body: wrong })).toBe('400 invalid_request')
    expect(await owner.refusal(answerImport, { params, body: { currency: 'EUR' } })).toBe(
      '409 import_changed',
    )
    const { import: mapped } = await owner.call(mapImport, {
      params,
      body: { format: 'cost_sheet', columns },
    })
    expect(mapped).toMatchObject({ state: 'waiting', question: null })
    await bench.jobs.runOnce()
    expect(await look(importId)).toMatchObject({ state: 'done', linesTaken: 2 })

    expect(await read(`${unknown}c,3,Jim Doe\n`)).toMatchObject({ state: 'done', linesTaken: 3 })
    const { mappings } = await owner.call(listMappings, { params: { clientId } })
    expect(mappings).toMatchObject([{ format: 'cost_sheet', columns, savedBy: { handle: 'owner' } }])
    await owner.call(forgetMapping, { params: { clientId, signature: mappings[0]?.signature ?? '' } })
    const again = await read(`${unknown}d,4,Jack Doe\n`)
    expect(again.state).toBe('needs_mapping')
    await owner.call(discardImport, { params: { importId: again.importId } })
  })

  test('from when to when it is', async () => {
    const asking = await read('SKU,Amount,NoDates\na,1,\n')
    expect(asking).toMatchObject({ state: 'needs_answer', question: { asks: 'period' } })
    const params = { importId: asking.importId }
    expect(await owner.refusal(answerImport, { params, body: { currency: 'EUR' } })).toBe(
      '400 invalid_request',
    )
    const period = { from: '2026-01-01', to: '2026-01-07' }
    await owner.call(answerImport, { params, body: { period } })
    await bench.jobs.runOnce()
    expect(await look(asking.importId)).toMatchObject({ state: 'done', period })
  })

  test('and is not answered within a day is let go', async () => {
    const { importId } = await read('SKU,Amount,NoDates\na,1,\n')
    const { import: arriving } = await owner.call(createImport, {
      params: { clientId },
      body: { fileName: 'a.csv', bytes: 10 },
    })
    bench.clock.advance(23 * 3_600_000)
    await bench.sweep()
    expect((await look(importId)).state).toBe('needs_answer')
    bench.clock.advance(2 * 3_600_000)
    await bench.sweep()
    expect(await look(importId)).toMatchObject({ state: 'refused', refusal: { code: 'not_answered' } })
    expect(await look(arriving.importId)).toMatchObject({ refusal: { code: 'upload_broken' } })
  })
})

describe('an import', () => {
  test('is undone and counts again', async () => {
    const { importId } = await read(costs)
    const params = { importId }
    bench.settled.length = 0
    const undo = (undone: boolean) => owner.call(undoImport, { params, body: { undone } })
    expect((await undo(true)).import).toMatchObject({ state: 'undone', undoneBy: { handle: 'owner' } })
    await undo(true)
    expect(await counting()).toEqual([])
    const again = await give(costs)
    expect(again.state).toBe('waiting')
    await bench.jobs.runOnce()
    expect(await owner.refusal(undoImport, { params, body: { undone: false } })).toBe(
      '409 import_counts_already',
    )
    await owner.call(undoImport, { params: { importId: again.importId }, body: { undone: true } })
    expect((await undo(false)).import).toMatchObject({ state: 'done', undoneAt: null, undoneBy: null })
    await undo(false)
    expect((await counting()).map((load) => load.importId)).toEqual([importId])
    expect(bench.settled).toHaveLength(4)
  })

  test('that is not done can be stopped', async () => {
    const { importId } = await give(costs)
    const params = { importId }
    const { import: stopped } = await owner.call(discardImport, { params })
    expect(stopped).toMatchObject({ state: 'refused', refusal: { code: 'discarded' } })
    await bench.jobs.runOnce()
    expect((await look(importId)).state).toBe('refused')
    expect(await owner.refusal(discardImport, { params })).toBe('409 import_changed')
    expect(await recordsOf(importId)).toEqual([])
  })

  test('whose file is gone says so', async () => {
    const { importId } = await give(costs)
    await sql`update outside.import set state = 'refused' where import_id = ${importId}`.execute(
      within(bench.db.pool),
    )
    await bench.sweep()
    await sql`update outside.import set state = 'waiting' where import_id = ${importId}`.execute(
      within(bench.db.pool),
    )
    await bench.jobs.runOnce()
    expect(await look(importId)).toMatchObject({ refusal: { code: 'file_gone' } })
  })

  test('stands in the history, newest first', async () => {
    const first = await read(costs)
    bench.clock.advance(1000)
    const second = await read('SKU,Amount\nz,9\n')
    const page = await owner.call(listImports, { params: { clientId }, query: { limit: 1 } })
    expect(page).toMatchObject({ more: true, maximumBytes: 5_000_000 })
    expect(page.imports.map(({ importId }) => importId)).toEqual([second.importId])
    const rest = { params: { clientId }, query: { before: second.importId } }
    expect((await owner.call(listImports, rest)).imports).toEqual([first])
  })
})

test('an attempt that breaks counts for nothing, and what it read is quoted nowhere', async () => {
  const planted = ['Jane Planted', '+1 555 0100 77', '12 Planted Street']
  const { importId } = await give(`SKU,Amount,Buyer\na,1,${planted[0]}\nb,crash,${planted.join(';')}\n`)
  for (let attempt = 0; attempt < 3; attempt += 1) {
    await bench.jobs.runOnce()
    // The pause before another try is one of the server's clock.
    await sql`update graphile_worker._private_jobs set run_at = ${bench.clock.now()}`.execute(
      within(bench.db.pool),
    )
  }
  expect(await look(importId)).toMatchObject({ state: 'refused', refusal: { code: 'import_failed' } })
  expect(await counting()).toEqual([])
  expect(await bench.filesLeft()).toEqual([])

  for (const place of await keptPlaces(bench)) {
    expect(place).not.toBe('')
    for (const text of planted) expect(place).not.toContain(text)
  }
})
