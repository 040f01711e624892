import type { Cells, Cut } from '../cells.ts'

/** The cells that stand in for the rows below an aggregation. */
export interface CellsInPlace {
  readonly cells: Cells
  readonly cut: Cut
  /** Only the entities that stand apart, each with its own sums. */
  readonly isApart?: true
}

/** How rows of a table count that stand for several: as SQL. */
export interface Weights {
  readonly rows: string
  readonly entity: { readonly column: string; readonly count: string; readonly name: string }
}
