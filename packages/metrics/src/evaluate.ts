import type { Condition, Node } from './expression.ts'
import type { Columns, FactOf, Source } from './source.ts'

type Row = Readonly<Record<string, unknown>>

const integer = (node: Node, row: Row): number => {
  if (node.kind === 'literal') return Number(node.value)
  if (node.kind === 'column') return Number(row[node.name])
  if (node.kind !== 'arithmetic') return truth(node, row) ? 1 : 0
  const left = integer(node.left, row)
  const right = integer(node.right, row)
  if (node.operator === 'plus') return left + right
  if (node.operator === 'minus') return left - right
  return node.operator === 'times' ? left * right : Math.trunc(left / right)
}

const same = (left: Node, right: Node, row: Row): boolean => {
  const isText = (node: Node) =>
    (node.kind === 'column' || node.kind === 'literal') &&
    (node.type === 'text' || node.type === 'uuid' || node.type === 'date')
  if (!isText(left)) return integer(left, row) === integer(right, row)
  const text = (node: Node) =>
    node.kind === 'column' ? row[node.name] : node.kind === 'literal' && node.value
  return text(left) === text(right)
}

const truth = (node: Node, row: Row): boolean => {
  switch (node.kind) {
    case 'column':
      return row[node.name] === true
    case 'literal':
    case 'arithmetic':
      return integer(node, row) !== 0
    case 'all':
      return node.of.every((part) => truth(part, row))
    case 'any':
      return node.of.some((part) => truth(part, row))
    case 'not':
      return !truth(node.of, row)
    case 'compare': {
      if (node.operator === 'eq') return same(node.left, node.right, row)
      const difference = integer(node.left, row) - integer(node.right, row)
      if (node.operator === 'lt') return difference < 0
      if (node.operator === 'lte') return difference <= 0
      return node.operator === 'gt' ? difference > 0 : difference >= 0
    }
    default:
      throw new TypeError('a predicate compares columns of one fact and nothing else')
  }
}

/**
 * The condition as a pure function of one fact: the same definition that the compiler turns into SQL.
 *
 * @example const isLoud = predicate(viewSource, viewSource.column.soundOn)
 */
export const predicate =
  <Id extends string, C extends Columns>(_source: Source<Id, C>, condition: Condition<Id>) =>
  (fact: Partial<FactOf<Source<Id, C>>>): boolean =>
    truth(condition.node, fact)
