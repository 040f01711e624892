import type {
  ClientId,
  ImportId,
  ImportQuestion,
  ImportRefusalCode,
  ImportState,
  PersonId,
} from '@busker/contract'
import { sql } from 'kysely'
import { within, type Queryable, type Tx } from '#platform/postgres'
import type { Answers } from '../rules/answers.ts'
import type { OutsideTables } from './tables.ts'

export interface ImportRow {
  readonly importId: ImportId
  readonly clientId: ClientId
  readonly fileName: string
  readonly bytes: bigint
  readonly sha256: string | null
  readonly state: ImportState
  readonly uploadedBy: PersonId
  readonly uploadedAt: Date
  readonly changedAt: Date
  readonly formats: string[]
  readonly question: ImportQuestion | null
  readonly answers: Answers
  readonly loadId: string | null
  readonly asOf: string | null
  readonly periodFrom: string | null
  readonly periodTo: string | null
  readonly bytesRead: bigint
  readonly linesTaken: bigint
  readonly linesRefused: bigint
  readonly kinds: Record<string, number>
  readonly linesNew: bigint | null
  readonly linesChanged: bigint | null
  readonly refusalCode: ImportRefusalCode | null
  readonly refusalDetail: Record<string, string> | null
  readonly repeats: ImportId | null
  readonly undoneAt: Date | null
  readonly undoneBy: PersonId | null
}

const columns = [
  'import_id as importId',
  'client_id as clientId',
  'file_name as fileName',
  'bytes',
  'sha256',
  'state',
  'uploaded_by as uploadedBy',
  'uploaded_at as uploadedAt',
  'changed_at as changedAt',
  'formats',
  'question',
  'answers',
  'load_id as loadId',
  'as_of as asOf',
  'period_from as periodFrom',
  'period_to as periodTo',
  'bytes_read as bytesRead',
  'lines_taken as linesTaken',
  'lines_refused as linesRefused',
  'kinds',
  'lines_new as linesNew',
  'lines_changed as linesChanged',
  'refusal_code as refusalCode',
  'refusal_detail as refusalDetail',
  'repeats',
  'undone_at as undoneAt',
  'undone_by as undoneBy',
] as const

/** Imports of one client that are not over at the same time. */
export const unfinishedLimit = 200
export const unfinishedStates = ['uploading', 'waiting', 'reading', 'needs_mapping', 'needs_answer'] as const

const imports = (handle: Queryable) =>
  within<OutsideTables>(handle).selectFrom('outside.import').select(columns)

export const findImport = (handle: Queryable, importId: ImportId): Promise<ImportRow | undefined> =>
  imports(handle).where('import_id', '=', importId).executeTakeFirst()

/** Holds an import until the transaction ends: what happens to it happens one after the other. */
export const lockImport = (tx: Tx, importId: ImportId): Promise<ImportRow | undefined> =>
  imports(tx).where('import_id', '=', importId).forUpdate().executeTakeFirst()

/** Newest first. */
export const listImports = (
  handle: Queryable,
  page: { readonly clientId: ClientId; readonly before: ImportId | null; readonly limit: number },
): Promise<ImportRow[]> => {
  const query = imports(handle)
    .where('client_id', '=', page.clientId)
    .orderBy('import_id', 'desc')
    .limit(page.limit)
  return (page.before === null ? query : query.where('import_id', '<', page.before)).execute()
}

/** Of all clients, oldest first; the rest comes with the next sweep. */
export const listUnfinished = (handle: Queryable): Promise<ImportRow[]> =>
  imports(handle).where('state', 'in', unfinishedStates).orderBy('import_id').limit(1000).execute()

export const countUnfinished = async (tx: Tx, clientId: ClientId): Promise<number> => {
  const row = await within<OutsideTables>(tx)
    .selectFrom('outside.import')
    .select((select) => select.fn.countAll<bigint>().as('imports'))
    .where('client_id', '=', clientId)
    .where('state', 'in', unfinishedStates)
    .executeTakeFirst()
  return Number(row?.imports ?? 0n)
}

/** The import of this very file that counts. */
export const findCounting = async (
  handle: Queryable,
  { clientId, sha256 }: Pick<ImportRow, 'clientId' | 'sha256'>,
): Promise<ImportId | null> => {
  const row = await within<OutsideTables>(handle)
    .selectFrom('outside.import')
    .select('import_id')
    .where('client_id', '=', clientId)
    .where('sha256', '=', sha256)
    .where('state', '=', 'done')
    .where('repeats', 'is', null)
    .executeTakeFirst()
  return row?.import_id ?? null
}

export const insertImport = async (
  tx: Tx,
  row: Pick<ImportRow, 'importId' | 'clientId' | 'fileName' | 'bytes' | 'uploadedBy' | 'uploadedAt'>,
): Promise<void> => {
  await within<OutsideTables>(tx)
    .insertInto('outside.import')
    .values({
      import_id: row.importId,
      client_id: row.clientId,
      file_name: row.fileName,
      bytes: row.bytes,
      state: 'uploading',
      uploaded_by: row.uploadedBy,
      uploaded_at: row.uploadedAt,
      changed_at: row.uploadedAt,
    })
    .execute()
}

/** Why a file is refused, with what the sentence needs to be of use. */
export interface FileRefusalNote {
  readonly code: ImportRefusalCode
  readonly detail: Readonly<Record<string, string>>
}

/** What can be said of an import; what is left out stays as it is. */
export interface ImportChange {
  readonly state?: ImportState
  readonly sha256?: string
  readonly formats?: readonly string[]
  readonly question?: ImportQuestion | null
  readonly answers?: Answers
  readonly loadId?: string | null
  readonly journalOffset?: bigint | null
  readonly asOf?: string | null
  readonly period?: { readonly from: string; readonly to: string } | null
  readonly bytesRead?: bigint
  readonly linesTaken?: bigint
  readonly linesRefused?: bigint
  readonly kinds?: Readonly<Record<string, number>>
  readonly refusal?: FileRefusalNote | null
  readonly repeats?: ImportId
  readonly undone?: { readonly at: Date; readonly by: PersonId } | null
}

const json = (value: unknown): string => JSON.stringify(value)

const plainColumns = (change: ImportChange) => ({
  ...(change.state === undefined ? {} : { state: change.state }),
  ...(change.sha256 === undefined ? {} : { sha256: change.sha256 }),
  ...(change.formats === undefined ? {} : { formats: [...change.formats] }),
  ...(change.loadId === undefined ? {} : { load_id: change.loadId }),
  ...(change.journalOffset === undefined ? {} : { journal_offset: change.journalOffset }),
  ...(change.asOf === undefined ? {} : { as_of: change.asOf }),
  ...(change.bytesRead === undefined ? {} : { bytes_read: change.bytesRead }),
  ...(change.linesTaken === undefined ? {} : { lines_taken: change.linesTaken }),
  ...(change.linesRefused === undefined ? {} : { lines_refused: change.linesRefused }),
  ...(change.repeats === undefined ? {} : { repeats: change.repeats }),
})

const composedColumns = ({ question, answers, kinds, period, refusal, undone }: ImportChange) => ({
  ...(question === undefined ? {} : { question: question === null ? null : json(question) }),
  ...(answers === undefined ? {} : { answers: json(answers) }),
  ...(kinds === undefined ? {} : { kinds: json(kinds) }),
  ...(period === undefined ? {} : { period_from: period?.from ?? null, period_to: period?.to ?? null }),
  ...(refusal === undefined
    ? {}
    : {
        refusal_code: refusal?.code ?? null,
        refusal_detail: refusal === null ? null : json(refusal.detail),
      }),
  ...(undone === undefined ? {} : { undone_at: undone?.at ?? null, undone_by: undone?.by ?? null }),
})

export const updateImport = async (
  handle: Queryable,
  { importId, at }: { readonly importId: ImportId; readonly at: Date },
  change: ImportChange,
): Promise<void> => {
  await within<OutsideTables>(handle)
    .updateTable('outside.import')
    .set({ ...plainColumns(change), ...composedColumns(change), changed_at: at })
    .where('import_id', '=', importId)
    .execute()
}

/** How far an attempt is; false when it is not the one that reads any more. */
export const noteProgress = async (
  handle: Queryable,
  attempt: { readonly importId: ImportId; readonly loadId: string },
  progress: { readonly bytesRead: bigint; readonly linesTaken: bigint; readonly linesRefused: bigint },
): Promise<boolean> => {
  const done = await within<OutsideTables>(handle)
    .updateTable('outside.import')
    .set({
      bytes_read: progress.bytesRead,
      lines_taken: progress.linesTaken,
      lines_refused: progress.linesRefused,
    })
    .where('import_id', '=', attempt.importId)
    .where('load_id', '=', attempt.loadId)
    .where('state', '=', 'reading')
    .executeTakeFirst()
  return done.numUpdatedRows > 0n
}

export interface CountingLoad {
  readonly importId: ImportId
  readonly loadId: string
  readonly asOf: string
  /** The last record of the load in the journal; null: it has none. */
  readonly journalOffset: bigint | null
}

/** The loads whose rows count, in the order in which they were imported. */
export const listCountingLoads = async (handle: Queryable, clientId: ClientId): Promise<CountingLoad[]> => {
  const rows = await within<OutsideTables>(handle)
    .selectFrom('outside.import')
    .select([
      'import_id as importId',
      'load_id as loadId',
      'as_of as asOf',
      'journal_offset as journalOffset',
    ])
    .where('client_id', '=', clientId)
    .where('state', '=', 'done')
    .where('repeats', 'is', null)
    .orderBy('import_id')
    .execute()
  return rows.flatMap(({ loadId, asOf, ...row }) =>
    loadId === null || asOf === null ? [] : [{ ...row, loadId, asOf }],
  )
}

/** Clients of whom something counts. */
export const listCountingClients = async (handle: Queryable): Promise<ClientId[]> => {
  const rows = await within<OutsideTables>(handle)
    .selectFrom('outside.import')
    .select('client_id as clientId')
    .distinct()
    .where('state', '=', 'done')
    .where('repeats', 'is', null)
    .execute()
  return rows.map(({ clientId }) => clientId)
}

/** What each load brought beyond the files before it. */
export const saveChanges = async (
  handle: Queryable,
  changes: readonly { readonly loadId: string; readonly added: number; readonly changed: number }[],
): Promise<void> => {
  if (changes.length === 0) return
  await sql`
    update outside.import set lines_new = given.added, lines_changed = given.changed
    from unnest(${changes.map(({ loadId }) => loadId)}::uuid[], ${changes.map(({ added }) => added)}::bigint[],
      ${changes.map(({ changed }) => changed)}::bigint[]) as given (load_id, added, changed)
    where outside.import.load_id = given.load_id`.execute(within<OutsideTables>(handle))
}
