/**
 * The language metrics are written in. An expression is data: the compiler turns it into ClickHouse SQL, `evaluate`
 * runs it in TypeScript. Arithmetic is on integers only, so that both give the same answer to the last bit.
 */

/** A stretch of media positions, in whole milliseconds: from (inclusive) to (exclusive). */
export type Interval = readonly [from: number, to: number]

/** What a column may hold. Times are epoch milliseconds in TypeScript, dates are `YYYY-MM-DD`. */
export interface ValueTypes {
  readonly integer: number
  readonly optional_integer: number | null
  readonly real: number
  readonly boolean: boolean
  readonly text: string
  readonly uuid: string
  readonly optional_uuid: string | null
  readonly date: string
  readonly time: number
  readonly intervals: readonly Interval[]
  readonly text_list: readonly string[]
  readonly integer_list: readonly number[]
}
export type ValueType = keyof ValueTypes

export type Comparison = 'eq' | 'lt' | 'lte' | 'gt' | 'gte'
export type Arithmetic = 'plus' | 'minus' | 'times' | 'quotient'
/** What a definition may know of the question: its period and last settled date as days since 1970, its end as a time. */
export type Given = 'fromDay' | 'toDay' | 'settledDay' | 'untilMs'

/** How an integer or an id becomes text. Of a day `2026-03-01` or `2026-03`. Of an hour of the week, 0 to 167, weekday (1 is Monday) and hour: `5-18`. */
export type Writing = 'date' | 'month' | 'hour' | 'hour_of_week' | 'id'

export type Node =
  | { readonly kind: 'column'; readonly name: string; readonly type: ValueType }
  | { readonly kind: 'literal'; readonly type: ValueType; readonly value: number | string }
  | { readonly kind: 'compare'; readonly operator: Comparison; readonly left: Node; readonly right: Node }
  | { readonly kind: 'arithmetic'; readonly operator: Arithmetic; readonly left: Node; readonly right: Node }
  | { readonly kind: 'all'; readonly of: readonly Node[] }
  | { readonly kind: 'any'; readonly of: readonly Node[] }
  | { readonly kind: 'not'; readonly of: Node }
  | { readonly kind: 'given'; readonly name: Given }
  /** Inside a count of bins: the bin. */
  | { readonly kind: 'bin' }
  | { readonly kind: 'choose'; readonly when: Node; readonly yields: Node; readonly otherwise: Node }
  /** How many elements of a list lie between two numbers, both included. */
  | { readonly kind: 'within'; readonly list: Node; readonly from: Node; readonly to: Node }
  | { readonly kind: 'size'; readonly list: Node }
  /** An element of a list by its place from 1; 0 or empty text where the list is shorter. */
  | { readonly kind: 'element'; readonly list: Node; readonly place: number }
  /** How many elements of a sorted list are left when each is at least `gap` after the one that is left before it. */
  | { readonly kind: 'spaced'; readonly list: Node; readonly gap: number }
  /** Weekdays are 0 to 6, Monday first. */
  | { readonly kind: 'local_hour' | 'local_weekday'; readonly time: Node; readonly zone: Node }
  | { readonly kind: 'written'; readonly of: Node; readonly as: Writing }

declare const phantom: unique symbol

/**
 * An expression of one type over the columns of one source. The source is contravariant: columns of two sources do
 * not mix, and what reads no column fits every source.
 */
export interface Expression<Type extends ValueType, SourceId extends string> {
  readonly node: Node
  readonly [phantom]?: readonly [Type, (source: SourceId) => void]
}
export type Condition<SourceId extends string> = Expression<'boolean', SourceId>
type Integer<SourceId extends string> = Expression<'integer', SourceId>

const operand = (value: { readonly node: Node } | number): Node =>
  typeof value === 'number' ? { kind: 'literal', type: 'integer', value } : value.node

const comparing =
  (operator: Comparison) =>
  <S extends string>(left: Integer<S>, right: Integer<S> | number): Condition<S> => ({
    node: { kind: 'compare', operator, left: left.node, right: operand(right) },
  })
const computing =
  (operator: Arithmetic) =>
  <S extends string>(left: Integer<S>, right: Integer<S> | number): Integer<S> => ({
    node: { kind: 'arithmetic', operator, left: left.node, right: operand(right) },
  })

export const eq = /* @__PURE__ */ comparing('eq')
export const lt = /* @__PURE__ */ comparing('lt')
export const lte = /* @__PURE__ */ comparing('lte')
export const gt = /* @__PURE__ */ comparing('gt')
export const gte = /* @__PURE__ */ comparing('gte')
export const plus = /* @__PURE__ */ computing('plus')
export const minus = /* @__PURE__ */ computing('minus')
export const times = /* @__PURE__ */ computing('times')
/** Integer division that drops the rest; by 0 it is 0. */
export const quotientOf = /* @__PURE__ */ computing('quotient')

/** True when a text, uuid or date column has this value. */
export const is = <S extends string>(
  column: Expression<'text' | 'uuid', S>,
  value: string,
): Condition<S> => ({
  node: {
    kind: 'compare',
    operator: 'eq',
    left: column.node,
    right: { kind: 'literal', type: column.node.kind === 'column' ? column.node.type : 'text', value },
  },
})
export const and = <S extends string>(...of: readonly Condition<S>[]): Condition<S> => ({
  node: { kind: 'all', of: of.map((condition) => condition.node) },
})
export const or = <S extends string>(...of: readonly Condition<S>[]): Condition<S> => ({
  node: { kind: 'any', of: of.map((condition) => condition.node) },
})
export const not = <S extends string>(condition: Condition<S>): Condition<S> => ({
  node: { kind: 'not', of: condition.node },
})
/** True for every row: the view has started, which every view has. */
export const always = <S extends string>(): Condition<S> => ({ node: { kind: 'all', of: [] } })

const literal = (value: number | string): Node => ({
  kind: 'literal',
  type: typeof value === 'number' ? 'integer' : 'text',
  value,
})

/** An integer that is the same for every row. */
export const whole = <S extends string>(value: number): Integer<S> => ({ node: literal(value) })

/** A text that is the same for every row. */
export const word = <S extends string>(value: string): Expression<'text', S> => ({ node: literal(value) })

/** Something the question knows, as an integer. */
export const given = <S extends string>(name: Given): Integer<S> => ({ node: { kind: 'given', name } })

/** One of two integers. */
export const choose = <S extends string>(
  when: Condition<S>,
  yields: Integer<S> | number,
  otherwise: Integer<S> | number,
): Integer<S> => ({
  node: { kind: 'choose', when: when.node, yields: operand(yields), otherwise: operand(otherwise) },
})

/** True when a text column has one of these values. */
export const isOneOf = <S extends string>(
  column: Expression<'text', S>,
  values: readonly string[],
): Condition<S> => or(...values.map((value) => is(column, value)))

/** The same text or id on both sides. */
export const same = <S extends string, T extends 'text' | 'uuid'>(
  left: Expression<T, S>,
  right: Expression<T, S>,
): Condition<S> => ({ node: { kind: 'compare', operator: 'eq', left: left.node, right: right.node } })

/** True when the integer lies between two others, both included. */
export const between = <S extends string>(
  value: Integer<S>,
  from: Integer<S> | number,
  to: Integer<S> | number,
): Condition<S> => and(gte(value, from), lte(value, to))

type IntegerList<S extends string> = Expression<'integer_list', S>

/** How many elements of a list lie between two numbers, both included. */
export const countWithin = <S extends string>(
  list: IntegerList<S>,
  from: Integer<S> | number,
  to: Integer<S> | number,
): Integer<S> => ({ node: { kind: 'within', list: list.node, from: operand(from), to: operand(to) } })

/** How many elements a list has. */
export const sizeOf = <S extends string>(list: Expression<'integer_list' | 'text_list', S>): Integer<S> => ({
  node: { kind: 'size', list: list.node },
})

/** An element by its place from 1; 0 where the list is shorter. */
export const elementOf = <S extends string>(list: IntegerList<S>, place: number): Integer<S> => ({
  node: { kind: 'element', list: list.node, place },
})

/** The first text of a list; empty when the list is empty. */
export const firstText = <S extends string>(list: Expression<'text_list', S>): Expression<'text', S> => ({
  node: { kind: 'element', list: list.node, place: 1 },
})

/** How many elements of a sorted list count, when each must come at least `gap` after the last one that counted. */
export const spacedBy = <S extends string>(list: IntegerList<S>, gap: number): Integer<S> => ({
  node: { kind: 'spaced', list: list.node, gap },
})

/** Hour of the day (0 to 23) at a place. An empty zone is UTC. */
export const localHour = <S extends string>(time: Integer<S>, zone: Expression<'text', S>): Integer<S> => ({
  node: { kind: 'local_hour', time: time.node, zone: zone.node },
})

/** A text chosen by the first condition that holds. Definitions of slices use it; arithmetic never sees text. */
export const textByCase = (
  cases: readonly (readonly [when: Node, text: string])[],
  otherwise: string,
): Node =>
  cases.reduceRight<Node>(
    (rest, [when, text]) => ({ kind: 'choose', when, yields: literal(text), otherwise: rest }),
    literal(otherwise),
  )
