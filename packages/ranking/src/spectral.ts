import { transposed, type Interactions } from './interactions.ts'
import { leadingBasis, type BasisSettings } from './spectral-basis.ts'
import type { Rows } from './spectral-dense.ts'
import { Top } from './top.ts'

/**
 * Filters of the graph of who met what, without any training: a video is wanted that many paths over other people lead
 * to. The linear filter and the ideal one beside it are of Shen et al. (How powerful is graph convolution for
 * recommendation?, 2021), the curve and the powers of degrees follow Kim et al. (ChebyCF, 2025). Where they take a
 * polynomial over the whole spectrum, here the strong directions are filtered one by one and the weak ones, whose part of
 * the curve is all but straight, by the linear filter.
 */
export interface SpectralSettings {
  readonly basis: BasisSettings
  /** A cell is divided by the degree of its row and of its column, to these powers. */
  readonly rowPower: number
  readonly columnPower: number
  /** Powers of a column's degree: what somebody met is divided by the one, scores are multiplied by the other. */
  readonly before: number
  readonly after: number
  /** The strength v of a direction, 1 for the strongest, becomes v / (v + bend): the smaller, the flatter. */
  readonly bend: number
  /** So many of the best by the linear filter are given a whole score when the best are chosen. */
  readonly shortlist: number
}

/** What somebody met; ids of columns. */
export interface Met {
  readonly column: Int32Array
  readonly weight: Float32Array
}

const degrees = ({ rows, start }: Interactions): Float64Array =>
  Float64Array.from({ length: rows }, (_, row) => (start[row + 1] ?? 0) - (start[row] ?? 0))

const powers = (of: Float64Array, power: number): Float64Array =>
  of.map((value) => Math.max(1, value) ** power)

const normalised = (met: Interactions, row: Float64Array, column: Float64Array): Interactions => {
  const weight = met.weight.slice()
  for (let own = 0; own < met.rows; own += 1)
    for (let at = met.start[own] ?? 0; at < (met.start[own + 1] ?? 0); at += 1)
      weight[at] = (weight[at] ?? 0) * (row[own] ?? 0) * (column[met.column[at] ?? 0] ?? 0)
  return { ...met, weight }
}

/**
 * Scores all columns for somebody by what they met; nobody has a state of their own, so somebody new is served at once.
 *
 * @example
 * const filter = new SpectralFilter(watched, settings)
 * filter.choose({ column, weight }, { seen: column, most: 20 })
 */
export class SpectralFilter {
  readonly #settings: SpectralSettings
  readonly #matrix: Interactions
  readonly #turned: Interactions
  readonly #parts: Rows
  /** What each direction gains on the linear filter. */
  readonly #gain: Float64Array
  readonly #linear: number
  readonly #before: Float64Array
  readonly #after: Float64Array
  readonly #paths: Float64Array
  readonly #reached: Int32Array
  readonly #signal: Float64Array
  readonly #scores: Float64Array

  constructor(met: Interactions, settings: SpectralSettings) {
    const byColumn = transposed(met)
    const degree = degrees(byColumn)
    this.#settings = settings
    this.#matrix = normalised(
      met,
      powers(degrees(met), -settings.rowPower),
      powers(degree, -settings.columnPower),
    )
    this.#turned = transposed(this.#matrix)
    this.#before = powers(degree, -settings.before)
    this.#after = powers(degree, settings.after)
    const { values, parts } = leadingBasis(this.#matrix, settings.basis)
    this.#parts = parts
    const strongest = values[0] || 1
    const curve = (value: number): number => 1 / (Math.max(0, value) / strongest + settings.bend)
    // The weakest direction that is known meets the linear filter, so that there is no step between them.
    this.#linear = curve(values.at(-1) ?? 0) / strongest
    this.#gain = values.map((value) => (curve(value) / strongest - this.#linear) * value)
    this.#paths = new Float64Array(met.rows)
    this.#reached = new Int32Array(met.rows)
    this.#signal = new Float64Array(parts.width)
    this.#scores = new Float64Array(met.columns)
  }

  /** The score of each column; valid until the next call. */
  score(met: Met): Float64Array {
    this.#listen(met)
    this.#scoreLinear(met)
    const [scores, signal] = [this.#scores, this.#signal]
    const { width, values } = this.#parts
    for (let column = 0, from = 0; column < scores.length; column += 1, from += width) {
      let sum = scores[column] ?? 0
      for (let at = 0; at < width; at += 1) sum += (signal[at] ?? 0) * (values[from + at] ?? 0)
      scores[column] = sum * (this.#after[column] ?? 0)
    }
    return scores
  }

  /** The best columns, the best first, without those in `seen`. */
  choose(met: Met, { seen, most }: { readonly seen: ArrayLike<number>; readonly most: number }): Int32Array {
    const { width, values } = this.#parts
    const scores = this.#scores
    this.#listen(met)
    this.#scoreLinear(met)
    for (let at = 0; at < seen.length; at += 1) scores[seen[at] ?? 0] = Number.NEGATIVE_INFINITY
    const short = new Top(Math.max(most, this.#settings.shortlist))
    for (let column = 0; column < scores.length; column += 1) {
      const score = (scores[column] ?? 0) * (this.#after[column] ?? 0)
      if (score > short.least) short.offer(column, score)
    }
    const top = new Top(most)
    for (const column of short.members()) {
      let sum = scores[column] ?? 0
      for (let at = 0; at < width; at += 1)
        sum += (this.#signal[at] ?? 0) * (values[column * width + at] ?? 0)
      top.offer(column, sum * (this.#after[column] ?? 0))
    }
    return top.take()
  }

  /** How strongly somebody speaks in each direction, times what the direction gains. */
  #listen({ column, weight }: Met): void {
    const { width, values } = this.#parts
    this.#signal.fill(0)
    for (let at = 0; at < column.length; at += 1) {
      const own = column[at] ?? 0
      const spoken = (weight[at] ?? 0) * (this.#before[own] ?? 0)
      for (let place = 0; place < width; place += 1)
        this.#signal[place] = (this.#signal[place] ?? 0) + spoken * (values[own * width + place] ?? 0)
    }
    for (let place = 0; place < width; place += 1)
      this.#signal[place] = (this.#signal[place] ?? 0) * (this.#gain[place] ?? 0)
  }

  /** Along every path: from what somebody met to those who met it, too, and on to what they met. */
  #scoreLinear({ column, weight }: Met): void {
    const [paths, reached, scores] = [this.#paths, this.#reached, this.#scores]
    const { start, column: rowOf, weight: cell } = this.#turned
    let count = 0
    for (let at = 0; at < column.length; at += 1) {
      const own = column[at] ?? 0
      const spoken = (weight[at] ?? 0) * (this.#before[own] ?? 0) * this.#linear
      for (let to = start[own] ?? 0; to < (start[own + 1] ?? 0); to += 1) {
        const row = rowOf[to] ?? 0
        if (paths[row] === 0) reached[count++] = row
        paths[row] = (paths[row] ?? 0) + spoken * (cell[to] ?? 0)
      }
    }
    scores.fill(0)
    const matrix = this.#matrix
    for (let at = 0; at < count; at += 1) {
      const row = reached[at] ?? 0
      const path = paths[row] ?? 0
      paths[row] = 0
      for (let to = matrix.start[row] ?? 0; to < (matrix.start[row + 1] ?? 0); to += 1) {
        const own = matrix.column[to] ?? 0
        scores[own] = (scores[own] ?? 0) + path * (matrix.weight[to] ?? 0)
      }
    }
  }
}
