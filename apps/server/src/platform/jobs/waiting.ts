import { sql } from 'kysely'
import type { Clock } from '#platform/clock'
import { type Queryable, within } from '#platform/postgres'
import type { JobPool } from './job.ts'
import { attemptsToGiveUp, type QueueTables } from './queue.ts'

/** A job that is not done yet, as an operator sees it. */
export interface WaitingJob {
  readonly id: string
  readonly name: string
  readonly key: string | null
  readonly payload: unknown
  /** `delayed`: its time has not come, mostly because it failed before. */
  readonly state: 'waiting' | 'running' | 'delayed'
  /** Tries so far, the one under way included. */
  readonly attempts: number
  readonly maximumAttempts: number
  readonly priority: number
  readonly runAt: Date
  /** When it was taken up, by the clock of the database. */
  readonly runningSinceMs: number | null
  readonly lastError: string | null
  readonly workerId: string | null
}

/** A pool of workers that is alive. A process has one for each kind of work that it does. */
export interface LivingWorker {
  readonly workerId: string
  readonly dataFolderId: string
  readonly heartbeatAt: Date
  readonly role: string
  readonly pool: JobPool
}

interface JobRow {
  readonly id: string
  readonly name: string
  readonly key: string | null
  readonly payload: unknown
  readonly state: WaitingJob['state']
  readonly attempts: number
  readonly max_attempts: number
  readonly priority: number
  readonly run_at: Date
  readonly locked_at: Date | null
  readonly locked_by: string | null
  readonly last_error: string | null
}

const presentJob = (row: JobRow): WaitingJob => {
  const { id, name, key, payload, state, priority } = row
  const maximumAttempts = Math.max(1, row.max_attempts - attemptsToGiveUp)
  return {
    ...{ id, name, key, payload, state, priority, maximumAttempts },
    attempts: Math.min(row.attempts, maximumAttempts),
    runAt: row.run_at,
    runningSinceMs: row.locked_at?.getTime() ?? null,
    lastError: row.last_error,
    workerId: row.locked_by,
  }
}

export interface ListOptions {
  readonly names: readonly string[]
  readonly limit: number
}

/** Running ones first, then those that are due in the order in which they will run, then those whose time will come. */
export const selectJobs = async (
  handle: Queryable,
  { names, limit }: ListOptions,
  clock: Clock,
): Promise<WaitingJob[]> => {
  const { rows } = await sql<JobRow>`
    select job.id::text as id, task.identifier as name, job.key, job.payload, job.attempts, job.max_attempts,
      job.priority, job.run_at, job.locked_at, job.locked_by, job.last_error, found.state
    from graphile_worker._private_jobs as job
    join graphile_worker._private_tasks as task on task.id = job.task_id
    cross join lateral (select case
      when job.locked_at is not null then 'running'
      when job.run_at > ${clock.now()}::timestamptz then 'delayed'
      else 'waiting' end as state) as found
    where task.identifier = any(${names}::text[]) and (job.locked_at is not null or job.attempts < job.max_attempts)
    order by array_position(array['running', 'waiting', 'delayed'], found.state),
      case when found.state = 'delayed' then 0 else job.priority end, job.run_at, job.id
    limit ${limit}`.execute(within(handle))
  return rows.map(presentJob)
}

/** How many jobs of each kind are not done yet; a kind without any is absent. */
export const countJobs = async (
  handle: Queryable,
  names: readonly string[],
): Promise<{ name: string; jobs: number }[]> => {
  const { rows } = await sql<{ name: string; jobs: number }>`
    select task.identifier as name, count(*)::int as jobs
    from graphile_worker._private_jobs as job
    join graphile_worker._private_tasks as task on task.id = job.task_id
    where task.identifier = any(${names}::text[]) and (job.locked_at is not null or job.attempts < job.max_attempts)
    group by task.identifier order by task.identifier`.execute(within(handle))
  return rows
}

const mostWorkers = 1000

export const selectWorkers = async (handle: Queryable): Promise<LivingWorker[]> => {
  const rows = await within<QueueTables>(handle)
    .selectFrom('platform.worker')
    .select(['worker_id', 'data_folder_id', 'heartbeat_at', 'role', 'pool'])
    .orderBy('role')
    .orderBy('worker_id')
    .limit(mostWorkers)
    .execute()
  return rows.map((row) => ({
    workerId: row.worker_id,
    dataFolderId: row.data_folder_id,
    heartbeatAt: row.heartbeat_at,
    role: row.role,
    pool: row.pool,
  }))
}

/** Deletes the job with this key unless it runs. The library's own way would also keep a running one from a retry. */
export const deleteWaiting = async (handle: Queryable, key: string): Promise<boolean> => {
  const { rows } = await sql`delete from graphile_worker._private_jobs
    where key = ${key}::text and locked_at is null returning id`.execute(within(handle))
  return rows.length > 0
}
