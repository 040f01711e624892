/**
 * The language metrics are written in. An expression is data: the compiler turns it into ClickHouse SQL, `evaluate`
 * runs it in TypeScript. Arithmetic is on integers only, so that both give the same answer to the last bit.
 */

/** A stretch of media positions, in whole milliseconds: from (inclusive) to (exclusive). */
export type Interval = readonly [from: number, to: number]

/** What a column may hold. Times are epoch milliseconds in TypeScript, dates are `YYYY-MM-DD`. */
export interface ValueTypes {
  readonly integer: number
  readonly boolean: boolean
  readonly text: string
  readonly uuid: string
  readonly optional_uuid: string | null
  readonly date: string
  readonly time: number
  readonly intervals: readonly Interval[]
  readonly text_list: readonly string[]
}
export type ValueType = keyof ValueTypes

export type Comparison = 'eq' | 'lt' | 'lte' | 'gt' | 'gte'
export type Arithmetic = 'plus' | 'minus' | 'times'

export type Node =
  | { readonly kind: 'column'; readonly name: string; readonly type: ValueType }
  | { readonly kind: 'literal'; readonly type: ValueType; readonly value: number | string }
  | { readonly kind: 'compare'; readonly operator: Comparison; readonly left: Node; readonly right: Node }
  | { readonly kind: 'arithmetic'; readonly operator: Arithmetic; readonly left: Node; readonly right: Node }
  | { readonly kind: 'all'; readonly of: readonly Node[] }
  | { readonly kind: 'any'; readonly of: readonly Node[] }
  | { readonly kind: 'not'; readonly of: Node }

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

/** True when a text, uuid or date column has this value. */
export const is = <S extends string>(
  column: Expression<'text' | 'uuid' | 'date', S>,
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
