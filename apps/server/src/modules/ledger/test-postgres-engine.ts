import { createTestDatabase } from '../../testing/engines.ts'
import { createLedger } from './index.ts'
import { nameOf } from './rules/chart.ts'
import type { MakeEngine } from './test-engine-contract.ts'

/** The books in PostgreSQL, behind the port. */
export const postgresEngine: MakeEngine = async ({ clock, ids }) => {
  const own = await createTestDatabase()
  const ledger = createLedger({ db: own.database, clock, ids })
  return {
    engine: {
      execute: (operations) => ledger.execute(operations),
      balanceOf: async (account) => {
        const found = await ledger.balancesOf(own.database.pool, [account])
        return found.get(nameOf(account)) ?? { debits: 0n, credits: 0n, held: 0n }
      },
    },
    close: () => own.close(),
  }
}
