import { type Runner, run, runOnce } from 'graphile-worker'
import type pg from 'pg'
import { assert } from '#platform/assert'
import { type Clock, sleep } from '#platform/clock'
import type { Log } from '#platform/log'
import { type Database, type PostgresAddress, type Queryable } from '#platform/postgres'
import type { EnqueueOptions, HandleOptions, JobDefinition, JobHandler } from './job.ts'
import { beat, recover, registrationPlugin } from './liveness.ts'
import {
  type InterruptedJob,
  deleteWorker,
  deleteWorkersOfFolder,
  giveAttemptBack,
  insertJob,
  installQueue,
  openQueuePool,
  quietLogger,
  unlockWorkers,
} from './queue.ts'
import { type Registration, type RunDependencies, register, runJob } from './run-job.ts'

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
  readonly concurrency?: number
  /** How long running jobs may take to finish at a stop before they are aborted. */
  readonly graceMs?: number
  /** How long an aborted job may take to notice before it is left alone. */
  readonly afterAbortMs?: number
}

const heartbeatMs = 10_000
const defaultGraceMs = 5000
const restartMs = 5000
const mostPasses = 10_000
const mostRestarts = 100
// Also the longest pause between two jobs of one line, because the end of a job wakes nobody.
const pollMs = 1000

interface State {
  readonly options: JobsOptions
  readonly pool: pg.Pool
  readonly registrations: Map<string, Registration>
  /** Jobs that a stop has cut short, to be made due again once the queue has let go of them. */
  readonly interrupted: Map<bigint, InterruptedJob>
  readonly running: Map<bigint, InterruptedJob>
  readonly workerIds: Set<string>
  readonly stopping: AbortController
  readonly count: { started: number }
}

const taskList = (state: State) => {
  const { database, log } = state.options
  const dependencies: RunDependencies = {
    database,
    log,
    onInterrupted: ({ id, attempts }) => state.interrupted.set(id, { id, attempts, locked_by: null }),
  }
  const entries = [...state.registrations].map(([name, registration]) => {
    const task = async (_payload: unknown, helpers: Parameters<typeof runJob>[1]) => {
      const id = BigInt(helpers.job.id)
      state.count.started += 1
      state.running.set(id, { id, attempts: helpers.job.attempts, locked_by: null })
      try {
        await runJob(registration, helpers, dependencies)
      } finally {
        state.running.delete(id)
      }
    }
    return [name, task] as const
  })
  return Object.fromEntries(entries)
}

const queueOptions = (state: State) => ({
  pgPool: state.pool,
  logger: quietLogger(state.options.log),
  noHandleSignals: true,
  taskList: taskList(state),
  preset: {
    plugins: [registrationPlugin(state.options, state.workerIds)],
    // Not for speed: only with a delay, even of nothing, does the library wait at a stop for what it writes about the
    // end of a job, and try again when the server is away. Otherwise that is a rejection nobody handles.
    worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 },
  },
})

const forgetWorkers = async ({ options, workerIds }: State): Promise<void> => {
  for (const workerId of workerIds) await deleteWorker(options.database.pool, workerId)
  workerIds.clear()
}

/** Keeps a runner alive: should it end by itself, for example after the server restarted, another one takes over. */
const keepRunning = async (state: State, adopt: (runner: Runner) => void): Promise<void> => {
  const { options, stopping } = state
  const concurrency = options.concurrency ?? 4
  for (let starts = 0; starts < mostRestarts && !stopping.signal.aborted; starts += 1) {
    try {
      const gracefulShutdownAbortTimeout = options.graceMs ?? defaultGraceMs
      const runner = await run({
        ...queueOptions(state),
        concurrency,
        pollInterval: pollMs,
        gracefulShutdownAbortTimeout,
      })
      adopt(runner)
      await runner.promise
    } catch (error) {
      options.log.error('jobs.runner_ended', error)
    }
    if (stopping.signal.aborted) return
    // Its locks are freed by the next heartbeat, because it is not among the living any more.
    await forgetWorkers(state).catch((error: unknown) => options.log.error('jobs.forget_failed', error))
    await sleep(restartMs, stopping.signal)
  }
}

const keepBeating = async (state: State): Promise<void> => {
  const { options, workerIds, stopping } = state
  while (!stopping.signal.aborted) {
    await sleep(heartbeatMs, stopping.signal)
    if (stopping.signal.aborted) return
    await beat(options, workerIds).catch((error: unknown) =>
      options.log.error('jobs.heartbeat_failed', error),
    )
  }
}

/** Stops taking jobs, waits, aborts. False when a job did not listen to the abort and still runs. */
const stopRunner = async (runner: Runner, options: JobsOptions): Promise<boolean> => {
  const finished = new AbortController()
  const stopped = runner
    .stop()
    .catch((error: unknown) => options.log.error('jobs.stop_failed', error))
    .finally(() => finished.abort())
  await Promise.race([
    stopped,
    sleep((options.graceMs ?? defaultGraceMs) + (options.afterAbortMs ?? defaultGraceMs), finished.signal),
  ])
  return finished.signal.aborted
}

/** Lets go of jobs that do not end. They will run again at the next start, so their handlers must bear that. */
const abandon = async ({ options, running, interrupted, workerIds }: State): Promise<void> => {
  options.log.warn('jobs.did_not_stop', { jobs: running.size })
  for (const [id, job] of running) interrupted.set(id, job)
  await unlockWorkers(options.database.pool, [...workerIds])
}

/** A stop is not the job's fault: the attempt does not count, and the job is due at the next start. */
const returnInterrupted = async ({ options, interrupted }: State): Promise<void> => {
  const jobs = [...interrupted.values()]
  interrupted.clear()
  if (jobs.length === 0) return
  await options.database.transaction((tx) => giveAttemptBack(tx, { jobs, at: options.clock.now() }))
  options.log.event('jobs.interrupted', { jobs: jobs.length })
}

interface Work {
  runner: Runner | null
  loops: readonly Promise<void>[]
}

const startWork = (state: State, work: Work): Promise<void> => {
  const { promise, resolve } = Promise.withResolvers<void>()
  const running = keepRunning(state, (runner) => {
    work.runner = runner
    resolve()
  })
  work.loops = [running, keepBeating(state)]
  return Promise.race([promise, running])
}

const stopWork = async (state: State, work: Work): Promise<void> => {
  const { options, stopping, pool } = state
  if (stopping.signal.aborted) return
  stopping.abort()
  const hasEnded = work.runner === null || (await stopRunner(work.runner, options))
  if (!hasEnded) await abandon(state)
  await returnInterrupted(state)
  if (hasEnded) await Promise.all(work.loops)
  await forgetWorkers(state)
  await pool.end()
}

const runDue = async (state: State): Promise<void> => {
  // One pass may end early: the next job of a line is not free yet while the end of the last one is being written.
  for (let passes = 0; passes < mostPasses; passes += 1) {
    const before = state.count.started
    try {
      await runOnce({ ...queueOptions(state), concurrency: 1 })
    } finally {
      await forgetWorkers(state)
    }
    if (state.count.started === before) return
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
  const pool = openQueuePool(options.connection, { log: options.log, size: (options.concurrency ?? 4) + 2 })
  const state: State = {
    options,
    pool,
    registrations: new Map(),
    interrupted: new Map(),
    running: new Map(),
    workerIds: new Set(),
    stopping: new AbortController(),
    count: { started: 0 },
  }
  try {
    await installQueue(pool, options.log)
    await deleteWorkersOfFolder(options.database.pool, options.dataFolderId)
    await recover(options)
  } catch (error) {
    await pool.end()
    throw error
  }
  const work: Work = { runner: null, loops: [] }
  return {
    enqueue: async (handle, job, ...[payload, given = {}]) => {
      const complete = { ...given, runAt: given.runAt ?? options.clock.now() }
      await insertJob(handle, { job, payload: job.payload.parse(payload), options: complete })
    },
    handle: (job, handler, given = {}) => {
      assert(work.loops.length === 0, 'handlers are registered before the queue starts')
      assert(!state.registrations.has(job.name), `job ${job.name} has one handler`)
      state.registrations.set(job.name, register(job, handler, given))
    },
    start: () => {
      assert(work.loops.length === 0, 'the queue starts once')
      return startWork(state, work)
    },
    runOnce: () => runDue(state),
    stop: () => stopWork(state, work),
  }
}
