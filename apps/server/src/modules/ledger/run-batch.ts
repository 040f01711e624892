import type { Clock } from '#platform/clock'
import type { Ids } from '#platform/ids'
import { onCommit, type Tx } from '#platform/postgres'
import type { AccountIds } from './account-ids.ts'
import { decideBatch, type Ended } from './decide-batch.ts'
import type { Operation } from './port.ts'
import { askedBy, type Item, prepare } from './prepare.ts'
import type { Account } from './rules/chart.ts'
import { lookOf } from './rules/guess.ts'
import { availableOf, type ReadBooks, readBooks } from './rules/read-books.ts'
import { segmentsOf } from './segments.ts'
import { type Locked, lockBatch, openBatch, type Read, readBatch } from './store/read-batch.ts'
import { writeBatch } from './store/write-batch.ts'

export interface BatchDeps {
  readonly clock: Clock
  readonly ids: Ids
  readonly accounts: AccountIds
}

/** Accounts by their number. */
const numbered = (accounts: readonly Account[], ids: AccountIds): Map<string, Account> =>
  new Map(accounts.map((account) => [ids.idOf(account), account]))

const teach = (books: ReadBooks, accounts: ReadonlyMap<string, Account>, { balances }: Locked): void => {
  for (const [id, account] of accounts) {
    const balance = balances.get(id)
    books.learn(account, balance === undefined ? 0n : availableOf(account, balance))
  }
}

const lookAgain = (items: readonly Item[], books: ReadBooks): Account[] =>
  items.flatMap(({ operation, txnId, atMs, failure }) => {
    if (operation.do !== 'transfer' || failure !== null) return []
    try {
      return lookOf(operation.transfer, books, { txnId, atMs })
    } catch {
      // It fails again when it is decided, and there it is told to whoever asked.
      return []
    }
  })

interface Opened {
  readonly read: Read
  readonly locked: Locked
  readonly books: ReadBooks
}

const open = async (tx: Tx, items: readonly Item[], { accounts: ids }: BatchDeps): Promise<Opened> => {
  const asked = askedBy(items)
  const atMs = items[0]?.atMs ?? 0
  const guessed = items.flatMap(({ accounts }) => accounts)
  const withHolds = (read: Read) => read.holds.map(({ account }) => account)
  if (items.every(({ isExact }) => isExact)) {
    const accounts = numbered(guessed, ids)
    const opened = await openBatch(tx, asked, { accountIds: [...accounts.keys()], atMs })
    const books = readBooks(opened)
    teach(books, new Map([...accounts, ...numbered(withHolds(opened), ids)]), opened)
    return { read: opened, locked: opened, books }
  }
  const read = await readBatch(tx, asked)
  const books = readBooks(read)
  const accounts = numbered([...guessed, ...withHolds(read), ...lookAgain(items, books)], ids)
  const locked = await lockBatch(tx, { accountIds: [...accounts.keys()], atMs })
  teach(books, accounts, locked)
  return { read, locked, books }
}

const runSegment = async (tx: Tx, operations: readonly Operation[], deps: BatchDeps): Promise<Ended[]> => {
  const items = prepare(operations, deps)
  const { ended, write } = decideBatch(items, { ...(await open(tx, items, deps)), accounts: deps.accounts })
  await writeBatch(tx, write)
  onCommit(tx, () => deps.accounts.keep(write.newAccounts.map(({ id }) => id)))
  return [...ended]
}

/** Reads, decides and writes in a transaction: two statements, three where what is read says what is taken from. */
export const runBatch = async (
  tx: Tx,
  operations: readonly Operation[],
  deps: BatchDeps,
): Promise<Ended[]> => {
  const ended: Ended[] = []
  for (const segment of segmentsOf(operations)) ended.push(...(await runSegment(tx, segment, deps)))
  return ended
}
