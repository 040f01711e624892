import { Worker } from 'node:worker_threads'
import { FileRefused } from './file-faults.ts'
import type { Inspection } from './inspect-export.ts'
import type { ReadContext } from './read-export.ts'
import type { PackedBatch, ReaderJob, ReaderMessage } from './reader-protocol.ts'
import type { Told } from './survey.ts'
import type { GivenFile } from './tables/file-source.ts'

export interface WorkerLimits {
  /** Of the JavaScript heap of the thread. */
  readonly memoryMebibytes: number
  /** Waited for the thread, in sum; what the caller takes with each batch does not count. */
  readonly waitMs: number
}

export const usualWorkerLimits: WorkerLimits = { memoryMebibytes: 768, waitMs: 15 * 60_000 }

export interface WorkerOptions {
  readonly limits?: WorkerLimits
  readonly signal?: AbortSignal | undefined
}

/** The messages of one thread, in order; ends it when disposed. */
class ReaderThread implements AsyncDisposable {
  private readonly worker: Worker
  private readonly arrived: ReaderMessage[] = []
  private fault: FileRefused | null = null
  private wake: (() => void) | null = null
  private waitMs: number
  private readonly stop: () => void
  private readonly signal: AbortSignal | undefined

  constructor(job: ReaderJob, { limits = usualWorkerLimits, signal }: WorkerOptions) {
    this.waitMs = limits.waitMs
    this.signal = signal
    this.worker = new Worker(new URL('./reader.worker.ts', import.meta.url), {
      workerData: job,
      resourceLimits: {
        maxOldGenerationSizeMb: limits.memoryMebibytes,
        maxYoungGenerationSizeMb: 64,
        stackSizeMb: 4,
      },
    })
    this.stop = () => this.end(new FileRefused('stopped', { cause: signal?.reason }))
    signal?.addEventListener('abort', this.stop, { once: true })
    if (signal?.aborted === true) this.stop()
    this.worker.on('message', (message: ReaderMessage) => {
      this.arrived.push(message)
      this.wake?.()
    })
    this.worker.on('error', (error: unknown) => {
      const isMemory = error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
      this.end(new FileRefused(isMemory ? 'out_of_memory' : 'reader_failed', { cause: error }))
    })
    this.worker.on('exit', () => this.end(new FileRefused('reader_failed')))
  }

  private end(fault: FileRefused): void {
    this.fault ??= fault
    this.wake?.()
  }

  /** The next message; throws when the thread has ended without one, was stopped, or takes too long. */
  async next(): Promise<ReaderMessage> {
    const began = performance.now()
    const timer = setTimeout(() => this.end(new FileRefused('took_too_long')), Math.max(0, this.waitMs))
    try {
      for (;;) {
        // What was said before the end counts, unless somebody stopped the reading.
        const message = this.fault?.fault.code === 'stopped' ? undefined : this.arrived.shift()
        if (message !== undefined) return message
        if (this.fault !== null) throw this.fault
        await new Promise<void>((resolve) => (this.wake = resolve))
      }
    } finally {
      clearTimeout(timer)
      this.waitMs -= performance.now() - began
    }
  }

  take(): void {
    this.worker.postMessage('taken')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.signal?.removeEventListener('abort', this.stop)
    await this.worker.terminate()
  }
}

const refusalIn = (message: ReaderMessage): FileRefused =>
  message.say === 'refused'
    ? new FileRefused(message.fault.code, message.fault)
    : new FileRefused('reader_failed', { detail: message.say === 'failed' ? { place: message.place } : {} })

/**
 * `readExport` in a thread of its own with bounded memory and time, so that no file can take the server with it. At most
 * two batches wait; the thread goes on when one is taken.
 *
 * @example for await (const batch of readInWorker(file, context, { signal })) await keep(batch)
 */
export async function* readInWorker(
  file: GivenFile,
  context: ReadContext,
  options: WorkerOptions = {},
): AsyncGenerator<PackedBatch> {
  await using thread = new ReaderThread({ task: 'read', file, context }, options)
  for (;;) {
    const message = await thread.next()
    if (message.say === 'done') return
    if (message.say !== 'batch') throw refusalIn(message)
    thread.take()
    yield message.batch
  }
}

/** `inspectExport` in a thread of its own, with the same bounds. */
export const inspectInWorker = async (
  file: GivenFile,
  told: Told,
  options: WorkerOptions = {},
): Promise<Inspection> => {
  // An inspection hashes no buyer.
  const context = { ...told, buyerKey: new Uint8Array(1) }
  await using thread = new ReaderThread({ task: 'inspect', file, context }, options)
  const message = await thread.next()
  if (message.say !== 'inspection') throw refusalIn(message)
  return message.inspection
}
