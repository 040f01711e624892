import { createTestDatabase } from '../../testing/engines.ts'
import type { MakeEngine } from './test-engine-contract.ts'
import { overDatabase, type PostgresUnderTest } from './test-postgres-books.ts'

/** The books in PostgreSQL, in a database of their own. */
export const postgresEngine = async (given: Parameters<MakeEngine>[0]): Promise<PostgresUnderTest> => {
  const own = await createTestDatabase()
  return { ...overDatabase(own.database, given), close: () => own.close() }
}
