import type { AnySource } from '../source.ts'
import type { Relation } from '../relation.ts'

/** The names of the columns that a relation has. */
export const columnsOfRelation = (relation: Relation): ReadonlySet<string> => {
  switch (relation.kind) {
    case 'rows':
      return new Set(Object.keys(relation.source.columns))
    case 'where':
      return columnsOfRelation(relation.from)
    case 'derive':
      return new Set([...columnsOfRelation(relation.from), ...Object.keys(relation.columns)])
    case 'window':
      return new Set([...columnsOfRelation(relation.from), 'daysBefore'])
    case 'group':
      return new Set([...relation.by, ...Object.keys(relation.columns)])
    case 'lookup':
      return new Set([
        ...columnsOfRelation(relation.from),
        ...Object.keys(relation.table.columns),
        relation.found,
      ])
    case 'expand':
    case 'sessions':
      return new Set([...columnsOfRelation(relation.from), relation.as])
  }
}

const sourcesWithin = (relation: Relation): readonly AnySource[] => {
  if (relation.kind === 'rows') return [relation.source]
  if (relation.kind === 'lookup') return [...sourcesWithin(relation.from), ...sourcesWithin(relation.table)]
  return sourcesWithin(relation.from)
}

/** The sources that relations read, each once. */
export const sourcesOf = (relations: readonly Relation[]): readonly AnySource[] => [
  ...new Map(relations.flatMap(sourcesWithin).map((source) => [source.id, source])).values(),
]
