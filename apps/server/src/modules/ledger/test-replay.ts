import { type VirtualClock, virtualClock } from '#platform/clock'
import { memoryEngine } from './memory-engine.ts'
import type { LedgerEngine, Operation } from './port.ts'
import { nameOf } from './rules/chart.ts'
import type { Lot, Take } from './rules/plan.ts'
import { canonical } from './rules/request.ts'
import type { Hold, WholeBooks } from './rules/whole-books.ts'
import { countedIds, type Event } from './test-histories.ts'
import { day0Ms } from './test-golden.ts'

/** What two engines must agree about. */
export interface BooksState {
  readonly accounts: readonly { readonly name: string; readonly debits: bigint; readonly credits: bigint }[]
  readonly lots: readonly Lot[]
  readonly takes: readonly Take[]
  readonly holds: readonly Hold[]
}

/** Another engine, and what its books consist of. */
export interface Other {
  readonly engine: LedgerEngine
  readonly clock: VirtualClock
  state(): Promise<BooksState>
}

const stateOf = (whole: WholeBooks): BooksState => ({
  accounts: [...whole.accounts].map(([name, { debits, credits }]) => ({ name, debits, credits })),
  lots: [...whole.lots.values()],
  takes: [...whole.takes.values()],
  holds: [...whole.holds.values()],
})

/** A hold that nobody looked at since it expired may still be written down as open. */
const holdText = ({ state, expiresAtMs, account, ...hold }: Hold, nowMs: number): string =>
  canonical({
    ...{ ...hold, expiresAtMs, account: nameOf(account) },
    state: state === 'open' && expiresAtMs <= nowMs ? 'expired' : state,
  })

/** One text for each row, in an order of their own. */
const rowsOf = ({ accounts, lots, takes, holds }: BooksState, nowMs: number): string[] =>
  [
    ...accounts.flatMap(({ name, debits, credits }) =>
      debits + credits === 0n ? [] : [`account ${name} ${debits} ${credits}`],
    ),
    ...lots.map((lot) => `lot ${canonical(lot)}`),
    ...takes.map((take) => `take ${canonical(take)}`),
    ...holds.map((hold) => `hold ${holdText(hold, nowMs)}`),
  ].toSorted()

const anId = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g

/** Ids of one engine in the place of those of the other, wherever they stand. */
const renamed = <Value>(value: Value, ids: ReadonlyMap<string, string>): Value => {
  const rename = (text: string): string => text.replaceAll(anId, (id) => ids.get(id) ?? id)
  const walk = (part: unknown): unknown => {
    if (typeof part === 'string') return rename(part)
    if (Array.isArray(part)) return part.map(walk)
    if (typeof part !== 'object' || part === null) return part
    return Object.fromEntries(Object.entries(part).map(([key, each]) => [rename(key), walk(each)]))
  }
  // Checked boundary: the shape stays, only texts change.
  return walk(value) as Value
}

const textsOf = (operation: Operation): string[] => canonical(operation).match(anId) ?? []

const differences = (one: readonly string[], other: readonly string[]): string[] => {
  const [left, right] = [new Set(one), new Set(other)]
  return [
    ...one.flatMap((row) => (right.has(row) ? [] : [`only in memory: ${row}`])),
    ...other.flatMap((row) => (left.has(row) ? [] : [`only in the other: ${row}`])),
  ]
}

/**
 * Tells a history once more, to books in memory and to another engine, in lists as long as they can be, and compares every
 * outcome and, after so many steps, everything they consist of.
 */
export const replay = async (
  events: readonly Event[],
  other: Other,
  compareEvery: number,
): Promise<string[]> => {
  const clock = virtualClock(day0Ms)
  const memory = memoryEngine({ clock, ids: countedIds() })
  const [toOther, toMemory] = [new Map<string, string>(), new Map<string, string>()]
  const faults: string[] = []
  let list: Operation[] = []
  let fresh = new Set<string>()
  let steps = 0

  const flush = async (): Promise<void> => {
    const asked = list
    list = []
    fresh = new Set()
    if (asked.length === 0) return
    const mine = memory.executeNow(asked)
    const theirs = await other.engine.execute(asked.map((operation) => renamed(operation, toOther)))
    mine.forEach((outcome, at) => {
      const beside = theirs[at]
      if (outcome.is === 'done' && beside?.is === 'done') {
        toOther.set(outcome.id, beside.id)
        toMemory.set(beside.id, outcome.id)
      }
    })
    mine.forEach((outcome, at) => {
      const beside = renamed(theirs[at], toMemory)
      if (canonical(outcome) !== canonical(beside))
        faults.push(`${canonical(asked[at])}: ${canonical(outcome)} beside ${canonical(beside)}`)
    })
  }
  const compare = async (): Promise<void> => {
    await flush()
    const theirs = rowsOf(renamed(await other.state(), toMemory), clock.nowMs())
    faults.push(...differences(rowsOf(stateOf(memory.whole), clock.nowMs()), theirs))
  }
  for (const event of events) {
    if (faults.length > 0) return faults
    if ('passMs' in event) {
      await flush()
      clock.advance(event.passMs)
      other.clock.advance(event.passMs)
      continue
    }
    // What is made in this list has no name at the other engine yet.
    if (textsOf(event.operation).some((id) => fresh.has(id))) await flush()
    list.push(event.operation)
    if (event.outcome.is === 'done') fresh.add(event.outcome.id)
    steps += 1
    if (steps % compareEvery === 0) await compare()
  }
  await compare()
  return faults
}
