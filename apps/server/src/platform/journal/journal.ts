import { assert } from '#platform/assert'
import type { Log } from '#platform/log'
import { encodeRecord } from './frame.ts'
import { nodeJournalFiles, type JournalFiles } from './journal-files.ts'
import { readRecords, type JournalRecord } from './reader.ts'
import { openSegments } from './segments.ts'
import { sharedTail } from './tail.ts'
import { JournalWriter } from './writer.ts'

/** An append-only log of JSON records with consecutive offsets 0, 1, 2, … */
export interface Journal {
  /**
   * Resolves with the offset of the record after it is on the disk (fsync); then it is never lost. Readers may get this
   * very payload: nobody may change it from here on.
   */
  append(kind: string, payload: unknown): Promise<number>
  /** Appends several records in one go and resolves with the offset of the first one. */
  appendAll(records: readonly { readonly kind: string; readonly payload: unknown }[]): Promise<number>
  /** The offset that the next record gets: all records below it are durable. */
  readonly end: number
  /** Records from an offset on, in order; they are shared, nobody may change them. At most `limit`, fewer when they are large, none at the end. */
  read(from: number, limit: number): Promise<JournalRecord[]>
  /** True as soon as this record is there, false when the signal aborted or the journal closes before that. */
  waitFor(offset: number, signal?: AbortSignal): Promise<boolean>
  /** The files that hold all records below `end`, and how many bytes of each: what a backup has to copy. */
  snapshot(): {
    readonly end: number
    readonly files: readonly { readonly path: string; readonly bytes: number }[]
  }
  /** Refuses new records, waits for those that are under way and closes the files. */
  close(): Promise<void>
}

export interface JournalOptions {
  readonly folder: string
  readonly log: Log
  /** A segment that reached this size is followed by a new one. 64 MiB unless told. */
  readonly segmentBytes?: number
  /** Appends are refused as `overloaded` while so many bytes wait for the disk. 8 MiB unless told. */
  readonly waitingBytes?: number
  readonly files?: JournalFiles
}

const mebibyte = 1024 * 1024

interface Waiters {
  wait(offset: number, signal?: AbortSignal): Promise<boolean>
  advance(end: number): void
  close(): void
}

/** Those who wait for a record to be written: a handful of consumers. */
const createWaiters = (currentEnd: () => number): Waiters => {
  const waiting = new Set<{ offset: number; settle: (there: boolean) => void }>()
  let closed = false
  const wait = (offset: number, signal?: AbortSignal): Promise<boolean> => {
    if (signal?.aborted === true) return Promise.resolve(false)
    if (offset < currentEnd()) return Promise.resolve(true)
    if (closed) return Promise.resolve(false)
    return new Promise((resolve) => {
      const abort = () => waiter.settle(false)
      const waiter = {
        offset,
        settle: (there: boolean) => {
          waiting.delete(waiter)
          signal?.removeEventListener('abort', abort)
          resolve(there)
        },
      }
      waiting.add(waiter)
      signal?.addEventListener('abort', abort)
    })
  }
  return {
    wait,
    advance: (end) => {
      for (const waiter of waiting) if (waiter.offset < end) waiter.settle(true)
    },
    close: () => {
      closed = true
      for (const waiter of waiting) waiter.settle(false)
    },
  }
}

/**
 * Opens the journal of a folder or creates it. What a crash tore off at the end is cut; damage to acknowledged
 * records is refused with a StartError that names the file. Only one process may have a folder open.
 *
 * @example
 * const journal = await openJournal({ folder: `${dataFolder}/journal`, log })
 * const offset = await journal.append('view', { videoId, watchMs: 4200 })
 */
export const openJournal = async (options: JournalOptions): Promise<Journal> => {
  const files = options.files ?? nodeJournalFiles()
  const { folder, log } = options
  const opened = await openSegments({ files, folder, log })
  const newest = opened.segments.at(-1)
  assert(newest !== undefined, 'an open journal has a segment')
  const waiters = createWaiters(() => writer.end)
  const writer = new JournalWriter(
    {
      files,
      folder,
      log,
      segmentBytes: options.segmentBytes ?? 64 * mebibyte,
      waitingBytes: options.waitingBytes ?? 8 * mebibyte,
      opened,
      onAdvance: (records, end) => {
        tail.follow(records, end)
        waiters.advance(end)
      },
    },
    newest,
  )
  const tail = sharedTail(
    (wanted) => readRecords(files, writer, wanted),
    () => writer.end,
  )
  return {
    append: async (kind, payload) => writer.append([encodeRecord(kind, payload)]),
    appendAll: async (records) => writer.append(records.map((each) => encodeRecord(each.kind, each.payload))),
    get end() {
      return writer.end
    },
    read: tail.read,
    waitFor: waiters.wait,
    snapshot: () => ({
      end: writer.end,
      files: writer.segments.map((segment) => ({ path: segment.path, bytes: segment.bytes })),
    }),
    close: async () => {
      await writer.close()
      waiters.close()
    },
  }
}
