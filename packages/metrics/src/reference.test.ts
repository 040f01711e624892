import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findMetric } from './catalog/catalog.ts'
import { compile } from './compile/compile.ts'
import { plainly } from './plain/plainly.ts'
import type { Question } from './question.ts'
import type { ReferenceRow, References } from './reference.ts'
import { about, questions } from './testing/index.ts'

const row = (date: string, cells: ReferenceRow['cells'], times = 1): ReferenceRow => ({ date, cells, times })

/** Both computations of a number that needs no facts; they must be the same. */
const valuesOf = (id: string, question: Question) => {
  const metric = findMetric(id)
  if (metric === null) throw new TypeError(`no metric ${id}`)
  const [compiled] = compile([metric], question).read([]).answers
  expect(compiled?.rows).toEqual(plainly(metric, {}, question).rows)
  return compiled?.rows.map(({ slice, value }) => [slice, value])
}
const installs = (rows: readonly ReferenceRow[]): References => ({ app_installs: rows })

test('install reports: a day without a report makes the whole missing, not smaller', () => {
  const rows = ['2026-03-02', '2026-03-03'].map((date) => row(date, { store: 'one', installs: 3 }))
  const ask = (from: string, to: string, by?: 'day' | 'week') =>
    valuesOf('first_installs', about(from, to, { reference: installs(rows), ...(by ? { by } : {}) }))
  expect(ask('2026-03-02', '2026-03-03')).toEqual([['', 6]])
  expect(ask('2026-03-02', '2026-03-04')).toEqual([['', null]])
  expect(ask('2026-03-01', '2026-03-03', 'day')).toEqual([
    ['2026-03-01', null],
    ['2026-03-02', 3],
    ['2026-03-03', 3],
  ])
  expect(ask('2026-03-01', '2026-03-03', 'week')).toEqual([
    ['2026-02-23', null],
    ['2026-03-02', 6],
  ])
  expect(valuesOf('first_installs', about('2026-03-02', '2026-03-03'))).toEqual([['', null]])
})

test('sentiment looks at the checked mentions of 28 days', () => {
  const mention = (date: string, label: string, times: number) =>
    row(date, { brand: 'us', audited: 'yes', label }, times)
  const mentions = [
    mention('2026-03-01', 'negative', 50),
    mention('2026-03-02', 'positive', 3),
    mention('2026-03-29', 'negative', 1),
  ]
  const question = about('2026-03-29', '2026-03-29', { reference: { mentions } })
  expect(valuesOf('brand_sentiment', question)).toEqual([['', 2 / 4]])
  expect(plainly(findMetric('brand_sentiment') ?? never(), {}, question).rows[0]?.sampleSize).toBe(4)
  expect(valuesOf('brand_sentiment', about('2026-05-01', '2026-05-01', { reference: { mentions } }))).toEqual(
    [['', null]],
  )
})

test('both computations say the same of any tables', () => {
  let telling = 0
  fc.assert(
    fc.property(questions, fc.constantFrom(undefined, 'day', 'week'), (asked, by) => {
      const { by: _any, ...whole } = asked
      for (const id of ['first_installs', 'brand_sentiment', 'share_of_voice']) {
        const values = valuesOf(id, { ...whole, ...(by === undefined ? {} : { by }) })
        telling += values?.filter(([, value]) => typeof value === 'number').length ?? 0
      }
    }),
    { numRuns: 100, seed: 7 },
  )
  expect(telling).toBeGreaterThan(50)
})

test('numbers from outside alone still make a query that an engine can run', () => {
  const { sql } = compile([findMetric('first_installs') ?? never()], about('2026-03-02', '2026-03-03'))
  expect(sql).toMatch(/^SELECT '' AS part, .* WHERE 0 SETTINGS /)
})

const never = (): never => {
  throw new TypeError('it is in the catalog')
}
