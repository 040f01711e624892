import { personId, type PersonId } from '@busker/contract'
import { currencyOf, type Currency } from '@busker/money'
import { assert } from '#platform/assert'
import { virtualClock, type VirtualClock } from '#platform/clock'
import { seededIds, type Ids } from '#platform/ids'
import type { JobDefinition, Jobs } from '#platform/jobs'
import { silentLog } from '#platform/log'
import type { Database, Tx } from '#platform/postgres'
import type { PaymentsDeps, PurposeHandlers, ReportHandlers } from './deps.ts'
import { handleEvent, takeEvents } from './events.ts'
import { createPayments, createSandbox, type Payments, type Sandbox } from './index.ts'
import type { PaymentProvider } from './provider.ts'
import { reconcileAll } from './reconcile.ts'
import type { Chance } from './sandbox/deps.ts'

export const calm: Chance = { lost: 0, doubled: 0, late: 0, answerLost: 0, requestLost: 0 }
export const hourMs = 3_600_000
export const dayMs = 24 * hourMs
export const startOfTime = Date.parse('2026-03-01T12:00:00Z')

export const usd = ((): Currency => {
  const currency = currencyOf('USD')
  assert(currency !== null, 'a currency in use')
  return currency
})()
export const ana: PersonId = personId.parse('01900000-0000-7000-8000-00000000000a')

/** A queue whose jobs run when the test says so. It keeps what was asked for in the order of asking. */
export const fakeJobs = () => {
  const handlers = new Map<string, (payload: unknown) => Promise<void>>()
  const waiting: { readonly name: string; readonly payload: unknown }[] = []
  const jobs: Pick<Jobs, 'enqueue' | 'handle'> = {
    enqueue: async <Payload>(_handle: unknown, job: JobDefinition<Payload>, payload: Payload) => {
      waiting.push({ name: job.name, payload })
    },
    handle: <Payload>(
      job: JobDefinition<Payload>,
      handler: (payload: Payload, context: { attempt: number; signal: AbortSignal }) => Promise<void>,
    ) => {
      const { signal } = new AbortController()
      handlers.set(job.name, (payload) => handler(job.payload.parse(payload), { attempt: 1, signal }))
    },
  }
  return { jobs, waiting, handlers }
}

/** One call of a handler, as the books of a purpose would be written by it. */
export interface Posted {
  readonly id: string
  readonly state: string
  readonly amountMinor: bigint
}

export interface Bench {
  readonly clock: VirtualClock
  readonly ids: Ids
  readonly payments: Payments
  readonly sandbox: Sandbox
  readonly deps: PaymentsDeps
  /** What the handlers were told, in the order of the commits that hold. */
  readonly told: Posted[]
  readonly fees: bigint[]
  readonly unmatched: bigint[]
  /** Sandbox timers and webhooks that are due, with the work on each webhook. */
  settle(): Promise<void>
  /** Goes on in time, an hour at most at once, with everything a running server does meanwhile. */
  pass(ms: number): Promise<void>
}

interface BenchOptions {
  readonly database: Database
  /** Of Busker, if it differs: one that breaks. The sandbox has its own. */
  readonly ours?: Database
  readonly chance?: Chance
  readonly seed?: string
  readonly provider?: (sandbox: PaymentProvider) => PaymentProvider
  /** Runs inside of each handler. */
  readonly onTold?: (tx: Tx, posted: Posted) => Promise<void>
  readonly onUnmatched?: (tx: Tx) => Promise<void>
}

/** The module on a database of the test, with the sandbox as its provider and handlers that write down what they hear. */
export const createBench = (options: BenchOptions): Bench => {
  const { database, seed = 'bench' } = options
  const clock = virtualClock(startOfTime)
  const ids = seededIds(clock, seed)
  const { jobs } = fakeJobs()
  const log = silentLog()
  const told: Posted[] = []
  const fees: bigint[] = []
  const unmatched: bigint[] = []
  const sandbox = createSandbox({
    ...{ db: database, clock, ids: seededIds(clock, `sandbox ${seed}`), log, jobs, seed },
    chance: options.chance ?? calm,
  })
  const hear = async (tx: Tx, posted: Posted): Promise<void> => {
    await options.onTold?.(tx, posted)
    told.push(posted)
  }
  const handlers: PurposeHandlers = {
    onCharge: (tx, one) => hear(tx, { id: one.chargeId, state: one.state, amountMinor: one.capturedMinor }),
    onRefund: (tx, one) => hear(tx, { id: one.refundId, state: one.state, amountMinor: one.amountMinor }),
    onDispute: (tx, one) => hear(tx, { id: one.disputeId, state: one.state, amountMinor: one.amountMinor }),
    onPayout: (tx, one) => hear(tx, { id: one.payoutId, state: one.state, amountMinor: one.amountMinor }),
  }
  const report: ReportHandlers = {
    onFee: async (_tx, line) => void fees.push(line.amountMinor),
    onUnmatched: async (tx, line) => {
      await options.onUnmatched?.(tx)
      unmatched.push(line.unexpectedMinor)
    },
  }
  const deps: PaymentsDeps = {
    ...{ db: options.ours ?? database, clock, ids, log, jobs, report, publicUrl: undefined },
    provider: options.provider?.(sandbox.provider) ?? sandbox.provider,
    purposes: { coins: handlers, creator_payout: handlers },
  }
  const payments = createPayments(deps)
  const settle = () =>
    sandbox.tick(async (raw, headers) => {
      const events = await deps.provider.verifyWebhook(raw, headers)
      assert(events !== null, 'the sandbox signs what it sends')
      await takeEvents(deps, events)
      for (const { eventId } of events) await handleEvent(deps, { provider: deps.provider.id, eventId })
      return true
    })
  const pass = async (ms: number): Promise<void> => {
    for (let left = ms; left > 0; left -= hourMs) {
      clock.advance(Math.min(left, hourMs))
      await settle()
      await payments.resolve()
    }
    await reconcileAll(deps)
  }
  return { clock, ids, payments, sandbox, deps, told, fees, unmatched, settle, pass }
}

/** A charge that somebody pays with the card that just works. */
export const paidCharge = async (bench: Bench, amountMinor = 1000n, key = 'paid'): Promise<string> => {
  const charge = await bench.payments.startCharge({
    ...{ key, purpose: 'coins', reference: 'pack', payer: ana, amountMinor, currency: usd },
    ...{ description: 'Coins', returnPath: '/wallet' },
  })
  await bench.sandbox.act(refIn(charge.checkoutUrl), { kind: 'pay', card: 'succeeds' })
  await bench.settle()
  return charge.chargeId
}

export const refIn = (checkoutUrl: string | null): string => checkoutUrl?.split('/').at(-1) ?? ''

/** A party that the sandbox has checked. */
export const checkedParty = async (bench: Bench, party = 'creator-1'): Promise<string> => {
  const account = await bench.payments.onboard({ party, country: 'DE', returnPath: '/earnings' })
  await bench.sandbox.act(refIn(account.url), { kind: 'approve' })
  await bench.settle()
  return party
}
