import { expect, test } from 'vitest'
import { gramOf, solve } from './dense.ts'
import { fitIals, foldIn, type IalsSettings } from './ials.ts'
import { interactionsOf, transposed } from './interactions.ts'
import { seeded } from './random.ts'

const settings: IalsSettings = {
  ...{ size: 6, rounds: 8, regularisation: 0.01, frequency: 1, unobserved: 0.1, spread: 0.1, seed: 3 },
}

/** Two tastes that do not mix, but that each person lacks one item of theirs. */
const tastes = () => {
  const [row, column]: [number[], number[]] = [[], []]
  for (let user = 0; user < 40; user += 1)
    for (let item = 0; item < 20; item += 1) {
      if (item % 2 !== user % 2 || item === (user * 7) % 20) continue
      row.push(user)
      column.push(item)
    }
  return interactionsOf({ row, column }, { rows: 40, columns: 20 })
}

const product = (one: Float32Array, other: Float32Array): number =>
  one.reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0)

test('a system of equations is solved, and one without an answer refused', () => {
  const random = seeded(1)
  const vectors = Float32Array.from({ length: 40 }, () => random.normal())
  const matrix = gramOf(vectors, 4)
  const whole = (row: number, column: number) =>
    matrix[Math.max(row, column) * 4 + Math.min(row, column)] ?? 0
  const wanted = [1, -2, 3, 0.5]
  const right = Float64Array.from(wanted, (_, row) =>
    wanted.reduce((sum, value, column) => sum + whole(row, column) * value, 0),
  )
  solve(matrix.slice(), right, 4)
  for (const [at, value] of wanted.entries()) expect(right[at]).toBeCloseTo(value, 9)
  expect(() => solve(new Float64Array(4), new Float64Array(2), 2)).toThrow(RangeError)
})

test('what one lacks of one’s own taste is wanted more than anything of the other', () => {
  const model = fitIals(tastes(), settings)
  const vector = (of: Float32Array, at: number) => of.subarray(at * 6, at * 6 + 6)
  const user = vector(model.users.values, 10)
  const scores = Array.from({ length: 20 }, (_, item) => product(user, vector(model.items.values, item)))
  const others = scores.filter((_, item) => item % 2 === 1)
  expect(scores[(10 * 7) % 20]).toBeGreaterThan(Math.max(...others) + 0.3)
})

test('who is folded in lies where the loss is least, and the fit is the same twice', () => {
  const met = tastes()
  const model = fitIals(met, settings)
  expect(fitIals(met, settings).items.values).toEqual(model.items.values)
  const [from, to] = [met.start[5] ?? 0, met.start[6] ?? 0]
  const column = met.column.subarray(from, to)
  const folded = foldIn(model)(column, met.weight.subarray(from, to))
  const { regularisation, unobserved } = settings
  const ridge = regularisation * (column.length + unobserved * met.columns)
  const slope = Array.from({ length: 6 }, (_, at) => ridge * (folded[at] ?? 0))
  for (let item = 0; item < met.columns; item += 1) {
    const vector = model.items.values.subarray(item * 6, item * 6 + 6)
    const own = product(folded, vector)
    const pull = unobserved * own + (column.includes(item) ? own - 1 : 0)
    for (const [at, value] of vector.entries()) slope[at] = (slope[at] ?? 0) + pull * value
  }
  for (const one of slope) expect(Math.abs(one)).toBeLessThan(1e-4)
})

test('rows and columns change places and back', () => {
  const met = tastes()
  const twice = transposed(transposed(met))
  expect(twice.column).toEqual(met.column)
  expect(twice.start).toEqual(met.start)
  expect(() => interactionsOf({ row: [3], column: [0] }, { rows: 3, columns: 1 })).toThrow(RangeError)
})
