import type { SliceAnswer } from '../answer.ts'
import { distinct } from '../aggregate.ts'
import type { Metric } from '../metric.ts'
import type { Question } from '../question.ts'
import { viewerSlices } from '../slice.ts'
import { aggregatesOf, basisOf, type Measure, type Value } from '../value.ts'
import { combine, sampleOf, type CellOf } from './combine.ts'
import { referenceNumber } from './reference-number.ts'
import { columnsOfRelation } from './relations.ts'

export type AggregateValue = Extract<Value, { kind: 'aggregate' }>

/** What the engine answered for an aggregate in one slice. null: nothing. */
export type PartOf = (aggregate: AggregateValue) => string | null

/** How one metric is answered. */
export interface Plan {
  readonly metric: Metric
  /** What the engine is asked, in the order of the definition. */
  readonly aggregates: readonly AggregateValue[]
  readonly answer: (slice: string, partOf: PartOf) => SliceAnswer
}

/** Persons behind each cell, counted on the rows that the number stands on. null: they are not known there. */
const personsOf = (value: Value): AggregateValue | null => {
  const sample = sampleOf(value)
  if (sample === null) return null
  const person = ['viewerId', 'personId'].find((name) => columnsOfRelation(sample.over).has(name))
  if (person === undefined) return null
  const { aggregate } = distinct({ node: { kind: 'column', name: person, type: 'text' } })
  return { ...sample, of: { ...aggregate, where: sample.of.where } }
}

/** What a question asks the engine for a metric, and how the answer is made of it. */
export const planOf = (metric: Metric, question: Question): Plan => {
  const measure: Measure | undefined = metric.measure?.()
  if (measure === undefined) throw new TypeError(`"${metric.id}" is not fed`)
  const sample = sampleOf(measure.value)
  // A number that is made of tables from outside alone stands on their lines.
  const basis = sample ?? basisOf(measure.value)
  const isSensitive = question.by !== undefined && viewerSlices.has(question.by)
  const persons = isSensitive ? personsOf(measure.value) : null
  const waiting = measure.waiting ? aggregatesOf(measure.waiting) : []
  const aggregates = [...aggregatesOf(measure.value), ...waiting, sample, persons].filter(
    (one) => one !== null,
  )
  const answer = (slice: string, partOf: PartOf): SliceAnswer => {
    const cellOf: CellOf = (value) => {
      if (value.kind === 'aggregate') return partOf(value)
      const number = referenceNumber(value, { question, window: metric.window, slice })
      return number === null ? null : String(number)
    }
    const number = (value: Value | null): number => {
      const result = value === null ? null : combine(value, cellOf)
      return typeof result === 'number' ? result : 0
    }
    const base = { slice, sampleSize: number(basis) }
    if (isSensitive && number(persons) < metric.leastPersons) {
      return { slice, sampleSize: 0, status: 'suppressed', value: null }
    }
    const value = combine(measure.value, cellOf)
    const isEmpty = value === null || (typeof value === 'object' && base.sampleSize === 0)
    if (!isEmpty) return { ...base, status: 'known', value }
    const isImmature = measure.waiting !== undefined && number(measure.waiting) > 0
    return { ...base, status: isImmature ? 'immature' : 'missing', value: null }
  }
  return { metric, aggregates, answer }
}
