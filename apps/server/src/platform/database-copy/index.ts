/** The rows of a PostgreSQL database as text, and back: what a backup is made of. Schemas come from migrations. */
export { appliedToClickhouse, type AppliedName } from './applied.ts'
export { isEmptyDatabase, loadDatabase, type DatabaseContent, type TableContent } from './load.ts'
export { openTableSnapshot, type SequenceState, type TableShape, type TableSnapshot } from './snapshot.ts'
