import type { Currency } from '@busker/money'
import { sql, type RawBuilder } from 'kysely'
import { assert } from '#platform/assert'
import { type Tx, within } from '#platform/postgres'
import { type Account, isAccountKind } from '../rules/chart.ts'
import type { Leg, Lot, Past, Take, Terms } from '../rules/plan.ts'
import { bytesArray, plainArray, textArray, timeArray } from './encode.ts'
import type { LedgerTables } from './tables.ts'

/** What a batch asks for before it decides. */
export interface Asked {
  /** In the order of their names: two batches never wait for each other's keys in a circle. */
  readonly keys: readonly {
    readonly scope: string
    readonly key: string
    readonly txnId: string
    readonly requestHash: string
  }[]
  readonly owners: readonly { readonly owner: string; readonly currency: string }[]
  readonly lots: readonly string[]
  readonly takesOf: readonly string[]
  readonly matureOf: readonly { readonly creator: string; readonly currency: string; readonly atMs: number }[]
  readonly pasts: readonly string[]
  readonly holds: readonly string[]
}

/** A key that was used before. */
export interface Known {
  readonly scope: string
  readonly key: string
  readonly txnId: string
  readonly isSame: boolean
  readonly template: string
  readonly request: string
  readonly terms: Terms
  readonly legs: readonly Leg[]
}

export interface HoldRow {
  readonly holdId: string
  readonly account: Account
  readonly amount: bigint
  readonly state: string
  readonly expiresAtMs: number
}

export interface Read {
  readonly known: readonly Known[]
  readonly lots: readonly Lot[]
  readonly takes: readonly Take[]
  readonly pasts: readonly Past[]
  readonly holds: readonly HoldRow[]
}

export interface Locked {
  readonly balances: ReadonlyMap<string, { debits: bigint; credits: bigint; held: bigint }>
  readonly lane: number
  /** Hash of the last transfer of the lane, in hexadecimal. */
  readonly head: string
  /** The batch numbers its transfers from here. */
  readonly no: bigint
}

type Cells = readonly (string | number | null)[]

/** Checked boundary: what is written here was written by this module, from the same types. */
const text = (cell: string | number | null | undefined): string => String(cell)
const amount = (cell: string | number | null | undefined): bigint => BigInt(cell ?? 0)
const currency = (cell: string | number | null | undefined) => String(cell) as Currency

export const toAccount = (kind: string, code: string, owner: string): Account => {
  assert(isAccountKind(kind), `a kind of the chart: ${kind}`)
  return { kind, currency: currency(code), owner }
}

export const toTerms = (written: string | null): Terms =>
  written === null ? {} : (JSON.parse(written) as Terms)

const toLot = (cells: Cells): Lot => ({
  ...{ lotId: text(cells[0]), owner: text(cells[1]), currency: currency(cells[2]) },
  ...{ provider: text(cells[3]), jurisdiction: text(cells[4]) },
  ...{ coins: amount(cells[5]), valueMicro: amount(cells[6]), taxMicro: amount(cells[7]) },
  ...{ coinsLeft: amount(cells[8]), valueLeftMicro: amount(cells[9]), state: cells[10] as Lot['state'] },
  ...{ boughtAtMs: Number(cells[11]), seasonedAtMs: Number(cells[12]) },
})

const toTake = (cells: Cells): Take => ({
  ...{ lotId: text(cells[0]), txnId: text(cells[1]), creator: text(cells[2]), currency: currency(cells[3]) },
  ...{ coins: amount(cells[4]), valueMicro: amount(cells[5]), payeeMicro: amount(cells[6]) },
  ...{ diamonds: amount(cells[7]), state: cells[8] as Take['state'], maturesAtMs: Number(cells[9]) },
})

const toPast = (cells: Cells): Past => ({
  ...{ txnId: text(cells[0]), template: text(cells[1]), settled: amount(cells[3]) },
  terms: toTerms(cells[2] === null ? null : text(cells[2])),
})

const toHold = (cells: Cells): HoldRow => ({
  ...{ holdId: text(cells[0]), account: toAccount(text(cells[1]), text(cells[2]), text(cells[3])) },
  ...{ amount: amount(cells[4]), state: text(cells[5]), expiresAtMs: Number(cells[6]) },
})

type KnownCells = [string, string, string, boolean, string, string | null, string, string[][] | null]

const toKnown = ([scope, key, txnId, isSame, template, terms, request, legs]: KnownCells): Known => ({
  ...{ scope, key, txnId, isSame, template, request, terms: toTerms(terms) },
  legs: (legs ?? []).map(([kind = '', code = '', owner = '', side, moved = '0']) => ({
    account: toAccount(kind, code, owner),
    side: side === 'd' ? 'debit' : 'credit',
    amount: BigInt(moved),
  })),
})

interface ReadJson {
  readonly known: KnownCells[] | null
  readonly lots: Cells[] | null
  readonly takes: Cells[] | null
  readonly pasts: Cells[] | null
  readonly holds: Cells[] | null
}

interface LockedJson {
  readonly balances: [string, string, string, string][] | null
  readonly lane: number
  readonly head: string
  readonly no: string
}

const toRead = (json: ReadJson): Read => ({
  known: (json.known ?? []).map(toKnown),
  lots: (json.lots ?? []).map(toLot),
  takes: (json.takes ?? []).map(toTake),
  pasts: (json.pasts ?? []).map(toPast),
  holds: (json.holds ?? []).map(toHold),
})

const toLocked = ({ balances, lane, head, no }: LockedJson): Locked => ({
  ...{ lane, head, no: BigInt(no) },
  balances: new Map(
    (balances ?? []).map(([id, debits, credits, held]) => [
      id,
      { debits: BigInt(debits), credits: BigInt(credits), held: BigInt(held) },
    ]),
  ),
})

const parameters = (asked: Asked): RawBuilder<unknown> => {
  const { keys, owners, matureOf } = asked
  return sql.join([
    sql`${textArray(keys.map(({ scope }) => scope))}::text[]`,
    sql`${textArray(keys.map(({ key }) => key))}::text[]`,
    sql`${plainArray(keys.map(({ txnId }) => txnId))}::uuid[]`,
    sql`${bytesArray(keys.map(({ requestHash }) => requestHash))}::bytea[]`,
    sql`${textArray(owners.map(({ owner }) => owner))}::text[]`,
    sql`${textArray(owners.map(({ currency: code }) => code))}::text[]`,
    sql`${textArray(asked.lots)}::text[]`,
    sql`${textArray(asked.takesOf)}::text[]`,
    sql`${textArray(matureOf.map(({ creator }) => creator))}::text[]`,
    sql`${textArray(matureOf.map(({ currency: code }) => code))}::text[]`,
    sql`${timeArray(matureOf.map(({ atMs }) => atMs))}::timestamptz[]`,
    sql`${plainArray(asked.pasts)}::uuid[]`,
    sql`${plainArray(asked.holds)}::uuid[]`,
  ])
}

/** When the batch is done, and which rows it takes from. */
export interface Rows {
  readonly accountIds: readonly string[]
  readonly atMs: number
}

/** Reads and locks everything in one call, for batches that know beforehand what they take from. */
export const openBatch = async (tx: Tx, asked: Asked, rows: Rows): Promise<Read & Locked> => {
  const query = sql<{ read: ReadJson; locked: LockedJson }>`
    select read, locked from ledger.open_batch(${parameters(asked)}, ${plainArray(rows.accountIds)}::bigint[],
      ${new Date(rows.atMs)})`
  const [row] = (await query.execute(within<LedgerTables>(tx))).rows
  assert(row !== undefined, 'a batch is opened')
  return { ...toRead(row.read), ...toLocked(row.locked) }
}

/** The first half of it, for batches whose reading tells what they take from. */
export const readBatch = async (tx: Tx, asked: Asked): Promise<Read> => {
  const query = sql<{ read: ReadJson }>`select ledger.read_batch(${parameters(asked)}) as read`
  const [row] = (await query.execute(within<LedgerTables>(tx))).rows
  assert(row !== undefined, 'a batch is read')
  return toRead(row.read)
}

export const lockBatch = async (tx: Tx, { accountIds, atMs }: Rows): Promise<Locked> => {
  const query = sql<{ locked: LockedJson }>`
    select ledger.lock_batch(${plainArray(accountIds)}::bigint[], ${new Date(atMs)}) as locked`
  const [row] = (await query.execute(within<LedgerTables>(tx))).rows
  assert(row !== undefined, 'a batch is locked')
  return toLocked(row.locked)
}
