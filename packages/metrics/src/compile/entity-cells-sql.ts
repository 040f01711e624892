import { distinct, type Aggregate } from '../aggregate.ts'
import type { Cells } from '../cells.ts'
import type { Node } from '../expression.ts'
import type { GroupRelation, Relation } from '../relation.ts'
import { aggregateSql } from './aggregate-sql.ts'
import { cellsBelow } from './cells-sql.ts'
import { aggregateColumns } from './columns.ts'
import { called, sourceSql, termsOf, type Selection } from './selection.ts'
import type { Place } from './statement.ts'
import { tableSql } from './table-sql.ts'
import type { CellsInPlace } from './weights.ts'

/** What each entity makes of its own sums, added up, out of the cells that keep it. */

interface Entities {
  readonly group: GroupRelation
  /** What stands behind the columns of the rows: expressions over what was summed. */
  readonly behind: ReadonlyMap<string, Node>
}

/** Expressions are data: each column is replaced by what stands behind it. null: there is one with nothing behind. */
const replaced = (node: Node, behind: ReadonlyMap<string, Node>): Node | null => {
  let isWhole = true
  const walk = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(walk)
    if (typeof part !== 'object' || part === null) return part
    // Checked boundary: nodes are data, and only a column has this kind.
    const { kind, name } = part as Partial<Extract<Node, { kind: 'column' }>>
    if (kind !== 'column') return Object.fromEntries(Object.entries(part).map(([key, of]) => [key, walk(of)]))
    const found = behind.get(name ?? '')
    if (found === undefined) isWhole = false
    return found
  }
  const made = walk(node)
  return isWhole ? (made as Node) : null
}

const isAll = (where: Node): boolean => where.kind === 'all' && where.of.length === 0

/** Rows that are one for each entity, whose columns are made of sums over its rows. */
const entitiesOf = (relation: Relation): Entities | null => {
  if (relation.kind === 'derive') {
    const below = entitiesOf(relation.from)
    if (below === null) return null
    const made = Object.entries(relation.columns).flatMap(([name, node]): [string, Node][] => {
      const of = replaced(node, below.behind)
      return of === null ? [] : [[name, of]]
    })
    return { ...below, behind: new Map([...below.behind, ...made]) }
  }
  if (relation.kind !== 'group') return null
  const summed = Object.entries(relation.columns).flatMap(([name, one]): [string, Node][] =>
    one.kind === 'sum' && isAll(one.where) ? [[name, one.of]] : [],
  )
  return { group: relation, behind: new Map(summed) }
}

/** The column of the cells that keeps an aggregate over entities. */
const keptAs = (aggregate: Aggregate, { behind }: Entities, { entity }: Cells): string | null => {
  if (aggregate.kind !== 'sum' && aggregate.kind !== 'count') return null
  if (aggregate.kind === 'count' && isAll(aggregate.where)) return 'entity_count'
  const where = replaced(aggregate.where, behind)
  const of = aggregate.kind === 'sum' ? replaced(aggregate.of, behind) : undefined
  if (where === null || of === null) return null
  const text = JSON.stringify(of === undefined ? { kind: 'count', where } : { kind: 'sum', of, where })
  return Object.entries(entity.values).find(([, one]) => JSON.stringify(one) === text)?.[0] ?? null
}

/** Entities that do not stand apart, whose values are kept. */
interface Kept {
  readonly window: Relation
  readonly inPlace: CellsInPlace
  readonly columns: readonly string[]
}

const keptOf = (over: Relation, aggregates: readonly Aggregate[], place: Place): Kept | null => {
  const entities = entitiesOf(over)
  if (entities === null) return null
  const { by, from } = entities.group
  const [key] = by
  if (key === undefined || by.length > 1) return null
  // What is made of entities is where they are counted.
  const counted = distinct({ node: { kind: 'column', name: key, type: 'text' } }).aggregate
  const inPlace = cellsBelow(from, { aggregates: [counted], by: [] }, place)
  if (inPlace === null || inPlace.cut.ofEntities === true) return null
  const columns = aggregates.map((one) => keptAs(one, entities, inPlace.cells))
  const known = columns.filter((one) => one !== null)
  return known.length === columns.length ? { window: from, inPlace, columns: known } : null
}

const groupedSql = (table: Selection, columns: readonly string[]): string =>
  `SELECT ${[called(table.slice ?? `''`, 'slice'), ...columns.map((sql, at) => `${sql} AS cell_${at}`)].join(', ')} ${sourceSql(table)} GROUP BY slice`

/**
 * Slices with their cells as texts, of aggregates over one row for each entity; null: the cells do not keep them. Those
 * that stand apart are grouped here, of their own rows.
 */
export const entityCellsSql = (
  over: Relation,
  aggregates: readonly Aggregate[],
  place: Place,
): { readonly from: string; readonly cells: readonly string[] } | null => {
  const kept = keptOf(over, aggregates, place)
  if (kept === null) return null
  const inCells = tableSql(kept.window, new Set(), { ...place, cells: kept.inPlace })
  const apart = { ...place, cells: { ...kept.inPlace, isApart: true as const } }
  const byName = tableSql(over, new Set(aggregates.flatMap(aggregateColumns)), apart)
  const parts = [
    groupedSql(
      inCells,
      kept.columns.map((name) => `sum(toInt128(${name}))`),
    ),
    groupedSql(
      byName,
      aggregates.map((one) => `toInt128(${aggregateSql(one, termsOf(byName, place))})`),
    ),
  ]
  return {
    from: `(${parts.join(' UNION ALL ')})`,
    cells: aggregates.map((_, at) => `toString(sum(cell_${at}))`),
  }
}
