import { sql } from 'kysely'
import type { Currency } from '@busker/money'
import { type Queryable, within } from '#platform/postgres'
import type { StatementLine } from '../views.ts'
import type { Balance } from '../port.ts'
import type { AccountKind } from '../rules/chart.ts'
import { plainArray, textArray } from './encode.ts'
import type { LedgerTables } from './tables.ts'

/** By number; accounts that were never used are absent. */
export const findBalances = async (
  handle: Queryable,
  accountIds: readonly string[],
): Promise<Map<string, Balance>> => {
  const query = sql<Balance & { account_id: string }>`
    select account_id::text as account_id, sum(debits)::bigint as debits, sum(credits)::bigint as credits,
      sum(held)::bigint as held
    from ledger.balance where account_id = any(${plainArray(accountIds)}::bigint[])
    group by account_id having sum(debits) + sum(credits) + sum(held) > 0`
  const { rows } = await query.execute(within<LedgerTables>(handle))
  return new Map(
    rows.map(({ account_id: id, debits, credits, held }) => [id, { debits, credits, held }] as const),
  )
}

interface StatementRow extends Omit<StatementLine, 'side'> {
  readonly isDebit: boolean
}

/**
 * The latest first. The balance stands beside each line: what the account has now, less what came after the line. So a page
 * costs as much as there are lines above it, and nothing is kept twice.
 */
export const findStatement = async (
  handle: Queryable,
  query: { accountId: string; growsOnDebit: boolean; beforeTxn: string | null; limit: number },
): Promise<StatementLine[]> => {
  const before = query.beforeTxn === null ? sql`null` : sql`${query.beforeTxn}::uuid`
  const signed = sql`case when e.is_debit = ${query.growsOnDebit} then e.amount else -e.amount end`
  const statement = sql<StatementRow>`
    with start as (
      select coalesce((select no from ledger.txn where txn_id = ${before}), 9223372036854775807) as no
    ), above as (
      select coalesce(sum(${signed}), 0) as balance
      from ledger.entry e where e.account_id = ${query.accountId} and e.no >= (select no from start)
    ), now as (
      select coalesce(sum(case when ${query.growsOnDebit} then debits - credits else credits - debits end), 0) as balance
      from ledger.balance where account_id = ${query.accountId}
    ), page as (
      select e.no, e.lane, e.leg, e.is_debit, e.amount, (${signed}) as change
      from ledger.entry e where e.account_id = ${query.accountId} and e.no < (select no from start)
      order by e.no desc, e.leg desc limit ${query.limit}
    )
    select t.txn_id as "txnId", t.at, t.template, p.is_debit as "isDebit", p.amount, t.scope, t.key,
      ((select balance from now) - (select balance from above) - coalesce(sum(p.change) over (
        order by p.no desc, p.leg desc rows between unbounded preceding and 1 preceding
      ), 0))::bigint as balance
    from page p join ledger.txn t on t.lane = p.lane and t.no = p.no
    order by p.no desc, p.leg desc`
  const { rows } = await statement.execute(within<LedgerTables>(handle))
  return rows.map(({ isDebit, ...line }) => ({ ...line, side: isDebit ? 'debit' : 'credit' }))
}

export const findTotals = async (
  handle: Queryable,
  kinds: readonly AccountKind[],
): Promise<{ kind: AccountKind; currency: Currency; balance: Balance }[]> => {
  const query = sql<Balance & { kind: AccountKind; currency: Currency }>`
    select a.kind, a.currency, sum(b.debits)::bigint as debits, sum(b.credits)::bigint as credits,
      sum(b.held)::bigint as held
    from ledger.account a join ledger.balance b on b.account_id = a.account_id
    where a.kind = any(${textArray(kinds)}::text[])
    group by a.kind, a.currency having sum(b.debits) + sum(b.credits) > 0 order by a.kind, a.currency`
  const { rows } = await query.execute(within<LedgerTables>(handle))
  return rows.map(({ kind, currency, debits, credits, held }) => {
    return { kind, currency, balance: { debits, credits, held } }
  })
}
