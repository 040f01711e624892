import {
  catalog,
  dateOf,
  dayNumber,
  findMetric,
  plainly,
  type FactSets,
  type Metric,
  type Question,
} from '@busker/metrics'
import {
  about,
  arrivalsStory,
  ask,
  aView,
  goldenCurves,
  goldenFacts,
  goldenQuestion,
  goldenValues,
  idOf,
  kindsStory,
  monthsStory,
  salesStory,
  store,
  trendStory,
} from '@busker/metrics/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestClickhouse, type TestClickhouse } from '../../testing/engines.ts'

let engine: TestClickhouse
beforeAll(async () => {
  engine = await createTestClickhouse()
})
afterAll(() => engine.close())

const definition = (id: string): Metric => {
  const found = findMetric(id)
  if (found === null) throw new TypeError(`no metric ${id}`)
  return found
}

const start = '2026-03-01'
const day = (offset: number): string => dateOf(dayNumber(start) + offset)

/** Five people by the days after the first on which they watched (metrics 1.7). */
const people = { A: [0, 1, 7], B: [0, 3], C: [0], D: [1, 2, 8, 31], E: [1, 30] }

const fivePeople = (): FactSets => ({
  view: Object.entries(people).flatMap(([viewerId, offsets]) =>
    offsets.map((offset) => aView(day(offset), { viewerId })),
  ),
})

/** The engine's and the plain value of each metric; they must be the same before they are compared with anything. */
const valuesOf = async (
  ids: readonly string[],
  facts: FactSets,
  question: typeof goldenQuestion | ReturnType<typeof about>,
) => {
  const metrics = ids.map(definition)
  const { answers } = await ask(engine.clickhouse, metrics, question)
  return Object.fromEntries(
    metrics.map((metric, index) => {
      const [row] = answers[index]?.rows ?? []
      const [plain] = plainly(metric, facts, question).rows
      expect(row?.status, metric.id).toBe(plain?.status)
      return [metric.id, row?.value]
    }),
  )
}

test('five people, days 0 to 31: the reference values of retention', async () => {
  const facts = fivePeople()
  await store(engine.clickhouse, facts)
  const expected = {
    retention_d1: 2 / 5,
    retention_d7: 2 / 5,
    retention_d30: 1 / 5,
    rolling_retention_d1: 4 / 5,
    rolling_retention_d7: 3 / 5,
    rolling_retention_d30: 1 / 5,
    bracket_retention_1_3: 3 / 5,
    bracket_retention_4_7: 2 / 5,
    bracket_retention_8_30: 2 / 5,
  }
  expect(await valuesOf(Object.keys(expected), facts, about(day(0), day(1)))).toEqual(expected)
  for (const [id, value] of Object.entries(expected)) {
    expect(plainly(definition(id), facts, about(day(0), day(1))).rows[0]).toMatchObject({
      value,
      sampleSize: 5,
    })
  }
})

test('five people: the states of a day, and the identity that holds on every day', async () => {
  const facts = fivePeople()
  await store(engine.clickhouse, facts)
  const ids = [
    'dau',
    'new_persons_day',
    'returning_persons_day',
    'resurrected_persons_day',
    'dormant_persons_day',
  ]
  expect(await valuesOf([...ids, 'quick_ratio_day'], facts, about(day(1), day(1)))).toEqual({
    ...{ dau: 3, new_persons_day: 2, returning_persons_day: 1, resurrected_persons_day: 0 },
    ...{ dormant_persons_day: 2, quick_ratio_day: 1 },
  })
  expect(await valuesOf(ids, facts, about(day(3), day(3)))).toMatchObject({ resurrected_persons_day: 1 })
  const { answers } = await ask(engine.clickhouse, ids.map(definition), about(day(0), day(35), { by: 'day' }))
  const on = (id: string, date: string): number => {
    const rows = answers.find(({ metricId }) => metricId === id)?.rows ?? []
    return Number(rows.find(({ slice }) => slice === date)?.value ?? 0)
  }
  for (let offset = 1; offset <= 35; offset += 1) {
    const [today, before] = [day(offset), day(offset - 1)]
    const won = on('new_persons_day', today) + on('resurrected_persons_day', today)
    expect(on('dau', today)).toBe(on('dau', before) + won - on('dormant_persons_day', today))
    expect(on('dau', today)).toBe(won + on('returning_persons_day', today))
  }
})

test('a cohort whose window has not ended is in no denominator', async () => {
  const facts = fivePeople()
  await store(engine.clickhouse, facts)
  const metric = definition('retention_d7')
  const answer = async (settled: string) =>
    (await ask(engine.clickhouse, [metric], about(day(0), day(1), { settled }))).answers[0]?.rows[0]
  expect(await answer(day(6))).toEqual({ slice: '', status: 'immature', value: null, sampleSize: 0 })
  // Day 7 is over for A, B and C, not yet for D and E.
  expect(await answer(day(7))).toEqual({ slice: '', status: 'known', value: 1 / 3, sampleSize: 3 })
  expect(await answer(day(8))).toEqual({ slice: '', status: 'known', value: 2 / 5, sampleSize: 5 })
})

test('the curve of retention: each day over those whose day is settled', async () => {
  const facts = fivePeople()
  await store(engine.clickhouse, facts)
  const metric = definition('retention_by_day')
  const rows = async (rest: Parameters<typeof about>[2]) => {
    const question = about(day(0), day(1), rest)
    const [answer] = (await ask(engine.clickhouse, [metric], question)).answers
    expect(answer?.rows).toEqual(plainly(metric, facts, question).rows)
    return answer?.rows
  }
  const days = (shares: Readonly<Record<number, number>>, last: number) =>
    Array.from({ length: last + 1 }, (_, offset) => shares[offset] ?? 0)
  const known = { slice: '', status: 'known' }
  expect(await rows({})).toEqual([
    {
      ...known,
      value: days({ 0: 1, 1: 2 / 5, 3: 1 / 5, 7: 2 / 5, 29: 1 / 5, 30: 1 / 5 }, 30),
      sampleSize: 5,
    },
  ])
  // Day 7 is over for A, B and C, only day 6 for D and E.
  expect(await rows({ settled: day(7) })).toEqual([
    { ...known, value: days({ 0: 1, 1: 2 / 5, 3: 1 / 5, 7: 1 / 3 }, 7), sampleSize: 5 },
  ])
  expect(await rows({ settled: day(2), by: 'day' })).toEqual([
    { slice: day(0), status: 'known', value: [1, 1 / 3, 0], sampleSize: 3 },
    { slice: day(1), status: 'known', value: [1, 1 / 2], sampleSize: 2 },
  ])
  expect(await rows({ settled: day(-1) })).toEqual([
    { slice: '', status: 'immature', value: null, sampleSize: 0 },
  ])
})

test('one post, counted by hand', async () => {
  const facts = goldenFacts()
  await store(engine.clickhouse, facts)
  const values = await valuesOf(Object.keys(goldenValues), facts, goldenQuestion)
  for (const [id, value] of Object.entries(goldenValues)) {
    expect(values[id], id).toBeCloseTo(value, 12)
    expect(plainly(definition(id), facts, goldenQuestion).rows[0]?.value, `${id}, plainly`).toBeCloseTo(
      value,
      12,
    )
  }
}, 60_000)

test('sales of a client, counted by hand', async () => {
  const { facts, question, values, curves } = salesStory()
  await store(engine.clickhouse, facts)
  expect(await valuesOf(Object.keys(curves), facts, question)).toEqual(curves)
  for (const [id, curve] of Object.entries(curves))
    expect(plainly(definition(id), facts, question).rows[0]?.value, `${id}, plainly`).toEqual(curve)
  const measured = await valuesOf(Object.keys(values), facts, question)
  for (const [id, value] of Object.entries(values)) {
    expect(measured[id], id).toBeCloseTo(value, 9)
    expect(plainly(definition(id), facts, question).rows[0]?.value, `${id}, plainly`).toBeCloseTo(value, 9)
  }
})

test.each([
  ['months', monthsStory],
  ['arrivals', arrivalsStory],
  ['videos of a kind', kindsStory],
  ['a trend', trendStory],
])('%s, counted by hand', async (_name, story) => {
  const { facts, question, values } = story()
  await store(engine.clickhouse, facts)
  const measured = await valuesOf(Object.keys(values), facts, question)
  for (const [id, value] of Object.entries(values)) {
    expect(measured[id], id).toBeCloseTo(value, 12)
    expect(plainly(definition(id), facts, question).rows[0]?.value, `${id}, plainly`).toBeCloseTo(value, 12)
  }
})

test.each([
  ['months', monthsStory, [2, 2, 1]],
  ['arrivals', arrivalsStory, [3, 0, 0]],
] as const)('%s, active on so many days', async (_name, story, [one, two, four]) => {
  const { facts, question } = story()
  await store(engine.clickhouse, facts)
  const { active_day_histogram: days } = await valuesOf(['active_day_histogram'], facts, question)
  expect(days).toEqual(Array.from({ length: 28 }, (_, at) => ({ 0: one, 1: two, 3: four })[at] ?? 0))
})

test('what is usual for a kind is that of the platform, whoever is asked about', async () => {
  const { facts, question } = kindsStory()
  await store(engine.clickhouse, facts)
  const quality = definition('content_quality')
  const of = async (scope: Question['scope']) => {
    const asked = { ...question, scope }
    const [compiled] = (await ask(engine.clickhouse, [quality], asked)).answers
    expect(compiled?.rows).toEqual(plainly(quality, facts, asked).rows)
    return compiled?.rows[0]?.value
  }
  expect(await of({ kind: 'author', authorId: 'good' })).toBeCloseTo(1_285_588 / 10 / 1_000_000, 12)
  expect(await of({ kind: 'post', postId: idOf('new'), authorId: 'new' })).toBeCloseTo(-0.09, 12)
})

test('the hour of the week is that of the viewer, on the day that it is there', async () => {
  // Sunday evening in Greenwich; the night in which Berlin changed its clocks was the one before.
  const occurredAt = Date.parse('2026-03-29T22:30:00Z')
  const [berlin, newYork] = ['Europe/Berlin', 'America/New_York']
  const facts = {
    view: [berlin, newYork, ''].flatMap((timeZone) =>
      Array.from({ length: 20 }, (_, person) =>
        aView('2026-03-29', { viewerId: `${timeZone} ${person}`, timeZone, occurredAt }),
      ),
    ),
  }
  await store(engine.clickhouse, facts)
  const question = about('2026-03-29', '2026-03-30', { by: 'weekday_hour' })
  const [answer] = (await ask(engine.clickhouse, [definition('hook_rate')], question)).answers
  expect(answer?.rows.map(({ slice, sampleSize }) => [slice, sampleSize])).toEqual([
    ['1-00', 20],
    ['7-18', 20],
    ['7-22', 20],
  ])
  expect(answer?.rows).toEqual(plainly(definition('hook_rate'), facts, question).rows)
})

test('a market is live with a thousand persons in a week', async () => {
  const from = (country: string, persons: number) =>
    Array.from({ length: persons }, (_, index) => aView(day(0), { viewerId: `${country} ${index}`, country }))
  const facts = { view: [...from('DE', 1000), ...from('FR', 999), ...from('', 1000)] }
  await store(engine.clickhouse, facts)
  const values = (date: string) => valuesOf(['markets_live'], facts, about(date, date))
  expect(await values(day(0))).toEqual({ markets_live: 1 })
  expect(await values(day(6))).toEqual({ markets_live: 1 })
  expect(await values(day(7))).toEqual({ markets_live: 0 })
})

test('the curves of the same post, counted by hand', async () => {
  const facts = goldenFacts()
  await store(engine.clickhouse, facts)
  expect(await valuesOf(Object.keys(goldenCurves), facts, goldenQuestion)).toEqual(goldenCurves)
  for (const [id, curve] of Object.entries(goldenCurves)) {
    expect(plainly(definition(id), facts, goldenQuestion).rows[0]?.value, `${id}, plainly`).toEqual(curve)
  }
})

/** A definition with every part of its measure that fits replaced. */
const altered = (metric: Metric, replace: (part: Readonly<Record<string, unknown>>) => unknown): Metric => {
  const walk = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(walk)
    if (typeof part !== 'object' || part === null) return part
    if ('table' in part && 'latest' in part) return part
    const made = Object.fromEntries(Object.entries(part).map(([name, value]) => [name, walk(value)]))
    return replace(made) ?? made
  }
  const measure = walk(metric.measure?.())
  // The same shape with other contents: that is what a wrong definition is.
  return { ...metric, measure: () => measure as ReturnType<NonNullable<Metric['measure']>> }
}

const literal = (from: number | string, to: number | string) => (part: Readonly<Record<string, unknown>>) =>
  part['kind'] === 'literal' && part['value'] === from ? { ...part, value: to } : undefined
const kind = (from: string, to: string) => (part: Readonly<Record<string, unknown>>) =>
  part['kind'] === from ? { ...part, kind: to } : undefined

/** One wrong definition in each kind of measure: total, ratio, distinct, net, attributed, path, quantile, tree, … */
const planted: readonly (readonly [string, Parameters<typeof altered>[1]])[] = [
  ['hook_rate', literal(3000, 6000)],
  ['completion_rate', literal(19, 25)],
  ['reach', literal(2000, 2001)],
  ['dau', literal(3000, 500)],
  ['watch_through', kind('sum', 'count')],
  ['loops_per_view', literal(1_000_000, 1)],
  ['likes', literal('unlike', 'unsave')],
  ['engagement_rate', literal('comment', 'nothing')],
  ['follow_conversion', literal(86_400_000, -86_400_000)],
  ['valued_watch_hours', literal(2, 0)],
  ['opens_without_watch', literal('app_open', 'like')],
  ['session_length_p50', (part) => (part['kind'] === 'quantile' ? { ...part, level: 0.9 } : undefined)],
  ['satisfaction', literal(4, 1)],
  ['feed_diversity', (part) => (part['kind'] === 'not' ? part['of'] : undefined)],
  [
    'structural_virality',
    (part) => (part['kind'] === 'edges' ? { ...part, parent: part['child'] } : undefined),
  ],
  ['trend_velocity', literal(3_600_000, 1000)],
  ['watcher_coverage', literal('save', 'publish')],
  ['watcher_coverage_now', literal('like', 'follow')],
  ['new_creator_exposure', literal(30 * 86_400_000 - 1, 0)],
  ['first_frame_p50', literal(0, 150)],
  ['geo_penetration', (part) => (part['table'] === 'online_population' ? { ...part, sum: null } : undefined)],
  ['brand_sentiment', (part) => (part['kind'] === 'reference' ? { ...part, where: {} } : undefined)],
  [
    'cost_per_1000_watch_minutes',
    (part) => (part['read'] === 'monthly' ? { ...part, where: {} } : undefined),
  ],
  ['first_installs', (part) => (part['read'] === 'daily' ? { ...part, sum: null } : undefined)],
]

test('a wrong definition in any kind of measure is caught', () => {
  const facts = goldenFacts()
  const missed = planted.filter(([id, replace]) => {
    const wrong = altered(definition(id), replace)
    const value = plainly(wrong, facts, goldenQuestion).rows[0]?.value
    return typeof value === 'number' && Math.abs(value - (goldenValues[id] ?? 0)) < 1e-9
  })
  expect(missed.map(([id]) => id)).toEqual([])
})

test('a wrong funnel is caught', () => {
  const facts = goldenFacts()
  const right = definition('watch_funnel')
  const wrongs = [
    literal(3000, 500),
    literal(15_000, 4000),
    literal(19, 25),
    literal(86_400_000, -86_400_000),
    (part: Readonly<Record<string, unknown>>) => {
      const isStep = JSON.stringify(part['right']) === '{"kind":"bin"}'
      return isStep ? { ...part, operator: 'eq' } : undefined
    },
  ]
  for (const replace of wrongs) {
    const [row] = plainly(altered(right, replace), facts, goldenQuestion).rows
    expect(row?.value).not.toEqual(goldenCurves['watch_funnel'])
  }
})

test('a wrong retention or lifecycle is caught by the five people', () => {
  const facts = fivePeople()
  const wrongDay = altered(definition('retention_d7'), literal(7, 6))
  expect(plainly(wrongDay, facts, about(day(0), day(1))).rows[0]?.value).not.toBe(2 / 5)
  const wrongCurve = altered(definition('retention_by_day'), literal(0, 1))
  expect(plainly(wrongCurve, facts, about(day(0), day(1))).rows[0]?.value).not.toMatchObject([1, 2 / 5, 0])
  const right = definition('resurrected_persons_day')
  const wrong = altered(right, (part) =>
    part['operator'] === 'eq' ? { ...part, operator: 'gte' } : undefined,
  )
  expect(plainly(right, facts, about(day(1), day(1))).rows[0]?.value).toBe(0)
  expect(plainly(wrong, facts, about(day(1), day(1))).rows[0]?.value).toBe(1)
})

test('every metric runs on no facts', async () => {
  await store(engine.clickhouse, {})
  const fed = catalog().filter(({ measure }) => measure !== null)
  for (let from = 0; from < fed.length; from += 12) {
    const some = fed.slice(from, from + 12)
    const { answers } = await ask(engine.clickhouse, some, about(day(0), day(1)))
    for (const [index, metric] of some.entries()) {
      expect(answers[index]?.rows, metric.id).toEqual(plainly(metric, {}, about(day(0), day(1))).rows)
    }
  }
}, 60_000)
