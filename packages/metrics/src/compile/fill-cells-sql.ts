import type { Aggregate } from '../aggregate.ts'
import { aloneBit, apartBit, firstBit, type Cells, type Cut } from '../cells.ts'
import { anyQuestion } from '../question.ts'
import { aggregateColumns, sqlName } from './columns.ts'
import { apartId } from './cells-sql.ts'
import { readColumn, toSql } from './expression-sql.ts'
import { Parameters } from './parameters.ts'

/** Statements of which all values are bound. */
export interface BoundStatements {
  readonly statements: readonly string[]
  readonly params: Readonly<Record<string, number | string>>
}

/** The tables and what of them is read and written. */
interface Filling {
  readonly cells: Cells
  readonly from: string
  readonly parameters: Parameters
}

const sqlNamesOf = ({ source }: Cells, names: readonly string[]): string[] =>
  names.map((name) => sqlName(source, name))

const clientOf = ({ source }: Cells): string => sqlName(source, source.scope.clientId ?? '')
const ownRows = (cells: Cells): string => `${clientOf(cells)} = {client:UUID}`
const valueNames = ({ entity }: Cells): string[] => Object.keys(entity.values)

/** Flags that may differ from row to row of an entity are not told of entities. */
const entityFlags = ({ source, flags, entity }: Cells): string[] =>
  flags.map((name) => (entity.flags.includes(name) ? sqlName(source, name) : 'false'))

/** What a column holds in a row of a cut that does not tell it apart. */
const emptyOf = ({ source }: Cells, name: string): string =>
  source.columns[name]?.type === 'text' ? `''` : 'toUInt8(0)'

/** The columns of a cell, in the order in which the statements below fill them. */
const columnsOfCell = (cells: Cells): readonly string[] => {
  const { source, flags, sums, cuts, entity } = cells
  const key = [source.scope.clientId ?? '', source.localDate, ...flags, ...cuts.flatMap(({ by }) => by)]
  return [
    'cut',
    ...sqlNamesOf(cells, [...key, source.receivedAt]),
    'line_count',
    'entity_count',
    ...sqlNamesOf(cells, [entity.column, ...sums]),
    ...valueNames(cells),
  ]
}

/** The column of a value: rows that stand for entities, whose sums have the names of what was summed. */
const valueSql = ({ cells, parameters }: Filling, aggregate: Aggregate, isEntity: string): string => {
  if (aggregate.kind !== 'sum' && aggregate.kind !== 'count')
    throw new TypeError(`"${aggregate.kind}" does not add up over entities`)
  const columns = new Map(
    aggregateColumns(aggregate).map((name) => [name, readColumn(sqlName(cells.source, name), 'integer')]),
  )
  const sql = (node: Aggregate['where']): string => toSql(node, { parameters, columns })
  const one = aggregate.kind === 'sum' ? sql(aggregate.of) : '1'
  return `sumIf(toInt128(${one}), ${isEntity} AND ${sql(aggregate.where)})`
}

const valuesSql = (filling: Filling, isEntity: string): string[] =>
  Object.values(filling.cells.entity.values).map((one) => valueSql(filling, one, isEntity))

/** The columns of the source of which an entity's values are made. */
const valuedOf = ({ entity }: Cells): string[] => [
  ...new Set(Object.values(entity.values).flatMap(aggregateColumns)),
]

const toldOf = (cells: Cells, cut: Cut): string[] =>
  cells.cuts
    .flatMap(({ by }) => by)
    .map((name) => (cut.by.includes(name) ? sqlName(cells.source, name) : emptyOf(cells, name)))

/** Rows of one cut, counted and summed; what an entity with several rows makes of its sums stands elsewhere. */
const rowsOfCut = (filling: Filling, cut: Cut): string => {
  const { cells, from } = filling
  const { source, flags, sums, entity } = cells
  const key = sqlNamesOf(cells, [source.localDate, ...flags, ...cut.by])
  const made = [
    ...[`'${cut.id}'`, '{client:UUID}', sqlName(source, source.localDate), ...sqlNamesOf(cells, flags)],
    ...[...toldOf(cells, cut), `max(${sqlName(source, source.receivedAt)})`, 'count()'],
    ...[`countIf(bitTest(${entity.marksSql}, ${firstBit(cells, cut)}))`, `''`],
    // What does not fit into 64 bits is an error and not another number.
    ...sqlNamesOf(cells, sums).map((name) => `accurateCast(sum(toInt128(${name})), 'Int64')`),
    ...valuesSql(filling, `bitTest(${entity.marksSql}, ${aloneBit(cells)})`),
  ]
  return `SELECT ${made.join(', ')} FROM ${from} WHERE ${ownRows(cells)} GROUP BY ${key.join(', ')}`
}

/** What the entities with several rows make of their sums in each value of a cut, all of one date and state. */
const sharedOfCut = (filling: Filling, cut: Cut): string => {
  const { cells, from } = filling
  const { source, sums, entity } = cells
  const marks = entity.marksSql
  const state = sqlNamesOf(cells, [source.localDate, ...entity.flags, ...cut.by])
  const summed = sqlNamesOf(cells, valuedOf(cells)).map((name) => `sum(${name}) AS ${name}`)
  const received = sqlName(source, source.receivedAt)
  const several = `NOT bitTest(${marks}, ${apartBit}) AND NOT bitTest(${marks}, ${aloneBit(cells)})`
  const entities = `SELECT ${[...state, `max(${received}) AS received`, ...summed].join(', ')} FROM ${from} WHERE ${ownRows(cells)} AND ${several} GROUP BY ${[sqlName(source, entity.column), ...state].join(', ')}`
  const made = [
    ...[`'${cut.id}'`, '{client:UUID}', sqlName(source, source.localDate), ...entityFlags(cells)],
    ...[...toldOf(cells, cut), 'max(received)', 'toUInt64(0)', 'toUInt64(0)', `''`],
    ...[...sums.map(() => 'toInt64(0)'), ...valuesSql(filling, 'true')],
  ]
  return `SELECT ${made.join(', ')} FROM (${entities}) GROUP BY ${state.join(', ')}`
}

/** Rows of a cut that counts entities only. */
const entitiesOfCut = ({ cells, from }: Filling, cut: Cut): string => {
  const { source, sums, entity } = cells
  const key = sqlNamesOf(cells, [source.localDate, ...entity.flags, ...cut.by])
  const made = [
    ...[`'${cut.id}'`, '{client:UUID}', sqlName(source, source.localDate), ...entityFlags(cells)],
    ...[...toldOf(cells, cut), `max(${sqlName(source, source.receivedAt)})`, 'toUInt64(0)'],
    ...[`countIf(bitTest(${entity.marksSql}, ${firstBit(cells, cut)}))`, `''`],
    ...[...sums.map(() => 'toInt64(0)'), ...valueNames(cells).map(() => 'toInt128(0)')],
  ]
  return `SELECT ${made.join(', ')} FROM ${from} WHERE ${ownRows(cells)} GROUP BY ${key.join(', ')}`
}

/**
 * The entities that stand apart, by their name, in each cell where they are: once among the others, where they count,
 * and once by themselves, with their sums there.
 */
const apartEntities = ({ cells, from }: Filling): string => {
  const { source, sums, cuts, entity } = cells
  const told = cuts.flatMap(({ id, by }) =>
    by.map((name) => `if(cut.1 = '${id}', ${sqlName(source, name)}, ${emptyOf(cells, name)})`),
  )
  const [date, named] = sqlNamesOf(cells, [source.localDate, entity.column])
  const made = [
    ...['cut.2', '{client:UUID}', date, ...entityFlags(cells), ...told],
    ...[`max(${sqlName(source, source.receivedAt)})`, 'toUInt64(0)', 'toUInt64(0)', named],
    ...sqlNamesOf(cells, sums).map(
      (name) => `if(cut.1 = cut.2, toInt64(0), accurateCast(sum(toInt128(${name})), 'Int64'))`,
    ),
    ...valueNames(cells).map(() => 'toInt128(0)'),
  ]
  const key = ['cut.1', 'cut.2', date, ...sqlNamesOf(cells, entity.flags), ...told, named]
  const ids = cuts.flatMap((cut) => [`('${cut.id}', '${cut.id}')`, `('${cut.id}', '${apartId(cut)}')`])
  return `SELECT ${made.join(', ')} FROM ${from} ARRAY JOIN [${ids.join(', ')}] AS cut WHERE ${ownRows(cells)} AND bitTest(${entity.marksSql}, ${apartBit}) GROUP BY ${key.join(', ')}`
}

/**
 * The statements that make all cells of `{client:UUID}` of its rows in the table `from`, one after another.
 *
 * @example const { statements, params } = fillCellsSql(orderLineCells, { from, into })
 * for (const sql of statements) await clickhouse.command(sql, { ...params, client })
 */
export const fillCellsSql = (
  cells: Cells,
  { from, into }: { readonly from: string; readonly into: string },
): BoundStatements => {
  const filling = { cells, from, parameters: new Parameters(anyQuestion) }
  const parts = [
    ...cells.cuts.flatMap((cut) =>
      cut.ofEntities === true
        ? [entitiesOfCut(filling, cut)]
        : [rowsOfCut(filling, cut), sharedOfCut(filling, cut)],
    ),
    apartEntities(filling),
  ]
  const head = `INSERT INTO ${into} (${columnsOfCell(cells).join(', ')})`
  return { statements: parts.map((part) => `${head} ${part}`), params: filling.parameters.values }
}
