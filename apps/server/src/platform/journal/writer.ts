import { AppError, hasErrno } from '#platform/errors'
import type { Log } from '#platform/log'
import { markBeginning, type EncodedRecord } from './frame.ts'
import type { JournalFile, JournalFiles } from './journal-files.ts'
import { createSegment, recordsPerMark, type OpenedSegments, type Segment } from './segments.ts'

interface Waiting {
  readonly records: readonly EncodedRecord[]
  readonly bytes: number
  readonly resolve: (firstOffset: number) => void
  readonly reject: (error: AppError) => void
}

export interface WriterOptions {
  readonly files: JournalFiles
  readonly folder: string
  readonly log: Log
  readonly segmentBytes: number
  readonly waitingBytes: number
  readonly opened: OpenedSegments
  /** Called after every sync with the records that it made durable, and the end of the journal behind them. */
  readonly onAdvance: (records: readonly EncodedRecord[], end: number) => void
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** Group commit: whatever is appended while a sync runs becomes the next single write and sync. */
export class JournalWriter {
  readonly segments: Segment[]
  end: number
  readonly #options: WriterOptions
  #active: Segment
  #file: JournalFile
  #waiting: Waiting[] = []
  #unsyncedBytes = 0
  #running: Promise<void> | null = null
  #poison: { cause: unknown } | null = null
  #closing = false

  constructor(options: WriterOptions, active: Segment) {
    this.#options = options
    this.segments = options.opened.segments
    this.end = options.opened.end
    this.#file = options.opened.file
    this.#active = active
  }

  append(records: readonly EncodedRecord[]): Promise<number> {
    if (this.#closing) return Promise.reject(new AppError('shutting_down'))
    if (this.#poison !== null) return Promise.reject(new AppError('internal', this.#poison))
    if (records.length === 0) return Promise.resolve(this.end)
    const bytes = records.reduce((sum, { frame }) => sum + frame.length, 0)
    // One append that is larger than the limit is let through when nothing waits, otherwise it never could be.
    if (this.#unsyncedBytes > 0 && this.#unsyncedBytes + bytes > this.#options.waitingBytes)
      return Promise.reject(new AppError('overloaded', { retryAfterSeconds: 2 }))
    this.#unsyncedBytes += bytes
    return new Promise((resolve, reject) => {
      this.#waiting.push({ records, bytes, resolve, reject })
      this.#running ??= this.#run()
    })
  }

  /** Waits until everything that was appended is durable or rejected. */
  async close(): Promise<void> {
    if (this.#closing) return
    this.#closing = true
    await this.#running
    await this.#file.close()
  }

  async #run(): Promise<void> {
    // All requests of this turn of the event loop share the first sync, too.
    await turn()
    while (this.#waiting.length > 0) {
      const batch = this.#waiting
      this.#waiting = []
      await this.#commit(batch)
    }
    this.#running = null
  }

  async #commit(batch: readonly Waiting[]): Promise<void> {
    const records = batch.flatMap((each) => each.records)
    const frames = records.map(({ frame }) => frame)
    try {
      if (this.#active.bytes >= this.#options.segmentBytes) await this.#roll()
      const [first] = frames
      if (first !== undefined) markBeginning(first)
      // A large record that comes alone is not copied once more.
      const [only, ...others] = frames
      const bytes = only !== undefined && others.length === 0 ? only : Buffer.concat(frames)
      await this.#file.write(bytes, this.#active.bytes)
      await this.#file.sync()
    } catch (error) {
      await this.#fail(batch, error)
      return
    }
    this.#count(frames)
    this.#settle(batch)
    this.#options.onAdvance(records, this.end)
  }

  async #roll(): Promise<void> {
    const { files, folder } = this.#options
    const created = await createSegment(files, { folder, firstOffset: this.end, previous: this.#active })
    const old = this.#file
    this.#file = created.file
    this.#active = created.segment
    this.segments.push(created.segment)
    await old.close()
  }

  #count(frames: readonly Buffer[]): void {
    for (const frame of frames) {
      if ((this.end - this.#active.firstOffset) % recordsPerMark === 0)
        this.#active.marks?.push(this.#active.bytes)
      this.#active.bytes += frame.length
      this.end += 1
    }
  }

  #settle(batch: readonly Waiting[]): void {
    let firstOffset = this.end - batch.reduce((sum, each) => sum + each.records.length, 0)
    for (const each of batch) {
      this.#unsyncedBytes -= each.bytes
      each.resolve(firstOffset)
      firstOffset += each.records.length
    }
  }

  /**
   * A full disk is survived: the file goes back to its last good byte, and pages behind that byte are gone, so
   * nothing hangs on what the failed sync did to them. After any other failure the state of the file is unknown
   * (a second fsync may report success for pages that were dropped), so nothing is accepted until a restart.
   */
  async #fail(batch: readonly Waiting[], cause: unknown): Promise<void> {
    const cut = await this.#cutBack()
    const full = hasErrno(cause, 'ENOSPC', 'EDQUOT')
    if (full && cut === null) {
      this.#options.log.warn('journal.disk_full', { folder: this.#options.folder, end: this.end })
      this.#reject(batch, () => new AppError('disk_full', { cause }))
      return
    }
    this.#poison = { cause: full ? cut?.cause : cause }
    this.#options.log.error('journal.poisoned', this.#poison.cause, {
      file: this.#active.path,
      end: this.end,
    })
    const rest = this.#waiting
    this.#waiting = []
    this.#reject([...batch, ...rest], () => new AppError('internal', { cause }))
  }

  async #cutBack(): Promise<{ cause: unknown } | null> {
    try {
      await this.#file.truncate(this.#active.bytes)
      await this.#file.sync()
      return null
    } catch (cause) {
      return { cause }
    }
  }

  #reject(batch: readonly Waiting[], makeError: () => AppError): void {
    for (const each of batch) {
      this.#unsyncedBytes -= each.bytes
      each.reject(makeError())
    }
  }
}
