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

const dot = (one: Float64Array, other: Float64Array): number => {
  let sum = 0
  for (let at = 0; at < one.length; at += 1) sum += (one[at] ?? 0) * (other[at] ?? 0)
  return sum
}

interface Side {
  /** Whose vectors stay as they are. */
  readonly fixed: Vectors
  /** Their Gram matrix. */
  readonly gram: Float64Array
  readonly settings: IalsSettings
}

/** The regularisation of somebody who met so many. */
const ridgeOf = ({ fixed, settings }: Side, met: number): number => {
  const share = met + (settings.unobserved * fixed.values.length) / fixed.size
  return settings.regularisation * share ** settings.frequency
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
    const { unobserved } = settings
    for (let at = 0; at < matrix.length; at += 1) matrix[at] = unobserved * (gram[at] ?? 0)
    right.fill(0)
    for (let at = 0; at < met.column.length; at += 1) {
      const from = (met.column[at] ?? 0) * size
      const weight = met.weight[at] ?? 1
      addOuter(matrix, { vectors: values, from, size }, weight)
      for (let row = 0; row < size; row += 1)
        right[row] = (right[row] ?? 0) + weight * (values[from + row] ?? 0)
    }
    const ridge = ridgeOf(this.#side, met.column.length)
    for (let row = 0; row < size; row += 1) matrix[row * size + row] = (matrix[row * size + row] ?? 0) + ridge
    solve(matrix, right, size)
    return right
  }
}

const sideOf = (fixed: Vectors, settings: IalsSettings): Side => ({
  ...{ fixed, settings },
  gram: gramOf(fixed.values, fixed.size),
})

/** Steps of conjugate gradients for each vector in a round; the next round goes on where this one ended. */
const stepsInRound = 3

/**
 * Moves a vector towards the one that `Solver` finds, by conjugate gradients (Takács, Pilászy and Tikk, 2011): a step
 * costs size · (size + 2 · met), a solution size³.
 */
class Stepper {
  readonly #side: Side
  readonly #residual: Float64Array
  readonly #direction: Float64Array
  readonly #image: Float64Array

  constructor(side: Side) {
    const { size } = side.fixed
    this.#side = side
    this.#residual = new Float64Array(size)
    this.#direction = new Float64Array(size)
    this.#image = new Float64Array(size)
  }

  improve(vector: Float32Array, column: Int32Array, weight: Float32Array): void {
    const { size, values } = this.#side.fixed
    const [residual, direction, image] = [this.#residual, this.#direction, this.#image]
    const ridge = ridgeOf(this.#side, column.length)
    this.#multiply(vector, { column, weight, ridge })
    for (let row = 0; row < size; row += 1) residual[row] = -(image[row] ?? 0)
    for (let at = 0; at < column.length; at += 1) {
      const from = (column[at] ?? 0) * size
      const own = weight[at] ?? 1
      for (let row = 0; row < size; row += 1)
        residual[row] = (residual[row] ?? 0) + own * (values[from + row] ?? 0)
    }
    direction.set(residual)
    let left = dot(residual, residual)
    for (let step = 0; step < stepsInRound && left > 1e-12; step += 1) {
      this.#multiply(direction, { column, weight, ridge })
      const length = left / dot(direction, image)
      for (let row = 0; row < size; row += 1) {
        vector[row] = (vector[row] ?? 0) + length * (direction[row] ?? 0)
        residual[row] = (residual[row] ?? 0) - length * (image[row] ?? 0)
      }
      const next = dot(residual, residual)
      for (let row = 0; row < size; row += 1)
        direction[row] = (residual[row] ?? 0) + (next / left) * (direction[row] ?? 0)
      left = next
    }
  }

  /** image = (unobserved · gram + Σ weight v vᵀ + ridge) · of */
  #multiply(
    of: Float64Array | Float32Array,
    { column, weight, ridge }: { column: Int32Array; weight: Float32Array; ridge: number },
  ): void {
    const { fixed, gram, settings } = this.#side
    const { size, values } = fixed
    const image = this.#image
    for (let row = 0; row < size; row += 1) {
      let sum = 0
      const at = row * size
      for (let other = 0; other < size; other += 1) sum += (gram[at + other] ?? 0) * (of[other] ?? 0)
      image[row] = settings.unobserved * sum + ridge * (of[row] ?? 0)
    }
    for (let at = 0; at < column.length; at += 1) {
      const from = (column[at] ?? 0) * size
      let product = 0
      for (let row = 0; row < size; row += 1) product += (values[from + row] ?? 0) * (of[row] ?? 0)
      const scaled = (weight[at] ?? 1) * product
      for (let row = 0; row < size; row += 1)
        image[row] = (image[row] ?? 0) + scaled * (values[from + row] ?? 0)
    }
  }
}

const improveAll = (met: Interactions, into: Vectors, side: Side): void => {
  const stepper = new Stepper(side)
  const { size } = into
  for (let row = 0; row < met.rows; row += 1) {
    const [from, to] = [met.start[row] ?? 0, met.start[row + 1] ?? 0]
    const vector = into.values.subarray(row * size, (row + 1) * size)
    stepper.improve(vector, met.column.subarray(from, to), met.weight.subarray(from, to))
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
    improveAll(met, users, sideOf(items, settings))
    improveAll(byItem, items, sideOf(users, settings))
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
