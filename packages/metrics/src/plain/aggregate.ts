import type { Aggregate, Inequality } from '../aggregate.ts'
import { playedBins } from '../intervals.ts'
import type { Interval, Node } from '../expression.ts'
import type { Question } from '../question.ts'
import { evaluate, type Row } from './expression.ts'

const byNumber = (a: number, b: number): number => a - b

/** Between two ranks it is interpolated: the rank of a level is level × (n − 1), counted from 0. */
const quantileOf = (values: readonly number[], level: number): number | null => {
  const sorted = values.toSorted(byNumber)
  const rank = level * (sorted.length - 1)
  const lower = sorted[Math.floor(rank)]
  const upper = sorted[Math.ceil(rank)]
  return lower === undefined || upper === undefined
    ? null
    : lower + (upper - lower) * (rank - Math.floor(rank))
}

const perplexityOf = (counts: readonly number[]): number => {
  const total = counts.reduce((sum, count) => sum + count, 0)
  const entropy = counts.reduce((sum, count) => sum - (count / total) * Math.log(count / total), 0)
  return Math.exp(entropy)
}

/** Amounts below zero count as nothing; null where there is nothing to share. */
const inequalityOf = (kind: Inequality, amounts: readonly number[]): number | null => {
  const sorted = amounts.map((amount) => Math.max(0, amount)).sort(byNumber)
  const total = sorted.reduce((sum, amount) => sum + amount, 0)
  if (total === 0) return null
  const count = sorted.length
  switch (kind) {
    case 'gini': {
      const ranked = sorted.reduce((sum, amount, place) => sum + amount * (place + 1), 0)
      return (2 * ranked) / (count * total) - (count + 1) / count
    }
    case 'concentration':
      return sorted.reduce((sum, amount) => sum + (amount / total) ** 2, 0)
    case 'top_share':
      return sorted.slice(-Math.ceil(count / 100)).reduce((sum, amount) => sum + amount, 0) / total
  }
}

/** Sums of integers, exact whatever their size. */
const sumOf = (values: readonly number[]): number =>
  Number(values.reduce((sum, value) => sum + BigInt(value), 0n))

const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

const newestOf = (
  rows: readonly Row[],
  at: (node: Node, row: Row) => unknown,
  { of, order }: Extract<Aggregate, { kind: 'newest' }>,
): unknown => {
  const sorted = rows
    .map((row) => ({ order: Number(at(order, row)), of: at(of, row) }))
    .sort((a, b) => a.order - b.order || (asText(a.of) < asText(b.of) ? -1 : 1))
  return sorted.at(-1)?.of
}

const isInterval = (value: unknown): value is Interval => Array.isArray(value) && value.length === 2

const curveOf = (
  rows: readonly Row[],
  at: (node: Node, row: Row) => unknown,
  curve: Extract<Aggregate, { kind: 'curve' }>,
): number[] => {
  const all = rows.map((row) => {
    const played = at(curve.played, row)
    const spans = Array.isArray(played) ? played.filter(isInterval) : []
    return playedBins(spans, { lengthMs: Number(at(curve.lengthMs, row)), binMs: curve.binMs })
  })
  const bins = Math.max(0, ...all.map(({ length }) => length))
  return Array.from({ length: bins }, (_, bin) => all.filter((one) => one[bin]).length)
}

/** What an aggregate gives for rows: a number, a list, or null where nothing can be said. */
export const aggregateRows = (aggregate: Aggregate, all: readonly Row[], question: Question): unknown => {
  const at = (node: Node, row: Row): unknown => evaluate(node, row, question)
  const rows = all.filter((row) => at(aggregate.where, row) === true)
  const numbers = (of: Node): number[] => rows.map((row) => Number(at(of, row)))
  switch (aggregate.kind) {
    case 'count':
      return rows.length
    case 'sum':
      return sumOf(numbers(aggregate.of))
    case 'distinct':
      return new Set(rows.map((row) => JSON.stringify(aggregate.of.map((of) => at(of, row))))).size
    case 'least':
      return rows.length === 0 ? 0 : numbers(aggregate.of).reduce((a, b) => Math.min(a, b))
    case 'most':
      return rows.length === 0 ? 0 : numbers(aggregate.of).reduce((a, b) => Math.max(a, b))
    case 'quantile':
      return quantileOf(numbers(aggregate.of), aggregate.level)
    case 'mean': {
      const values = numbers(aggregate.of)
      return values.length === 0 ? null : values.reduce((a, b) => a + b, 0) / values.length
    }
    case 'list': {
      const values = numbers(aggregate.of).sort(byNumber)
      return aggregate.unique ? [...new Set(values)] : values
    }
    case 'newest':
      return newestOf(rows, at, aggregate)
    case 'perplexity':
      return rows.length === 0 ? null : perplexityOf(numbers(aggregate.of))
    case 'gini':
    case 'concentration':
    case 'top_share':
      return inequalityOf(aggregate.kind, numbers(aggregate.of))
    case 'bins': {
      const holdsIn = (bin: number) => rows.filter((row) => at(aggregate.holds, { ...row, bin }) === true)
      const bins = Array.from({ length: aggregate.to - aggregate.from + 1 }, (_, bin) => aggregate.from + bin)
      return bins.map((bin) => holdsIn(bin).length)
    }
    case 'curve':
      return curveOf(rows, at, aggregate)
    case 'edges':
      // Trees are put together from several tables, so they are made where those meet.
      return null
  }
}
