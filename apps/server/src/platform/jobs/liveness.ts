import type { Clock } from '#platform/clock'
import type { Log } from '#platform/log'
import type { Database } from '#platform/postgres'
import type { JobPool } from './job.ts'
import {
  countDeaths,
  deleteOldDeaths,
  deleteSilentWorkers,
  deleteSpent,
  deleteWorkers,
  giveAttemptBack,
  recoverAlone,
  selectAbandoned,
  selectLockedBy,
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
  readonly role: string
}

/**
 * Frees the jobs that dead workers hold, and counts the death against each. Without this they would wait for the
 * library's own limit of four hours.
 */
export const recover = async ({ database, clock, log }: Liveness): Promise<void> => {
  const freed = await database.transaction(async (tx) => {
    await recoverAlone(tx)
    await deleteSilentWorkers(tx, new Date(clock.nowMs() - silenceMs))
    const jobs = await selectAbandoned(tx)
    const jobIds = jobs.map(({ id }) => id)
    if (jobs.length > 0) {
      await unlockWorkers(tx, [...new Set(jobs.flatMap(({ locked_by }) => locked_by ?? []))])
      await giveAttemptBack(tx, { jobIds, at: clock.now() })
      await countDeaths(tx, jobIds)
    }
    await deleteSpent(tx)
    await deleteOldDeaths(tx)
    return jobs.length
  })
  if (freed > 0) log.warn('jobs.recovered', { jobs: freed })
}

/** Signs workers of this process off, which live no more. What they still hold is freed, and nobody died. */
export const signOff = async (
  { database, clock }: Liveness,
  workerIds: ReadonlySet<string>,
): Promise<void> => {
  if (workerIds.size === 0) return
  const ids = [...workerIds]
  await database.transaction(async (tx) => {
    const jobs = await selectLockedBy(tx, ids)
    await unlockWorkers(tx, ids)
    await giveAttemptBack(tx, { jobIds: jobs.map(({ id }) => id), at: clock.now() })
    await deleteWorkers(tx, ids)
  })
}

/** A pool of workers of this process, under the id that the library drew for it and locks jobs with. */
export interface Worker {
  readonly workerId: string
  readonly pool: JobPool
}

/** One heartbeat: first ours, so that a machine that slept does not take itself for dead, then a look at the others. */
export const beat = async (liveness: Liveness, workers: readonly Worker[]): Promise<void> => {
  const { database, clock, dataFolderId, role } = liveness
  for (const worker of workers) {
    await upsertWorker(database.pool, { ...worker, dataFolderId, role, at: clock.now() })
  }
  await recover(liveness)
}

/**
 * Makes a pool of workers known before it locks its first job: the library waits for this hook. It locks jobs with
 * the id of the pool, which it draws itself.
 */
export const registrationPlugin = (
  liveness: Liveness,
  { pool, workerIds }: { pool: JobPool; workerIds: Set<string> },
): GraphileConfig.Plugin => ({
  name: 'BuskerLivenessPlugin',
  version: '1.0.0',
  worker: {
    hooks: {
      startWorker: async (_context, event) => {
        const workerId = event.worker.workerPool.id
        if (workerIds.has(workerId)) return
        const { database, clock, dataFolderId, role } = liveness
        await upsertWorker(database.pool, { workerId, pool, dataFolderId, role, at: clock.now() })
        workerIds.add(workerId)
      },
    },
  },
})
