import { gramOf } from './dense.ts'
import { transposed, type Interactions } from './interactions.ts'
import { seeded } from './random.ts'
import { addRows, eigenOf, multiplied, type Rows } from './spectral-dense.ts'

export interface BasisSettings {
  /** How many directions are kept. */
  readonly size: number
  /** Directions that are computed beside them and thrown away: they make the kept ones right. */
  readonly beside: number
  /** How often the matrix and its transpose are applied: more make the directions sharper. */
  readonly rounds: number
  readonly seed: number
}

/** The directions of the columns in which a matrix is strongest. */
export interface Basis {
  /** Squares of the singular values, the largest first. */
  readonly values: Float64Array
  /** For each column its part in each direction. */
  readonly parts: Rows
}

/** A sparse matrix times a tall one. */
const applied = (matrix: Interactions, to: Rows): Rows => {
  const made = { width: to.width, values: new Float32Array(matrix.rows * to.width) }
  const sum = new Float64Array(to.width)
  for (let row = 0; row < matrix.rows; row += 1) {
    sum.fill(0)
    const [from, end] = [matrix.start[row] ?? 0, matrix.start[row + 1] ?? 0]
    addRows(sum, to, { row: matrix.column, weight: matrix.weight, from, to: end })
    made.values.set(sum, row * to.width)
  }
  return made
}

/** Turns the columns of a tall matrix so that they stand upright on each other, the strongest first. */
const turnOf = (rows: Rows, length: (value: number) => number): { values: Float64Array; turn: Rows } => {
  const { width } = rows
  const { values, directions } = eigenOf(gramOf(rows.values, width), width)
  const turn = { width, values: new Float32Array(width * width) }
  for (let to = 0; to < width; to += 1) {
    const scale = length(values[to] ?? 0)
    for (let from = 0; from < width; from += 1)
      turn.values[from * width + to] = scale * (directions[to * width + from] ?? 0)
  }
  return { values, turn }
}

const upright = (rows: Rows): Rows => {
  let strongest = 0
  // Directions that the matrix does not have, of fewer rows than asked for, become zero.
  const { turn } = turnOf(rows, (value) => {
    strongest = Math.max(strongest, value)
    return value > 1e-10 * strongest ? 1 / Math.sqrt(value) : 0
  })
  return multiplied(rows, turn)
}

const firstColumns = ({ width, values }: Rows, size: number): Rows => {
  const count = values.length / width
  const made = { width: size, values: new Float32Array(count * size) }
  for (let row = 0; row < count; row += 1)
    made.values.set(values.subarray(row * width, row * width + size), row * size)
  return made
}

/** The leading singular directions by randomised subspace iteration (Halko, Martinsson and Tropp, 2011). */
export const leadingBasis = (matrix: Interactions, { size, beside, rounds, seed }: BasisSettings): Basis => {
  const random = seeded(seed)
  const turned = transposed(matrix)
  const width = Math.min(size + beside, matrix.columns)
  let rows: Rows = {
    width,
    values: Float32Array.from({ length: matrix.columns * width }, () => random.normal()),
  }
  for (let round = 0; round < rounds; round += 1) rows = upright(applied(turned, applied(matrix, rows)))
  const { values, turn } = turnOf(applied(matrix, rows), () => 1)
  const kept = Math.min(size, width)
  return { values: values.subarray(0, kept), parts: firstColumns(multiplied(rows, turn), kept) }
}
