import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { ReportContent } from '@busker/contract'
import { AppError } from '#platform/errors'

/** What the thread is given. */
export interface PdfJob {
  readonly content: ReportContent
  readonly logo: Uint8Array | null
}

/** A file takes a second; whoever would wait for so many is told to come again. */
const mostWaiting = 10
const memoryMebibytes = 256
const waitMs = 30_000

const draw = async (job: PdfJob): Promise<Buffer> => {
  const worker = new Worker(new URL('./pdf.worker.ts', import.meta.url), {
    workerData: job,
    resourceLimits: { maxOldGenerationSizeMb: memoryMebibytes },
  })
  try {
    const [bytes] = await once(worker, 'message', { signal: AbortSignal.timeout(waitMs) })
    // The thread says one thing: the bytes of the file.
    return Buffer.from(bytes as Uint8Array)
  } finally {
    await worker.terminate()
  }
}

/**
 * Draws reports in a thread of their own, one at a time, so that nobody's video waits for a file.
 *
 * @example const pdf = createPdfMaker(); await pdf({ content, logo: null })
 */
export const createPdfMaker = (): ((job: PdfJob) => Promise<Buffer>) => {
  let waiting = 0
  let last: Promise<unknown> = Promise.resolve()
  return async (job) => {
    if (waiting >= mostWaiting) throw new AppError('overloaded')
    waiting += 1
    const mine = last.then(() => draw(job))
    // One that fails does not hold up the next.
    last = mine.catch(() => undefined)
    try {
      return await mine
    } finally {
      waiting -= 1
    }
  }
}
