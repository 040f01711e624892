import { Worker } from 'node:worker_threads'
import type { PeriodResult, PeriodWork } from './compute-period.ts'

/** Two million views take 3 GB. */
const mostMegabytes = 8192

/** Computes a period beside the server. Aborted, the thread ends, and nothing was kept. */
export const computeInThread = (work: PeriodWork, signal?: AbortSignal): Promise<PeriodResult> => {
  const done = Promise.withResolvers<PeriodResult>()
  const worker = new Worker(new URL('./period.worker.ts', import.meta.url), {
    workerData: work,
    resourceLimits: { maxOldGenerationSizeMb: mostMegabytes },
  })
  const abort = (): void => done.reject(signal?.reason)
  signal?.addEventListener('abort', abort)
  worker.on('message', (result: PeriodResult) => done.resolve(result))
  worker.on('error', (error: unknown) => done.reject(error))
  worker.on('exit', () =>
    done.reject(new Error('The thread that computes a period ended before it was done.')),
  )
  return done.promise.finally(async () => {
    signal?.removeEventListener('abort', abort)
    await worker.terminate()
  })
}
