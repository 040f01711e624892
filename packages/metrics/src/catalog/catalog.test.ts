import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { compile } from '../compile/compile.ts'
import { metric, type Metric, type Tree } from '../metric.ts'
import { normalised, revived } from '../normalised.ts'
import { viewerSlices } from '../slice.ts'
import { plainly } from '../plain/plainly.ts'
import {
  arrivalsStory,
  countedElsewhere,
  goldenFacts,
  goldenQuestion,
  goldenCurves,
  goldenValues,
  kindsStory,
  monthsStory,
  salesStory,
  trendStory,
} from '../testing/index.ts'
import { catalog, findMetric } from './catalog.ts'
import { views } from './post.ts'

const hash = (one: Metric): string => createHash('sha256').update(normalised(one)).digest('hex')
const question = {
  scope: { kind: 'platform' },
  from: '2026-01-01',
  to: '2026-01-31',
  settled: '2026-02-10',
  untilMs: 0,
} as const

test('every code of the plan has a definition, and each says what it is', () => {
  const codes = new Set(catalog().map(({ code }) => code))
  const range = (letter: string, from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, index) => `${letter}${from + index}`)
  const plan = [
    ...[...range('P', 1, 32), ...range('C', 1, 24), ...range('R', 1, 16)],
    ...[...range('B', 1, 16), ...range('K', 1, 12), ...range('M', 1, 14)],
    ...['O1', ...range('O', 9, 12)],
  ]
  expect(plan.filter((code) => !codes.has(code))).toEqual([])
  for (const one of catalog()) {
    expect(one.measure === null, one.id).toBe(one.missing !== null)
    expect(one.formula, one.id).toMatch(/[.%]$/)
    expect(one.denominator === null || one.additivity !== 'additive', one.id).toBe(true)
  }
})

test('each number has a value counted by hand, or says where else it was', () => {
  const counted = new Set(
    [
      ...[goldenValues, goldenCurves, countedElsewhere],
      ...[monthsStory, arrivalsStory, kindsStory, trendStory, salesStory].map((story) => story().values),
    ].flatMap(Object.keys),
  )
  const fed = new Set(catalog().flatMap(({ id, measure }) => (measure === null ? [] : [id])))
  expect([...fed].filter((id) => !counted.has(id))).toEqual([])
  expect([...counted].filter((id) => !fed.has(id))).toEqual([])
})

test('what is vanity for a client may be taken apart as far as its pairs, no further', () => {
  for (const one of catalog().filter(({ kind, scopes }) => kind === 'vanity' && scopes.includes('client'))) {
    for (const pair of one.pairs)
      expect(findMetric(pair)?.slices, `${one.id} beside ${pair}`).toEqual(
        expect.arrayContaining([...one.slices]),
      )
  }
})

test('in each tree a number stands below something, or it is at its top', () => {
  const tops = (tree: Tree) => {
    const members = catalog().filter(({ trees }) => trees.includes(tree))
    const ids = new Set(members.map(({ id }) => id))
    return members.filter(({ parents }) => !parents.some(({ id }) => ids.has(id)))
  }
  expect(tops('marketplace').map(({ id }) => id)).toEqual(['incremental_roas'])
  expect(tops('sales').map(({ id }) => id)).toEqual(['sales_contribution'])
  expect(tops('monetization').map(({ id, level }) => [id, level])).toEqual([
    ['sustainable_creators', 'north star'],
    ['repeat_buyer_sales', 'north star'],
  ])
  expect(catalog().filter(({ trees }) => trees.length === 0)).toEqual([])
})

test('a definition is the same when its stored text is read again', () => {
  for (const one of catalog().filter(({ measure }) => measure !== null)) {
    const text = normalised(one)
    const again = revived(one, text)
    expect(again === null ? null : normalised(again), one.id).toBe(text)
    expect(again && compile([again], question).sql.length, one.id).toBe(compile([one], question).sql.length)
    const values = (metric: Metric | null) => metric && plainly(metric, goldenFacts(), goldenQuestion).rows
    expect(values(again), one.id).toEqual(values(one))
  }
  expect(revived(views, normalised(views).replaceAll('telemetry_view', 'elsewhere'))).not.toBeNull()
  expect(revived(views, normalised(views).replaceAll('"id":"view"', '"id":"gone"'))).toBeNull()
})

test('parents are known and no number is above itself', () => {
  const byId = new Map(catalog().map((one) => [one.id, one]))
  const above = (id: string, seen: readonly string[]): void => {
    expect(seen, `${id} is above itself`).not.toContain(id)
    const one = byId.get(id)
    expect(one, id).toBeDefined()
    for (const parent of one?.parents ?? []) above(parent.id, [...seen, id])
  }
  for (const { id } of catalog()) above(id, [])
})

test('every definition compiles for each scope and slice it allows; values are bound, never text', () => {
  const postId = '0198f6f0-0000-7000-8000-000000000001'
  const scopes = {
    platform: { kind: 'platform' },
    author: { kind: 'author', authorId: 'somebody-in-the-query' },
    post: { kind: 'post', postId, authorId: 'somebody-in-the-query' },
    client: { kind: 'client', clientId: postId },
  } as const
  for (const one of catalog().filter(({ measure }) => measure !== null)) {
    for (const scope of one.scopes) {
      for (const by of [undefined, ...one.slices]) {
        const asked = { ...question, scope: scopes[scope], ...(by === undefined ? {} : { by }) }
        const { sql } = compile([one], asked)
        expect(sql).not.toContain(postId)
        expect(sql).not.toContain('somebody-in-the-query')
        expect(sql, one.id).not.toMatch(/\b(now|rand|toStartOfWeek|windowFunnel|uniq|quantile)\(/)
      }
    }
  }
})

test('a slice by an attribute of viewers knows how many persons are behind a cell', () => {
  for (const one of catalog().filter(({ measure }) => measure !== null)) {
    for (const by of one.slices.filter((slice) => viewerSlices.has(slice))) {
      const { sql } = compile([one], { ...question, by })
      expect(sql, `${one.id} by ${by}`).toMatch(/uniqExact(If)?\(/)
    }
  }
})

test('a hash changes with the meaning and not with the words', () => {
  const again = metric({
    ...views,
    label: 'Other',
    verdict: { kind: 'actionable' },
    measure: views.measure ?? (() => never()),
    missing: undefined,
  })
  expect(hash(again)).toBe(hash(views))
  expect(hash({ ...views, traffic: 'X2' })).not.toBe(hash(views))
  const hookRate = findMetric('hook_rate')
  expect(hookRate && hash(hookRate)).not.toBe(hash(views))
  expect(
    new Set(
      catalog()
        .filter(({ measure }) => measure)
        .map(hash),
    ).size,
  ).toBe(catalog().filter(({ measure }) => measure).length)
})

const never = (): never => {
  throw new TypeError('views are fed')
}
