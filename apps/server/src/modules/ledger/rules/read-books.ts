import { type Account, kindOf, nameOf } from './chart.ts'
import { gainsOf } from './decide.ts'
import type { Books, Lot, Past, Plan, Take } from './plan.ts'

/** What was read, and is locked, for a batch. */
export interface ReadRows {
  readonly lots: readonly Lot[]
  readonly takes: readonly Take[]
  readonly pasts: readonly Past[]
}

/** The books as far as they were read, with what the batch has done so far. */
export interface ReadBooks extends Books {
  /** Says what is available of an account: from here on it is known. */
  learn(account: Account, available: bigint): void
  isKnown(account: Account): boolean
  /** What a plan does becomes true for those after it. */
  apply(plan: Plan): void
  /** More, or less, is kept aside. */
  keepAside(account: Account, amount: bigint): void
}

const olderFirst = (one: Lot, other: Lot): number =>
  one.boughtAtMs - other.boughtAtMs || (one.lotId < other.lotId ? -1 : 1)

const keyOf = (take: Take): string => `${take.txnId} ${take.lotId}`

const readTakes = (rows: readonly Take[]) => {
  const takes = new Map(rows.map((take) => [keyOf(take), take]))
  const inOrder = (isWanted: (take: Take) => boolean): Take[] =>
    [...takes.values()].filter(isWanted).toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1))
  const isMature = (take: Take, atMs: number): boolean => take.state === 'pending' && take.maturesAtMs <= atMs
  return {
    set: (take: Take): void => void takes.set(keyOf(take), take),
    ofLot: (lotId: string): Take[] => inOrder((take) => take.lotId === lotId),
    matureOf: (creator: string, currency: string, atMs: number): Take[] =>
      inOrder((take) => take.creator === creator && take.currency === currency && isMature(take, atMs)),
  }
}

const readLots = (rows: readonly Lot[]) => {
  const lots = new Map<string, Lot>()
  const owners = new Map<string, Set<string>>()
  const set = (lot: Lot): void => {
    lots.set(lot.lotId, lot)
    const name = `${lot.currency} ${lot.owner}`
    const own = owners.get(name) ?? new Set()
    owners.set(name, own.add(lot.lotId))
  }
  rows.forEach(set)
  const lot = (lotId: string): Lot | null => lots.get(lotId) ?? null
  const lotsOf = (owner: string, currency: string): Lot[] =>
    [...(owners.get(`${currency} ${owner}`) ?? [])]
      .flatMap((lotId) => lots.get(lotId) ?? [])
      .filter(({ state, coinsLeft }) => state === 'open' && coinsLeft > 0n)
      .toSorted(olderFirst)
  return { set, lot, lotsOf }
}

/** Books over what was read. What is available of an account that nobody told of counts as nothing. */
export const readBooks = (rows: ReadRows): ReadBooks => {
  const lots = readLots(rows.lots)
  const takes = readTakes(rows.takes)
  const pasts = new Map(rows.pasts.map((past) => [past.txnId, past]))
  const available = new Map<string, bigint>()

  const add = (account: Account, amount: bigint): void => {
    const name = nameOf(account)
    const before = available.get(name)
    // What nobody told of stays unknown: a part of it would look like the whole.
    if (before !== undefined) available.set(name, before + amount)
  }
  const apply = (plan: Plan): void => {
    for (const { account, amount } of gainsOf(plan.legs).values()) add(account, amount)
    plan.lots?.forEach(lots.set)
    plan.takes?.forEach(takes.set)
    const past = plan.settles && pasts.get(plan.settles.txnId)
    if (past && plan.settles) pasts.set(past.txnId, { ...past, settled: plan.settles.settled })
  }
  return {
    ...{ lotsOf: lots.lotsOf, lot: lots.lot, takesOf: takes.ofLot, matureOf: takes.matureOf, apply },
    past: (txnId) => pasts.get(txnId) ?? null,
    available: (account) => available.get(nameOf(account)) ?? 0n,
    learn: (account, amount) => void available.set(nameOf(account), amount),
    isKnown: (account) => available.has(nameOf(account)),
    keepAside: (account, amount) => add(account, -amount),
  }
}

/** What is available by the counters of an account. */
export const availableOf = (
  account: Account,
  { debits, credits, held }: { debits: bigint; credits: bigint; held: bigint },
): bigint => (kindOf(account).side === 'credit' ? credits - debits : debits - credits) - held
