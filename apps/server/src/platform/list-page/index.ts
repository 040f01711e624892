/** Lists that are read page by page, ordered by time and id, both falling. */
export { decodeListCursor, encodeListCursor, type ListPosition } from './list-cursor.ts'
export { pageOf, pageRequest, type Page, type PageRequest } from './list-page.ts'
