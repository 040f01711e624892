import { expect, test } from 'vitest'
import { judgeTopN } from './evaluate/top-n.ts'
import { interactionsOf, type Interactions } from './interactions.ts'
import { seeded } from './random.ts'
import { leadingBasis } from './spectral-basis.ts'
import { eigenOf } from './spectral-dense.ts'
import { SpectralFilter, type SpectralSettings } from './spectral.ts'

const settings: SpectralSettings = {
  basis: { size: 5, beside: 8, rounds: 12, seed: 1 },
  ...{ rowPower: 0.2, columnPower: 0.35, before: 0.2, after: 0.25, bend: 0.05, shortlist: 30 },
}

/** Each person meets mostly what has the remainder of their own number. */
const tastes = (rows: number, columns: number): Interactions => {
  const random = seeded(4)
  const cells: { row: number[]; column: number[] } = { row: [], column: [] }
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1) {
      if (random.uniform() > (column % 3 === row % 3 ? 0.5 : 0.08)) continue
      cells.row.push(row)
      cells.column.push(column)
    }
  return interactionsOf(cells, { rows, columns })
}

const metBy = ({ start, column, weight }: Interactions, row: number) => {
  const [from, to] = [start[row] ?? 0, start[row + 1] ?? 0]
  return { column: column.subarray(from, to), weight: weight.subarray(from, to) }
}

type Matrix = number[][]
const at = (matrix: Matrix, row: number, column: number): number => matrix[row]?.[column] ?? 0
const square = (size: number, value: (row: number, column: number) => number): Matrix =>
  Array.from({ length: size }, (_, row) => Array.from({ length: size }, (_one, column) => value(row, column)))
const sumOf = (count: number, value: (at: number) => number): number => {
  let sum = 0
  for (let one = 0; one < count; one += 1) sum += value(one)
  return sum
}

/** The graph of the columns, as a dense matrix of degree-normalised cells times itself. */
const denseGraph = (met: Interactions) => {
  const has = (row: number, column: number) => (metBy(met, row).column.includes(column) ? 1 : 0)
  const rowDegree = (row: number) => Math.max(1, metBy(met, row).column.length)
  const degree = Array.from({ length: met.columns }, (_, column) =>
    Math.max(
      1,
      sumOf(met.rows, (row) => has(row, column)),
    ),
  )
  const cell = (row: number, column: number) =>
    has(row, column) / (rowDegree(row) ** settings.rowPower * (degree[column] ?? 1) ** settings.columnPower)
  const graph = square(met.columns, (one, other) =>
    sumOf(met.rows, (row) => cell(row, one) * cell(row, other)),
  )
  return { graph, degree }
}

test('values and directions of a symmetric matrix make it up again', () => {
  const random = seeded(2)
  const half = square(12, () => random.normal())
  const matrix = square(12, (row, column) => at(half, row, column) + at(half, column, row))
  const { values, directions } = eigenOf(Float64Array.from(matrix.flat()), 12)
  const part = (one: number, place: number): number => directions[one * 12 + place] ?? 0
  for (let row = 0; row < 12; row += 1)
    for (let column = 0; column < 12; column += 1) {
      const made = sumOf(12, (one) => (values[one] ?? 0) * part(one, row) * part(one, column))
      expect(made).toBeCloseTo(at(matrix, row, column), 8)
      const upright = sumOf(12, (place) => part(row, place) * part(column, place))
      expect(upright).toBeCloseTo(row === column ? 1 : 0, 8)
    }
  expect([...values]).toEqual([...values].toSorted((one, other) => other - one))
})

test('the leading directions are those of the dense graph, the same twice, and no more than there are', () => {
  const met = tastes(40, 25)
  const graph = square(25, (one, other) =>
    sumOf(40, (row) =>
      metBy(met, row).column.includes(one) && metBy(met, row).column.includes(other) ? 1 : 0,
    ),
  )
  const dense = eigenOf(Float64Array.from(graph.flat()), 25)
  const { values, parts } = leadingBasis(met, settings.basis)
  for (let one = 0; one < 5; one += 1) {
    expect((values[one] ?? 0) / (dense.values[one] ?? 0)).toBeCloseTo(1, 4)
    const product = sumOf(
      25,
      (place) => (parts.values[place * 5 + one] ?? 0) * (dense.directions[one * 25 + place] ?? 0),
    )
    expect(Math.abs(product)).toBeGreaterThan(0.999)
  }
  expect(leadingBasis(met, settings.basis).parts.values).toEqual(parts.values)
  const few = leadingBasis(tastes(3, 25), { ...settings.basis, size: 10 })
  expect(few.values.slice(3).every((value) => value < 1e-6)).toBe(true)
})

test('scores are those of the dense filter: each direction bent, the weak ones straight', () => {
  const met = tastes(40, 25)
  const { graph, degree } = denseGraph(met)
  const { values, directions } = eigenOf(Float64Array.from(graph.flat()), 25)
  const strongest = values[0] ?? 1
  const bent = (value: number) => value / strongest / (value / strongest + settings.bend)
  const slope = bent(values[4] ?? 0) / (values[4] ?? 1)
  const filter = square(25, (row, column) =>
    sumOf(25, (one) => {
      const strength = one < 5 ? bent(values[one] ?? 0) : slope * (values[one] ?? 0)
      return strength * (directions[one * 25 + row] ?? 0) * (directions[one * 25 + column] ?? 0)
    }),
  )
  const spectral = new SpectralFilter(met, settings)
  for (const row of [0, 7, 31]) {
    const own = metBy(met, row)
    const scores = spectral.score(own)
    for (let column = 0; column < 25; column += 1) {
      const wanted = sumOf(own.column.length, (cell) => {
        const from = own.column[cell] ?? 0
        return at(filter, column, from) / (degree[from] ?? 1) ** settings.before
      })
      expect(scores[column]).toBeCloseTo(wanted * (degree[column] ?? 1) ** settings.after, 3)
    }
  }
})

test('the best are those of the whole scores, without what was seen, also by a short list', () => {
  const met = tastes(60, 90)
  const whole = new SpectralFilter(met, { ...settings, shortlist: 90 })
  const short = new SpectralFilter(met, { ...settings, shortlist: 60 })
  for (let row = 0; row < 60; row += 1) {
    const own = metBy(met, row)
    const scores = whole.score(own).slice()
    const best = Array.from(scores, (_, column) => column)
      .filter((column) => !own.column.includes(column))
      .sort((one, other) => (scores[other] ?? 0) - (scores[one] ?? 0))
      .slice(0, 5)
    expect([...whole.choose(own, { seen: own.column, most: 5 })]).toEqual(best)
    expect([...short.choose(own, { seen: own.column, most: 5 })]).toEqual(best)
  }
})

test('what was held out of a taste is found again, and who met nothing gets something', () => {
  const all = tastes(60, 90)
  const cells: { row: number[]; column: number[] } = { row: [], column: [] }
  const wanted = new Map<number, Set<number>>()
  for (let row = 0; row < 60; row += 1)
    for (const column of metBy(all, row).column) {
      if ((row + 2 * column) % 5 === 0 && column % 3 === row % 3) {
        wanted.set(row, (wanted.get(row) ?? new Set()).add(column))
        continue
      }
      cells.row.push(row)
      cells.column.push(column)
    }
  const met = interactionsOf(cells, { rows: 61, columns: 90 })
  // As many directions as tastes.
  const filter = new SpectralFilter(met, { ...settings, basis: { ...settings.basis, size: 3 } })
  const found = judgeTopN(filter, met, wanted)
  expect(found.users).toBe(wanted.size)
  // By chance: 20 of about 75.
  expect(found.recall20).toBeGreaterThan(0.65)
  expect(found.ndcg20).toBeGreaterThan(0.3)
  expect(filter.choose(metBy(met, 60), { seen: [], most: 3 })).toHaveLength(3)
})
