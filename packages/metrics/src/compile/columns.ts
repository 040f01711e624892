import type { Aggregate } from '../aggregate.ts'
import type { Node } from '../expression.ts'
import type { Source } from '../source.ts'

/** What the table of a source calls a column. */
export const sqlName = ({ columns }: Pick<Source, 'columns'>, name: string): string =>
  columns[name]?.sql ?? name

/** The columns that an expression reads. */
export const columnsOf = (node: Node): readonly string[] => {
  switch (node.kind) {
    case 'column':
      return [node.name]
    case 'literal':
    case 'given':
    case 'bin':
      return []
    case 'compare':
    case 'arithmetic':
      return [...columnsOf(node.left), ...columnsOf(node.right)]
    case 'all':
    case 'any':
      return node.of.flatMap(columnsOf)
    case 'not':
    case 'written':
      return columnsOf(node.of)
    case 'choose':
      return [node.when, node.yields, node.otherwise].flatMap(columnsOf)
    case 'within':
      return [node.list, node.from, node.to].flatMap(columnsOf)
    case 'size':
    case 'element':
    case 'spaced':
      return columnsOf(node.list)
    case 'local_hour':
    case 'local_weekday':
      return [...columnsOf(node.time), ...columnsOf(node.zone)]
  }
}

/** The columns that an aggregate reads. */
export const aggregateColumns = (aggregate: Aggregate): readonly string[] => {
  const where = columnsOf(aggregate.where)
  switch (aggregate.kind) {
    case 'count':
      return where
    case 'distinct':
      return [...where, ...aggregate.of.flatMap(columnsOf)]
    case 'newest':
      return [...where, ...columnsOf(aggregate.of), ...columnsOf(aggregate.order)]
    case 'curve':
      return [...where, ...columnsOf(aggregate.played), ...columnsOf(aggregate.lengthMs)]
    case 'bins':
      return [...where, ...columnsOf(aggregate.holds)]
    case 'edges':
      return [...where, ...[aggregate.tree, aggregate.parent, aggregate.child].flatMap(columnsOf)]
    case 'sum':
    case 'least':
    case 'most':
    case 'quantile':
    case 'mean':
    case 'list':
    case 'perplexity':
    case 'gini':
    case 'concentration':
    case 'top_share':
      return [...where, ...columnsOf(aggregate.of)]
  }
}
