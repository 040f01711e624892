import type { Change } from '@busker/metrics'

interface Moved {
  readonly id: string
  readonly change: Change
}

export interface Movers<Row extends Moved> {
  /** The one that surely rose most, and the one that surely fell most. */
  readonly risen: Row | null
  readonly fallen: Row | null
}

const most = <Row extends Moved>(rows: readonly Row[], sign: 1 | -1): Row | null =>
  rows
    .filter(({ change, id }) => id !== '' && change.surety !== 'weak' && change.delta * sign > 0)
    .reduce<Row | null>(
      (best, row) => (best !== null && best.change.delta * sign >= row.change.delta * sign ? best : row),
      null,
    )

/** Whose contribution changed most against the period before, of those that chance alone does not explain. */
export const moversOf = <Row extends Moved>(rows: readonly Row[]): Movers<Row> => ({
  risen: most(rows, 1),
  fallen: most(rows, -1),
})
