import {
  importRefusalCatalog,
  type Author,
  type FileImport,
  type ImportId,
  type PersonId,
} from '@busker/contract'
import { AppError } from '#platform/errors'
import type { Queryable } from '#platform/postgres'
import type { OutsideDeps } from './deps.ts'
import { findImport, type ImportRow } from './store/imports.ts'

const progressOf = ({ state, bytes, bytesRead }: ImportRow): number | null =>
  state === 'reading' ? Math.min(1, Number(bytesRead) / Number(bytes)) : null

const countOf = (count: bigint | null): number | null => (count === null ? null : Number(count))

const presentOne = (row: ImportRow, people: ReadonlyMap<PersonId, Author>): FileImport => ({
  importId: row.importId,
  clientId: row.clientId,
  fileName: row.fileName,
  bytes: Number(row.bytes),
  state: row.state,
  uploadedAt: row.uploadedAt.toISOString(),
  uploadedBy: people.get(row.uploadedBy) ?? null,
  changedAt: row.changedAt.toISOString(),
  formats: row.formats,
  question: row.question,
  progress: progressOf(row),
  asOf: row.asOf,
  period:
    row.periodFrom === null || row.periodTo === null ? null : { from: row.periodFrom, to: row.periodTo },
  linesTaken: Number(row.linesTaken),
  linesRefused: Number(row.linesRefused),
  linesNew: countOf(row.linesNew),
  linesChanged: countOf(row.linesChanged),
  kinds: row.kinds,
  refusal:
    row.refusalCode === null
      ? null
      : {
          code: row.refusalCode,
          message: importRefusalCatalog[row.refusalCode],
          detail: row.refusalDetail ?? {},
        },
  repeats: row.repeats,
  undoneAt: row.undoneAt?.toISOString() ?? null,
  undoneBy: row.undoneBy === null ? null : (people.get(row.undoneBy) ?? null),
})

type PresentDeps = Pick<OutsideDeps, 'identity'>

/** Imports with the names of the people behind them, in one read. */
export const presentImports = async (
  { identity }: PresentDeps,
  handle: Queryable,
  rows: readonly ImportRow[],
): Promise<FileImport[]> => {
  const ids = rows.flatMap(({ uploadedBy, undoneBy }) => [uploadedBy, ...(undoneBy ? [undoneBy] : [])])
  const people = await identity.getAuthors(handle, ids)
  return rows.map((row) => presentOne(row, people))
}

/** An import as it stands now. */
export const readImportView = async (
  deps: PresentDeps,
  handle: Queryable,
  importId: ImportId,
): Promise<FileImport> => {
  const row = await findImport(handle, importId)
  const [view] = row === undefined ? [] : await presentImports(deps, handle, [row])
  if (view === undefined) throw new AppError('not_found')
  return view
}

/** Shows whoever gave the file how it stands. */
export const tellUploader = async (
  deps: Pick<OutsideDeps, 'db' | 'identity' | 'publish'>,
  importId: ImportId,
): Promise<FileImport> => {
  const view = await readImportView(deps, deps.db.pool, importId)
  if (view.uploadedBy !== null)
    deps.publish(view.uploadedBy.personId, { type: 'import.changed', import: view })
  return view
}
