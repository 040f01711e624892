import { sql, type RawBuilder } from 'kysely'
import { type Tx, within } from '#platform/postgres'
import type { Account, Side } from '../rules/chart.ts'
import type { Lot, Take } from '../rules/plan.ts'
import { bytesArray, plainArray, sparseArray, textArray, timeArray } from './encode.ts'
import type { LedgerTables } from './tables.ts'

export interface TxnRow {
  readonly txnId: string
  readonly no: bigint
  readonly atMs: number
  readonly template: string
  readonly scope: string
  readonly key: string
  readonly request: string
  readonly terms: string | null
  readonly settles: string | null
  readonly settledTo: bigint | null
  readonly legs: string
  readonly hash: string
}

export interface EntryRow {
  readonly accountId: string
  readonly no: bigint
  readonly leg: number
  readonly side: Side
  readonly amount: bigint
}

/** Changes of one row of an account. */
export interface RowChange {
  readonly accountId: string
  readonly shard: number
  readonly debits: bigint
  readonly credits: bigint
  readonly held: bigint
}

/** Everything that a batch writes. */
export interface Write {
  readonly lane: number
  readonly head: string
  readonly txns: readonly TxnRow[]
  readonly entries: readonly EntryRow[]
  readonly newAccounts: readonly { readonly id: string; readonly account: Account }[]
  readonly rows: readonly RowChange[]
  readonly newLots: readonly Lot[]
  readonly lots: readonly Lot[]
  readonly newTakes: readonly Take[]
  readonly takes: readonly Take[]
  readonly newHolds: readonly {
    readonly holdId: string
    readonly accountId: string
    readonly amount: bigint
    readonly expiresAtMs: number
  }[]
  readonly resolvedHolds: readonly { readonly holdId: string; readonly state: 'posted' | 'voided' }[]
  readonly refused: readonly { readonly scope: string; readonly key: string }[]
}

const accountsPart = ({ newAccounts }: Write): RawBuilder<unknown> => sql`ledger.write_accounts(
  ${plainArray(newAccounts.map(({ id }) => id))}::bigint[],
  ${textArray(newAccounts.map(({ account }) => account.kind))}::text[],
  ${textArray(newAccounts.map(({ account }) => account.currency))}::text[],
  ${textArray(newAccounts.map(({ account }) => account.owner))}::text[])`

const lotsPart = ({ newLots, lots }: Write): RawBuilder<unknown> => {
  // A new lot is written like one that changed, once it is there.
  const after = [...newLots, ...lots]
  return sql`ledger.write_lots(
    ${textArray(newLots.map(({ lotId }) => lotId))}::text[],
    ${textArray(newLots.map(({ owner }) => owner))}::text[],
    ${textArray(newLots.map(({ currency }) => currency))}::text[],
    ${textArray(newLots.map(({ provider }) => provider))}::text[],
    ${textArray(newLots.map(({ jurisdiction }) => jurisdiction))}::text[],
    ${plainArray(newLots.map(({ coins }) => coins))}::bigint[],
    ${plainArray(newLots.map(({ valueMicro }) => valueMicro))}::bigint[],
    ${timeArray(newLots.map(({ boughtAtMs }) => boughtAtMs))}::timestamptz[],
    ${timeArray(newLots.map(({ seasonedAtMs }) => seasonedAtMs))}::timestamptz[],
    ${textArray(after.map(({ lotId }) => lotId))}::text[],
    ${plainArray(after.map(({ valueMicro }) => valueMicro))}::bigint[],
    ${plainArray(after.map(({ taxMicro }) => taxMicro))}::bigint[],
    ${plainArray(after.map(({ coinsLeft }) => coinsLeft))}::bigint[],
    ${plainArray(after.map(({ valueLeftMicro }) => valueLeftMicro))}::bigint[],
    ${plainArray(after.map(({ state }) => state))}::text[])`
}

const takesPart = ({ newTakes, takes }: Write): RawBuilder<unknown> => sql`ledger.write_takes(
  ${textArray(newTakes.map(({ lotId }) => lotId))}::text[],
  ${plainArray(newTakes.map(({ txnId }) => txnId))}::uuid[],
  ${textArray(newTakes.map(({ creator }) => creator))}::text[],
  ${textArray(newTakes.map(({ currency }) => currency))}::text[],
  ${plainArray(newTakes.map(({ coins }) => coins))}::bigint[],
  ${plainArray(newTakes.map(({ valueMicro }) => valueMicro))}::bigint[],
  ${plainArray(newTakes.map(({ payeeMicro }) => payeeMicro))}::bigint[],
  ${plainArray(newTakes.map(({ diamonds }) => diamonds))}::bigint[],
  ${plainArray(newTakes.map(({ state }) => state))}::text[],
  ${timeArray(newTakes.map(({ maturesAtMs }) => maturesAtMs))}::timestamptz[],
  ${textArray(takes.map(({ lotId }) => lotId))}::text[],
  ${plainArray(takes.map(({ txnId }) => txnId))}::uuid[],
  ${plainArray(takes.map(({ state }) => state))}::text[])`

const holdsPart = ({ newHolds, resolvedHolds }: Write): RawBuilder<unknown> => sql`ledger.write_holds(
  ${plainArray(newHolds.map(({ holdId }) => holdId))}::uuid[],
  ${plainArray(newHolds.map(({ accountId }) => accountId))}::bigint[],
  ${plainArray(newHolds.map(({ amount }) => amount))}::bigint[],
  ${timeArray(newHolds.map(({ expiresAtMs }) => expiresAtMs))}::timestamptz[],
  ${plainArray(resolvedHolds.map(({ holdId }) => holdId))}::uuid[],
  ${plainArray(resolvedHolds.map(({ state }) => state))}::text[])`

const balancesPart = ({ rows }: Write): RawBuilder<unknown> => {
  const [out, others] = [rows.filter(({ shard }) => shard === 0), rows.filter(({ shard }) => shard !== 0)]
  return sql`ledger.write_balances(
    ${plainArray(others.map(({ accountId }) => accountId))}::bigint[],
    ${plainArray(others.map(({ shard }) => shard))}::smallint[],
    ${plainArray(others.map(({ debits }) => debits))}::bigint[],
    ${plainArray(others.map(({ credits }) => credits))}::bigint[],
    ${plainArray(out.map(({ accountId }) => accountId))}::bigint[],
    ${plainArray(out.map(({ debits }) => debits))}::bigint[],
    ${plainArray(out.map(({ held }) => held))}::bigint[])`
}

const txnsPart = ({
  lane,
  head,
  txns,
  entries,
  refused,
}: Write): RawBuilder<unknown> => sql`ledger.write_txns(
  ${lane}::smallint, decode(${head}, 'hex'),
  ${plainArray(txns.map(({ txnId }) => txnId))}::uuid[],
  ${plainArray(txns.map(({ no }) => no))}::bigint[],
  ${timeArray(txns.map(({ atMs }) => atMs))}::timestamptz[],
  ${plainArray(txns.map(({ template }) => template))}::text[],
  ${textArray(txns.map(({ scope }) => scope))}::text[],
  ${textArray(txns.map(({ key }) => key))}::text[],
  ${textArray(txns.map(({ request }) => request))}::text[],
  ${textArray(txns.map(({ terms }) => terms))}::text[],
  ${sparseArray(txns.map(({ settles }) => settles))}::uuid[],
  ${sparseArray(txns.map(({ settledTo }) => settledTo))}::bigint[],
  ${textArray(txns.map(({ legs }) => legs))}::text[],
  ${bytesArray(txns.map(({ hash }) => hash))}::bytea[],
  ${plainArray(entries.map(({ accountId }) => accountId))}::bigint[],
  ${plainArray(entries.map(({ no }) => no))}::bigint[],
  ${plainArray(entries.map(({ amount }) => amount))}::bigint[],
  ${plainArray(entries.map(({ leg }) => leg))}::smallint[],
  ${plainArray(entries.map(({ side }) => (side === 'debit' ? 't' : 'f')))}::boolean[],
  ${textArray(refused.map(({ scope }) => scope))}::text[],
  ${textArray(refused.map(({ key }) => key))}::text[])`

/** Writes a batch in one statement, whatever its size; parts with nothing to write are left out. */
export const writeBatch = async (tx: Tx, write: Write): Promise<void> => {
  const parts: RawBuilder<unknown>[] = []
  if (write.newAccounts.length > 0) parts.push(accountsPart(write))
  if (write.newLots.length + write.lots.length > 0) parts.push(lotsPart(write))
  if (write.newTakes.length + write.takes.length > 0) parts.push(takesPart(write))
  if (write.newHolds.length + write.resolvedHolds.length > 0) parts.push(holdsPart(write))
  if (write.rows.length > 0) parts.push(balancesPart(write))
  if (write.txns.length + write.refused.length > 0) parts.push(txnsPart(write))
  if (parts.length > 0) await sql`select ${sql.join(parts)}`.execute(within<LedgerTables>(tx))
}
