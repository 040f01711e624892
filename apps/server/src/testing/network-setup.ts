import type { TestProject } from 'vitest/node'
import { givenClickhouse } from './global-setup.ts'
import { startClickhouseFront } from './start-clickhouse-front.ts'

/**
 * For the tests that run a second time with ClickHouse on the other side of a network: the server in `CLICKHOUSE_URL`, or
 * without one the embedded engine behind HTTP, so that the client's way over the network is tested everywhere.
 */
const setup = async ({ provide }: TestProject): Promise<() => Promise<void>> => {
  const given = givenClickhouse()
  if (given !== null) {
    provide('clickhouseUrl', given)
    return async () => undefined
  }
  const front = await startClickhouseFront()
  provide('clickhouseUrl', front.url)
  return front.stop
}

export default setup
