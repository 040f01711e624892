import { Logger, runMigrations } from 'graphile-worker'
import { sql } from 'kysely'
import pg from 'pg'
import { assert } from '#platform/assert'
import type { Log } from '#platform/log'
import { type PostgresAddress, type Queryable, type Tx, poolConfig, within } from '#platform/postgres'
import type { EnqueueOptions, JobDefinition, JobPool } from './job.ts'

/**
 * The SQL of the queue. graphile-worker counts an attempt when it locks a job, before the work starts. So a death in
 * the middle would use an attempt up; here it is given back, and deaths are counted apart.
 */
export interface QueueTables {
  'platform.worker': {
    worker_id: string
    data_folder_id: string
    heartbeat_at: Date
    role: string
    pool: JobPool
  }
  'platform.job_death': { job_id: bigint; deaths: number }
  'graphile_worker.jobs': { id: bigint; attempts: number; locked_by: string | null; locked_at: Date | null }
}

/** Attempts beyond those of the job, kept for telling that it was given up, should that fail itself. */
export const attemptsToGiveUp = 10

const largestPriority = 32_767

/** The library says little that matters; failures of jobs are logged by us with their names. */
export const quietLogger = (log: Log): Logger =>
  new Logger(() => (level, message, meta) => {
    if (level !== 'error' || meta['failure'] === true) return
    log.warn('jobs.queue_fault', { message: message.split('\n')[0] })
  })

/** Creates or upgrades the library's own schema. */
export const installQueue = (pool: pg.Pool, log: Log): Promise<void> =>
  runMigrations({ pgPool: pool, logger: quietLogger(log) })

/** Connections of the queue's library. One that breaks is replaced; without listeners it would end the process. */
export const openQueuePool = (address: PostgresAddress, options: { log: Log; size: number }): pg.Pool => {
  const pool = new pg.Pool({ ...poolConfig(address), max: options.size })
  pool.on('error', (error) => options.log.error('jobs.connection_lost', error))
  // While the library holds a connection its own code sees the fault as well; here it only must not go unheard.
  pool.on('connect', (client) => client.on('error', () => undefined))
  return pool
}

/** Creates the queue in a database that no process works on yet, such as the template of the tests. */
export const installJobs = async (address: PostgresAddress, log: Log): Promise<void> => {
  const pool = openQueuePool(address, { log, size: 2 })
  try {
    await installQueue(pool, log)
  } finally {
    await pool.end()
  }
}

export interface NewJob {
  readonly job: JobDefinition<unknown>
  readonly payload: unknown
  readonly options: EnqueueOptions & { readonly runAt: Date }
}

export const insertJob = async (handle: Queryable, { job, payload, options }: NewJob): Promise<void> => {
  const { priority = 0 } = options
  assert(Number.isInteger(priority) && Math.abs(priority) <= largestPriority, 'a priority is a small integer')
  await sql`select graphile_worker.add_job(
    identifier => ${job.name}::text,
    payload => ${JSON.stringify(payload)}::json,
    queue_name => ${job.line}::text,
    run_at => ${options.runAt}::timestamptz,
    max_attempts => ${job.maximumAttempts + attemptsToGiveUp}::int,
    job_key => ${options.key ?? null}::text,
    priority => ${priority}::int)`.execute(within<QueueTables>(handle))
}

export interface Beat {
  readonly workerId: string
  readonly dataFolderId: string
  readonly role: string
  readonly pool: JobPool
  readonly at: Date
}

export const upsertWorker = async (handle: Queryable, beat: Beat): Promise<void> => {
  const { workerId, dataFolderId, role, pool, at } = beat
  const row = { worker_id: workerId, data_folder_id: dataFolderId, heartbeat_at: at, role, pool }
  await within<QueueTables>(handle)
    .insertInto('platform.worker')
    .values(row)
    .onConflict((conflict) => conflict.column('worker_id').doUpdateSet({ heartbeat_at: at }))
    .execute()
}

export const deleteWorkers = async (handle: Queryable, workerIds: readonly string[]): Promise<void> => {
  if (workerIds.length === 0) return
  await within<QueueTables>(handle)
    .deleteFrom('platform.worker')
    .where('worker_id', 'in', workerIds)
    .execute()
}

export const deleteWorkersOfFolder = async (handle: Queryable, dataFolderId: string): Promise<void> => {
  await within<QueueTables>(handle)
    .deleteFrom('platform.worker')
    .where('data_folder_id', '=', dataFolderId)
    .execute()
}

export const deleteSilentWorkers = async (handle: Queryable, silentSince: Date): Promise<void> => {
  await within<QueueTables>(handle)
    .deleteFrom('platform.worker')
    .where('heartbeat_at', '<', silentSince)
    .execute()
}

/** Any number will do, as long as nobody else takes it on this server. */
const recoveryLock = 8_480_003

/** Two processes that see the same dead worker at once would count its death twice. */
export const recoverAlone = async (tx: Tx): Promise<void> => {
  await sql`select pg_advisory_xact_lock(${recoveryLock})`.execute(within(tx))
}

export interface LockedJob {
  readonly id: bigint
  readonly locked_by: string | null
}

const mostAtOnce = 1000

/** Jobs held by pools of workers that are not among the living. */
export const selectAbandoned = (handle: Queryable): Promise<LockedJob[]> =>
  within<QueueTables>(handle)
    .selectFrom('graphile_worker.jobs')
    .select(['id', 'locked_by'])
    .where('locked_by', 'is not', null)
    .where('locked_by', 'not in', (from) => from.selectFrom('platform.worker').select('worker_id'))
    .limit(mostAtOnce)
    .execute()

export const selectLockedBy = (handle: Queryable, workerIds: readonly string[]): Promise<LockedJob[]> =>
  within<QueueTables>(handle)
    .selectFrom('graphile_worker.jobs')
    .select(['id', 'locked_by'])
    .where('locked_by', 'in', workerIds)
    .limit(mostAtOnce)
    .execute()

export const unlockWorkers = async (handle: Queryable, workerIds: readonly string[]): Promise<void> => {
  await sql`select graphile_worker.force_unlock_workers(${workerIds}::text[])`.execute(within(handle))
}

/**
 * Gives the attempt back and makes the job due now. Works only on jobs that are not locked any more. The library marks
 * a running job that was enqueued again under its key by using up all its attempts: such a one does not come back.
 */
export const giveAttemptBack = async (
  handle: Queryable,
  { jobIds, at }: { jobIds: readonly bigint[]; at: Date },
): Promise<void> => {
  await sql`select graphile_worker.reschedule_jobs(
      array[job.id], run_at => ${at}::timestamptz, attempts => greatest(job.attempts - 1, 0))
    from graphile_worker.jobs as job
    where job.id = any(${jobIds}::bigint[]) and job.attempts < job.max_attempts`.execute(within(handle))
}

/** Deletes jobs that will never run again. */
export const deleteSpent = async (handle: Queryable): Promise<void> => {
  await sql`select graphile_worker.complete_jobs(array(
    select id from graphile_worker.jobs where locked_at is null and attempts >= max_attempts limit ${mostAtOnce}
  ))`.execute(within(handle))
}

export const countDeaths = async (handle: Queryable, jobIds: readonly bigint[]): Promise<void> => {
  await sql`insert into platform.job_death as known (job_id, deaths)
    select id, 1 from unnest(${jobIds}::bigint[]) as job(id)
    on conflict (job_id) do update set deaths = known.deaths + 1`.execute(within(handle))
}

export const deleteOldDeaths = async (handle: Queryable): Promise<void> => {
  await sql`delete from platform.job_death as known
    where not exists (select from graphile_worker.jobs as job where job.id = known.job_id)`.execute(
    within(handle),
  )
}

export const selectDeaths = async (handle: Queryable, jobId: string): Promise<number> => {
  const row = await within<QueueTables>(handle)
    .selectFrom('platform.job_death')
    .select('deaths')
    .where('job_id', '=', BigInt(jobId))
    .executeTakeFirst()
  return row?.deaths ?? 0
}

/** Whether the job was enqueued again under its key since it was locked at this attempt. */
export const isSuperseded = async (
  handle: Queryable,
  { jobId, attempts }: { jobId: string; attempts: number },
): Promise<boolean> => {
  const row = await within<QueueTables>(handle)
    .selectFrom('graphile_worker.jobs')
    .select('attempts')
    .where('id', '=', BigInt(jobId))
    .executeTakeFirst()
  return row !== undefined && row.attempts > attempts
}

/** Moves the time of a running job: the library adds its pause to that time if it lies ahead. */
export const setRunAt = async (
  handle: Queryable,
  { jobId, runAt }: { jobId: string; runAt: Date },
): Promise<void> => {
  await sql`update graphile_worker._private_jobs set run_at = ${runAt}::timestamptz
    where id = ${jobId}::bigint and locked_at is not null`.execute(within(handle))
}
