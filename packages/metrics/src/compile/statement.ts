import type { Metric } from '../metric.ts'
import type { Question } from '../question.ts'
import type { Parameters } from './parameters.ts'
import type { CellsInPlace } from './weights.ts'

/** The parts of one query: named tables, each text once, so that metrics that need the same rows share them. */
export class Statement {
  readonly parameters: Parameters
  readonly question: Question
  readonly #tables = new Map<string, string>()

  constructor(question: Question, parameters: Parameters) {
    this.question = question
    this.parameters = parameters
  }

  /** Names a table of the query. */
  table(sql: string): string {
    const name = this.#tables.get(sql) ?? `t${this.#tables.size}`
    this.#tables.set(sql, name)
    return name
  }

  /** All of them, in front of the query. */
  get tables(): string {
    const list = [...this.#tables].map(([sql, name]) => `${name} AS (\n${sql}\n)`)
    return list.length === 0 ? '' : `WITH\n${list.join(',\n')}\n`
  }
}

/** What compiling a relation must know besides the relation: which definition it belongs to. */
export interface Place {
  readonly statement: Statement
  readonly metric: Pick<Metric, 'window' | 'traffic' | 'id'>
  /** What is made of the rows does not depend on how often each is there. */
  readonly asSet?: boolean
  /** Cells are read in the place of the rows. */
  readonly cells?: CellsInPlace
  /** A grouped table is made for some keys only: the condition on them. */
  readonly among?: Among
  /** Only facts with some values of these columns matter. Who does not leave the others out gives the same answer, later. */
  readonly narrow?: { readonly names: readonly string[]; readonly among: Among }
}

type Among = (keys: readonly string[]) => string
