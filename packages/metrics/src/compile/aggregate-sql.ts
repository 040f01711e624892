import type { Aggregate, Inequality } from '../aggregate.ts'
import type { Node } from '../expression.ts'
import { always, binName, toSql } from './expression-sql.ts'
import type { Terms } from './parameters.ts'
import type { Weights } from './weights.ts'

const curveSql = (aggregate: Extract<Aggregate, { kind: 'curve' }>, terms: Terms): string => {
  const bin = terms.parameters.bind('integer', aggregate.binMs)
  const length = toSql(aggregate.lengthMs, terms)
  const played = toSql(aggregate.played, terms)
  const isPlayed = `arrayExists(span -> span.1 < (bin + 1) * ${bin} AND span.2 > bin * ${bin}, ${played})`
  const bins = `arrayMap(bin -> toUInt64(${isPlayed}), range(intDiv(${length} + ${bin} - 1, ${bin})))`
  return `sumForEachIf(${bins}, ${toSql(aggregate.where, terms)})`
}

const binsSql = (aggregate: Extract<Aggregate, { kind: 'bins' }>, terms: Terms): string => {
  const { from, to } = aggregate
  const bins = `range(${terms.parameters.bind('integer', from)}, ${terms.parameters.bind('integer', to + 1)})`
  const hits = `arrayMap(${binName} -> toUInt64(${toSql(aggregate.holds, terms)}), ${bins})`
  return `sumForEachIf(${hits}, ${toSql(aggregate.where, terms)})`
}

/** Of sorted amounts `x`, whose sum `s` is above zero. */
const inequalities: Readonly<Record<Inequality, string>> = {
  gini: '2 * arraySum(arrayMap((one, place) -> one * place, x, arrayEnumerate(x))) / (length(x) * s) - (length(x) + 1) / length(x)',
  concentration: 'arraySum(arrayMap(one -> (one / s) * (one / s), x))',
  top_share: 'arraySum(arraySlice(x, -intDiv(length(x) + 99, 100))) / s',
}

const inequalitySql = (kind: Inequality, of: string, where: string): string => {
  const sorted = `arraySort(${over('groupArray', `toFloat64(greatest(0, ${of}))`, where)})`
  const shared = `arrayMap((x, s) -> ${inequalities[kind]}, [sorted], [arraySum(sorted)])[1]`
  return `arrayMap(sorted -> if(arraySum(sorted) > 0, ${shared}, NULL), [${sorted}])[1]`
}

/** Conditions joined to one. */
const both = (...conditions: readonly string[]): string => {
  const told = conditions.filter((one) => one !== always)
  return told.length === 0 ? always : told.join(' AND ')
}

/** `name(of)` over the rows for which the condition holds; the engine analyses what is not there in no time. */
const over = (name: string, of: string, where: string): string => {
  if (where === always) return `${name}(${of})`
  return `${name}If(${of === '' ? where : `${of}, ${where}`})`
}

/**
 * Entities that are counted in their cell, and those that stand apart. These are few: of many groups, most of which have
 * none, a list takes less memory than a set.
 */
const distinctOfCells = ({ entity: { count, name } }: Weights, where: string): string =>
  `(${over('sum', count, where)} + toInt64(length(arrayDistinct(${over('groupArray', name, both(`${name} != ''`, where))}))))`

/** Whether an aggregate is the same however often each row is there. */
export const isOfSet = (aggregate: Aggregate): boolean =>
  ['distinct', 'least', 'most'].includes(aggregate.kind) || (aggregate.kind === 'list' && aggregate.unique)

/** An aggregate as SQL. Sums are taken in 128 bits, because in 64 they wrap around without a word. */
export const aggregateSql = (aggregate: Aggregate, terms: Terms): string => {
  const sql = (node: Node): string => toSql(node, terms)
  const where = sql(aggregate.where)
  switch (aggregate.kind) {
    case 'count':
      return terms.weights === undefined
        ? `toInt64(${over('count', '', where)})`
        : over('sum', terms.weights.rows, where)
    case 'sum':
      return over('sum', `toInt128(${sql(aggregate.of)})`, where)
    case 'distinct':
      if (terms.weights !== undefined) return distinctOfCells(terms.weights, where)
      // Exact: the engine's `uniq` is an estimate.
      return `toInt64(${over('uniqExact', aggregate.of.map(sql).join(', '), where)})`
    case 'least':
      return over('min', sql(aggregate.of), where)
    case 'most':
      return over('max', sql(aggregate.of), where)
    case 'quantile':
      // The level is part of the function's name and cannot be bound; it is a number of our own definition.
      return `quantileExactInclusiveIf(${aggregate.level})(${sql(aggregate.of)}, ${where})`
    case 'mean':
      return over('avg', sql(aggregate.of), where)
    case 'list':
      return `arraySort(${over(aggregate.unique ? 'groupUniqArray' : 'groupArray', sql(aggregate.of), where)})`
    case 'newest':
      return `argMaxIf(${sql(aggregate.of)}, tuple(${sql(aggregate.order)}, ${sql(aggregate.of)}), ${where})`
    case 'perplexity': {
      const of = `toFloat64(${sql(aggregate.of)})`
      const total = `sumIf(${of}, ${where})`
      return `exp(log(${total}) - sumIf(${of} * log(${of}), ${where}) / ${total})`
    }
    case 'gini':
    case 'concentration':
    case 'top_share':
      return inequalitySql(aggregate.kind, sql(aggregate.of), where)
    case 'bins':
      return binsSql(aggregate, terms)
    case 'curve':
      return curveSql(aggregate, terms)
    case 'edges':
      return `groupUniqArrayIf(100000)((toString(${sql(aggregate.tree)}), ${sql(aggregate.parent)}, ${sql(aggregate.child)}), ${where})`
  }
}

/** An aggregate as one text of the answer: exact for integers of any size, the shortest exact form for others. */
export const cellSql = (aggregate: Aggregate, terms: Terms): string => {
  const sql = aggregateSql(aggregate, terms)
  if (['bins', 'curve', 'edges', 'list'].includes(aggregate.kind)) return `toJSONString(${sql})`
  return ['count', 'sum', 'distinct'].includes(aggregate.kind)
    ? `toString(${sql})`
    : `ifNull(toString(${sql}), '')`
}
