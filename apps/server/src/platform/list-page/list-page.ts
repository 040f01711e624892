import { AppError } from '#platform/errors'
import { decodeListCursor, encodeListCursor, type ListPosition } from './list-cursor.ts'

export interface PageRequest {
  readonly after: ListPosition | null
  readonly limit: number
}

export interface Page<Item> {
  readonly items: Item[]
  /** Cursor of the next page; null at the end. */
  readonly next: string | null
}

/** The query of a list endpoint as the lists understand it. */
export const pageRequest = (query: { cursor?: string | undefined; limit: number }): PageRequest => {
  if (query.cursor === undefined) return { after: null, limit: query.limit }
  const after = decodeListCursor(query.cursor)
  if (!after) throw new AppError('invalid_cursor')
  return { after, limit: query.limit }
}

/** Rows were read with one more than asked: it tells whether there is a next page. */
export const pageOf = <Row extends ListPosition>(rows: readonly Row[], request: PageRequest): Page<Row> => {
  const items = rows.slice(0, request.limit)
  const last = items.at(-1)
  return { items, next: rows.length > request.limit && last ? encodeListCursor(last) : null }
}
