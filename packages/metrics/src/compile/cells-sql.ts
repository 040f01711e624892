import type { Aggregate } from '../aggregate.ts'
import { cellsOf, type Cells, type Cut } from '../cells.ts'
import type { Node } from '../expression.ts'
import type { Relation, RowsRelation } from '../relation.ts'
import { sliceDefinition } from '../slice.ts'
import { columnsOf, sqlName } from './columns.ts'
import type { Place } from './statement.ts'
import type { CellsInPlace, Weights } from './weights.ts'

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
  inPlace === null || inPlace.isApart === true
    ? needed
    : new Set([...needed].filter((name) => name !== inPlace.cells.entity.column))

/** What the rows of a cut are called that are of entities that stand apart. */
export const apartId = ({ id }: Cut): string => `${id}:apart`

/** Rows of a cut alone. Its name is ours and no value of a question, but values are bound all the same. */
export const ofCut = ({ cut, isApart }: Omit<CellsInPlace, 'cells'>, { statement }: Place): string =>
  `cut = ${statement.parameters.bind('text', isApart === true ? apartId(cut) : cut.id)}`
