import type { ImportId, ImportQuestion, ImportRefusalCode } from '@busker/contract'
import { assert } from '#platform/assert'
import { AppError } from '#platform/errors'
import { onCommit } from '#platform/postgres'
import type { OutsideDeps } from './deps.ts'
import { FileRefusal, type ExportFile, type Inspection, type ReadingContext } from './export-reader.ts'
import { fileOf, isThere, removeFile } from './files.ts'
import { importJob, importJobKey } from './jobs.ts'
import { signatureOf } from './mappings.ts'
import { tellUploader } from './present.ts'
import { dateIn } from './rules/date-in.ts'
import { lockClient, readSettings } from './store/clients.ts'
import {
  findCounting,
  findImport,
  lockImport,
  updateImport,
  type ImportChange,
  type ImportRow,
} from './store/imports.ts'
import { findMapping } from './store/mappings.ts'
import { deleteRefusedLines } from './store/refused-lines.ts'
import { takeRows, type Attempt, type Taken } from './take-rows.ts'

const diskFullPauseMs = 30_000

/** Ends an import whose file cannot be taken, unless somebody ended it before. Its file goes, whatever happens. */
export const refuseImport = async (
  deps: OutsideDeps,
  importId: ImportId,
  refusal: { readonly code: ImportRefusalCode; readonly detail: string },
): Promise<void> => {
  const isOver = await deps.db.transaction(async (tx) => {
    const row = await lockImport(tx, importId)
    if (row === undefined || row.state === 'done' || row.state === 'undone') return true
    if (row.state === 'refused') return false
    const at = deps.clock.now()
    await updateImport(tx, { importId, at }, { state: 'refused', question: null, loadId: null, refusal })
    // Of a file that could not be read to its end the lines before that say nothing.
    if (refusal.code !== 'nothing_taken') {
      await deleteRefusedLines(tx, importId)
      await updateImport(tx, { importId, at }, { linesTaken: 0n, linesRefused: 0n })
    }
    onCommit(tx, () => deps.log.event('outside.import_refused', { importId, code: refusal.code }))
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

const contextOf = async (deps: OutsideDeps, row: ImportRow): Promise<ReadingContext> => {
  const settings = await readSettings(deps.db.pool, row.clientId)
  assert(settings !== undefined, 'an import belongs to a client')
  const givenOn = dateIn(settings.timeZone, row.uploadedAt.getTime())
  return { ...settings, givenOn, answers: row.answers, mapping: null }
}

interface Looked {
  readonly inspection: Inspection
  readonly context: ReadingContext
}

/** Looks at the file; when its columns are not known, again with what was said about such columns before. */
const look = async (
  deps: OutsideDeps,
  { row, file, signal }: { readonly row: ImportRow; readonly file: ExportFile; readonly signal: AbortSignal },
): Promise<Looked> => {
  const context = await contextOf(deps, row)
  const inspection = await deps.reader.inspect(file, context, signal)
  if (inspection.kind !== 'needs_mapping') return { inspection, context }
  const signature = signatureOf(inspection.headers)
  const mapping = await findMapping(deps.db.pool, row.clientId, signature)
  if (mapping === null) return { inspection, context }
  const mapped = { ...context, mapping }
  return { inspection: await deps.reader.inspect(file, mapped, signal), context: mapped }
}

const questionOf = (
  inspection: Extract<Inspection, { kind: 'needs_mapping' | 'needs_answer' }>,
): ImportQuestion => {
  if (inspection.kind === 'needs_answer') return { asks: inspection.asks }
  const { sheet, headers, sample, closest } = inspection
  return { asks: 'mapping', sheet, headers: [...headers], sample: sample.map((line) => [...line]), closest }
}

/** Waits for a member; the file stays until then, a day at most. */
const ask = async (
  deps: OutsideDeps,
  { importId, loadId }: Attempt,
  inspection: Extract<Inspection, { kind: 'needs_mapping' | 'needs_answer' }>,
): Promise<void> => {
  await deps.db.transaction(async (tx) => {
    const row = await lockImport(tx, importId)
    if (row?.loadId !== loadId || row.state !== 'reading') return
    const formats = inspection.kind === 'needs_answer' ? { formats: inspection.formats } : {}
    const change: ImportChange = {
      ...{ state: inspection.kind, question: questionOf(inspection), loadId: null },
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
  end: { readonly inspection: Extract<Inspection, { kind: 'ready' }>; readonly taken: Taken },
): Promise<void> => {
  const { formats, asOf, period } = end.inspection
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
  const { inspection, context } = await look(deps, { row, file, signal })
  switch (inspection.kind) {
    case 'refused':
      throw new FileRefusal(inspection.code, inspection.detail)
    case 'needs_mapping':
    case 'needs_answer':
      return ask(deps, attempt, inspection)
    case 'ready': {
      const batches = deps.reader.read(file, context, signal)
      const taken = await takeRows(deps, { attempt, asOf: inspection.asOf, batches, signal })
      if (taken === null) return
      if (taken.linesTaken === 0n) throw new FileRefusal('nothing_taken')
      return finish(deps, attempt, { inspection, taken })
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

const framesOf = (error: unknown): string[] =>
  error instanceof Error
    ? (error.stack ?? '')
        .split('\n')
        .filter((line) => /^\s+at /.test(line))
        .slice(0, 12)
    : []

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
