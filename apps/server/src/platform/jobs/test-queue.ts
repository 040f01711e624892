import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { z } from 'zod'
import { systemClock } from '#platform/clock'
import { silentLog } from '#platform/log'
import { type Database, within } from '#platform/postgres'
import { type TestDatabase, createTestDatabase } from '../../testing/engines.ts'
import { type Jobs, type JobsOptions, defineJob, openJobs } from './index.ts'

interface JobRow {
  id: string
  attempts: number
  locked_by: string | null
}

export const note = defineJob({ name: 'test.note', payload: z.object({ n: z.int() }), maximumAttempts: 3 })

/** A database for the tests of one file. After each test its queues are stopped and empty. */
export const openTestQueue = () => {
  let own: TestDatabase
  const opened: Jobs[] = []
  beforeAll(async () => {
    own = await createTestDatabase()
  })
  afterEach(async () => {
    for (const jobs of opened.splice(0)) await jobs.stop()
    await sql`delete from graphile_worker._private_jobs`.execute(within(own.database.pool))
  })
  afterAll(() => own.close())

  const open = async (options: Partial<JobsOptions> = {}): Promise<Jobs> => {
    const base = { connection: own.address, database: own.database, clock: systemClock(), log: silentLog() }
    const jobs = await openJobs({ ...base, dataFolderId: 'folder', ...options })
    opened.push(jobs)
    return jobs
  }
  const rowsOfQueue = async (): Promise<JobRow[]> => {
    const { rows } =
      await sql<JobRow>`select id::text, attempts, locked_by from graphile_worker.jobs order by id`.execute(
        within(own.database.pool),
      )
    return rows
  }
  /** What a `kill -9` leaves: a job locked, with its attempt counted, by a pool of workers that is no more. */
  const lockAsIfKilled = async (worker: { id: string; folder: string; at: Date }): Promise<void> => {
    const connection = within(own.database.pool)
    await sql`insert into platform.worker (worker_id, data_folder_id, heartbeat_at)
      values (${worker.id}, ${worker.folder}, ${worker.at})`.execute(connection)
    await sql`update graphile_worker._private_jobs
      set locked_by = ${worker.id}, locked_at = ${worker.at}, attempts = attempts + 1`.execute(connection)
  }
  const database = (): Database => own.database
  return { database, open, rowsOfQueue, lockAsIfKilled }
}
