import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { packRows } from '../rules/stored-rows.ts'
import { FileRefused } from './file-faults.ts'
import { inspectExport } from './inspect-export.ts'
import { readExport } from './read-export.ts'
import { batchesAhead, type ReaderJob, type ReaderMessage } from './reader-protocol.ts'

/** Waits until the other side has taken a batch. */
const takings = (port: MessagePort): (() => Promise<void>) => {
  let free = batchesAhead
  let wake: (() => void) | null = null
  port.on('message', () => {
    free += 1
    wake?.()
  })
  return async () => {
    while (free === 0) await new Promise<void>((resolve) => (wake = resolve))
    free -= 1
  }
}

const placeOf = (error: unknown): string =>
  error instanceof Error
    ? `${error.name} ${/\n\s+at .*/.exec(error.stack ?? '')?.[0].trim() ?? ''}`
    : 'unknown'

const work = async (job: ReaderJob, port: MessagePort): Promise<void> => {
  const say = (message: ReaderMessage): void => port.postMessage(message)
  try {
    if (job.task === 'inspect') {
      say({ say: 'inspection', inspection: await inspectExport(job.file, job.context) })
    } else {
      const turn = takings(port)
      for await (const batch of readExport(job.file, job.context)) {
        await turn()
        const { rows, ...rest } = batch
        const packed = packRows(rows)
        const message: ReaderMessage = { say: 'batch', batch: { ...rest, ...packed } }
        port.postMessage(
          message,
          packed.packs.map(({ buffer }) => buffer),
        )
      }
    }
    say({ say: 'done' })
  } catch (error) {
    if (error instanceof FileRefused) say({ say: 'refused', fault: error.fault })
    else say({ say: 'failed', place: placeOf(error) })
  } finally {
    port.close()
  }
}

// The only caller is read-in-worker.ts, which passes exactly this.
const job: ReaderJob = workerData
if (parentPort !== null) await work(job, parentPort)
