import type { Aggregate } from '../aggregate.ts'
import { cellsOf, type Cells, type Cut } from '../cells.ts'
import type { Node } from '../expression.ts'
import type { Relation, RowsRelation } from '../relation.ts'
import { sliceDefinition } from '../slice.ts'
import { columnsOf, sqlName } from './columns.ts'
import type { Place } from './statement.ts'

/** The cells that stand in for the rows below an aggregation. */
export interface CellsInPlace {
  readonly cells: Cells
  readonly cut: Cut
}

/** How rows of a table count that stand for several: as SQL. */
export interface Weights {
  readonly rows: string
  readonly entity: { readonly column: string; readonly count: string; readonly name: string }
}

/** What a row of cells counts for. */
export const weightsOf = ({ cells }: CellsInPlace): Weights => ({
  rows: 'toInt64(line_count)',
  entity: {
    column: cells.entity.column,
    count: 'toInt64(entity_count)',
    name: sqlName(cells.source, cells.entity.column),
  },
})

interface Below {
  readonly rows: RowsRelation
  readonly conditions: readonly Node[]
  readonly isWindowed: boolean
}

/** The facts below conditions and a window. null: something else lies between. */
const below = (relation: Relation): Below | null => {
  if (relation.kind === 'rows') return { rows: relation, conditions: [], isWindowed: false }
  if (relation.kind !== 'where' && relation.kind !== 'window') return null
  const inner = below(relation.from)
  if (inner === null) return null
  return relation.kind === 'window'
    ? { ...inner, isWindowed: true }
    : { ...inner, conditions: [...inner.conditions, relation.condition] }
}

/** The columns that the slice of a question reads besides the date. null: it looks something up first. */
const sliceColumns = ({ statement }: Place): readonly string[] | null => {
  const { by } = statement.question
  if (by === undefined || by === 'day' || by === 'week') return []
  const definition = sliceDefinition(by)
  return definition.prepare === undefined ? definition.needs : null
}

interface Asked {
  readonly aggregates: readonly Aggregate[]
  /** Columns that groups are made of, with those of the slice. */
  readonly groupedBy: readonly string[]
  readonly conditions: readonly Node[]
}

const isOneOfSums = (of: Node, { sums }: Cells): boolean => of.kind === 'column' && sums.includes(of.name)

const answers = (cells: Cells, cut: Cut, { aggregates, groupedBy, conditions }: Asked): boolean => {
  const { source, flags, entity } = cells
  const told = new Set([source.localDate, source.scope.clientId ?? '', ...flags, ...cut.by])
  const toldOfEntities = new Set([source.localDate, source.scope.clientId ?? '', ...entity.flags, ...cut.by])
  const reads = (node: Node, known: ReadonlySet<string>) => columnsOf(node).every((name) => known.has(name))
  if (!groupedBy.every((name) => told.has(name))) return false
  if (!conditions.every((condition) => reads(condition, told))) return false
  return aggregates.every((aggregate) => {
    if (aggregate.kind === 'distinct') {
      const [of] = aggregate.of
      const isEntity = of?.kind === 'column' && of.name === entity.column && aggregate.of.length === 1
      // An entity is once in each value of the cut, so it counts once only where those values are told apart.
      const isApart = cut.by.every((name) => groupedBy.includes(name))
      const asked = [aggregate.where, ...conditions].every((node) => reads(node, toldOfEntities))
      return isEntity && isApart && asked && groupedBy.every((name) => toldOfEntities.has(name))
    }
    if (cut.ofEntities === true || !reads(aggregate.where, told)) return false
    return aggregate.kind === 'count' || (aggregate.kind === 'sum' && isOneOfSums(aggregate.of, cells))
  })
}

/** The cells that answer these aggregates of a relation as exactly as its rows; null: none do. */
export const cellsBelow = (
  relation: Relation,
  { aggregates, by }: { readonly aggregates: readonly Aggregate[]; readonly by: readonly string[] },
  place: Place,
): CellsInPlace | null => {
  if (place.statement.question.scope.kind !== 'client' || place.metric.window.kind !== 'period') return null
  const found = below(relation)
  const cells = found === null ? null : cellsOf(found.rows.source)
  const slice = sliceColumns(place)
  if (found === null || cells === null || slice === null || place.narrow !== undefined) return null
  const traffic = found.rows.source.traffic[found.rows.traffic ?? place.metric.traffic].node
  const asked = {
    aggregates,
    groupedBy: [...by, ...(found.isWindowed ? slice : [])],
    conditions: [...found.conditions, traffic],
  }
  const cut = cells.cuts.find((one) => answers(cells, one, asked))
  return cut === undefined ? null : { cells, cut }
}

/** What is read of cells: the name of an entity is there only where it stands apart, and is read as it is. */
export const neededOf = (needed: ReadonlySet<string>, inPlace: CellsInPlace | null): ReadonlySet<string> =>
  inPlace === null ? needed : new Set([...needed].filter((name) => name !== inPlace.cells.entity.column))

/** Rows of a cut alone. Its name is ours and no value of a question, but values are bound all the same. */
export const ofCut = ({ cut }: Pick<CellsInPlace, 'cut'>, { statement }: Place): string =>
  `cut = ${statement.parameters.bind('text', cut.id)}`

interface Tables {
  readonly from: string
  readonly into: string
}

const listOf = (parts: readonly string[]): string => parts.join(', ')

const rowsOfCut = (cells: Cells, cut: Cut, { from, into }: Tables): string => {
  const { source, flags, sums } = cells
  const sqlOf = (names: readonly string[]) => names.map((name) => sqlName(source, name))
  const key = [...sqlOf([source.scope.clientId ?? '', source.localDate, ...flags, ...cut.by])]
  const summed = sqlOf(sums)
  const received = sqlName(source, source.receivedAt)
  // What does not fit into 64 bits is an error and not another number.
  const made = summed.map((name) => `accurateCast(sum(toInt128(${name})), 'Int64')`)
  return `INSERT INTO ${into} (${listOf(['cut', ...key, received, 'line_count', ...summed])}) SELECT ${listOf([`'${cut.id}'`, ...key, `max(${received})`, 'count()', ...made])} FROM ${from} WHERE ${key[0]} = {client:UUID} GROUP BY ${listOf(key)}`
}

const entitiesOfCut = (cells: Cells, cut: Cut, { from, into }: Tables): string => {
  const { source, entity } = cells
  const sqlOf = (names: readonly string[]) => names.map((name) => sqlName(source, name))
  const key = [...sqlOf([source.scope.clientId ?? '', source.localDate, ...entity.flags, ...cut.by])]
  const received = sqlName(source, source.receivedAt)
  const name = sqlName(source, entity.column)
  const columns = listOf(['cut', ...key, received, 'entity_count', name])
  const select = (made: readonly string[], where: string, more: readonly string[]): string =>
    `SELECT ${listOf([`'${cut.id}'`, ...key, `max(${received})`, ...made])} FROM ${from} WHERE ${key[0]} = {client:UUID} AND ${where} GROUP BY ${listOf([...key, ...more])}`
  const together = select([`uniqExact(${name})`, `''`], `NOT ${entity.apartSql}`, [])
  const apart = select(['0', name], entity.apartSql, [name])
  return `INSERT INTO ${into} (${columns}) ${together} UNION ALL ${apart}`
}

/**
 * Statements that make all cells of `{client:UUID}` of its rows in the table `from`.
 *
 * @example for (const sql of fillCellsSql(orderLineCells(), { from, into })) await clickhouse.command(sql, { client })
 */
export const fillCellsSql = (cells: Cells, tables: Tables): readonly string[] =>
  cells.cuts.flatMap((cut) => [
    ...(cut.ofEntities === true ? [] : [rowsOfCut(cells, cut, tables)]),
    entitiesOfCut(cells, cut, tables),
  ])
