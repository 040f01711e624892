import { addOuter, gramOf, solve } from './dense.ts'
import { transposed, type Interactions } from './interactions.ts'
import { seeded } from './random.ts'

/**
 * Implicit alternating least squares of Hu, Koren and Volinsky (2008), with the regularisation by frequency and the start
 * that Rendle, Krichene, Zhang and Koren (Revisiting iALS, 2022) show to be worth more than newer models.
 */

export interface IalsSettings {
  /** Length of a vector. */
  readonly size: number
  readonly rounds: number
  /** Regularisation of an entity, times what it takes part in to the power `frequency`. */
  readonly regularisation: number
  readonly frequency: number
  /** How much each pair that did not meet counts. */
  readonly unobserved: number
  /** Standard deviation of the length of a vector at the start. */
  readonly spread: number
  readonly seed: number
}

/** One vector of `size` for each, one after another. */
export interface Vectors {
  readonly size: number
  readonly values: Float32Array
}

export interface IalsModel {
  readonly settings: IalsSettings
  readonly users: Vectors
  readonly items: Vectors
}

const start = (count: number, { size, spread, seed }: IalsSettings, salt: number): Vectors => {
  const random = seeded(seed + salt)
  const scale = spread / Math.sqrt(size)
  return { size, values: Float32Array.from({ length: count * size }, () => random.normal() * scale) }
}

interface Side {
  /** Whose vectors stay as they are. */
  readonly fixed: Vectors
  /** Their Gram matrix. */
  readonly gram: Float64Array
  readonly settings: IalsSettings
}

/** Scratch space of one solver; nothing is allocated for each row. */
class Solver {
  readonly #side: Side
  readonly #matrix: Float64Array
  readonly #right: Float64Array

  constructor(side: Side) {
    this.#side = side
    this.#matrix = new Float64Array(side.fixed.size ** 2)
    this.#right = new Float64Array(side.fixed.size)
  }

  /** The vector of somebody who met these columns. */
  solve(met: { readonly column: Int32Array; readonly weight: Float32Array }): Float64Array {
    const { fixed, gram, settings } = this.#side
    const { size, values } = fixed
    const [matrix, right] = [this.#matrix, this.#right]
    const { unobserved, regularisation, frequency } = settings
    for (let at = 0; at < matrix.length; at += 1) matrix[at] = unobserved * (gram[at] ?? 0)
    right.fill(0)
    for (let at = 0; at < met.column.length; at += 1) {
      const from = (met.column[at] ?? 0) * size
      const weight = met.weight[at] ?? 1
      addOuter(matrix, { vectors: values, from, size }, weight)
      for (let row = 0; row < size; row += 1)
        right[row] = (right[row] ?? 0) + weight * (values[from + row] ?? 0)
    }
    const share = met.column.length + (unobserved * values.length) / size
    const ridge = regularisation * share ** frequency
    for (let row = 0; row < size; row += 1) matrix[row * size + row] = (matrix[row * size + row] ?? 0) + ridge
    solve(matrix, right, size)
    return right
  }
}

const sideOf = (fixed: Vectors, settings: IalsSettings): Side => ({
  ...{ fixed, settings },
  gram: gramOf(fixed.values, fixed.size),
})

const solveAll = (met: Interactions, into: Vectors, side: Side): void => {
  const solver = new Solver(side)
  for (let row = 0; row < met.rows; row += 1) {
    const [from, to] = [met.start[row] ?? 0, met.start[row + 1] ?? 0]
    const vector = solver.solve({
      column: met.column.subarray(from, to),
      weight: met.weight.subarray(from, to),
    })
    into.values.set(vector, row * into.size)
  }
}

/**
 * Vectors of users and items whose products tell who would want what.
 *
 * @example const { users, items } = fitIals(watched, { size: 64, rounds: 12, … })
 */
export const fitIals = (met: Interactions, settings: IalsSettings): IalsModel => {
  const byItem = transposed(met)
  const users = start(met.rows, settings, 1)
  const items = start(met.columns, settings, 2)
  for (let round = 0; round < settings.rounds; round += 1) {
    solveAll(met, users, sideOf(items, settings))
    solveAll(byItem, items, sideOf(users, settings))
  }
  return { settings, users, items }
}

/** Makes the vector of somebody new out of what they met, without touching anybody else's. */
export const foldIn = ({
  items,
  settings,
}: Pick<IalsModel, 'items' | 'settings'>): ((column: Int32Array, weight: Float32Array) => Float32Array) => {
  const solver = new Solver(sideOf(items, settings))
  return (column, weight) => Float32Array.from(solver.solve({ column, weight }))
}
