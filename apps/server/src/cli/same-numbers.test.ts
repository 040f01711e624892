import {
  getMetric,
  getPostMetrics,
  listMetrics,
  queryMetrics,
  type MeasuredMetric,
  type MetricDefinition,
  type MetricScope,
  type MetricSlice,
  type PostId,
} from '@busker/contract'
import type { FactSets } from '@busker/metrics'
import { idOf, settle, store, streams } from '@busker/metrics/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { acquireDataFolder, type DataFolder } from '#platform/control'
import { silentLog } from '#platform/log'
import { createTestApp, publishClip, signUp, type Person, type TestApp } from '../testing/test-app.ts'
import { answerControl, controlCommands } from './control-commands.ts'
import { run } from './metrics.ts'
import { createTerminal } from './terminal.ts'

let app: TestApp
let folder: DataFolder
let operator: Person
let author: Person
let postId: PostId

/** The days of the random facts. */
const period = { from: '2026-03-02', to: '2026-04-10' }

/** Facts about a post and an author that exist: those of the random ones, by another name. */
const factsOf = (real: { author: string; post: string }): FactSets => {
  const [largest] = fc
    .sample(streams, { numRuns: 30, seed: 4 })
    .toSorted((one, other) => (other['view']?.length ?? 0) - (one['view']?.length ?? 0))
  const text = JSON.stringify(largest ?? {})
    .replaceAll('"zoe"', `"${real.author}"`)
    .replaceAll(`"${idOf('post 1')}"`, `"${real.post}"`)
  return z.record(z.string(), z.array(z.record(z.string(), z.unknown()))).parse(JSON.parse(text))
}

beforeAll(async () => {
  app = await createTestApp()
  app.clock.advance(Date.parse('2026-05-01T12:00:00Z') - app.clock.nowMs())
  operator = await signUp(app, 'olga')
  author = await signUp(app, 'zoe')
  postId = await publishClip(app, author)
  await app.telemetry.flushed()
  const facts = factsOf({ author: author.me.personId, post: postId })
  await store(app.engines.clickhouse, facts)
  await settle(app.engines.clickhouse, facts, Number.MAX_SAFE_INTEGER)
  folder = await acquireDataFolder(app.folder, { log: silentLog() })
  const handlers = controlCommands.map((command) => [
    command,
    (given: unknown) => answerControl(app, command, { given, progress: () => undefined }),
  ])
  folder.serveControl(Object.fromEntries(handlers))
})
afterAll(async () => {
  await folder.release()
  await app.stop()
})

/** `busker metrics …` on this data folder: its exit code and the last line of its answer. */
const metricsCommand = async (args: readonly string[]): Promise<{ code: number; answer: unknown }> => {
  const lines: string[] = []
  const stdout = { write: (text: string) => lines.push(text) }
  const terminal = createTerminal({ json: true, stdout, stderr: { write: () => undefined } })
  const { config, clock, ids } = app
  const code = await run({ config, clock, ids, log: silentLog(), terminal }, args)
  return { code, answer: JSON.parse(lines.at(-1) ?? 'null') }
}

/** Every list of numbers that the web app asks for. It is read, not imported: a server knows no page. */
const numbersOfBoards = async (): Promise<ReadonlySet<string>> => {
  const file = new URL('../../../web/src/features/numbers/boards.ts', import.meta.url).href
  const board = z.object({ groups: z.array(z.object({ metrics: z.array(z.string()) })) })
  const exported = Object.values(z.record(z.string(), z.unknown()).parse({ ...(await import(file)) }))
  const ids = exported.flatMap((value) => {
    const parsed = board.safeParse(value)
    return parsed.success ? parsed.data.groups.flatMap(({ metrics }) => metrics) : []
  })
  return new Set(ids)
}

const shown = ({ metricId, version, hash, unit, shape, reason, rows }: MeasuredMetric) => ({
  ...{ metricId, version, hash, unit, shape, reason },
  rows: rows.map(({ slice, status, value, sampleSize, final }) => ({
    ...{ slice, status, value, sampleSize, final },
  })),
})

const cliAnswer = z.object({
  id: z.string(),
  version: z.int(),
  hash: z.string(),
  rows: z.array(z.looseObject({ slice: z.string(), status: z.string(), value: z.unknown() })),
})

interface Asked {
  readonly scope: MetricScope
  readonly by: MetricSlice | undefined
  readonly definitions: readonly MetricDefinition[]
}

/** With everything that a vanity number must be shown with. */
const withPairs = (
  ids: ReadonlySet<string>,
  byId: ReadonlyMap<string, MetricDefinition>,
): MetricDefinition[] => {
  const all = new Set(ids)
  for (const id of all) for (const pair of byId.get(id)?.pairs ?? []) all.add(pair)
  return [...all].flatMap((id) => byId.get(id) ?? [])
}

/** As many as fit into one request together with the pairs they must be shown with. */
const onBoard = 25

/** All of them as boards ask: many in a request. */
const askBoards = async ({ scope, by, definitions }: Asked): Promise<Map<string, MeasuredMetric>> => {
  const answers = new Map<string, MeasuredMetric>()
  const byId = new Map(definitions.map((one) => [one.metricId, one]))
  for (let from = 0; from < definitions.length; from += onBoard) {
    const some = definitions.slice(from, from + onBoard).map(({ metricId }) => metricId)
    const metrics = withPairs(new Set(some), byId).map(({ metricId }) => metricId)
    const body = { metrics, scope, ...period, ...(by === undefined ? {} : { by }) }
    for (const one of (await operator.call(queryMetrics, { body })).metrics) answers.set(one.metricId, one)
  }
  return answers
}

const askAlone = async (metricId: string, { scope, by }: Asked): Promise<readonly MeasuredMetric[]> => {
  const of = scope.kind === 'author' ? { author: scope.authorId } : {}
  const at = scope.kind === 'post' ? { post: scope.postId } : {}
  const query = { ...period, ...of, ...at, ...(by === undefined ? {} : { by }) }
  return (await operator.call(getMetric, { params: { metricId }, query })).metrics
}

const askTerminal = async (metricId: string, { scope, by }: Asked) => {
  const options = [
    ...['--from', period.from, '--to', period.to],
    ...(scope.kind === 'author' ? ['--author', scope.authorId] : []),
    ...(scope.kind === 'post' ? ['--post', scope.postId] : []),
    ...(by === undefined ? [] : ['--by', by]),
  ]
  const { code, answer } = await metricsCommand(['run', metricId, ...options])
  expect(code).toBe(0)
  return cliAnswer.parse(answer)
}

const compare = async (asked: Asked): Promise<number> => {
  const board = await askBoards(asked)
  for (const { metricId } of asked.definitions) {
    const place = `${metricId} of the ${asked.scope.kind} by ${asked.by ?? 'nothing'}`
    const there = board.get(metricId)
    if (there === undefined) throw new TypeError(`${place} is not on the board`)
    // A vanity number brings its pairs: they are the same ones, too.
    for (const alone of await askAlone(metricId, asked)) {
      const twin = board.get(alone.metricId)
      if (twin !== undefined) expect(shown(alone), place).toEqual(shown(twin))
    }
    const terminal = await askTerminal(metricId, asked)
    expect(
      { ...terminal, rows: terminal.rows.map(({ slice, status, value }) => ({ slice, status, value })) },
      place,
    ).toEqual({
      ...{ id: metricId, version: there.version, hash: there.hash },
      rows: there.rows.map(({ slice, status, value }) => ({ slice, status, value })),
    })
  }
  return asked.definitions.length
}

test('a number is the same on a board, alone and in the terminal, whoever’s and however it is taken apart', async () => {
  const { metrics } = await operator.call(listMetrics)
  const byId = new Map(metrics.map((one) => [one.metricId, one]))
  const ids = await numbersOfBoards()
  expect(ids.size).toBeGreaterThan(30)
  const definitions = withPairs(
    new Set([...ids, 'views', 'hook_rate', 'completion_rate', 'retention_curve']),
    byId,
  )
  const slicesOf = {
    platform: [undefined, 'day'],
    author: [undefined],
    post: [undefined],
    client: [undefined],
  } as const
  const scopes: readonly MetricScope[] = [
    { kind: 'platform' },
    { kind: 'author', authorId: author.me.personId },
    { kind: 'post', postId },
  ]
  let compared = 0
  for (const scope of scopes) {
    for (const by of slicesOf[scope.kind]) {
      const fitting = definitions.filter(
        ({ scopes: allowed, slices, missing }) =>
          missing !== null || (allowed.includes(scope.kind) && (by === undefined || slices.includes(by))),
      )
      compared += await compare({ scope, by, definitions: fitting })
    }
  }
  expect(compared).toBeGreaterThan(80)
}, 180_000)

test('the numbers of a post are those of its page', async () => {
  const { values } = await operator.call(getPostMetrics, { params: { postId } })
  expect(values.some(({ value }) => typeof value === 'number' && value > 0)).toBe(true)
  for (const value of values) {
    const found = (
      await askAlone(value.metricId, { scope: { kind: 'post', postId }, by: undefined, definitions: [] })
    ).find(({ metricId }) => metricId === value.metricId)
    expect(found).toMatchObject({
      version: value.definitionVersion,
      rows: [{ slice: '', status: value.status, value: value.value, sampleSize: value.sampleSize }],
    })
  }
})

test('verify says yes, and no with exit code 1 when one row of the settled facts is another one', async () => {
  const { clickhouse } = app.engines
  const [row] = await clickhouse.query<{ viewId: string; day: string; visibleMs: number }>(
    `SELECT toString(view_id) AS viewId, toString(local_date) AS day, visible_ms AS visibleMs FROM telemetry_view_final
     WHERE traffic = 'ok' AND visible_ms > 3000 ORDER BY local_date, view_id LIMIT 1`,
  )
  if (row === undefined) throw new TypeError('there are views')
  const days = ['--from', row.day, '--to', row.day]
  expect(await metricsCommand(['verify', ...days])).toMatchObject({
    code: 0,
    answer: { ok: true, differences: [] },
  })
  const set = (visibleMs: number) =>
    clickhouse.command(
      `ALTER TABLE telemetry_view_final UPDATE visible_ms = {visibleMs:UInt32} WHERE view_id = {viewId:UUID}
       SETTINGS mutations_sync = 2`,
      { visibleMs, viewId: row.viewId },
    )
  await set(0)
  const { code, answer } = await metricsCommand(['verify', ...days])
  expect(code).toBe(1)
  const { ok, differences } = z
    .object({ ok: z.boolean(), differences: z.array(z.looseObject({ metricId: z.string() })) })
    .parse(answer)
  expect(ok).toBe(false)
  expect(differences.length).toBeGreaterThan(0)
}, 180_000)
