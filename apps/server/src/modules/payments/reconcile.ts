import type { Currency } from '@busker/money'
import { assert } from '#platform/assert'
import type { Queryable, Tx } from '#platform/postgres'
import type { PaymentsDeps, ReportHandlers } from './deps.ts'
import { learn, type Learned } from './look-up.ts'
import type { BalanceLine } from './provider.ts'
import { expectedMinor } from './rules/match-line.ts'
import { dayOf, daysToRead } from './rules/report-days.ts'
import { findByRef } from './store/movements.ts'
import {
  balanceRow,
  firstMovementAt,
  hasLineOf,
  insertLine,
  insertReportedDay,
  isTaken,
  lastReportedDay,
} from './store/report-lines.ts'

interface Reading {
  readonly deps: PaymentsDeps
  readonly report: ReportHandlers
}

/** What our books have of a line: null, if they do not have it, or not yet. */
const bookedMinor = async (deps: PaymentsDeps, tx: Tx, line: BalanceLine): Promise<bigint | null> => {
  if (line.objectRef === null) return null
  if (await hasLineOf(tx, deps.provider.id, line)) return 0n
  const movement = await findByRef(tx, { provider: deps.provider.id, ref: line.objectRef })
  return movement?.currency === line.currency ? expectedMinor(line.kind, movement) : null
}

const takeFee = ({ deps, report }: Reading, line: BalanceLine): Promise<void> =>
  deps.db.transaction(async (tx) => {
    const provider = deps.provider.id
    if (!(await insertLine(tx, { ...line, provider, unexpectedMinor: 0n }, deps.clock.now()))) return
    const ref = line.objectRef
    const movement = ref === null ? null : await findByRef(tx, { provider, ref })
    await report.onFee(tx, {
      ...line,
      purpose: movement?.purpose ?? null,
      reference: movement?.reference ?? null,
    })
  })

/** False: our books do not have it yet. With `isKnown` they were just brought to what the provider says, so it counts. */
const takeMovement = ({ deps, report }: Reading, line: BalanceLine, isKnown: boolean): Promise<boolean> =>
  deps.db.transaction(async (tx) => {
    const booked = await bookedMinor(deps, tx, line)
    if (booked === null && !isKnown) return false
    const unexpectedMinor = line.amountMinor - (booked ?? 0n)
    const taken = { ...line, provider: deps.provider.id, unexpectedMinor }
    if (!(await insertLine(tx, taken, deps.clock.now()))) return true
    if (unexpectedMinor === 0n) return true
    deps.log.warn('payments.unmatched', { lineRef: line.lineRef, kind: line.kind })
    await report.onUnmatched(tx, { ...line, unexpectedMinor })
    return true
  })

/** True when the line is dealt with for ever. */
const takeLine = async (reading: Reading, line: BalanceLine): Promise<boolean> => {
  const { deps } = reading
  if (await isTaken(deps.db.pool, deps.provider.id, line.lineRef)) return true
  if (line.kind === 'fee') {
    await takeFee(reading, line)
    return true
  }
  if (await takeMovement(reading, line, line.objectRef === null)) return true
  // A message about it was lost or is still on its way.
  const learned: Learned = line.objectRef === null ? 'stranger' : await learn(deps, { ref: line.objectRef })
  if (learned === 'unknown') return false
  return takeMovement(reading, line, true)
}

/**
 * Reads the provider's report of one day: brings our books to what it says, tells fees, and tells what nobody expected.
 * Reading it again changes nothing. True when every line was dealt with.
 */
export const reconcile = async (deps: PaymentsDeps, day: string): Promise<boolean> => {
  const { report } = deps
  assert(report !== undefined, 'the report is read by whoever keeps books')
  let isComplete = true
  for await (const line of deps.provider.report(day)) {
    try {
      isComplete = (await takeLine({ deps, report }, line)) && isComplete
    } catch (error) {
      // One line that cannot be booked must not hide the others; the day is read again.
      deps.log.error('payments.line_failed', error, { lineRef: line.lineRef })
      isComplete = false
    }
  }
  return isComplete
}

/** Reads what is not read yet, from the first day of our own on: days that are over once, today each time. */
export const reconcileAll = async (deps: PaymentsDeps): Promise<void> => {
  if (deps.report === undefined) return
  const { pool } = deps.db
  const provider = deps.provider.id
  const firstAt = await firstMovementAt(pool, provider)
  if (firstAt === null) return
  const today = dayOf(deps.clock.now())
  const done = await lastReportedDay(pool, provider)
  for (const day of daysToRead({ first: dayOf(firstAt), done, today })) {
    if (!(await reconcile(deps, day))) return
    if (day < today) await insertReportedDay(pool, { provider, day, readAt: deps.clock.now() })
  }
}

/** For invariant I8: both are the same once what happened is told. */
export interface ProviderBalance {
  /** What our books say: all that was told to purposes, fees, and what nobody expected. */
  readonly oursMinor: bigint
  /** Refunds that were asked for and have not happened. */
  readonly awaitedMinor: bigint
  /** What the provider's report says, as far as it was read. */
  readonly reportedMinor: bigint
  /** Movements of days that were read whole, of which the report says nothing. */
  readonly unreported: bigint
}

export const balanceOf = (
  deps: PaymentsDeps,
  handle: Queryable,
  currency: Currency,
): Promise<ProviderBalance> => balanceRow(handle, deps.provider.id, currency)
