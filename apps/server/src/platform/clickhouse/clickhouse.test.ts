import fc from 'fast-check'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { createEmptyClickhouse, type TestClickhouse } from '../../testing/engines.ts'
import { type Clickhouse, openClickhouse } from './index.ts'

/** Null: the engine of this process. */
const url = inject('clickhouseUrl')
let own: TestClickhouse
let facts: Clickhouse

beforeAll(async () => {
  own = await createEmptyClickhouse()
  facts = own.clickhouse
  await facts.command(`create table fact (
    id UUID, text String, n UInt32, share Float64, at DateTime64(3, 'UTC'), day Date, ids Array(UUID)
  ) engine = MergeTree order by id settings fsync_after_insert = 1`)
})
afterAll(() => own.close())

const one = '018f0000-0000-7000-8000-000000000001'
const two = '018f0000-0000-7000-8000-000000000002'
const hard = `a;b\n\n;c '{x:String}' "q" \\ é 💃`

test('rows come back as they went in, and parameters are bound by type', async () => {
  const at = '2026-11-22T02:13:00.123Z'
  await facts.insert('fact', [
    { id: one, text: hard, n: 4_294_967_295, share: 0.1, at, day: '2026-11-22', ids: [one, two] },
    { id: two, text: '', n: 0, share: -1.5, at: '2026-11-22T03:13:00.123+01:00', day: '2026-11-23', ids: [] },
  ])
  const select = 'select id, text, n, share, at, day, ids from fact'
  const found = await facts.query(
    `${select} where text = {text:String} and id = {id:UUID} and id in {ids:Array(UUID)}
      and n >= {n:UInt32} and share < {share:Float64} and at = {at:DateTime64(3, 'UTC')}`,
    { text: hard, id: one, ids: [one, two], n: 7, share: 0.2, at: new Date(at) },
  )
  expect(found).toEqual([
    { id: one, text: hard, n: 4_294_967_295, share: 0.1, at, day: '2026-11-22', ids: [one, two] },
  ])
  expect(await facts.query('select at, count() as views from fact group by at')).toEqual([{ at, views: 2 }])
})

test('a bound time keeps its milliseconds, in UTC', async () => {
  const at = new Date('2026-11-22T02:13:00.120Z')
  const whole = new Date('2026-11-22T02:13:00.000Z')
  const found = await facts.query(
    `select {at:DateTime64(3, 'UTC')} as at, {whole:DateTime('UTC')} as whole, {all:Array(DateTime64(3, 'UTC'))} as all`,
    { at, whole, all: [at, whole] },
  )
  expect(found).toEqual([
    { at: at.toISOString(), whole: '2026-11-22T02:13:00Z', all: [at.toISOString(), whole.toISOString()] },
  ])
})

test('law: any text comes back as it was bound, alone and in lists', async () => {
  const text = fc.string({
    unit: fc.constantFrom(
      ...["'", '"', '\\', '`'],
      '\t',
      '\n',
      '\r',
      '\0',
      'n',
      'N',
      '{a:String}',
      'é',
      '😀',
      ',',
      '[',
    ),
  })
  await fc.assert(
    fc.asyncProperty(text, fc.array(text, { maxLength: 4 }), async (one, all) => {
      const [row] = await facts.query('SELECT {one:String} AS one, {all:Array(String)} AS all', { one, all })
      expect(row).toEqual({ one, all })
    }),
    { numRuns: 60 },
  )
})

test.skipIf(url !== null)('nobody waits for what is asked in the background', async () => {
  const order: string[] = []
  const asked = (name: string, rows: number) => async (): Promise<void> => {
    const sql =
      'SELECT sum(sleepEachRow({seconds:Float64})) FROM numbers({rows:UInt64}) SETTINGS max_block_size = 1'
    await (name === 'long' ? facts.background : facts).query(sql, { seconds: 0.5, rows })
    order.push(name)
  }
  await Promise.all([asked('long', 6)(), asked('short', 1)()])
  expect(order).toEqual(['short', 'long'])
})

test('as many ids as may be are bound at once', async () => {
  const ids = Array.from(
    { length: facts.longestList },
    (_, at) => `${one.slice(0, -6)}${String(at).padStart(6, '0')}`,
  )
  const sql = 'SELECT length({ids:Array(UUID)}) AS count, {last:String} AS last'
  expect(await facts.query(sql, { ids, last: 'x' })).toEqual([{ count: ids.length, last: 'x' }])
})

test('nothing to insert is no statement', async () => {
  await facts.insert('fact', [])
})

test('two databases of one engine do not see each other', async () => {
  const other = await createEmptyClickhouse()
  const second = other.clickhouse
  await expect(second.query('select 1 from fact')).rejects.toMatchObject({ kind: 'UNKNOWN_TABLE' })
  const names = await Promise.all(
    [facts, second].map((each) => each.query('select currentDatabase() as name')),
  )
  expect(names).toEqual([[{ name: facts.database }], [{ name: second.database }]])
  expect(facts.database).not.toBe(second.database)
  await other.close()
})

test('a wrong statement is told by its kind', async () => {
  await expect(facts.query('select nope')).rejects.toMatchObject({
    name: 'ClickhouseError',
    kind: 'UNKNOWN_IDENTIFIER',
  })
})

test('more queries than the engine takes at once all get their answer', async () => {
  const asked = Array.from({ length: 50 }, (_, n) =>
    facts.query<{ n: number }>('select {n:UInt32} as n', { n }),
  )
  const answers = (await Promise.all(asked)).flat().map(({ n }) => n)
  expect(answers).toEqual(Array.from({ length: 50 }, (_, n) => n))
})

test('a server that is not there is told in one line, without the password', async () => {
  const error = await openClickhouse({ url: 'http://somebody:secret@127.0.0.1:1' }, 'busker').catch(String)
  expect(error).toMatch(/^StartError: ClickHouse at 127\.0\.0\.1:1 does not let us in/)
  expect(error).not.toContain('secret')
})

test.skipIf(url === null)('a server with another password is told in one line, without it', async () => {
  const wrong = new URL(url ?? '')
  wrong.password = 'not-this-one'
  const error = await openClickhouse({ url: wrong.href }, 'busker').catch(String)
  expect(error).toMatch(/^StartError: ClickHouse at [^\n]+ does not let us in \([^\n]+$/)
  expect(error).not.toContain('not-this-one')
})

test.skipIf(url === null)(
  'the server in CLICKHOUSE_URL (none is given: skipped) is not too old',
  async () => {
    const [row] = await facts.query<{ version: string }>('select version() as version')
    expect(Number(row?.version.split('.')[0])).toBeGreaterThanOrEqual(24)
  },
)
