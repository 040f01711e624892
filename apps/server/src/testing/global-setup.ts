import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { systemClock } from '#platform/clock'
import { silentLog } from '#platform/log'
import { type PostgresAddress, startEmbeddedPostgres } from '#platform/postgres'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The PostgreSQL of this test run. */
    readonly postgresAddress: PostgresAddress
    /** The ClickHouse server of this test run; null: the engine in each test process. */
    readonly clickhouseUrl: string | null
  }
}

/** The server that `CLICKHOUSE_URL` names, if any. */
export const givenClickhouse = (): string | null => {
  const url = process.env['CLICKHOUSE_URL']
  return url === undefined || url === '' ? null : url
}

/**
 * One PostgreSQL for all test files of the server. `BUSKER_TEST_DATABASE_URL` names another one, for example the
 * oldest supported version; this file is not part of the server, so it may read the environment.
 */
const setup = async ({ provide }: TestProject): Promise<() => Promise<void>> => {
  provide('clickhouseUrl', givenClickhouse())
  const external = process.env['BUSKER_TEST_DATABASE_URL']
  if (external !== undefined && external !== '') {
    provide('postgresAddress', external)
    return async () => undefined
  }
  // mkdtemp makes the folder with mode 0700, which is how root's home looks as well.
  const dataFolder = await mkdtemp(join(tmpdir(), 'busker-test-'))
  const clock = systemClock()
  const postgres = await startEmbeddedPostgres({ dataFolder, log: silentLog(), clock, durable: false })
  provide('postgresAddress', postgres.connection)
  return async () => {
    await postgres.stop()
    await rm(dataFolder, { recursive: true, force: true })
  }
}

export default setup
