import type { Tx } from '#platform/postgres'
import type { LineKind } from '../provider.ts'
import { chargeFeeMinor, disputeFeeMinor, pausesMs } from '../rules/sandbox-scenarios.ts'
import { refundableMinor } from '../rules/refundable.ts'
import {
  findSandboxBackward,
  insertDelivery,
  insertSandboxLine,
  insertSandboxObject,
  insertTimer,
  lockSandboxObject,
  takeDueTimer,
  updateSandboxObject,
  type SandboxObject,
  type Timer,
} from '../store/sandbox.ts'
import { rollOf, type SandboxDeps } from './deps.ts'

export type Happening =
  | 'capture'
  | 'expire'
  | 'dispute'
  | 'dispute_won'
  | 'dispute_lost'
  | 'refund_succeeds'
  | 'refund_fails'
  | 'refund_returns'
  | 'payout_pays'
  | 'payout_fails'
  | 'payout_returns'

export const later = (
  deps: SandboxDeps,
  tx: Tx,
  timer: { readonly objectRef: string; readonly happening: Happening; readonly pauseMs: number },
): Promise<void> =>
  insertTimer(tx, {
    timerRef: deps.ids.uuid(),
    objectRef: timer.objectRef,
    happening: timer.happening,
    // A person before the checkout is as quick as ever.
    dueAt: new Date(deps.clock.nowMs() + timer.pauseMs / (timer.happening === 'expire' ? 1 : deps.speed)),
  })

/** Decides how the message about a change travels: not at all, once, twice, or behind the next one. */
const sendWebhook = async (deps: SandboxDeps, tx: Tx, row: SandboxObject): Promise<void> => {
  const seed = await deps.seed()
  const eventId = `sbx_ev_${row.ref}_${row.version}`
  const hits = (what: string, perThousand: number) => rollOf(seed, `${what}:${eventId}`) < perThousand
  const { scenario } = row
  if (scenario === 'webhook_lost' || hits('lost', deps.chance.lost)) return
  const isLate = (scenario === 'webhook_late' && row.version <= 2n) || hits('late', deps.chance.late)
  const copies = scenario === 'webhook_twice' || hits('doubled', deps.chance.doubled) ? 2 : 1
  const dueAt = new Date(deps.clock.nowMs() + (isLate ? pausesMs.webhookLate / deps.speed : 0))
  const body = JSON.stringify({ eventId, kind: row.kind, ref: row.ref })
  for (let copy = 0; copy < copies; copy += 1)
    await insertDelivery(tx, { deliveryRef: deps.ids.uuid(), eventId, body, dueAt, attempts: 0 })
}

/** Writes down a new state of something, one version on, and lets the message about it go. */
export const change = async (
  deps: SandboxDeps,
  tx: Tx,
  [row, changes]: [SandboxObject, Partial<SandboxObject>],
): Promise<SandboxObject> => {
  const changed = { ...row, ...changes, version: row.version + 1n }
  await updateSandboxObject(tx, changed)
  await sendWebhook(deps, tx, changed)
  return changed
}

export const create = async (deps: SandboxDeps, tx: Tx, row: SandboxObject): Promise<boolean> => {
  if (!(await insertSandboxObject(tx, row))) return false
  await sendWebhook(deps, tx, row)
  return true
}

const book = (
  deps: SandboxDeps,
  tx: Tx,
  line: { readonly row: SandboxObject; readonly kind: LineKind; readonly amountMinor: bigint },
): Promise<void> =>
  insertSandboxLine(tx, {
    lineRef: `sbx_ln_${deps.ids.uuid()}`,
    kind: line.kind,
    objectRef: line.row.ref,
    amountMinor: line.amountMinor,
    currency: line.row.currency,
    bookedAt: deps.clock.now(),
  })

/** Money of a checkout comes in, less the fee, and the payer's bank may have its own mind later. */
export const takeMoney = async (
  deps: SandboxDeps,
  tx: Tx,
  [row, amountMinor]: [SandboxObject, bigint],
): Promise<SandboxObject> => {
  const taken = await change(deps, tx, [row, { status: 'captured', capturedMinor: amountMinor }])
  await book(deps, tx, { row, kind: 'charge', amountMinor })
  await book(deps, tx, { row, kind: 'fee', amountMinor: -chargeFeeMinor(amountMinor) })
  if (row.scenario === 'disputed_lost' || row.scenario === 'disputed_won')
    await later(deps, tx, { objectRef: row.ref, happening: 'dispute', pauseMs: pausesMs.dispute })
  return taken
}

/** What can still go back of a charge: the sandbox, like a bank, gives the same money back once. */
export const leftOf = async (tx: Tx, charge: SandboxObject): Promise<bigint> => {
  const backward = await findSandboxBackward(tx, charge.ref)
  const held = backward.map(({ kind, status, amountMinor }) => ({
    kind: kind === 'refund' ? ('refund' as const) : ('dispute' as const),
    state: status,
    amountMinor,
  }))
  return refundableMinor(charge.capturedMinor, held)
}

/** The payer's bank takes back what is left of a charge. */
export const openDispute = async (
  deps: SandboxDeps,
  tx: Tx,
  charge: SandboxObject,
): Promise<SandboxObject | null> => {
  const amountMinor = await leftOf(tx, charge)
  if (charge.status !== 'captured' || amountMinor === 0n) return null
  const dispute: SandboxObject = {
    ...charge,
    ...{ ref: `sbx_dp_${deps.ids.token()}`, kind: 'dispute', requestKey: null, requestHash: null },
    ...{ chargeRef: charge.ref, version: 1n, status: 'open', amountMinor, capturedMinor: 0n },
    ...{ code: 'fraudulent', createdAt: deps.clock.now() },
  }
  await create(deps, tx, dispute)
  await book(deps, tx, { row: dispute, kind: 'dispute', amountMinor: -amountMinor })
  await book(deps, tx, { row: dispute, kind: 'fee', amountMinor: -disputeFeeMinor })
  const happening = charge.scenario === 'disputed_won' ? 'dispute_won' : 'dispute_lost'
  await later(deps, tx, { objectRef: dispute.ref, happening, pauseMs: pausesMs.disputeDecision })
  return dispute
}

interface Effect {
  readonly from: readonly string[]
  readonly happen: (deps: SandboxDeps, tx: Tx, row: SandboxObject) => Promise<unknown>
}

/** A plain end: a status, and what it moves. */
const ends = (
  from: readonly string[],
  [status, code, kind]: [string, string | null, LineKind | null],
  sign = 1n,
): Effect => ({
  from,
  happen: async (deps, tx, row) => {
    await change(deps, tx, [row, { status, code }])
    if (kind !== null) await book(deps, tx, { row, kind, amountMinor: sign * row.amountMinor })
  },
})

const effects: Readonly<Record<Happening, Effect>> = {
  capture: { from: ['processing'], happen: (deps, tx, row) => takeMoney(deps, tx, [row, row.amountMinor]) },
  expire: ends(['open', 'authorized'], ['failed', 'expired', null]),
  dispute: { from: ['captured'], happen: openDispute },
  dispute_won: ends(['open'], ['won', null, 'dispute_won']),
  dispute_lost: ends(['open'], ['lost', 'fraudulent', null]),
  refund_succeeds: {
    from: ['pending'],
    happen: async (deps, tx, row) => {
      const done = await change(deps, tx, [row, { status: 'succeeded' }])
      await book(deps, tx, { row, kind: 'refund', amountMinor: -row.amountMinor })
      if (row.scenario !== 'returned') return
      const pauseMs = pausesMs.refundReturned
      await later(deps, tx, { objectRef: done.ref, happening: 'refund_returns', pauseMs })
    },
  },
  refund_fails: ends(['pending'], ['failed', 'bank_refused', null]),
  refund_returns: ends(['succeeded'], ['returned', 'account_closed', 'refund_returned']),
  payout_pays: {
    from: ['pending'],
    happen: async (deps, tx, row) => {
      const paid = await change(deps, tx, [row, { status: 'paid' }])
      await book(deps, tx, { row, kind: 'payout', amountMinor: -row.amountMinor })
      if (row.scenario !== 'returned') return
      const pauseMs = pausesMs.payoutReturned
      await later(deps, tx, { objectRef: paid.ref, happening: 'payout_returns', pauseMs })
    },
  },
  payout_fails: ends(['pending'], ['failed', 'account_closed', null]),
  payout_returns: ends(['paid'], ['returned', 'account_closed', 'payout_returned']),
}

/** Lets something happen to an object, if it can happen to it now. */
export const happen = async (deps: SandboxDeps, tx: Tx, timer: Timer): Promise<void> => {
  const row = await lockSandboxObject(tx, timer.objectRef)
  // Checked boundary: only this file writes timers.
  const effect = effects[timer.happening as Happening]
  if (row && effect.from.includes(row.status)) await effect.happen(deps, tx, row)
}

/** Timers of one run. */
const mostTimers = 500

export const runTimers = async (deps: SandboxDeps): Promise<void> => {
  for (let count = 0; count < mostTimers; count += 1) {
    const hasRun = await deps.db.transaction(async (tx) => {
      const timer = await takeDueTimer(tx, deps.clock.now())
      if (timer) await happen(deps, tx, timer)
      return timer !== null
    })
    if (!hasRun) return
  }
}
