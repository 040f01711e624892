import { lineRefusalCatalog, type RefusedLine } from '@busker/contract'
import { csvLine } from '@busker/contract/csv'
import type { OutsideDeps } from './deps.ts'
import { openImport, type AskedImport } from './imports.ts'
import { keptLines, listRefusedLines as readLines } from './store/refused-lines.ts'

/** A page of the lines of a file that were not taken. */
export const listRefusedLines = async (
  deps: OutsideDeps,
  asked: AskedImport,
  page: { readonly after: number; readonly limit: number },
): Promise<{ lines: RefusedLine[]; more: boolean }> => {
  const { importId } = await openImport(deps, deps.db.pool, asked)
  const lines = await readLines(deps.db.pool, { ...page, importId, limit: page.limit + 1 })
  return { lines: lines.slice(0, page.limit), more: lines.length > page.limit }
}

const linesAtOnce = 1000
/** Tells spreadsheets the encoding. */
const byteOrderMark = '\uFEFF'

/** The same lines as a CSV file, in pieces. Whoever may not see them is refused before the first one. */
export const refusedFile = async (deps: OutsideDeps, asked: AskedImport): Promise<AsyncGenerator<string>> => {
  const { importId } = await openImport(deps, deps.db.pool, asked)
  return (async function* () {
    yield byteOrderMark + csvLine(['sheet', 'line', 'column', 'value', 'reason', 'what_it_means'])
    for (let after = 0; after < keptLines;) {
      const lines = await readLines(deps.db.pool, { importId, after, limit: linesAtOnce })
      const last = lines.at(-1)
      if (last === undefined) return
      yield lines
        .map(({ sheet, line, column, value, reason }) =>
          csvLine([sheet, line, column, value, reason, lineRefusalCatalog[reason]]),
        )
        .join('')
      after = last.ordinal
    }
  })()
}
