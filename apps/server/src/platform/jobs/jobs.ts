import { assert } from '#platform/assert'
import { type Clock, sleep } from '#platform/clock'
import type { Log } from '#platform/log'
import { type Database, type PostgresAddress, type Queryable } from '#platform/postgres'
import { type Crew, type CrewSurroundings, createCrew } from './crew.ts'
import {
  type EnqueueOptions,
  type HandleOptions,
  type JobDefinition,
  type JobHandler,
  type JobPool,
  jobPools,
} from './job.ts'
import { beat, recover } from './liveness.ts'
import { deleteWorkersOfFolder, insertJob, installQueue, openQueuePool } from './queue.ts'
import { type Registration, register } from './run-job.ts'
import {
  type ListOptions,
  type LivingWorker,
  type WaitingJob,
  countJobs,
  deleteWaiting,
  selectJobs,
  selectWorkers,
} from './waiting.ts'

export interface Jobs {
  /** Writes a job in the caller's transaction: it exists exactly if the change does. */
  enqueue<Payload>(
    handle: Queryable,
    job: JobDefinition<Payload>,
    payload: Payload,
    options?: EnqueueOptions,
  ): Promise<void>
  /** Says who does this kind of work. All handlers are registered before `start`. */
  handle<Payload>(
    job: JobDefinition<Payload>,
    handler: JobHandler<Payload>,
    options?: HandleOptions<Payload>,
  ): void
  /** The jobs of these kinds that are not done yet: running ones, then the most urgent. */
  list(handle: Queryable, options: ListOptions): Promise<readonly WaitingJob[]>
  /** How many jobs of these kinds are not done yet, by kind; a kind without any is absent. */
  count(handle: Queryable, names: readonly string[]): Promise<readonly { name: string; jobs: number }[]>
  /** The pools of workers of all processes that were alive lately. */
  workers(handle: Queryable): Promise<readonly LivingWorker[]>
  /** Removes the job with this key. False when there is none or it runs already. */
  cancel(handle: Queryable, key: string): Promise<boolean>
  /** Starts working. A process that only writes jobs never calls it. */
  start(): Promise<void>
  /** Runs all jobs that are due, one at a time, until none is left: the driver of tests and simulations. */
  runOnce(): Promise<void>
  /** Waits for running jobs, aborts those that take too long, and closes the queue's connections. */
  stop(): Promise<void>
}

export interface JobsOptions {
  readonly connection: PostgresAddress
  readonly database: Database
  readonly clock: Clock
  readonly log: Log
  /** Names the data folder. Its exclusive lock proves that earlier workers of the same folder are dead. */
  readonly dataFolderId: string
  /** What kind of process this is, for operators. */
  readonly role?: string
  /** What this process works on; everything when not given. It may write jobs of all pools. */
  readonly pools?: readonly JobPool[]
  /** Light jobs at once. */
  readonly concurrency?: number
  /** Heavy jobs at once; one when not given. */
  readonly heavyConcurrency?: number
  /** How long running jobs may take to finish at a stop before they are aborted. */
  readonly graceMs?: number
  /** How long an aborted job may take to notice before it is left alone. */
  readonly afterAbortMs?: number
}

const heartbeatMs = 10_000
const defaultGraceMs = 5000
const defaultConcurrency = 4
const mostPasses = 10_000
/** Of the library: one connection listens, one more writes about what ended. */
const extraConnections = 2

interface Plan {
  readonly pools: readonly JobPool[]
  readonly concurrency: Readonly<Record<JobPool, number>>
}

const planOf = (options: JobsOptions): Plan => {
  const { concurrency: light = defaultConcurrency, heavyConcurrency: heavy = 1 } = options
  assert(heavy >= 1, 'at least one heavy job runs at a time')
  return {
    pools: options.pools ?? jobPools,
    concurrency: { light, heavy },
  }
}

const keepBeating = async (around: CrewSurroundings, crews: readonly Crew[]): Promise<void> => {
  const { stopping, log } = around
  while (!stopping.aborted) {
    await sleep(heartbeatMs, stopping)
    if (stopping.aborted) return
    const workers = crews.flatMap((crew) => crew.workers)
    await beat(around, workers).catch((error: unknown) => log.error('jobs.heartbeat_failed', error))
  }
}

const runAllDue = async (crew: Crew): Promise<void> => {
  // One pass may end early: the next job of a line is not free yet while the end of the last one is being written.
  for (let passes = 0; passes < mostPasses; passes += 1) if ((await crew.runDue()) === 0) return
}

/** Opens the library's connections, creates its tables and frees what an earlier process of the folder left locked. */
const prepare = async (
  options: JobsOptions,
  plan: Plan,
  stopping: AbortSignal,
): Promise<CrewSurroundings> => {
  const { connection, database, clock, log, dataFolderId, role = 'all' } = options
  const size = plan.pools.reduce((sum, pool) => sum + plan.concurrency[pool] + extraConnections, 0)
  const connections = openQueuePool(connection, { log, size })
  const around = {
    ...{ database, clock, log, dataFolderId, role, connections, stopping },
    graceMs: options.graceMs ?? defaultGraceMs,
    afterAbortMs: options.afterAbortMs ?? defaultGraceMs,
  }
  try {
    await installQueue(connections, log)
    await deleteWorkersOfFolder(database.pool, dataFolderId)
    await recover(around)
    return around
  } catch (error) {
    await connections.end()
    throw error
  }
}

interface Work {
  start(): Promise<void>
  runOnce(): Promise<void>
  stop(): Promise<void>
  readonly hasStarted: boolean
}

/** One crew for each pool that this process works on and has work for. */
const createWork = (
  around: CrewSurroundings,
  plan: Plan,
  registrations: ReadonlyMap<string, Registration>,
): Work => {
  let crews: readonly Crew[] | null = null
  let beating: Promise<void> = Promise.resolve()
  const of = (pools: readonly JobPool[]) =>
    [...registrations.values()].filter(({ job }) => pools.includes(job.pool))
  return {
    get hasStarted() {
      return crews !== null
    },
    start: async () => {
      assert(crews === null, 'the queue starts once')
      crews = plan.pools
        .map((pool) => ({ pool, concurrency: plan.concurrency[pool], registrations: of([pool]) }))
        .filter((options) => options.registrations.length > 0)
        .map((options) => createCrew(options, around))
      beating = keepBeating(around, crews)
      await Promise.all(crews.map((crew) => crew.start()))
    },
    runOnce: () => {
      const registered = of(plan.pools)
      if (registered.length === 0) return Promise.resolve()
      return runAllDue(createCrew({ pool: 'light', concurrency: 1, registrations: registered }, around))
    },
    stop: async () => {
      await Promise.all((crews ?? []).map((crew) => crew.stop()))
      await beating
      await around.connections.end()
    },
  }
}

/**
 * Opens the queue, creates its tables and frees the jobs that a kill of an earlier process left locked.
 *
 * @example
 * const jobs = await openJobs({ connection, database, clock, log, dataFolderId })
 * jobs.handle(processVideo, async ({ assetId }, { signal }) => media.process(assetId, signal))
 * await jobs.start()
 */
export const openJobs = async (options: JobsOptions): Promise<Jobs> => {
  const { clock } = options
  const plan = planOf(options)
  const stopping = new AbortController()
  const around = await prepare(options, plan, stopping.signal)
  const registrations = new Map<string, Registration>()
  const work = createWork(around, plan, registrations)
  return {
    enqueue: async (handle, job, ...[payload, given = {}]) => {
      const complete = { ...given, runAt: given.runAt ?? clock.now() }
      await insertJob(handle, { job, payload: job.payload.parse(payload), options: complete })
    },
    handle: (job, handler, given = {}) => {
      assert(!work.hasStarted, 'handlers are registered before the queue starts')
      assert(!registrations.has(job.name), `job ${job.name} has one handler`)
      registrations.set(job.name, register(job, handler, given))
    },
    list: (handle, given) => selectJobs(handle, given, clock),
    count: countJobs,
    workers: selectWorkers,
    cancel: deleteWaiting,
    start: work.start,
    runOnce: work.runOnce,
    stop: async () => {
      if (stopping.signal.aborted) return
      stopping.abort()
      await work.stop()
    },
  }
}
