import pg from 'pg'

/** How to reach the embedded server: a Unix socket in a folder that only its owner may enter. */
export interface EmbeddedAddress {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly database: string
}

/** The embedded server, or a `DATABASE_URL`. */
export type PostgresAddress = EmbeddedAddress | string

/** The database of the embedded server that holds everything. */
export const databaseName = 'busker'

const int8 = 20
const int8Array = 1016
const date = 1082

const parseBigints = (text: string): (bigint | null)[] => {
  const items = text.slice(1, -1)
  return items === '' ? [] : items.split(',').map((item) => (item === 'NULL' ? null : BigInt(item)))
}

/** Values keep their exactness: int8 is a `bigint`, a calendar date stays the text `YYYY-MM-DD`. */
export const exactTypes = (): pg.TypeOverrides => {
  const types = new pg.TypeOverrides()
  types.setTypeParser(int8, BigInt)
  types.setTypeParser(int8Array, parseBigints)
  types.setTypeParser(date, (text) => text)
  return types
}

/** Options of a `pg` pool or client for this address, with the driver's own types: libraries rely on them. */
export const poolConfig = (address: PostgresAddress): pg.PoolConfig => ({
  ...(typeof address === 'string' ? { connectionString: address } : address),
  application_name: 'busker',
  connectionTimeoutMillis: 10_000,
})

/** The same server, another database. */
export const siblingAddress = (address: PostgresAddress, database: string): PostgresAddress => {
  if (typeof address !== 'string') return { ...address, database }
  const url = new URL(address)
  url.pathname = `/${encodeURIComponent(database)}`
  return url.href
}

/** The address as it may be shown: never with a password. */
export const describeAddress = (address: PostgresAddress): string => {
  if (typeof address !== 'string') return `the embedded server (${address.host})`
  if (!URL.canParse(address)) return 'the server of DATABASE_URL'
  const url = new URL(address)
  return `${url.host || 'localhost'}${url.pathname}`
}
