import { sql } from 'kysely'
import { assert } from '#platform/assert'
import { type Database, within } from '#platform/postgres'
import { createLedger, type Ledger } from './index.ts'
import { accountOf, nameOf } from './rules/chart.ts'
import type { Hold } from './rules/whole-books.ts'
import type { EngineUnderTest, MakeEngine } from './test-engine-contract.ts'
import type { BooksState } from './test-replay.ts'
import { toLot, toTake } from './test-rows.ts'

/** The books in PostgreSQL, with what they consist of. */
export interface PostgresUnderTest extends EngineUnderTest {
  readonly ledger: Ledger
  state(): Promise<BooksState>
}

const readState = async (db: Database): Promise<BooksState> => {
  const handle = within(db.pool)
  const accounts = await sql<{ name: string; debits: bigint; credits: bigint }>`
    select a.kind || ':' || a.currency || ':' || a.owner as name, sum(b.debits)::bigint as debits,
      sum(b.credits)::bigint as credits
    from ledger.account a join ledger.balance b on b.account_id = a.account_id group by a.account_id`.execute(
    handle,
  )
  const holds = await sql<Omit<Hold, 'account' | 'expiresAtMs'> & { name: string; expiresAt: Date }>`
    select h.hold_id as "holdId", a.kind || ':' || a.currency || ':' || a.owner as name, h.amount, h.state,
      h.expires_at as "expiresAt"
    from ledger.hold h join ledger.account a on a.account_id = h.account_id`.execute(handle)
  const lots = await sql<Record<string, unknown>>`select * from ledger.lot`.execute(handle)
  const takes = await sql<Record<string, unknown>>`select * from ledger.take`.execute(handle)
  return {
    accounts: accounts.rows,
    lots: lots.rows.map(toLot),
    takes: takes.rows.map(toTake),
    holds: holds.rows.map(({ name, expiresAt, ...hold }) => {
      const account = accountOf(name)
      assert(account !== null, 'an account of the chart')
      return { ...hold, account, expiresAtMs: expiresAt.getTime() }
    }),
  }
}

/** The ledger over a database that is open, behind the port. */
export const overDatabase = (
  database: Database,
  given: Parameters<MakeEngine>[0],
): Omit<PostgresUnderTest, 'close'> => {
  const ledger = createLedger({ ...given, db: database })
  return {
    ledger,
    state: () => readState(database),
    engine: {
      execute: (operations) => ledger.execute(operations),
      balanceOf: async (account) => {
        const found = await ledger.balancesOf(database.pool, [account])
        return found.get(nameOf(account)) ?? { debits: 0n, credits: 0n, held: 0n }
      },
    },
  }
}
