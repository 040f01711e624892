import type { Aggregate } from '../aggregate.ts'
import type { Node } from '../expression.ts'
import type { Relation } from '../relation.ts'

/** An aggregate over a relation. */
interface Over {
  readonly over: Relation
  readonly of: Aggregate
}

export interface Hoisted extends Over {
  /** How many rows there were before: of none there is no answer. null: all rows of the relation. */
  readonly present: Aggregate | null
}

interface Below {
  readonly rows: Relation
  /** The innermost first. */
  readonly conditions: readonly Node[]
}

const below = (relation: Relation): Below | null => {
  if (relation.kind === 'rows') return { rows: relation, conditions: [] }
  const inner = relation.kind === 'where' ? below(relation.from) : null
  if (relation.kind !== 'where' || inner === null) return null
  return { ...inner, conditions: [...inner.conditions, relation.condition] }
}

/**
 * The same aggregate with the conditions of its rows as its own, but for the first, which most have in common: so more
 * aggregates are made of one reading of a table.
 */
export const hoisted = ({ over, of }: Over): Hoisted => {
  const found = over.kind === 'window' ? below(over.from) : null
  if (over.kind !== 'window' || found === null) return { over, of, present: null }
  const [first, ...others] = found.conditions
  if (first === undefined || others.length === 0) return { over, of, present: null }
  const from: Relation = { kind: 'where', from: found.rows, condition: first }
  const own = of.where.kind === 'all' ? of.where.of : [of.where]
  return {
    over: { ...over, from },
    of: { ...of, where: { kind: 'all', of: [...others, ...own] } },
    present: { kind: 'count', where: { kind: 'all', of: others } },
  }
}
