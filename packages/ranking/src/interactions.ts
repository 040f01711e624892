/** Who met what, and how much it counts: the rows of a sparse matrix, one after another (CSR). */
export interface Interactions {
  readonly rows: number
  readonly columns: number
  /** Where the cells of each row begin; one more than rows. */
  readonly start: Int32Array
  readonly column: Int32Array
  readonly weight: Float32Array
}

export interface Cells {
  readonly row: ArrayLike<number>
  readonly column: ArrayLike<number>
  /** Left out: each counts once. */
  readonly weight?: ArrayLike<number>
}

/** Rows out of cells in any order; the columns of a row keep the order of the cells. */
export const interactionsOf = (
  { row, column, weight }: Cells,
  { rows, columns }: { readonly rows: number; readonly columns: number },
): Interactions => {
  const count = row.length
  const start = new Int32Array(rows + 1)
  for (let at = 0; at < count; at += 1) {
    const own = row[at] ?? 0
    if (own < 0 || own >= rows) throw new RangeError(`row ${own} of ${rows}`)
    start[own + 1] = (start[own + 1] ?? 0) + 1
  }
  for (let at = 0; at < rows; at += 1) start[at + 1] = (start[at + 1] ?? 0) + (start[at] ?? 0)
  const next = start.slice()
  const made = { rows, columns, start, column: new Int32Array(count), weight: new Float32Array(count) }
  for (let at = 0; at < count; at += 1) {
    const own = row[at] ?? 0
    const to = next[own] ?? 0
    made.column[to] = column[at] ?? 0
    made.weight[to] = weight?.[at] ?? 1
    next[own] = to + 1
  }
  return made
}

/** Columns as rows, each in the order of the rows. */
export const transposed = ({ rows, columns, start, column, weight }: Interactions): Interactions => {
  const row = new Int32Array(column.length)
  for (let own = 0; own < rows; own += 1) row.fill(own, start[own] ?? 0, start[own + 1] ?? 0)
  return interactionsOf({ row: column, column: row, weight }, { rows: columns, columns: rows })
}
