import { Logger, runMigrations } from 'graphile-worker'
import { sql } from 'kysely'
import pg from 'pg'
import type { Log } from '#platform/log'
import { type PostgresAddress, type Queryable, poolConfig, within } from '#platform/postgres'
import type { EnqueueOptions, JobDefinition } from './job.ts'

/**
 * All SQL of the queue. graphile-worker counts an attempt when it locks a job, before the work starts. So a kill in
 * the middle would use an attempt up; here it is given back, and interruptions are counted apart.
 */
export interface QueueTables {
  'platform.worker': { worker_id: string; data_folder_id: string; heartbeat_at: Date }
  'platform.job_interruption': { job_id: bigint; interruptions: number }
  'graphile_worker.jobs': { id: bigint; attempts: number; locked_by: string | null; locked_at: Date | null }
}

/** Attempts beyond those of the job, kept for telling that it was given up, should that fail itself. */
const attemptsToGiveUp = 10

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
  await sql`select graphile_worker.add_job(
    identifier => ${job.name}::text,
    payload => ${JSON.stringify(payload)}::json,
    queue_name => ${job.line}::text,
    run_at => ${options.runAt}::timestamptz,
    max_attempts => ${job.maximumAttempts + attemptsToGiveUp}::int,
    job_key => ${options.key ?? null}::text,
    priority => ${options.priority ?? 0}::int)`.execute(within<QueueTables>(handle))
}

export interface Beat {
  readonly workerId: string
  readonly dataFolderId: string
  readonly at: Date
}

export const upsertWorker = async (
  handle: Queryable,
  { workerId, dataFolderId, at }: Beat,
): Promise<void> => {
  const row = { worker_id: workerId, data_folder_id: dataFolderId, heartbeat_at: at }
  await within<QueueTables>(handle)
    .insertInto('platform.worker')
    .values(row)
    .onConflict((conflict) => conflict.column('worker_id').doUpdateSet({ heartbeat_at: at }))
    .execute()
}

export const deleteWorker = async (handle: Queryable, workerId: string): Promise<void> => {
  await within<QueueTables>(handle).deleteFrom('platform.worker').where('worker_id', '=', workerId).execute()
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

export interface InterruptedJob {
  readonly id: bigint
  readonly attempts: number
  readonly locked_by: string | null
}

export const selectAbandoned = (handle: Queryable): Promise<InterruptedJob[]> =>
  within<QueueTables>(handle)
    .selectFrom('graphile_worker.jobs')
    .select(['id', 'attempts', 'locked_by'])
    .where('locked_by', 'is not', null)
    .where('locked_by', 'not in', (from) => from.selectFrom('platform.worker').select('worker_id'))
    .limit(1000)
    .execute()

export const unlockWorkers = async (handle: Queryable, workerIds: readonly string[]): Promise<void> => {
  await sql`select graphile_worker.force_unlock_workers(${workerIds}::text[])`.execute(within(handle))
}

/** Gives the attempt back and makes the job due now. Works only on jobs that are not locked any more. */
export const giveAttemptBack = async (
  handle: Queryable,
  { jobs, at }: { jobs: readonly InterruptedJob[]; at: Date },
): Promise<void> => {
  const ids = jobs.map(({ id }) => id)
  const connection = within<QueueTables>(handle)
  await sql`select graphile_worker.reschedule_jobs(
      array[job.id], run_at => ${at}::timestamptz, attempts => greatest(job.attempts - 1, 0))
    from unnest(${ids}::bigint[], ${jobs.map(({ attempts }) => attempts)}::int[]) as job(id, attempts)`.execute(
    connection,
  )
  await sql`insert into platform.job_interruption as known (job_id, interruptions)
    select id, 1 from unnest(${ids}::bigint[]) as job(id)
    on conflict (job_id) do update set interruptions = known.interruptions + 1`.execute(connection)
}

export const deleteOldInterruptions = async (handle: Queryable): Promise<void> => {
  await sql`delete from platform.job_interruption as known
    where not exists (select from graphile_worker.jobs as job where job.id = known.job_id)`.execute(
    within(handle),
  )
}

export const selectInterruptions = async (handle: Queryable, jobId: string): Promise<number> => {
  const row = await within<QueueTables>(handle)
    .selectFrom('platform.job_interruption')
    .select('interruptions')
    .where('job_id', '=', BigInt(jobId))
    .executeTakeFirst()
  return row?.interruptions ?? 0
}
