import { hash } from 'node:crypto'
import { currencyOf, decimalsOf, unitOf } from '@busker/money'
import type { Tx } from '#platform/postgres'
import { accountIdOf } from './account-ids.ts'
import { checkCloses, type CloseDeps, placesOf } from './daily-close.ts'
import { chart, isAccountKind } from './rules/chart.ts'
import { firstLink, linkText } from './rules/chain.ts'
import { chainRows, countStrayEntries, findAccounts, findLanes } from './store/chains.ts'
import { findCloses } from './store/closes.ts'
import { beginReading, type Chart, countAgainst, countEntries, invariants } from './store/invariants.ts'
import type { Check, Verdict } from './views.ts'

const pageOfAccounts = 5000
const lowestNumber = '-9223372036854775808'

const kinds = Object.entries(chart)
const named = (isSo: (kind: (typeof kinds)[number][1]) => boolean): string[] =>
  kinds.flatMap(([name, kind]) => (isSo(kind) ? [name] : []))

const told = (currencies: ReadonlySet<string>): Chart => ({
  floored: named(({ floor }) => floor),
  growOnDebit: named(({ side }) => side === 'debit'),
  wholeMinor: named(({ wholeMinor }) => wholeMinor),
  units: [...currencies].flatMap((code) => {
    const currency = currencyOf(code)
    return currency === null ? [] : [{ currency, unit: unitOf(decimalsOf(currency)) }]
  }),
})

/** The number of each account is made of its name, and its kind is one of the chart. */
const checkAccounts = async (tx: Tx): Promise<{ check: Check; currencies: Set<string> }> => {
  const currencies = new Set<string>()
  let [after, count, wrong] = [lowestNumber, 0, '']
  for (;;) {
    const page = await findAccounts(tx, after, pageOfAccounts)
    for (const { id, kind, currency: code, owner } of page) {
      const currency = currencyOf(code)
      currencies.add(code)
      const isRight =
        isAccountKind(kind) && currency !== null && accountIdOf({ kind, currency, owner }) === id
      if (!isRight && wrong === '') wrong = `${kind}:${code}:${owner}`
      after = id
    }
    count += page.length
    if (page.length < pageOfAccounts) break
  }
  const detail =
    wrong === '' ? `${count} accounts have the number of their name` : `${wrong} has another number`
  return { check: { id: 'accounts', ok: wrong === '', detail }, currencies }
}

interface Chain {
  readonly check: Check
  /** Hash of each place that a daily close names, by lane and number. */
  readonly hashes: ReadonlyMap<string, string>
}

/** Recomputes every link: what was asked for, when, what it froze, its legs and its entries. */
const checkChain = async (tx: Tx, wanted: ReadonlySet<string>): Promise<Chain> => {
  const lanes = new Map((await findLanes(tx)).map((lane) => [lane.lane, lane]))
  const reached = new Map<number, { head: string; txns: bigint }>()
  const hashes = new Map<string, string>()
  let [fault, count] = ['', 0]
  for await (const row of chainRows(tx)) {
    const before = reached.get(row.lane) ?? { head: firstLink(row.lane, sha256), txns: 0n }
    const link = sha256(linkText(before.head, row))
    if (fault === '' && link !== row.hash) fault = `transfer ${row.txnId} is not what was written`
    if (fault === '' && row.entries !== row.legs) fault = `entries of ${row.txnId} are not its legs`
    reached.set(row.lane, { head: row.hash, txns: before.txns + 1n })
    const place = `${row.lane} ${row.no}`
    if (wanted.has(place)) hashes.set(place, link)
    count += 1
  }
  for (const { lane, txns, head } of lanes.values()) {
    const end = reached.get(lane) ?? { head: firstLink(lane, sha256), txns: 0n }
    if (fault === '' && (end.head !== head || end.txns !== txns))
      fault = `lane ${lane} does not end where it says`
  }
  const strays = await countStrayEntries(tx)
  if (fault === '' && strays > 0) fault = `${strays} entries have no transfer`
  const detail = fault === '' ? `${count} links in ${reached.size} lanes` : fault
  return { check: { id: 'chain', ok: fault === '', detail }, hashes }
}

const sha256 = (text: string): string => hash('sha256', text, 'hex')

/** What others recheck beside the books, in the same snapshot; they may only read. */
export type Besides = (tx: Tx) => Promise<readonly Check[]>

/** Rechecks everything in one snapshot, so that it may run beside those who post. */
export const verifyBooks = (deps: CloseDeps, besides: Besides): Promise<Verdict> =>
  deps.db.transaction(async (tx) => {
    await beginReading(tx)
    const { check, currencies } = await checkAccounts(tx)
    const checks: Check[] = []
    for (const invariant of invariants) {
      const { faults, first } = await countAgainst(tx, invariant, told(currencies))
      const detail = faults === 0 ? invariant.says : `not so ${faults} times, the first: ${first}`
      checks.push({ id: invariant.id, ok: faults === 0, detail })
    }
    const closes = await findCloses(tx)
    const chain = await checkChain(tx, placesOf(closes))
    const signed = await checkCloses(tx, closes, { hashes: chain.hashes, deps })
    const all = [...checks, check, chain.check, signed, ...(await besides(tx))]
    return { ok: all.every(({ ok }) => ok), entries: await countEntries(tx), checks: all }
  })
