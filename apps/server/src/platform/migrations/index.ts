/** Forward-only SQL migrations of all rooms, for both engines, in one order. */
export { discoverMigrations } from './discover.ts'
export { type Applied, checkMigrated, migrate } from './migrate.ts'
export { type Migration, type MigrationPlan, planMigrations, splitStatements } from './plan.ts'
