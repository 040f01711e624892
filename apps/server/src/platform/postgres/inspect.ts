import pg from 'pg'
import { StartError } from '#platform/errors'
import { type PostgresAddress, describeAddress, poolConfig } from './address.ts'
import { findBinaries } from './binaries.ts'
import { type Way, chooseLauncher } from './launcher.ts'

/** How the embedded server would be run, or why it cannot be. Starts nothing. */
export const inspectEmbedded = async (): Promise<{ way: Way } | { fault: string }> => {
  try {
    await findBinaries()
    return { way: (await chooseLauncher()).way }
  } catch (error) {
    if (error instanceof StartError) return { fault: error.message }
    throw error
  }
}

/** The version of a server and the names of the migrations that it has, or why it does not answer. */
export const inspectServer = async (
  address: PostgresAddress,
): Promise<{ place: string } & ({ version: string; applied: readonly string[] } | { fault: string })> => {
  const place = describeAddress(address)
  const client = new pg.Client({ ...poolConfig(address), connectionTimeoutMillis: 5000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<{ version: string; there: boolean }>(
      `select current_setting('server_version') as version, to_regclass('platform.migration') is not null as there`,
    )
    const [server] = rows
    const applied =
      server?.there === true
        ? await client.query<{ name: string }>('select name from platform.migration order by name')
        : { rows: [] }
    return { place, version: server?.version ?? '', applied: applied.rows.map(({ name }) => name) }
  } catch (error) {
    return { place, fault: error instanceof Error ? error.message || error.name : String(error) }
  } finally {
    await client.end().catch(() => undefined)
  }
}
