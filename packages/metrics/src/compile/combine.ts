import type { Aggregate } from '../aggregate.ts'
import type { Reference } from '../reference.ts'
import { basisOf, type Value } from '../value.ts'
import { meanDistance, type Edge } from './share-trees.ts'

/** What the engine answered for one aggregate in one slice, or a table from outside says. null: it is not there. */
export type CellOf = (value: Extract<Value, { kind: 'aggregate' }> | Reference) => string | null
/** null: missing. */
type Result = number | readonly number[] | null

const isCounted = ({ kind }: Aggregate): boolean => kind === 'count' || kind === 'sum' || kind === 'distinct'

const numberOf = (cell: string): number | null => {
  const number = Number(cell)
  return cell === '' || Number.isNaN(number) ? null : number
}

const cellValue = ({ of }: Extract<Value, { kind: 'aggregate' }>, cell: string | null): Result => {
  // No rows: nothing was counted, which is a number; there is no middle of nothing, which is not.
  if (cell === null) return isCounted(of) ? 0 : null
  if (of.kind !== 'bins' && of.kind !== 'curve') return numberOf(cell)
  const bins: unknown = JSON.parse(cell)
  return Array.isArray(bins) ? bins.map(Number) : null
}

const edgesOf = (value: Value, cellOf: CellOf): readonly Edge[] => {
  if (value.kind !== 'aggregate') return []
  const cell = cellOf(value)
  const parsed: unknown = cell === null ? [] : JSON.parse(cell)
  if (!Array.isArray(parsed)) return []
  return parsed.map((edge: unknown): Edge => {
    const [tree, parent, child] = Array.isArray(edge) ? edge.map(String) : []
    return { tree: tree ?? '', parent: parent ?? '', child: child ?? '' }
  })
}

const arithmetic = {
  plus: (a: number, b: number) => a + b,
  minus: (a: number, b: number) => a - b,
  times: (a: number, b: number) => a * b,
}

const velocity = (value: Extract<Value, { kind: 'velocity' }>, cellOf: CellOf): Result => {
  const now = combine(value.now, cellOf)
  const before = value.before.map((one) => combine(one, cellOf))
  if (typeof now !== 'number') return null
  const all = value.weights.reduce((sum, weight) => sum + weight, 0)
  const weighted = before.reduce<number>(
    (sum, one, index) => sum + (typeof one === 'number' ? one : 0) * (value.weights[index] ?? 0),
    0,
  )
  return 2 * (Math.sqrt(now) - Math.sqrt(weighted / all))
}

/** Bins end where there is nothing to divide by. */
const divideBins = (numerators: readonly number[], denominators: readonly number[]): Result => {
  const end = denominators.indexOf(0)
  const shares = numerators
    .slice(0, end === -1 ? denominators.length : end)
    .map((part, bin) => part / (denominators[bin] ?? 0))
  return shares.length === 0 ? null : shares
}

const divide = (numerator: Result, denominator: Result): Result => {
  if (numerator === null || denominator === null || denominator === 0) return null
  if (typeof numerator === 'number') return typeof denominator === 'number' ? numerator / denominator : null
  return typeof denominator === 'number'
    ? numerator.map((part) => part / denominator)
    : divideBins(numerator, denominator)
}

/** A number out of its aggregates. An engine's 1/0 is infinite and 0/0 is no number: the division is made here. */
export const combine = (value: Value, cellOf: CellOf): Result => {
  switch (value.kind) {
    case 'aggregate':
      return cellValue(value, cellOf(value))
    case 'reference':
      return numberOf(cellOf(value) ?? '')
    case 'quotient': {
      const numerator = combine(value.numerator, cellOf)
      return divide(numerator, combine(value.denominator, cellOf))
    }
    case 'plus':
    case 'minus':
    case 'times': {
      const [left, right] = [combine(value.left, cellOf), combine(value.right, cellOf)]
      if (typeof left !== 'number' || typeof right !== 'number') return null
      return arithmetic[value.kind](left, right)
    }
    case 'scaled': {
      const of = combine(value.of, cellOf)
      return typeof of === 'number' ? of / value.by : null
    }
    case 'root': {
      const of = combine(value.of, cellOf)
      return typeof of === 'number' ? Math.sqrt(Math.max(0, of)) : null
    }
    case 'velocity':
      return velocity(value, cellOf)
    case 'mean_distance':
      return meanDistance(value.edges.flatMap((part) => edgesOf(part, cellOf)))
  }
}

/** The aggregate that a number stands on, and how it is counted: itself, or the rows that are in it. */
export const sampleOf = (value: Value): Extract<Value, { kind: 'aggregate' }> | null => {
  const basis = basisOf(value)
  if (basis.kind !== 'aggregate') return null
  if (basis.of.kind === 'count' || basis.of.kind === 'distinct') return basis
  return { ...basis, of: { kind: 'count', where: basis.of.where } }
}
