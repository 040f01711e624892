import type { Clock } from '#platform/clock'
import type { Log } from '#platform/log'
import type { Database } from '#platform/postgres'
import {
  deleteOldInterruptions,
  deleteSilentWorkers,
  giveAttemptBack,
  selectAbandoned,
  unlockWorkers,
  upsertWorker,
} from './queue.ts'

/** Without a heartbeat for this long a worker counts as dead. */
const silenceMs = 30_000

export interface Liveness {
  readonly database: Database
  readonly clock: Clock
  readonly log: Log
  readonly dataFolderId: string
}

/** Frees the jobs that dead workers hold. Without this they would wait for the library's own limit of four hours. */
export const recover = async ({ database, clock, log }: Liveness): Promise<void> => {
  const freed = await database.transaction(async (tx) => {
    await deleteSilentWorkers(tx, new Date(clock.nowMs() - silenceMs))
    const jobs = await selectAbandoned(tx)
    const workerIds = [...new Set(jobs.flatMap(({ locked_by }) => locked_by ?? []))]
    if (jobs.length > 0) {
      await unlockWorkers(tx, workerIds)
      await giveAttemptBack(tx, { jobs, at: clock.now() })
    }
    await deleteOldInterruptions(tx)
    return jobs.length
  })
  if (freed > 0) log.warn('jobs.recovered', { jobs: freed })
}

/** One heartbeat: first ours, so that a machine that slept does not take itself for dead, then a look at the others. */
export const beat = async (liveness: Liveness, workerIds: ReadonlySet<string>): Promise<void> => {
  const { database, clock, dataFolderId } = liveness
  for (const workerId of workerIds) {
    await upsertWorker(database.pool, { workerId, dataFolderId, at: clock.now() })
  }
  await recover(liveness)
}

/**
 * Makes a pool of workers known before it locks its first job: the library waits for this hook. It locks jobs with
 * the id of the pool, which it draws itself.
 */
export const registrationPlugin = (liveness: Liveness, workerIds: Set<string>): GraphileConfig.Plugin => ({
  name: 'BuskerLivenessPlugin',
  version: '1.0.0',
  worker: {
    hooks: {
      startWorker: async (_context, event) => {
        const workerId = event.worker.workerPool.id
        if (workerIds.has(workerId)) return
        const { database, clock, dataFolderId } = liveness
        await upsertWorker(database.pool, { workerId, dataFolderId, at: clock.now() })
        workerIds.add(workerId)
      },
    },
  },
})
