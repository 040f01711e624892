import type { Clock } from '#platform/clock'
import type { Ids } from '#platform/ids'
import { memoryBooks } from './memory-books.ts'
import type {
  Done,
  HoldOperation,
  LedgerEngine,
  Operation,
  Outcome,
  TransferOperation,
  VoidOperation,
} from './port.ts'
import { ledgerRules, type LedgerRules } from './rules/ledger-rules.ts'
import type { RefusalCode } from './rules/plan.ts'
import { canonical } from './rules/request.ts'
import type { Hold, WholeBooks } from './rules/whole-books.ts'

export interface MemoryEngineDeps {
  readonly clock: Clock
  readonly ids: Pick<Ids, 'uuid'>
  /** Left out: the real ones. */
  readonly rules?: LedgerRules
}

/** Books that are gone with the process: what all others are compared with. */
export interface MemoryEngine extends LedgerEngine {
  executeNow(operations: readonly Operation[]): readonly Outcome[]
  readonly whole: WholeBooks
}

interface Answer {
  readonly request: string
  readonly done: Done
}

const nameOfKey = ({ scope, key }: Operation): string => `${scope.length}:${scope}${key}`

/** What makes two operations of one key the same: everything but the key. */
const requestOf = ({ scope: _scope, key: _key, ...asked }: Operation): string => canonical(asked)

const refused = (code: RefusalCode | 'hold_unknown'): Outcome => ({ is: 'refused', code })

/**
 * Keeps the books in memory, one operation after the other.
 *
 * @example const engine = memoryEngine({ clock, ids })
 */
export const memoryEngine = ({ clock, ids, rules = ledgerRules }: MemoryEngineDeps): MemoryEngine => {
  const [books, answers] = [memoryBooks(), new Map<string, Answer>()]

  const openHold = (holdId: string, atMs: number): Hold | 'hold_unknown' | 'hold_resolved' => {
    const hold = books.hold(holdId)
    if (hold === null) return 'hold_unknown'
    return rules.isOpen(hold, atMs) ? hold : 'hold_resolved'
  }
  const transfer = (operation: TransferOperation, atMs: number): Outcome => {
    const { scope, key, transfer: asked } = operation
    const hold = operation.hold === undefined ? null : openHold(operation.hold, atMs)
    if (typeof hold === 'string') return refused(hold)
    const txnId = ids.uuid()
    const plan = rules.planTransfer(asked, books, { txnId, atMs })
    if ('refused' in plan) return refused(plan.refused)
    const broken = rules.checkFloors(plan, books, hold)
    if (broken !== null) return refused(broken.refused)
    if (!books.fits(plan.legs)) return refused('too_large')
    if (hold !== null) books.keep({ ...hold, state: 'posted' })
    const { legs, terms = {}, settles = null } = plan
    const what = { template: asked.template, legs, terms, settles, hold: hold?.holdId ?? null }
    books.post({ txnId, atMs, scope, key, ...what }, plan)
    return { is: 'done', id: txnId, again: false, legs, terms }
  }
  const keepAside = ({ account, amount, expiresAtMs }: HoldOperation, atMs: number): Outcome => {
    const broken = rules.checkHold({ account, amount, expiresAtMs }, books, atMs)
    if (broken !== null) return refused(broken.refused)
    const holdId = ids.uuid()
    books.keep({ holdId, account, amount, expiresAtMs, state: 'open' })
    return { is: 'done', id: holdId, again: false, legs: [], terms: {} }
  }
  const giveBack = (operation: VoidOperation, atMs: number): Outcome => {
    const hold = openHold(operation.hold, atMs)
    if (typeof hold === 'string') return refused(hold)
    books.keep({ ...hold, state: 'voided' })
    return { is: 'done', id: hold.holdId, again: false, legs: [], terms: {} }
  }
  const run = (operation: Operation, atMs: number): Outcome => {
    switch (operation.do) {
      case 'transfer':
        return transfer(operation, atMs)
      case 'hold':
        return keepAside(operation, atMs)
      case 'void':
        return giveBack(operation, atMs)
    }
  }
  const executeOne = (operation: Operation): Outcome => {
    const atMs = clock.nowMs()
    books.turnTo(atMs)
    const [name, request] = [nameOfKey(operation), requestOf(operation)]
    const before = answers.get(name)
    if (before !== undefined) {
      if (!rules.isSameRequest(before.request, request)) return { is: 'conflict' }
      return { ...before.done, again: true }
    }
    const outcome = run(operation, atMs)
    if (outcome.is === 'done') answers.set(name, { request, done: outcome })
    return outcome
  }
  return {
    ...{ executeNow: (operations) => operations.map(executeOne), whole: books.whole },
    execute: (operations) => Promise.resolve(operations.map(executeOne)),
    balanceOf: (account) => {
      books.turnTo(clock.nowMs())
      const { debits, credits, held } = books.accountOf(account)
      return Promise.resolve({ debits, credits, held })
    },
  }
}
