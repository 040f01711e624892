import { describeEngine } from './test-engine-contract.ts'
import { postgresEngine } from './test-postgres-engine.ts'

describeEngine('books in PostgreSQL', postgresEngine)
