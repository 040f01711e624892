/** The system of record: an embedded PostgreSQL by default, any PostgreSQL 15 or newer by address. */
export {
  databaseName,
  type EmbeddedAddress,
  type PostgresAddress,
  poolConfig,
  siblingAddress,
} from './address.ts'
export {
  type Database,
  ensureDatabase,
  onCommit,
  openDatabase,
  type Queryable,
  type Tx,
  within,
} from './database.ts'
export { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded.ts'
export { violates } from './failures.ts'
export { inspectEmbedded, inspectServer } from './inspect.ts'
export type { Way } from './launcher.ts'
export { mergedReads, mergedWrites } from './merged.ts'
