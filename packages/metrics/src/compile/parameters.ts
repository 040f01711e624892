import type { Given, ValueType } from '../expression.ts'
import { dayNumber, type Question } from '../question.ts'
import type { Weights } from './weights.ts'

type Bindable = number | string

const types = {
  integer: 'Int64',
  optional_integer: 'Int64',
  real: 'Float64',
  boolean: 'Bool',
  text: 'String',
  uuid: 'UUID',
  optional_uuid: 'UUID',
  date: 'Date',
  time: 'DateTime64(3)',
  intervals: 'Array(Tuple(UInt32, UInt32))',
  text_list: 'Array(String)',
  integer_list: 'Array(Int64)',
} as const satisfies Record<ValueType, string>

/** The values of one query. They are always bound, never part of its text. */
export class Parameters {
  readonly values: Record<string, Bindable> = {}
  readonly #names = new Map<string, string>()
  readonly #question: Question

  constructor(question: Question) {
    this.#question = question
  }

  bind(type: ValueType, value: Bindable): string {
    const key = `${type}:${value}`
    const name = this.#names.get(key) ?? `p${this.#names.size}`
    this.#names.set(key, name)
    this.values[name] = value
    return `{${name}:${types[type]}}`
  }

  given(name: Given): string {
    const { from, to, settled, untilMs } = this.#question
    const value = {
      fromDay: () => dayNumber(from),
      toDay: () => dayNumber(to),
      settledDay: () => dayNumber(settled),
      untilMs: () => untilMs,
    }[name]()
    return this.bind('integer', value)
  }
}

/** What an expression needs to become SQL. */
export interface Terms {
  readonly parameters: Parameters
  /** Each column as SQL over what is read. */
  readonly columns: ReadonlyMap<string, string>
  /** What is read are not the rows but cells of them. */
  readonly weights?: Weights
}
