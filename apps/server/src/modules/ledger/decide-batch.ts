import { assert } from '#platform/assert'
import { hash } from 'node:crypto'
import type { AccountIds } from './account-ids.ts'
import { type Item, toError } from './prepare.ts'
import type { HoldOperation, Outcome, TransferOperation, VoidOperation } from './port.ts'
import { type Account, kindOf } from './rules/chart.ts'
import { linkText } from './rules/chain.ts'
import { checkFloors, planTransfer } from './rules/decide.ts'
import { checkHold } from './rules/ledger-rules.ts'
import type { Leg, Lot, Plan, Take } from './rules/plan.ts'
import type { ReadBooks } from './rules/read-books.ts'
import type { HoldRow, Locked, Read } from './store/read-batch.ts'
import type { EntryRow, RowChange, TxnRow, Write } from './store/write-batch.ts'

/** How one operation ended; a failure is a mistake of ours or of the caller, not an answer. */
export type Ended = { readonly outcome: Outcome } | { readonly failure: Error }

interface State {
  readonly read: Read
  readonly locked: Locked
  readonly books: ReadBooks
  readonly accounts: AccountIds
  readonly holds: Map<string, HoldRow>
  readonly made: Made
}

/** What is written in the end, as it is collected. */
interface Made {
  head: string
  readonly txns: TxnRow[]
  readonly entries: EntryRow[]
  readonly newAccounts: Map<string, Account>
  readonly rows: Map<string, { -readonly [Key in keyof RowChange]: RowChange[Key] }>
  readonly lots: Map<string, Lot>
  readonly takes: Map<string, Take>
  readonly newHolds: Write['newHolds'][number][]
  readonly resolvedHolds: Write['resolvedHolds'][number][]
  readonly refused: Write['refused'][number][]
}

const noChange = { debits: 0n, credits: 0n, held: 0n }

const rowOf = ({ made, accounts }: State, account: Account, shard: number) => {
  const accountId = accounts.idOf(account)
  const name = `${accountId}:${shard}`
  const row = made.rows.get(name) ?? { accountId, shard, ...noChange }
  made.rows.set(name, row)
  if (!accounts.isKept(accountId)) made.newAccounts.set(accountId, account)
  return row
}

/**
 * What goes out of an account with a floor is in row 0, which is locked. What comes in is in a row of the lane, which nobody
 * else can hold, or for accounts that few pay into in row 1. An account that was not there when rows were locked has only what
 * this batch pays in: what goes out again stands beside it, because to wait for its row 0 now were against the order.
 */
const shardOf = ({ locked, accounts }: State, { account, side }: Leg): number => {
  const kind = kindOf(account)
  if (kind.floor && side !== kind.side && locked.balances.has(accounts.idOf(account))) return 0
  return kind.spread === 'never' ? 1 : locked.lane + 1
}

const moveLegs = (state: State, no: bigint, legs: readonly Leg[]): string =>
  legs
    .map((leg, place) => {
      const row = rowOf(state, leg.account, shardOf(state, leg))
      if (leg.side === 'debit') row.debits += leg.amount
      else row.credits += leg.amount
      const { accountId } = row
      state.made.entries.push({ accountId, no, leg: place, side: leg.side, amount: leg.amount })
      return `${accountId} ${leg.side === 'debit' ? 'd' : 'c'} ${leg.amount}`
    })
    .join(',')

/** Appends a transfer, or a hold, which moves nothing, to the chain of the lane. */
const append = (state: State, item: Item, { template, plan }: { template: string; plan: Plan }): void => {
  const { locked, made } = state
  const no = locked.no + BigInt(made.txns.length)
  const { txnId, atMs, request } = item
  const { scope, key } = item.operation
  const row = {
    ...{ txnId, no, atMs, template, scope, key, request },
    terms: plan.terms === undefined ? null : JSON.stringify(plan.terms),
    settles: plan.settles?.txnId ?? null,
    settledTo: plan.settles?.settled ?? null,
    legs: moveLegs(state, no, plan.legs),
  }
  made.head = hash('sha256', linkText(made.head, row), 'hex')
  made.txns.push({ ...row, hash: made.head })
  for (const lot of plan.lots ?? []) made.lots.set(lot.lotId, lot)
  for (const take of plan.takes ?? []) made.takes.set(`${take.lotId} ${take.txnId}`, take)
  state.books.apply(plan)
}

const resolve = (state: State, hold: HoldRow, resolution: 'posted' | 'voided'): void => {
  rowOf(state, hold.account, 0).held -= hold.amount
  state.books.keepAside(hold.account, -hold.amount)
  state.holds.set(hold.holdId, { ...hold, state: resolution })
  state.made.resolvedHolds.push({ holdId: hold.holdId, state: resolution })
}

type HoldFault = 'hold_unknown' | 'hold_resolved'

/** The hold that an operation names, if it still keeps something aside. */
const openHold = (state: State, holdId: string, atMs: number): HoldRow | HoldFault => {
  const hold = state.holds.get(holdId)
  if (hold === undefined) return 'hold_unknown'
  return hold.state === 'open' && hold.expiresAtMs > atMs ? hold : 'hold_resolved'
}

const transfer = (state: State, item: Item, operation: TransferOperation): Outcome => {
  const { txnId, atMs } = item
  const hold = operation.hold === undefined ? null : openHold(state, operation.hold, atMs)
  if (typeof hold === 'string') return { is: 'refused', code: hold }
  const plan = planTransfer(operation.transfer, state.books, { txnId, atMs })
  if ('refused' in plan) return { is: 'refused', code: plan.refused }
  const broken = checkFloors(plan, state.books, hold)
  if (broken !== null) return { is: 'refused', code: broken.refused }
  if (hold !== null) resolve(state, hold, 'posted')
  append(state, item, { template: operation.transfer.template, plan })
  return { is: 'done', id: txnId, again: false, legs: plan.legs, terms: plan.terms ?? {} }
}

const keepAside = (state: State, item: Item, { account, amount, expiresAtMs }: HoldOperation): Outcome => {
  const broken = checkHold({ account, amount, expiresAtMs }, state.books, item.atMs)
  if (broken !== null) return { is: 'refused', code: broken.refused }
  const row = rowOf(state, account, 0)
  row.held += amount
  state.books.keepAside(account, amount)
  state.made.newHolds.push({ holdId: item.txnId, accountId: row.accountId, amount, expiresAtMs })
  append(state, item, { template: 'hold', plan: { legs: [] } })
  return { is: 'done', id: item.txnId, again: false, legs: [], terms: {} }
}

const giveBack = (state: State, item: Item, operation: VoidOperation): Outcome => {
  const hold = openHold(state, operation.hold, item.atMs)
  if (typeof hold === 'string') return { is: 'refused', code: hold }
  resolve(state, hold, 'voided')
  append(state, item, { template: 'void', plan: { legs: [] } })
  return { is: 'done', id: hold.holdId, again: false, legs: [], terms: {} }
}

const run = (state: State, item: Item): Outcome => {
  if (item.failure !== null) throw item.failure
  const { operation } = item
  switch (operation.do) {
    case 'transfer':
      return transfer(state, item, operation)
    case 'hold':
      return keepAside(state, item, operation)
    case 'void':
      return giveBack(state, item, operation)
  }
}

const nameOfKey = ({ scope, key }: { scope: string; key: string }): string => JSON.stringify([scope, key])

const answers = ({ known }: Read): Map<string, Outcome> =>
  new Map(
    known.map((before) => {
      const { txnId, isSame, template, request, legs, terms } = before
      // Checked boundary: the request of a void was written by this module.
      const id = template === 'void' ? (JSON.parse(request) as { hold: string }).hold : txnId
      const outcome: Outcome = isSame ? { is: 'done', id, again: true, legs, terms } : { is: 'conflict' }
      return [nameOfKey(before), outcome]
    }),
  )

const toWrite = ({ read, locked, made }: State): Write => {
  const readLots = new Set(read.lots.map(({ lotId }) => lotId))
  const readTakes = new Set(read.takes.map(({ lotId, txnId }) => `${lotId} ${txnId}`))
  const [lots, takes] = [[...made.lots.values()], [...made.takes.entries()]]
  const { txns, entries, newHolds, resolvedHolds, refused, head } = made
  return {
    ...{ lane: locked.lane, head, txns, entries, newHolds, resolvedHolds, refused },
    newAccounts: [...made.newAccounts].map(([id, account]) => ({ id, account })),
    rows: [...made.rows.values()],
    newLots: lots.filter(({ lotId }) => !readLots.has(lotId)),
    lots: lots.filter(({ lotId }) => readLots.has(lotId)),
    newTakes: takes.flatMap(([name, take]) => (readTakes.has(name) ? [] : [take])),
    takes: takes.flatMap(([name, take]) => (readTakes.has(name) ? [take] : [])),
  }
}

/** Decides a batch, one operation after the other, over what was read: each sees what those before it did. */
export const decideBatch = (
  items: readonly Item[],
  given: { read: Read; locked: Locked; books: ReadBooks; accounts: AccountIds },
): { ended: readonly Ended[]; write: Write } => {
  const made: Made = {
    ...{ head: given.locked.head, txns: [], entries: [], newAccounts: new Map(), rows: new Map() },
    ...{ lots: new Map(), takes: new Map(), newHolds: [], resolvedHolds: [], refused: [] },
  }
  const holds = new Map(given.read.holds.map((hold) => [hold.holdId, hold]))
  const state: State = { ...given, holds, made }
  const before = answers(given.read)
  const ended = items.map((item): Ended => {
    const { scope, key } = item.operation
    const known = before.get(nameOfKey({ scope, key }))
    if (known !== undefined) return { outcome: known }
    const txns = made.txns.length
    try {
      const outcome = run(state, item)
      if (outcome.is !== 'done') made.refused.push({ scope, key })
      return { outcome }
    } catch (error) {
      assert(made.txns.length === txns, 'what fails has written nothing')
      made.refused.push({ scope, key })
      return { failure: toError(error) }
    }
  })
  return { ended, write: toWrite(state) }
}
