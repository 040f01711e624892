import { type Account, kindOf, nameOf } from './rules/chart.ts'
import { isOpen } from './rules/ledger-rules.ts'
import type { Books, Leg, Lot, Past, Plan, Take } from './rules/plan.ts'
import { availableOf } from './rules/read-books.ts'
import { type Hold, type Posted, takeName, type WholeBooks } from './rules/whole-books.ts'

type Writable<Of> = { -readonly [Key in keyof Of]: Of[Key] }
type AccountRow = Writable<WholeBooks['accounts'] extends ReadonlyMap<string, infer Row> ? Row : never>

/** The largest number that a row of the database can count to. */
const largestCount = 2n ** 63n - 1n
/** So many gifts are converted at once; the rest is for the next time. */
const mostMature = 5000

/** Books in memory: what rules look at, and what they change. */
export interface MemoryBooks extends Books {
  readonly whole: WholeBooks
  /** What is decided from here on is decided at this moment. */
  turnTo(atMs: number): void
  hold(holdId: string): Hold | null
  keep(hold: Hold): void
  /** Whether the counters can take it. */
  fits(legs: readonly Leg[]): boolean
  post(posted: Posted, plan: Plan): void
  accountOf(account: Account): Readonly<AccountRow>
}

/** Names that belong together, by what they have in common. */
const index = () => {
  const names = new Map<string, Set<string>>()
  return {
    of: (common: string): ReadonlySet<string> => names.get(common) ?? new Set(),
    set: (common: string, name: string, belongs: boolean): void => {
      const those = names.get(common)
      if (!belongs) those?.delete(name)
      else if (those === undefined) names.set(common, new Set([name]))
      else those.add(name)
    },
  }
}

const partyOf = (owner: string, currency: string): string => `${currency} ${owner}`

const olderFirst = (one: Lot, other: Lot): number =>
  one.boughtAtMs - other.boughtAtMs || (one.lotId < other.lotId ? -1 : 1)
const byName = (one: Take, other: Take): number => (takeName(one) < takeName(other) ? -1 : 1)
const maturingFirst = (one: Take, other: Take): number =>
  one.maturesAtMs - other.maturesAtMs || byName(one, other)

const keepLots = () => {
  const lots = new Map<string, Lot>()
  const open = index()
  const set = (lot: Lot): void => {
    lots.set(lot.lotId, lot)
    open.set(partyOf(lot.owner, lot.currency), lot.lotId, lot.state === 'open' && lot.coinsLeft > 0n)
  }
  const lotsOf = (owner: string, currency: string): Lot[] =>
    [...open.of(partyOf(owner, currency))].flatMap((lotId) => lots.get(lotId) ?? []).toSorted(olderFirst)
  return { lots, set, lotsOf, lot: (lotId: string) => lots.get(lotId) ?? null }
}

const keepTakes = () => {
  const takes = new Map<string, Take>()
  const [byLot, pending] = [index(), index()]
  const set = (take: Take): void => {
    const name = takeName(take)
    takes.set(name, take)
    byLot.set(take.lotId, name, true)
    pending.set(partyOf(take.creator, take.currency), name, take.state === 'pending')
  }
  const all = (names: ReadonlySet<string>): Take[] => [...names].flatMap((name) => takes.get(name) ?? [])
  const matureOf = (creator: string, currency: string, atMs: number): Take[] => {
    const mature = all(pending.of(partyOf(creator, currency))).filter((take) => take.maturesAtMs <= atMs)
    const some = mature.length > mostMature ? mature.toSorted(maturingFirst).slice(0, mostMature) : mature
    return some.toSorted(byName)
  }
  return { takes, set, takesOf: (lotId: string) => all(byLot.of(lotId)).toSorted(byName), matureOf }
}

const keepAccounts = () => {
  const accounts = new Map<string, AccountRow>()
  const row = (account: Account): AccountRow => {
    const name = nameOf(account)
    const known = accounts.get(name)
    if (known !== undefined) return known
    const made = { account, debits: 0n, credits: 0n, held: 0n }
    accounts.set(name, made)
    return made
  }
  const look = (account: Account): Readonly<AccountRow> =>
    accounts.get(nameOf(account)) ?? { account, debits: 0n, credits: 0n, held: 0n }
  const move = ({ account, side, amount }: Leg): void => {
    const moved = row(account)
    if (side === 'debit') moved.debits += amount
    else moved.credits += amount
  }
  const fits = ({ account, side, amount }: Leg): boolean => {
    const { debits, credits } = look(account)
    return (side === 'debit' ? debits : credits) + amount <= largestCount
  }
  return { accounts, row, look, move, fits }
}

export const memoryBooks = (): MemoryBooks => {
  const [lots, takes, accounts] = [keepLots(), keepTakes(), keepAccounts()]
  const posted: Posted[] = []
  const pasts = new Map<string, Posted>()
  const settled = new Map<string, bigint>()
  const holds = new Map<string, Hold>()
  const openHolds = index()
  let nowMs = 0

  const keep = (hold: Hold): void => {
    const row = accounts.row(hold.account)
    if (holds.get(hold.holdId)?.state === 'open') row.held -= hold.amount
    if (hold.state === 'open') row.held += hold.amount
    holds.set(hold.holdId, hold)
    openHolds.set(nameOf(hold.account), hold.holdId, hold.state === 'open')
  }
  const expire = (account: Account): void => {
    for (const holdId of openHolds.of(nameOf(account))) {
      const hold = holds.get(holdId)
      if (hold && hold.state === 'open' && !isOpen(hold, nowMs)) keep({ ...hold, state: 'expired' })
    }
  }
  const available = (account: Account): bigint => {
    if (kindOf(account).floor) expire(account)
    return availableOf(account, accounts.look(account))
  }
  const past = (txnId: string): Past | null => {
    const found = pasts.get(txnId)
    if (found === undefined) return null
    return { txnId, template: found.template, terms: found.terms, settled: settled.get(txnId) ?? 0n }
  }
  const post = (one: Posted, plan: Plan): void => {
    plan.legs.forEach(accounts.move)
    plan.lots?.forEach(lots.set)
    plan.takes?.forEach(takes.set)
    if (plan.settles) settled.set(plan.settles.txnId, plan.settles.settled)
    pasts.set(one.txnId, one)
    posted.push(one)
  }
  return {
    ...{ lot: lots.lot, lotsOf: lots.lotsOf, takesOf: takes.takesOf, matureOf: takes.matureOf },
    ...{ past, available, keep, post, hold: (holdId) => holds.get(holdId) ?? null },
    turnTo: (atMs) => {
      nowMs = atMs
    },
    fits: (legs) => legs.every(accounts.fits),
    accountOf: (account) => {
      expire(account)
      return { ...accounts.look(account) }
    },
    whole: { posted, accounts: accounts.accounts, lots: lots.lots, takes: takes.takes, holds, settled },
  }
}
