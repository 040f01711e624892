import type { Arithmetic, Comparison, Node, ValueType, Writing } from '../expression.ts'
import type { Terms } from './parameters.ts'

const comparisons = { eq: '=', lt: '<', lte: '<=', gt: '>', gte: '>=' } as const satisfies Record<
  Comparison,
  string
>

const arithmeticSql = (operator: Arithmetic, left: string, right: string): string => {
  switch (operator) {
    case 'plus':
      return `(${left} + ${right})`
    case 'minus':
      return `(${left} - ${right})`
    case 'times':
      return `(${left} * ${right})`
    case 'quotient':
      // The engine's own division by zero throws.
      return `intDivOrZero(${left}, ${right})`
  }
}

/** A condition that holds for every row. */
export const always = 'true'

const joined = (parts: readonly string[], word: 'AND' | 'OR', empty: string): string => {
  const [first] = parts
  if (first === undefined) return empty
  return parts.length === 1 ? first : `(${parts.join(` ${word} `)})`
}

/**
 * A greedy walk over sorted times. It starts before every time there is, so that the first one counts; -2^62 keeps the
 * difference inside 64 bits.
 */
const spacedSql = (list: string, gap: string): string =>
  `arrayFold((walk, moment) -> if(moment - walk.1 >= ${gap}, (moment, walk.2 + 1), walk), ${list}, (toInt64(-4611686018427387904), toInt64(0))).2`

const twoDigits = (of: string): string => `leftPad(toString(${of}), 2, '0')`

const writtenSql = (of: string, as: Writing): string => {
  switch (as) {
    case 'date':
      return `toString(toDate(toUInt16(${of})))`
    case 'month':
      return `substring(toString(toDate(toUInt16(${of}))), 1, 7)`
    case 'hour':
      return twoDigits(of)
    case 'hour_of_week':
      return `concat(toString(intDiv(${of}, 24) + 1), '-', ${twoDigits(`(${of}) % 24`)})`
    case 'id':
      return `toString(${of})`
  }
}

/** Functions that take a time apart need a constant zone; the one that writes times does not. */
const localSql = (time: string, zone: string, format: '%H' | '%u'): string =>
  `toInt64(formatDateTime(fromUnixTimestamp64Milli(${time}, 'UTC'), '${format}', if(${zone} = '', 'UTC', toString(${zone}))))`

/** Every column of a relation is called like this: no column of a table is, so an alias never hides one. */
export const columnSql = (name: string): string => `col_${name}`

/** What the bin is called where bins are counted. */
export const binName = 'bin'

/** An expression as SQL. All integers are Int64 by the time they get here. */
export const toSql = (node: Node, terms: Terms): string => {
  const { parameters, columns } = terms
  const sql = (part: Node): string => toSql(part, terms)
  switch (node.kind) {
    case 'column':
      return columns.get(node.name) ?? columnSql(node.name)
    case 'literal':
      return parameters.bind(node.type, node.value)
    case 'given':
      return parameters.given(node.name)
    case 'bin':
      return binName
    case 'compare':
      return `(${sql(node.left)} ${comparisons[node.operator]} ${sql(node.right)})`
    case 'arithmetic':
      return arithmeticSql(node.operator, sql(node.left), sql(node.right))
    case 'all':
      return joined(node.of.map(sql), 'AND', always)
    case 'any':
      return joined(node.of.map(sql), 'OR', 'false')
    case 'not':
      return `(NOT ${sql(node.of)})`
    case 'choose':
      return `if(${sql(node.when)}, ${sql(node.yields)}, ${sql(node.otherwise)})`
    case 'within':
      return `toInt64(arrayCount(item -> item >= ${sql(node.from)} AND item <= ${sql(node.to)}, ${sql(node.list)}))`
    case 'size':
      return `toInt64(length(${sql(node.list)}))`
    case 'element':
      return `arrayElement(${sql(node.list)}, ${parameters.bind('integer', node.place)})`
    case 'spaced':
      return spacedSql(sql(node.list), parameters.bind('integer', node.gap))
    case 'local_hour':
      return localSql(sql(node.time), sql(node.zone), '%H')
    case 'local_weekday':
      return `(${localSql(sql(node.time), sql(node.zone), '%u')} - 1)`
    case 'written':
      return writtenSql(sql(node.of), node.as)
  }
}

/** A column of a fact as a column of a relation: whole numbers in 64 bits, nothing that can be null. */
export const readColumn = (sql: string, type: ValueType): string => {
  switch (type) {
    case 'integer':
      return `toInt64(${sql})`
    case 'optional_integer':
      return `ifNull(toInt64(${sql}), toInt64(-1))`
    case 'time':
      return `toUnixTimestamp64Milli(${sql})`
    case 'date':
      return `toInt64(toUInt16(${sql}))`
    case 'optional_uuid':
      return `ifNull(${sql}, toUUID('00000000-0000-0000-0000-000000000000'))`
    case 'text':
      return `toString(${sql})`
    case 'text_list':
      return `arrayMap(item -> toString(item), ${sql})`
    case 'boolean':
    case 'real':
    case 'uuid':
    case 'intervals':
    case 'integer_list':
      return sql
  }
}
