/** Dense algebra of tall matrices: rows of single floats one after another, sums in double floats. */

/** Rows of `width` floats each. */
export interface Rows {
  readonly width: number
  readonly values: Float32Array
}

/** Which rows are added up, and how much of each. */
interface Blend {
  /** Number of the row. */
  readonly row: ArrayLike<number>
  readonly weight: ArrayLike<number>
  readonly from: number
  readonly to: number
}

/** into += Σ weight · row, over the cells from … to - 1; four at once, so that `into` is read and written less often. */
export const addRows = (
  into: Float64Array,
  { width, values }: Rows,
  { row, weight, from, to }: Blend,
): void => {
  let at = from
  for (; at + 3 < to; at += 4) {
    const [a, b] = [(row[at] ?? 0) * width, (row[at + 1] ?? 0) * width]
    const [c, d] = [(row[at + 2] ?? 0) * width, (row[at + 3] ?? 0) * width]
    const [e, f] = [weight[at] ?? 0, weight[at + 1] ?? 0]
    const [g, h] = [weight[at + 2] ?? 0, weight[at + 3] ?? 0]
    for (let place = 0; place < width; place += 1)
      into[place] =
        (into[place] ?? 0) +
        e * (values[a + place] ?? 0) +
        f * (values[b + place] ?? 0) +
        g * (values[c + place] ?? 0) +
        h * (values[d + place] ?? 0)
  }
  for (; at < to; at += 1) {
    const [start, own] = [(row[at] ?? 0) * width, weight[at] ?? 0]
    for (let place = 0; place < width; place += 1)
      into[place] = (into[place] ?? 0) + own * (values[start + place] ?? 0)
  }
}

/** The rows times a matrix that has `width` rows. */
export const multiplied = ({ width, values }: Rows, matrix: Rows): Rows => {
  const count = values.length / width
  const made = { width: matrix.width, values: new Float32Array(count * matrix.width) }
  const sum = new Float64Array(matrix.width)
  const row = Int32Array.from({ length: width }, (_, at) => at)
  for (let at = 0; at < count; at += 1) {
    sum.fill(0)
    const weight = values.subarray(at * width, (at + 1) * width)
    addRows(sum, matrix, { row, weight, from: 0, to: width })
    made.values.set(sum, at * matrix.width)
  }
  return made
}

/** The values of a symmetric matrix and, as rows, the directions that belong to them; the largest value first. */
export interface Eigen {
  readonly values: Float64Array
  readonly directions: Float64Array
}

/** Turns two rows, or two columns, of a square matrix. */
const turn = (
  matrix: Float64Array,
  { one, other, step, size }: { one: number; other: number; step: number; size: number },
  { cosine, sine }: { cosine: number; sine: number },
): void => {
  for (let at = 0; at < size; at += 1) {
    const [first, second] = [one + at * step, other + at * step]
    const [x, y] = [matrix[first] ?? 0, matrix[second] ?? 0]
    matrix[first] = cosine * x - sine * y
    matrix[second] = sine * x + cosine * y
  }
}

const mostSweeps = 30

/** Rotates what lies beside the diagonal away (Jacobi, in the order of rows). `given` is not kept. */
export const eigenOf = (given: Float64Array, size: number): Eigen => {
  const turned = Float64Array.from({ length: size * size }, (_, at) => (at % (size + 1) === 0 ? 1 : 0))
  const whole = given.reduce((sum, value) => sum + value * value, 0)
  for (let sweep = 0; sweep < mostSweeps; sweep += 1) {
    let beside = 0
    for (let p = 0; p < size; p += 1)
      for (let q = p + 1; q < size; q += 1) beside += 2 * (given[p * size + q] ?? 0) ** 2
    if (beside <= 1e-22 * whole) break
    for (let p = 0; p < size; p += 1)
      for (let q = p + 1; q < size; q += 1) {
        const value = given[p * size + q] ?? 0
        if (value * value <= (1e-24 * whole) / (size * size)) continue
        const slope = ((given[q * size + q] ?? 0) - (given[p * size + p] ?? 0)) / (2 * value)
        const tangent = (slope < 0 ? -1 : 1) / (Math.abs(slope) + Math.sqrt(slope * slope + 1))
        const cosine = 1 / Math.sqrt(tangent * tangent + 1)
        const angle = { cosine, sine: tangent * cosine }
        turn(given, { one: p * size, other: q * size, step: 1, size }, angle)
        turn(given, { one: p, other: q, step: size, size }, angle)
        turn(turned, { one: p * size, other: q * size, step: 1, size }, angle)
      }
  }
  const order = Array.from({ length: size }, (_, at) => at).sort(
    (one, other) => (given[other * (size + 1)] ?? 0) - (given[one * (size + 1)] ?? 0),
  )
  const directions = new Float64Array(size * size)
  for (const [to, from] of order.entries())
    directions.set(turned.subarray(from * size, (from + 1) * size), to * size)
  return { values: Float64Array.from(order, (at) => given[at * (size + 1)] ?? 0), directions }
}
