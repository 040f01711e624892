import { open, readFile, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { VectorsInput } from '@busker/ranking'
import type { Log } from '#platform/log'
import type { FitJob, Fitted } from './fit.worker.ts'
import type { Pairs } from './protocol.ts'

/** The first fit after so many watches; then whenever so many more were made as there were, at most so many. */
const firstAfter = 2000
const mostBetween = 100_000
/** Too few pairs tell nothing of who likes what. */
const fewestPairs = 500
/** Files that a journal may still name after a restart. */
const kept = 3

export interface FitterParts {
  readonly folder: string
  readonly log: Log
  pairs(): Promise<Pairs>
  /** Tells the journal that the file is to be used from now on. */
  announce(file: string): Promise<void>
}

/** A file of vectors: a line of JSON, then the values. */
export const readVectors = async (path: string): Promise<VectorsInput> => {
  const bytes = await readFile(path)
  const end = bytes.indexOf(10)
  // Checked boundary: only `writeVectors` makes these files, in one step.
  const head = JSON.parse(bytes.subarray(0, end).toString('utf8')) as { size: number; videoIds: string[] }
  const values = new Float32Array(head.size * head.videoIds.length)
  new Uint8Array(values.buffer).set(bytes.subarray(end + 1))
  return { kind: 'vectors', ...head, values }
}

const writeVectors = async (
  path: string,
  { size, values }: Fitted,
  videoIds: readonly string[],
): Promise<void> => {
  const handle = await open(`${path}.new`, 'w', 0o600)
  try {
    await handle.write(Buffer.from(`${JSON.stringify({ size, videoIds })}\n`))
    await handle.write(new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
    await handle.datasync()
  } finally {
    await handle.close()
  }
  await rename(`${path}.new`, path)
}

const fitApart = (job: FitJob, signal: AbortSignal): Promise<Fitted> => {
  const worker = new Worker(new URL('./fit.worker.ts', import.meta.url), { workerData: job })
  const { promise, resolve, reject } = Promise.withResolvers<Fitted>()
  const stop = (): void => reject(new Error('stopped'))
  signal.addEventListener('abort', stop, { once: true })
  worker.once('message', resolve)
  worker.once('error', reject)
  worker.once('exit', () => reject(new Error('the thread that fits vectors ended')))
  return promise.finally(async () => {
    signal.removeEventListener('abort', stop)
    await worker.terminate()
  })
}

/** Fits vectors of videos anew from time to time, apart from everything that answers requests. */
export const vectorFitter = ({ folder, log, pairs, announce }: FitterParts) => {
  const stopping = new AbortController()
  let watches = 0
  let nextAt = firstAfter
  let running: Promise<void> | null = null

  const forgetOld = async (): Promise<void> => {
    const names = (await readdir(folder)).filter((name) => /^vectors-\d{10}\.bin$/.test(name))
    for (const name of names.toSorted().slice(0, -kept)) await rm(join(folder, name), { force: true })
  }
  const nextName = async (): Promise<string> => {
    const numbers = (await readdir(folder)).map((name) =>
      Number(/^vectors-(\d{10})\.bin$/.exec(name)?.[1] ?? 0),
    )
    return `vectors-${String(Math.max(0, ...numbers) + 1).padStart(10, '0')}.bin`
  }
  const fit = async (): Promise<void> => {
    const { person, video, held, videoIds } = await pairs()
    if (person.length < fewestPairs || stopping.signal.aborted) return
    const fitted = await fitApart({ person, video, held, videos: videoIds.length }, stopping.signal)
    const name = await nextName()
    await writeVectors(join(folder, name), fitted, videoIds)
    await announce(name)
    await forgetOld()
    log.event('feed.vectors_fitted', { videos: videoIds.length, pairs: person.length })
  }
  return {
    /** So many watches more were heard. */
    heard: (count: number): void => {
      watches += count
      if (watches < nextAt || running !== null || stopping.signal.aborted) return
      nextAt = watches + Math.min(watches, mostBetween)
      running = fit()
        .catch((error: unknown) => {
          if (!stopping.signal.aborted) log.error('feed.vectors_failed', error, {})
        })
        .finally(() => {
          running = null
        })
    },
    stop: async (): Promise<void> => {
      stopping.abort()
      await running
    },
  }
}
