import { type Account, assetOf, nameOf } from './chart.ts'
import { balanceFaults, type Fault, floorFaults, lotFaults, minorFaults, takeFaults } from './invariants.ts'
import type { Lot, Take } from './plan.ts'
import type { Posted, WholeBooks } from './whole-books.ts'

type Party = Pick<Account, 'currency' | 'owner'>

const ofLots: ReadonlySet<string> = new Set(['coin_float', 'c.wallet', 'c.frozen'])
const ofTakes: ReadonlySet<string> = new Set(['creator_pending', 'd.creator'])

const partyName = ({ currency, owner }: Party): string => `${currency} ${owner}`

/** Names of rows by whom they belong to. */
const groups = () => {
  const found = new Map<string, Set<string>>()
  return {
    add: ({ currency, owner }: Party, name: string): void => {
      const group = partyName({ currency, owner })
      const names = found.get(group)
      if (names === undefined) found.set(group, new Set([name]))
      else names.add(name)
    },
    of: (party: Party): ReadonlySet<string> => found.get(partyName(party)) ?? new Set(),
  }
}

const rowsOf = <Row>(names: ReadonlySet<string>, rows: ReadonlyMap<string, Row>): Row[] =>
  [...names].flatMap((name) => rows.get(name) ?? [])

/**
 * I1 to I7 for what was posted since the last look: what is checked costs as much as what changed. It keeps its own sums, so
 * that a balance is compared with something that the engine does not keep.
 *
 * @example const watch = watchBooks(engine.whole)
 */
export const watchBooks = (whole: WholeBooks) => {
  const sums = new Map<string, { debits: bigint; credits: bigint }>()
  const totals = new Map<string, bigint>()
  const [lots, takes] = [groups(), groups()]
  let seen = 0

  const fold = ({ legs }: Posted, touched: Map<string, Account>): void => {
    for (const { account, side, amount } of legs) {
      const name = nameOf(account)
      const sum = sums.get(name) ?? { debits: 0n, credits: 0n }
      if (side === 'debit') sum.debits += amount
      else sum.credits += amount
      sums.set(name, sum)
      const asset = assetOf(account)
      totals.set(asset, (totals.get(asset) ?? 0n) + (side === 'debit' ? amount : -amount))
      touched.set(name, account)
    }
  }
  const index = ({ template, terms, txnId, legs }: Posted): void => {
    const lotId = terms['lotId'] ?? ''
    const lot = whole.lots.get(lotId)
    if (template === 'coin_purchase' && lot !== undefined) lots.add(lot, lotId)
    if (template !== 'gift') return
    const payer = legs.find(({ account }) => account.kind === 'c.wallet')?.account
    for (const of of payer === undefined ? [] : lots.of(payer)) {
      const take = whole.takes.get(`${txnId} ${of}`)
      if (take !== undefined) takes.add({ currency: take.currency, owner: take.creator }, `${txnId} ${of}`)
    }
  }
  const faultsIn = (name: string, account: Account): Fault[] => {
    const [state, sum] = [whole.accounts.get(name), sums.get(name)]
    if (state === undefined) return [`I3 ${name}: there are entries and no account`]
    const isSum = state.debits === (sum?.debits ?? 0n) && state.credits === (sum?.credits ?? 0n)
    return [
      ...(isSum ? [] : [`I3 ${name}: ${state.debits}/${state.credits} is not the sum of its entries`]),
      ...floorFaults(state),
      ...(ofLots.has(account.kind)
        ? lotFaults(whole, account, rowsOf<Lot>(lots.of(account), whole.lots))
        : []),
      ...(ofTakes.has(account.kind)
        ? takeFaults(whole, account, rowsOf<Take>(takes.of(account), whole.takes))
        : []),
    ]
  }
  /** What is wrong since the last look; `also`: accounts of which something was kept aside. */
  const look = (also: readonly Account[] = []): Fault[] => {
    const touched = new Map<string, Account>()
    const faults: Fault[] = []
    for (; seen < whole.posted.length; seen += 1) {
      const posted = whole.posted[seen]
      if (posted === undefined) break
      faults.push(...balanceFaults(posted), ...minorFaults(posted))
      fold(posted, touched)
      index(posted)
    }
    for (const [asset, sum] of totals) if (sum !== 0n) faults.push(`I2 all of ${asset}: ${sum}`)
    for (const [name, account] of touched) faults.push(...faultsIn(name, account))
    for (const account of also) {
      const state = whole.accounts.get(nameOf(account))
      if (state !== undefined) faults.push(...floorFaults(state))
    }
    return faults
  }
  return { look }
}
