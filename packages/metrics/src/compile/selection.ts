import { weightsOf } from './cells-sql.ts'
import { always, columnSql } from './expression-sql.ts'
import type { Terms } from './parameters.ts'
import type { Place } from './statement.ts'

/**
 * A table while it is written: what is read, which rows are kept, and each column as SQL over what is read. Steps that
 * only filter and compute are folded into one SELECT, because the engine analyses each level of a query anew.
 */
export interface Selection {
  readonly from: string
  /** Something was joined to what is read. The next join gets a table with a name. */
  readonly isJoined: boolean
  readonly where: readonly string[]
  readonly columns: ReadonlyMap<string, string>
  /** The slice of each row. null: the rows are in no window yet. */
  readonly slice: string | null
}

export const termsOf = ({ columns }: Selection, place: Place): Terms => ({
  parameters: place.statement.parameters,
  columns,
  ...(place.cells === undefined ? {} : { weights: weightsOf(place.cells) }),
})

/** FROM and WHERE, each condition once. */
export const sourceSql = ({ from, where }: Selection): string => {
  const conditions = [...new Set(where)].filter((one) => one !== always)
  return `FROM ${from}${conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`}`
}

/** `expression AS name`, or only the name when it is called so already. */
export const called = (sql: string, name: string): string => (sql === name ? name : `${sql} AS ${name}`)

/** A table of the query that has these columns. */
export const tableOf = (
  name: string,
  { columns, isSliced }: { readonly columns: Iterable<string>; readonly isSliced: boolean },
): Selection => ({
  from: name,
  isJoined: false,
  where: [],
  columns: new Map([...columns].map((column) => [column, columnSql(column)])),
  slice: isSliced ? 'slice' : null,
})

/** The same with a name of its own, so that something can be joined to it. */
export const named = (selection: Selection, needed: Iterable<string>, place: Place): Selection => {
  const columns = [...new Set(needed)]
  const selected = [
    ...columns.map((name) => called(selection.columns.get(name) ?? columnSql(name), columnSql(name))),
    ...(selection.slice === null ? [] : [called(selection.slice, 'slice')]),
  ]
  const list = selected.length === 0 ? '1 AS nothing' : selected.join(', ')
  const name = place.statement.table(`SELECT ${list} ${sourceSql(selection)}`)
  return tableOf(name, { columns, isSliced: selection.slice !== null })
}
