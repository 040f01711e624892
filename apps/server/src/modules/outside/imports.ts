import type { Readable } from 'node:stream'
import type { ClientId, FileImport, ImportId, ImportQuestion, ImportState, PersonId } from '@busker/contract'
import { AppError } from '#platform/errors'
import { onCommit, type Queryable, type Tx } from '#platform/postgres'
import { openClient, openForChange } from './access.ts'
import type { OutsideDeps } from './deps.ts'
import { dropBytes, hasRoom, placeFile, receiveBytes, removeFile } from './files.ts'
import { importJob, importJobKey } from './jobs.ts'
import type { Ability } from './policy.ts'
import { presentImports, readImportView, tellUploader } from './present.ts'
import type { Answers } from './rules/answers.ts'
import { lockClient } from './store/clients.ts'
import {
  countUnfinished,
  findCounting,
  findImport,
  insertImport,
  listImports as readImports,
  lockImport,
  unfinishedLimit,
  unfinishedStates,
  updateImport,
  type ImportRow,
} from './store/imports.ts'

export interface AskedImport {
  readonly importId: ImportId
  readonly personId: PersonId
}

/** An import that this person may look at. Whoever may not know its client learns nothing of it either. */
export const openImport = async (
  deps: Pick<OutsideDeps, 'identity'>,
  handle: Queryable,
  { importId, personId }: AskedImport,
): Promise<ImportRow> => {
  const row = await findImport(handle, importId)
  if (row === undefined) throw new AppError('not_found')
  await openClient(deps, handle, { clientId: row.clientId, personId, ability: 'inspect' })
  return row
}

/** The same under lock, to change it: the client first, then the import, in this order everywhere. */
export const lockForChange = async (
  deps: Pick<OutsideDeps, 'identity'>,
  tx: Tx,
  { importId, personId }: AskedImport,
): Promise<ImportRow> => {
  const found = await findImport(tx, importId)
  if (found === undefined) throw new AppError('not_found')
  const ability: Ability = 'import'
  await openForChange(deps, tx, { clientId: found.clientId, personId, ability })
  await lockClient(tx, found.clientId)
  const row = await lockImport(tx, importId)
  if (row === undefined) throw new AppError('not_found')
  return row
}

export const createImport = (
  deps: OutsideDeps,
  asked: { readonly clientId: ClientId; readonly personId: PersonId },
  file: { readonly fileName: string; readonly bytes: number },
): Promise<FileImport> =>
  deps.db.transaction(async (tx) => {
    await openForChange(deps, tx, { ...asked, ability: 'import' })
    if (file.bytes > deps.maximumBytes) throw new AppError('import_too_large')
    if (!(await hasRoom(deps.folder, file.bytes))) throw new AppError('disk_full')
    await lockClient(tx, asked.clientId)
    if ((await countUnfinished(tx, asked.clientId)) >= unfinishedLimit) throw new AppError('list_full')
    const importId = deps.ids.uuid() as ImportId
    await insertImport(tx, {
      ...{ importId, clientId: asked.clientId, fileName: file.fileName, bytes: BigInt(file.bytes) },
      ...{ uploadedBy: asked.personId, uploadedAt: deps.clock.now() },
    })
    return readImportView(deps, tx, importId)
  })

/** Reads a file from here on, with what is known by now. */
export const queueImport = async (deps: OutsideDeps, tx: Tx, importId: ImportId): Promise<void> => {
  await deps.jobs.enqueue(tx, importJob, { importId }, { key: importJobKey(importId) })
}

/**
 * What becomes of bytes that have arrived: they are read, unless the very same file counts already. They take their place
 * under the lock of the import, so that no others can come in between.
 */
const takeIn = (deps: OutsideDeps, asked: AskedImport, sha256: string): Promise<void> =>
  deps.db.transaction(async (tx) => {
    const { clientId, state, importId } = await lockForChange(deps, tx, asked)
    if (state !== 'uploading') throw new AppError('import_changed')
    const at = deps.clock.now()
    const repeats = await findCounting(tx, { clientId, sha256 })
    if (repeats !== null) return updateImport(tx, { importId, at }, { sha256, state: 'done', repeats })
    await placeFile(deps.folder, importId)
    await updateImport(tx, { importId, at }, { sha256, state: 'waiting' })
    await queueImport(deps, tx, importId)
  })

/** Takes the bytes of an import. */
export const receiveFile = async (
  deps: OutsideDeps,
  asked: AskedImport,
  source: Readable,
): Promise<FileImport> => {
  const { folder, db } = deps
  const { importId, bytes, state, clientId } = await openImport(deps, db.pool, asked)
  await openForChange(deps, db.pool, { clientId, personId: asked.personId, ability: 'import' })
  if (state !== 'uploading') throw new AppError('import_changed')
  const sha256 = await receiveBytes(folder, { importId, bytes: Number(bytes) }, source)
  await takeIn(deps, asked, sha256).finally(() => dropBytes(folder, importId))
  return tellUploader(deps, importId)
}

export const getImport = async (deps: OutsideDeps, asked: AskedImport): Promise<FileImport> => {
  await openImport(deps, deps.db.pool, asked)
  return readImportView(deps, deps.db.pool, asked.importId)
}

/** A page of the history of a client, newest first. */
export const listImports = async (
  deps: OutsideDeps,
  asked: { readonly clientId: ClientId; readonly personId: PersonId },
  page: { readonly before: ImportId | null; readonly limit: number },
): Promise<{ imports: FileImport[]; more: boolean; maximumBytes: number }> => {
  const { pool } = deps.db
  await openClient(deps, pool, { ...asked, ability: 'inspect' })
  const rows = await readImports(pool, { ...page, clientId: asked.clientId, limit: page.limit + 1 })
  return {
    imports: await presentImports(deps, pool, rows.slice(0, page.limit)),
    more: rows.length > page.limit,
    maximumBytes: deps.maximumBytes,
  }
}

const answerTo = (question: ImportQuestion | null, answers: Answers): boolean => {
  switch (question?.asks) {
    case 'period':
      return answers.period !== undefined
    case 'date_order':
      return answers.dateOrder !== undefined
    case 'currency':
      return answers.currency !== undefined
    case 'account':
      return answers.account !== undefined
    case 'export_day':
      return answers.exportedOn !== undefined
    case 'mapping':
    case undefined:
      return false
  }
}

/** Goes on with a file that asked for something. */
export const answerImport = async (
  deps: OutsideDeps,
  asked: AskedImport,
  answers: Answers,
): Promise<FileImport> => {
  await deps.db.transaction(async (tx) => {
    const row = await lockForChange(deps, tx, asked)
    if (row.state !== 'needs_answer') throw new AppError('import_changed')
    if (!answerTo(row.question, answers)) throw new AppError('invalid_request')
    await updateImport(
      tx,
      { importId: row.importId, at: deps.clock.now() },
      { state: 'waiting', question: null, answers: { ...row.answers, ...answers } },
    )
    await queueImport(deps, tx, row.importId)
  })
  return tellUploader(deps, asked.importId)
}

const isUnfinished = (state: ImportState): boolean => unfinishedStates.some((one) => one === state)

/** Stops an import that is not done. An attempt that reads it notices soon; what it wrote never counts. */
export const discardImport = async (deps: OutsideDeps, asked: AskedImport): Promise<FileImport> => {
  await deps.db.transaction(async (tx) => {
    const { importId, clientId, state } = await openImport(deps, tx, asked)
    await openClient(deps, tx, { clientId, personId: asked.personId, ability: 'import' })
    await lockClient(tx, clientId)
    const row = await lockImport(tx, importId)
    if (row === undefined || !isUnfinished(row.state)) throw new AppError('import_changed')
    await updateImport(
      tx,
      { importId, at: deps.clock.now() },
      { state: 'refused', question: null, refusal: { code: 'discarded', detail: {} } },
    )
    await deps.jobs.cancel(tx, importJobKey(importId))
    onCommit(tx, () => deps.log.event('outside.import_discarded', { importId, state }))
  })
  await removeFile(deps.folder, asked.importId)
  return tellUploader(deps, asked.importId)
}

/** Takes back what an import brought. */
const undo = async (
  deps: OutsideDeps,
  tx: Tx,
  { row, by }: { readonly row: ImportRow; readonly by: PersonId },
): Promise<void> => {
  if (row.state === 'undone') return
  if (row.state !== 'done' || row.repeats !== null) throw new AppError('import_changed')
  const at = deps.clock.now()
  await updateImport(tx, { importId: row.importId, at }, { state: 'undone', undone: { at, by } })
  await deps.settling.afterImport(tx, row.clientId)
}

/** Lets it count again, unless the same file does already: a cost without a key of its own would count twice. */
const redo = async (deps: OutsideDeps, tx: Tx, row: ImportRow): Promise<void> => {
  if (row.state === 'done' && row.repeats === null) return
  if (row.state !== 'undone') throw new AppError('import_changed')
  if ((await findCounting(tx, row)) !== null) throw new AppError('import_counts_already')
  const at = deps.clock.now()
  await updateImport(tx, { importId: row.importId, at }, { state: 'done', undone: null })
  await deps.settling.afterImport(tx, row.clientId)
}

export const undoImport = async (
  deps: OutsideDeps,
  asked: AskedImport,
  undone: boolean,
): Promise<FileImport> => {
  await deps.db.transaction(async (tx) => {
    const row = await lockForChange(deps, tx, asked)
    await (undone ? undo(deps, tx, { row, by: asked.personId }) : redo(deps, tx, row))
    const { importId } = row
    onCommit(tx, () =>
      deps.log.event(undone ? 'outside.import_undone' : 'outside.import_redone', { importId }),
    )
  })
  return tellUploader(deps, asked.importId)
}
