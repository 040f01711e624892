import { hash } from 'node:crypto'
import type { Clock } from '#platform/clock'
import type { Ids } from '#platform/ids'
import type { Operation } from './port.ts'
import type { Account } from './rules/chart.ts'
import { needsOf } from './rules/decide.ts'
import { guessOf } from './rules/guess.ts'
import type { Needs } from './rules/plan.ts'
import { canonical } from './rules/request.ts'
import type { Asked } from './store/read-batch.ts'

/** One operation of a batch, with what is known of it before anything is read. */
export interface Item {
  readonly operation: Operation
  readonly txnId: string
  readonly atMs: number
  /** In canonical form; the key is no part of it. */
  readonly request: string
  readonly requestHash: string
  readonly needs: Needs
  readonly accounts: readonly Account[]
  readonly isExact: boolean
  /** A mistake that was found on the way: this operation fails, its neighbours do not. */
  readonly failure: Error | null
}

export const toError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)))

const asked = (operation: Operation): unknown => {
  switch (operation.do) {
    case 'transfer':
      return { ...operation.transfer, hold: operation.hold }
    case 'hold':
      return { account: operation.account, amount: operation.amount, expiresAtMs: operation.expiresAtMs }
    case 'void':
      return { hold: operation.hold }
  }
}

const lookAt = (
  operation: Operation,
  occasion: { txnId: string; atMs: number },
): Pick<Item, 'needs' | 'accounts' | 'isExact' | 'failure'> => {
  if (operation.do === 'hold')
    return { needs: {}, accounts: [operation.account], isExact: true, failure: null }
  if (operation.do === 'void') return { needs: {}, accounts: [], isExact: true, failure: null }
  try {
    const needs = needsOf(operation.transfer, occasion)
    return { needs, ...guessOf(operation.transfer, needs, occasion), failure: null }
  } catch (error) {
    return { needs: {}, accounts: [], isExact: true, failure: toError(error) }
  }
}

export const prepare = (
  operations: readonly Operation[],
  { clock, ids }: { clock: Clock; ids: Ids },
): Item[] => {
  const atMs = clock.nowMs()
  return operations.map((operation) => {
    const txnId = ids.uuid()
    const request = canonical({ do: operation.do, ...Object(asked(operation)) })
    const requestHash = hash('sha256', request, 'hex')
    return { operation, txnId, atMs, request, requestHash, ...lookAt(operation, { txnId, atMs }) }
  })
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Texts that cannot be an id are not looked for: whoever asks for one hears that it is unknown. */
const known = (ids: readonly string[]): string[] => [...new Set(ids)].filter((id) => uuid.test(id)).toSorted()

const holdOf = ({ operation }: Item): string[] =>
  operation.do === 'hold' || operation.hold === undefined ? [] : [operation.hold]

const byName = (one: Item, other: Item): number => {
  const [left, right] = [one.operation, other.operation]
  if (left.scope !== right.scope) return left.scope < right.scope ? -1 : 1
  return left.key < right.key ? -1 : 1
}

/** Everything that the items of a batch must know. */
export const askedBy = (items: readonly Item[]): Asked => {
  const needs = items.map((item) => item.needs)
  return {
    keys: items.toSorted(byName).map(({ operation: { scope, key }, txnId, requestHash }) => {
      return { scope, key, txnId, requestHash }
    }),
    owners: needs.flatMap((each) => each.lotsOf ?? []),
    lots: [...new Set(needs.flatMap((each) => each.lots ?? []))],
    takesOf: [...new Set(needs.flatMap((each) => each.takesOf ?? []))],
    matureOf: needs.flatMap((each) => each.matureOf ?? []),
    pasts: known(needs.flatMap((each) => each.past ?? [])),
    holds: known(items.flatMap(holdOf)),
  }
}
