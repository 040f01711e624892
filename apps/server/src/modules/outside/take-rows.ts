import type { ClientId, ImportId, RefusedLine as KeptLine } from '@busker/contract'
import { sleep } from '#platform/clock'
import { AppError } from '#platform/errors'
import { encodedJson, type EncodedJson } from '#platform/journal'
import type { OutsideDeps } from './deps.ts'
import type { Batch } from './export-reader.ts'
import { tellUploader } from './present.ts'
import type { RefusedLine } from './rules/rows.ts'
import { noteProgress } from './store/imports.ts'
import { insertRefusedLines, keptLines } from './store/refused-lines.ts'

/** One reading of a file. */
export interface Attempt {
  readonly importId: ImportId
  readonly clientId: ClientId
  readonly loadId: string
  readonly bytes: bigint
}

/** A record of the journal. Its rows count while its load is the one of an import that is done. */
export interface RowsRecord {
  readonly loadId: string
  readonly importId: ImportId
  readonly clientId: ClientId
  readonly asOf: string
  /** Rows as `storedLine` writes them. */
  readonly lines: string
}

/** The kind of such a record. */
export const rowsKind = 'outside.rows'

export interface Taken {
  readonly linesTaken: bigint
  readonly linesRefused: bigint
  readonly kinds: Readonly<Record<string, number>>
  /** Of the last record; null: there is none. */
  readonly journalOffset: bigint | null
}

const overloadPauseMs = 1000
const mostOverloads = 120
const tellEveryMs = 1000
const longestValue = 500

/** Facts of viewers go first: a journal that is busy lets a file wait. */
const append = async (
  { journal }: OutsideDeps,
  record: EncodedJson,
  signal: AbortSignal,
): Promise<number> => {
  for (let overloads = 0; ; overloads += 1) {
    try {
      return await journal.append(rowsKind, record)
    } catch (error) {
      const mayWait = error instanceof AppError && error.code === 'overloaded' && overloads < mostOverloads
      if (!mayWait) throw error
      await sleep(overloadPauseMs, signal)
      signal.throwIfAborted()
    }
  }
}

const cut = (text: string, length: number): string => text.slice(0, length)

/** What is kept of the refused lines of a batch, when `before` were refused already. */
const linesToKeep = (refused: readonly RefusedLine[], before: number): KeptLine[] =>
  refused.slice(0, Math.max(0, keptLines - before)).map((line, index) => ({
    ordinal: before + index + 1,
    sheet: cut(line.sheet, longestValue),
    line: line.line,
    reason: line.reason,
    column: cut(line.column, longestValue),
    value: cut(line.value, longestValue),
  }))

/** A record out of its head and lines that are JSON already: `{ …head, lines }`. */
const withLines = (head: Omit<RowsRecord, 'lines'>, lines: Uint8Array): EncodedJson =>
  encodedJson([Buffer.from(`${JSON.stringify(head).slice(0, -1)},"lines":`), lines, Buffer.from('}')])

interface Counts {
  taken: number
  refused: number
  readonly kinds: Map<string, number>
  journalOffset: number | null
}

const takeBatch = async (
  deps: OutsideDeps,
  { attempt, asOf, batch, counts, signal }: Taking & { readonly batch: Batch; readonly counts: Counts },
): Promise<void> => {
  const { importId, clientId, loadId } = attempt
  const head: Omit<RowsRecord, 'lines'> = { loadId, importId, clientId, asOf }
  for (const lines of batch.packs) {
    counts.journalOffset = await append(deps, withLines(head, lines), signal)
  }
  await insertRefusedLines(deps.db.pool, importId, linesToKeep(batch.refused, counts.refused))
  for (const [kind, rows] of Object.entries(batch.kinds))
    counts.kinds.set(kind, (counts.kinds.get(kind) ?? 0) + rows)
  counts.taken += batch.rows
  counts.refused += batch.refused.length
}

interface Taking {
  readonly attempt: Attempt
  readonly asOf: string
  readonly signal: AbortSignal
}

const scaled = (bytes: bigint, { readBytes, totalBytes }: Batch): bigint =>
  totalBytes === 0 ? bytes : BigInt(Math.floor(Number(bytes) * Math.min(1, readBytes / totalBytes)))

/**
 * Writes the rows of a file to the journal, batch by batch, and tells how far it is. null: the attempt was stopped or
 * overtaken, and nothing of it counts.
 */
export const takeRows = async (
  deps: OutsideDeps,
  given: Taking & { readonly batches: AsyncIterable<Batch> },
): Promise<Taken | null> => {
  const { attempt, asOf, signal } = given
  const counts: Counts = { taken: 0, refused: 0, kinds: new Map(), journalOffset: null }
  const isStillOurs = (bytesRead: bigint): Promise<boolean> =>
    noteProgress(deps.db.pool, attempt, {
      bytesRead,
      linesTaken: BigInt(counts.taken),
      linesRefused: BigInt(counts.refused),
    })
  let toldMs = Number.NEGATIVE_INFINITY
  for await (const batch of given.batches) {
    signal.throwIfAborted()
    await takeBatch(deps, { attempt, asOf, batch, counts, signal })
    const nowMs = deps.clock.nowMs()
    if (nowMs - toldMs < tellEveryMs) continue
    toldMs = nowMs
    if (!(await isStillOurs(scaled(attempt.bytes, batch)))) return null
    await tellUploader(deps, attempt.importId)
  }
  if (!(await isStillOurs(attempt.bytes))) return null
  return {
    linesTaken: BigInt(counts.taken),
    linesRefused: BigInt(counts.refused),
    kinds: Object.fromEntries(counts.kinds),
    journalOffset: counts.journalOffset === null ? null : BigInt(counts.journalOffset),
  }
}
