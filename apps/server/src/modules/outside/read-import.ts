import type { ImportId } from '@busker/contract'
import { assert } from '#platform/assert'
import { AppError } from '#platform/errors'
import { onCommit } from '#platform/postgres'
import type { OutsideDeps } from './deps.ts'
import { FileRefusal, ReaderFailed, type Inspection, type ReadingContext } from './export-reader.ts'
import { fileOf, isThere, removeFile } from './files.ts'
import { importJob, importJobKey } from './jobs.ts'
import { tellUploader } from './present.ts'
import { momentIn } from './rules/moment-in.ts'
import { lockClient, readSettings } from './store/clients.ts'
import {
  findCounting,
  findImport,
  lockImport,
  updateImport,
  type FileRefusalNote,
  type ImportChange,
  type ImportRow,
} from './store/imports.ts'
import { listMappings } from './store/mappings.ts'
import { deleteRefusedLines } from './store/refused-lines.ts'
import { takeRows, type Attempt, type Taken } from './take-rows.ts'

const diskFullPauseMs = 30_000

/** Ends an import whose file cannot be taken, unless somebody ended it before. Its file goes, whatever happens. */
export const refuseImport = async (
  deps: OutsideDeps,
  importId: ImportId,
  { code, detail }: FileRefusalNote,
): Promise<void> => {
  const isOver = await deps.db.transaction(async (tx) => {
    const row = await lockImport(tx, importId)
    if (row === undefined || row.state === 'done' || row.state === 'undone') return true
    if (row.state === 'refused') return false
    const at = deps.clock.now()
    const refused = { state: 'refused', question: null, loadId: null, refusal: { code, detail } } as const
    await updateImport(tx, { importId, at }, refused)
    // Of a file that could not be read to its end the lines before that say nothing.
    if (code !== 'nothing_taken') {
      await deleteRefusedLines(tx, importId)
      await updateImport(tx, { importId, at }, { linesTaken: 0n, linesRefused: 0n })
    }
    onCommit(tx, () => deps.log.event('outside.import_refused', { importId, code }))
    return false
  })
  await removeFile(deps.folder, importId)
  if (!isOver) await tellUploader(deps, importId)
}

/** Begins an attempt with a load of its own: what an earlier one left in the journal does not count. */
const begin = (deps: OutsideDeps, importId: ImportId): Promise<Attempt | null> =>
  deps.db.transaction(async (tx) => {
    const row = await lockImport(tx, importId)
    if (row === undefined || (row.state !== 'waiting' && row.state !== 'reading')) return null
    const loadId = deps.ids.uuid()
    await deleteRefusedLines(tx, importId)
    const fresh = { bytesRead: 0n, linesTaken: 0n, linesRefused: 0n, journalOffset: null }
    await updateImport(
      tx,
      { importId, at: deps.clock.now() },
      { ...fresh, loadId, state: 'reading', question: null },
    )
    return { importId, loadId, clientId: row.clientId, bytes: row.bytes }
  })

const contextOf = async (
  deps: OutsideDeps,
  { clientId, answers }: ImportRow,
): Promise<{ context: ReadingContext; timeZone: string }> => {
  const settings = await readSettings(deps.db.pool, clientId)
  assert(settings !== undefined, 'an import belongs to a client')
  const { region, timeZone, buyerKey } = settings
  const saved = await listMappings(deps.db.pool, clientId)
  const mappings = saved.map(({ signature, mapping }) => ({ ...mapping, signature }))
  const context = { region, answers, mappings, buyerKey: Buffer.from(buyerKey, 'base64url') }
  return { context, timeZone }
}

type Ready = Extract<Inspection, { kind: 'ready' }>
type Asking = Extract<Inspection, { kind: 'needs_mapping' | 'needs_answer' }>

/** Waits for a member; the file stays until then, a day at most. */
const ask = async (deps: OutsideDeps, { importId, loadId }: Attempt, inspection: Asking): Promise<void> => {
  await deps.db.transaction(async (tx) => {
    const row = await lockImport(tx, importId)
    if (row?.loadId !== loadId || row.state !== 'reading') return
    const formats = inspection.kind === 'needs_answer' ? { formats: inspection.formats } : {}
    const change: ImportChange = {
      ...{ state: inspection.kind, question: inspection.question, loadId: null },
      ...formats,
    }
    await updateImport(tx, { importId, at: deps.clock.now() }, change)
  })
  await tellUploader(deps, importId)
}

/**
 * From here on the rows count. They are on the disk already: the journal has synced each before it said so. When the
 * same file began to count meanwhile, this one only repeats it.
 */
const finish = async (
  deps: OutsideDeps,
  { importId, clientId, loadId }: Attempt,
  end: Pick<Ready, 'formats' | 'period'> & { readonly asOf: string; readonly taken: Taken },
): Promise<void> => {
  const { formats, asOf, period } = end
  await deps.db.transaction(async (tx) => {
    await lockClient(tx, clientId)
    const row = await lockImport(tx, importId)
    if (row?.loadId !== loadId || row.state !== 'reading') return
    const at = deps.clock.now()
    const repeats = await findCounting(tx, row)
    if (repeats !== null) {
      const nothing = { loadId: null, linesTaken: 0n, linesRefused: 0n }
      return updateImport(tx, { importId, at }, { ...nothing, state: 'done', repeats })
    }
    const { journalOffset, linesTaken, linesRefused, kinds } = end.taken
    await updateImport(
      tx,
      { importId, at },
      { ...{ state: 'done', formats, asOf, period, kinds }, journalOffset, linesTaken, linesRefused },
    )
    await deps.settling.afterImport(tx, clientId)
    onCommit(tx, () =>
      deps.log.event('outside.imported', {
        ...{ importId, clientId, formats },
        ...{ linesTaken: Number(linesTaken), linesRefused: Number(linesRefused) },
      }),
    )
  })
  await removeFile(deps.folder, importId)
  await tellUploader(deps, importId)
}

const read = async (deps: OutsideDeps, attempt: Attempt, signal: AbortSignal): Promise<void> => {
  const { importId } = attempt
  const row = await findImport(deps.db.pool, importId)
  assert(row !== undefined, 'an import that is read exists')
  if (!(await isThere(deps.folder, importId))) throw new FileRefusal('file_gone')
  const file = { path: fileOf(deps.folder, importId), name: row.fileName }
  const { timeZone, context } = await contextOf(deps, row)
  const inspection = await deps.reader.inspect(file, context, signal)
  switch (inspection.kind) {
    case 'refused':
      throw new FileRefusal(inspection.code, inspection.detail)
    case 'needs_mapping':
    case 'needs_answer':
      return ask(deps, attempt, inspection)
    case 'ready': {
      const { surveys, ...found } = inspection
      const seen = surveys === undefined ? context : { ...context, surveys }
      const batches = deps.reader.read(file, seen, signal)
      const asOf = inspection.asOf ?? momentIn(timeZone, row.uploadedAt.getTime())
      const taken = await takeRows(deps, { attempt, asOf, batches, signal })
      if (taken === null) return
      if (taken.linesTaken === 0n) throw new FileRefusal('nothing_taken')
      return finish(deps, attempt, { ...found, asOf, taken })
    }
  }
}

/** An error of a parser or the database may quote what stands in the file; this one says where, and quotes nothing. */
class ReadingFailed extends Error {
  constructor() {
    super('the file could not be read; see outside.reading_failed in the log')
    this.name = 'ReadingFailed'
  }
}

const framesOf = (error: unknown): string[] => {
  if (error instanceof ReaderFailed) return [error.place]
  const lines = error instanceof Error ? (error.stack ?? '').split('\n') : []
  return lines.filter((line) => /^\s+at /.test(line)).slice(0, 12)
}

/** Reads a file from its first to its last line. At least once: what an attempt wrote counts when it came to its end. */
export const readImport = async (
  deps: OutsideDeps,
  { importId, signal }: { readonly importId: ImportId; readonly signal: AbortSignal },
): Promise<void> => {
  const attempt = await begin(deps, importId)
  if (attempt === null) return
  try {
    await read(deps, attempt, signal)
  } catch (error) {
    if (signal.aborted) throw new ReadingFailed()
    if (error instanceof FileRefusal) return refuseImport(deps, importId, error)
    if (error instanceof AppError && error.code === 'disk_full') {
      // No fault of the file, and quick tries are no use: it waits until somebody has made room.
      const runAt = new Date(deps.clock.nowMs() + diskFullPauseMs)
      return deps.jobs.enqueue(deps.db.pool, importJob, { importId }, { key: importJobKey(importId), runAt })
    }
    const kind = error instanceof Error ? error.name : typeof error
    deps.log.warn('outside.reading_failed', { importId, kind, frames: framesOf(error) })
    throw new ReadingFailed()
  }
}
