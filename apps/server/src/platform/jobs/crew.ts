import { type Runner, run, runOnce } from 'graphile-worker'
import type pg from 'pg'
import { type Clock, sleep } from '#platform/clock'
import type { Log } from '#platform/log'
import type { Database } from '#platform/postgres'
import type { JobPool } from './job.ts'
import { type Liveness, type Worker, registrationPlugin, signOff } from './liveness.ts'
import { giveAttemptBack, quietLogger } from './queue.ts'
import { type Registration, runJob } from './run-job.ts'

/** What all crews of a process share. */
export interface CrewSurroundings extends Liveness {
  readonly database: Database
  readonly clock: Clock
  readonly log: Log
  /** The connections of the queue's library. */
  readonly connections: pg.Pool
  readonly stopping: AbortSignal
  /** How long running jobs may take to finish at a stop before they are aborted. */
  readonly graceMs: number
  /** How long an aborted job may take to notice before it is left alone. */
  readonly afterAbortMs: number
}

export interface CrewOptions {
  readonly pool: JobPool
  readonly concurrency: number
  /** The kinds of work it does; it never looks at jobs of other kinds. */
  readonly registrations: readonly Registration[]
}

/** Those who work on the jobs of one pool in this process: so many at once, whatever other crews do. */
export interface Crew {
  /** Resolves when it works. */
  start(): Promise<void>
  /** Runs what is due, one after another; the number of jobs. */
  runDue(): Promise<number>
  /** Waits for running jobs, aborts those that take too long, and gives back what did not end. */
  stop(): Promise<void>
  readonly workers: readonly Worker[]
}

const restartMs = 5000
const longestRestartMs = 60_000
/** In a row: a server that stays away for longer than a week is not waited for. */
const mostRestarts = 10_000
// Also the longest pause between two jobs of one line, because the end of a job wakes nobody.
const pollMs = 1000

interface State {
  readonly options: CrewOptions
  readonly around: CrewSurroundings
  readonly workerIds: Set<string>
  /** Jobs that a stop has cut short, to be made due again once the queue has let go of them. */
  readonly interrupted: Set<bigint>
  readonly count: { started: number; running: number }
}

const taskList = ({ options, around, interrupted, count }: State) => {
  const dependencies = { ...around, onInterrupted: (jobId: bigint) => void interrupted.add(jobId) }
  const entries = options.registrations.map((registration) => {
    const task = async (_payload: unknown, helpers: Parameters<typeof runJob>[1]) => {
      count.started += 1
      count.running += 1
      try {
        await runJob(registration, helpers, dependencies)
      } finally {
        count.running -= 1
      }
    }
    return [registration.job.name, task] as const
  })
  return Object.fromEntries(entries)
}

const queueOptions = (state: State) => ({
  pgPool: state.around.connections,
  logger: quietLogger(state.around.log),
  noHandleSignals: true,
  taskList: taskList(state),
  preset: {
    plugins: [registrationPlugin(state.around, { ...state.options, workerIds: state.workerIds })],
    // Not for speed: only with a delay, even of nothing, does the library wait at a stop for what it writes about the
    // end of a job, and try again when the server is away. Otherwise that is a rejection nobody handles.
    worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 },
  },
})

const forgetWorkers = async ({ around, workerIds }: State): Promise<void> => {
  await signOff(around, workerIds)
  workerIds.clear()
}

/** Keeps a runner alive: should it end by itself, for example after the server restarted, another one takes over. */
const keepRunning = async (state: State, adopt: (runner: Runner) => void): Promise<void> => {
  const { around, options } = state
  for (let failures = 0; failures < mostRestarts && !around.stopping.aborted; failures += 1) {
    try {
      // What the last runner still held waits for the server to be back as well.
      await forgetWorkers(state)
      const runner = await run({
        ...queueOptions(state),
        concurrency: options.concurrency,
        pollInterval: pollMs,
        gracefulShutdownAbortTimeout: around.graceMs,
      })
      adopt(runner)
      failures = 0
      // Told to stop while it started: whoever stopped us saw no runner yet.
      if (around.stopping.aborted) await runner.stop()
      await runner.promise
    } catch (error) {
      around.log.error('jobs.runner_ended', error, { pool: options.pool })
    }
    if (around.stopping.aborted) return
    await sleep(Math.min(longestRestartMs, restartMs * (failures + 1)), around.stopping)
  }
}

/** Stops taking jobs, waits, aborts. False when a job did not listen to the abort and still runs. */
const stopRunner = async (runner: Runner, around: CrewSurroundings): Promise<boolean> => {
  const finished = new AbortController()
  const stopped = runner
    .stop()
    .catch((error: unknown) => around.log.error('jobs.stop_failed', error))
    .finally(() => finished.abort())
  await Promise.race([stopped, sleep(around.graceMs + around.afterAbortMs, finished.signal)])
  return finished.signal.aborted
}

/** A stop is not the job's fault: the attempt does not count, and the job is due at the next start. */
const returnInterrupted = async ({ around, interrupted }: State): Promise<void> => {
  const jobIds = [...interrupted]
  interrupted.clear()
  if (jobIds.length === 0) return
  await giveAttemptBack(around.database.pool, { jobIds, at: around.clock.now() })
  around.log.event('jobs.interrupted', { jobs: jobIds.length })
}

/** Sets up a crew; it does nothing yet. */
export const createCrew = (options: CrewOptions, around: CrewSurroundings): Crew => {
  const state: State = {
    ...{ options, around },
    workerIds: new Set(),
    interrupted: new Set(),
    count: { started: 0, running: 0 },
  }
  let runner: Runner | null = null
  let running: Promise<void> = Promise.resolve()
  return {
    start: () => {
      const { promise, resolve } = Promise.withResolvers<void>()
      running = keepRunning(state, (adopted) => {
        runner = adopted
        resolve()
      })
      return Promise.race([promise, running])
    },
    runDue: async () => {
      const before = state.count.started
      try {
        await runOnce({ ...queueOptions(state), concurrency: 1 })
      } finally {
        await forgetWorkers(state)
      }
      return state.count.started - before
    },
    stop: async () => {
      const hasEnded = runner === null || (await stopRunner(runner, around))
      // Jobs that do not end are let go. They run again at the next start, so their handlers must bear that.
      if (!hasEnded) around.log.warn('jobs.did_not_stop', { jobs: state.count.running })
      else await running
      await returnInterrupted(state)
      await forgetWorkers(state)
    },
    get workers() {
      return [...state.workerIds].map((workerId) => ({ workerId, pool: options.pool }))
    },
  }
}
