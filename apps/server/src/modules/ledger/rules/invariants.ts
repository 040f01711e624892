import { decimalsOf, unitOf } from '@busker/money'
import { type Account, assetOf, kindOf, nameOf } from './chart.ts'
import { flowFaultsOf } from './flow-invariants.ts'
import type { Leg, Lot, Take } from './plan.ts'
import { availableOf } from './read-books.ts'
import type { AccountState, Posted, WholeBooks } from './whole-books.ts'

/** What is wrong, for people: the number of the invariant and where it is broken. */
export type Fault = string

const noFaults: Fault[] = []

/** Signed sums by name: debits count up, credits down. */
const sums = () => {
  const found = new Map<string, bigint>()
  const add = (name: string, amount: bigint): void => void found.set(name, (found.get(name) ?? 0n) + amount)
  return { found, add }
}

const signed = ({ side, amount }: Leg): bigint => (side === 'debit' ? amount : -amount)

const unbalanced = (legs: readonly Leg[]): string[] => {
  const found = new Map<string, bigint>()
  for (const leg of legs) {
    const asset = assetOf(leg.account)
    found.set(asset, (found.get(asset) ?? 0n) + signed(leg))
  }
  return [...found].flatMap(([asset, sum]) => (sum === 0n ? [] : [asset]))
}

/** I1: each transfer balances in each asset by itself, and moves something in the right direction. */
export const balanceFaults = ({ txnId, template, legs }: Posted): Fault[] => {
  const isEmpty = legs.length === 0 || legs.some(({ amount }) => amount <= 0n)
  const assets = unbalanced(legs)
  if (!isEmpty && assets.length === 0) return noFaults
  const where = `I1 ${template} ${txnId}`
  return [
    ...(isEmpty ? [`${where}: a leg moves nothing`] : []),
    ...assets.map((asset) => `${where}: not balanced in ${asset}`),
  ]
}

const isFraction = ({ account, amount }: Leg): boolean =>
  kindOf(account).wholeMinor && amount % unitOf(decimalsOf(account.currency)) !== 0n

/** I7: what a bank moves is whole minor units. */
export const minorFaults = ({ txnId, template, legs }: Posted): Fault[] =>
  legs
    .filter(isFraction)
    .map(({ account, amount }) => `I7 ${template} ${txnId}: ${amount} on ${nameOf(account)}`)

/** I4: no account with a floor is below zero, holds counted. */
export const floorFaults = (state: AccountState): Fault[] =>
  kindOf(state.account).floor && availableOf(state.account, state) < 0n
    ? [`I4 ${nameOf(state.account)}: ${availableOf(state.account, state)}`]
    : []

const balanceIn = (whole: WholeBooks, account: Account): bigint => {
  const { debits, credits } = whole.accounts.get(nameOf(account)) ?? { debits: 0n, credits: 0n }
  return kindOf(account).side === 'credit' ? credits - debits : debits - credits
}

type Party = Pick<Account, 'currency' | 'owner'>

const differs = (what: string, one: bigint, other: bigint): Fault[] =>
  one === other ? [] : [`${what}: ${one} beside ${other}`]

/** I5: lots are worth the deferred revenue, and their coins are in wallets or frozen. */
export const lotFaults = (whole: WholeBooks, party: Party, lots: Iterable<Lot>): Fault[] => {
  let [value, open, frozen] = [0n, 0n, 0n]
  for (const lot of lots) {
    value += lot.valueLeftMicro
    if (lot.state === 'frozen') frozen += lot.coinsLeft
    else open += lot.coinsLeft
  }
  const of = (kind: Account['kind']) => balanceIn(whole, { ...party, kind })
  const who = `${party.owner} ${party.currency}`
  return [
    ...differs(`I5 coin_float of ${who} beside its lots`, of('coin_float'), value),
    ...differs(`I5 c.wallet of ${who} beside its lots`, of('c.wallet'), open),
    ...differs(`I5 c.frozen of ${who} beside its lots`, of('c.frozen'), frozen),
  ]
}

/** I6: what creators have pending is what their gifts are worth, and their diamonds are those of these gifts. */
export const takeFaults = (whole: WholeBooks, party: Party, takes: Iterable<Take>): Fault[] => {
  let [earned, diamonds] = [0n, 0n]
  for (const take of takes) {
    if (take.state !== 'pending') continue
    earned += take.payeeMicro
    diamonds += take.diamonds
  }
  const of = (kind: Account['kind']) => balanceIn(whole, { ...party, kind })
  const who = `${party.owner} ${party.currency}`
  return [
    ...differs(`I6 creator_pending of ${who} beside its gifts`, of('creator_pending'), earned),
    ...differs(`I6 d.creator of ${who} beside its gifts`, of('d.creator'), diamonds),
  ]
}

const nothing = { debits: 0n, credits: 0n }

/** I2 and I3: all that was written balances, and each account is the sum of its entries. */
const foldFaults = (whole: WholeBooks): Fault[] => {
  const found = new Map<string, { account: Account; debits: bigint; credits: bigint }>()
  for (const { legs } of whole.posted) {
    for (const { account, side, amount } of legs) {
      const name = nameOf(account)
      let sum = found.get(name)
      if (sum === undefined) found.set(name, (sum = { account, ...nothing }))
      if (side === 'debit') sum.debits += amount
      else sum.credits += amount
    }
  }
  const totals = sums()
  for (const { account, debits, credits } of found.values()) totals.add(assetOf(account), debits - credits)
  const names = new Set([...whole.accounts.keys(), ...found.keys()])
  return [
    ...[...totals.found].flatMap(([asset, sum]) => differs(`I2 all of ${asset}`, sum, 0n)),
    ...[...names].flatMap((name) => {
      const [kept, sum] = [whole.accounts.get(name) ?? nothing, found.get(name) ?? nothing]
      return [
        ...differs(`I3 debits of ${name}`, kept.debits, sum.debits),
        ...differs(`I3 credits of ${name}`, kept.credits, sum.credits),
      ]
    }),
  ]
}

/** I4, the other half: what is kept aside is what open holds say. */
const heldFaults = (whole: WholeBooks): Fault[] => {
  const { found, add } = sums()
  for (const { account, amount, state } of whole.holds.values())
    if (state === 'open') add(nameOf(account), amount)
  return [...whole.accounts].flatMap(([name, { held }]) =>
    differs(`I4 kept aside of ${name}`, held, found.get(name) ?? 0n),
  )
}

const byParty = <Row>(rows: Iterable<Row>, partyOf: (row: Row) => Party) => {
  const groups = new Map<string, { party: Party; rows: Row[] }>()
  for (const row of rows) {
    const { currency, owner } = partyOf(row)
    const name = `${currency} ${owner}`
    const group = groups.get(name) ?? { party: { currency, owner }, rows: [] }
    group.rows.push(row)
    groups.set(name, group)
  }
  return groups
}

const ownersOf = (whole: WholeBooks, kinds: readonly Account['kind'][]) =>
  byParty(
    [...whole.accounts.values()].flatMap(({ account }) => (kinds.includes(account.kind) ? [account] : [])),
    (account) => account,
  )

const partyFaults = (whole: WholeBooks): Fault[] => {
  const lots = byParty(whole.lots.values(), ({ owner, currency }) => ({ owner, currency }))
  const takes = byParty(whole.takes.values(), ({ creator, currency }) => ({ owner: creator, currency }))
  const buyers = new Map<string, { party: Party }>([
    ...ownersOf(whole, ['coin_float', 'c.wallet', 'c.frozen']),
    ...lots,
  ])
  const creators = new Map<string, { party: Party }>([
    ...ownersOf(whole, ['creator_pending', 'd.creator']),
    ...takes,
  ])
  return [
    ...[...buyers].flatMap(([name, { party }]) => lotFaults(whole, party, lots.get(name)?.rows ?? [])),
    ...[...creators].flatMap(([name, { party }]) => takeFaults(whole, party, takes.get(name)?.rows ?? [])),
  ]
}

/** Every invariant over everything; nothing is found in books that are right. */
export const faultsOf = (whole: WholeBooks): Fault[] => [
  ...whole.posted.flatMap((posted) => [...balanceFaults(posted), ...minorFaults(posted)]),
  ...foldFaults(whole),
  ...[...whole.accounts.values()].flatMap(floorFaults),
  ...heldFaults(whole),
  ...partyFaults(whole),
  ...flowFaultsOf(whole),
]
