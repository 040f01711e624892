import type { Currency } from '@busker/money'
import type { FastifyInstance } from 'fastify'
import type { Queryable } from '#platform/postgres'
import { refund, startCharge, type ChargeRequest, type RefundRequest } from './charges.ts'
import type { Charge, Dispute, PaymentsDeps, Payout, Refund } from './deps.ts'
import { serveWebhooks } from './http.ts'
import { keepWorking } from './jobs.ts'
import {
  getAccount,
  onboard,
  startPayout,
  type OnboardRequest,
  type PayoutAccount,
  type PayoutRequest,
} from './payouts.ts'
import { presentCharge, presentDispute, presentPayout, presentRefund } from './present.ts'
import { balanceOf, reconcile, type ProviderBalance } from './reconcile.ts'
import { createRefresh, resolve } from './resolve.ts'
import { findMovement, listByReference, listOfCharge } from './store/movements.ts'

export type { ChargeRequest, RefundRequest } from './charges.ts'
export type {
  Charge,
  Dispute,
  FeeLine,
  PaymentsDeps,
  Payout,
  PurposeHandlers,
  Refund,
  ReportHandlers,
  UnmatchedLine,
} from './deps.ts'
export type { OnboardRequest, PayoutAccount, PayoutRequest } from './payouts.ts'
export type { BalanceLine, LineKind, PaymentProvider } from './provider.ts'
export type { ProviderBalance } from './reconcile.ts'
export { createSandbox, type Sandbox, type SandboxOptions } from './sandbox/sandbox.ts'

/** What money is about, in the words of whoever asked for it. */
export interface Reference {
  readonly purpose: string
  readonly reference: string
}

/** How money from outside comes in and goes out. It keeps no balances: the handlers of each purpose post them. */
export interface Payments {
  /** `sandbox`: no real money moves. */
  readonly providerId: string
  /**
   * Opens a checkout. The same key is the same charge, for ever; `checkoutUrl` is null while the provider has not
   * answered: ask again with the same key.
   */
  startCharge(request: ChargeRequest): Promise<Charge>
  /** Gives back a part of a charge or all of it; refunds and disputes together never exceed what came in. */
  refund(request: RefundRequest): Promise<Refund>
  /** Pays a party that the provider has checked. */
  startPayout(request: PayoutRequest): Promise<Payout>
  /** Begins, or goes on with, the provider's checks of a party. */
  onboard(request: OnboardRequest): Promise<PayoutAccount>
  getAccount(party: string): Promise<PayoutAccount>
  getCharge(handle: Queryable, chargeId: string): Promise<Charge | null>
  getPayout(handle: Queryable, payoutId: string): Promise<Payout | null>
  /** The latest first, at most 1000, as the other lists. */
  listCharges(handle: Queryable, about: Reference): Promise<Charge[]>
  listPayouts(handle: Queryable, about: Reference): Promise<Payout[]>
  listRefunds(handle: Queryable, chargeId: string): Promise<Refund[]>
  listDisputes(handle: Queryable, chargeId: string): Promise<Dispute[]>
  /** Asks how a charge stands, at most every 5 s: whoever paid comes back sooner than a message that was lost. */
  refresh(chargeId: string): Promise<void>
  /** Looks up what is unknown or awaited and due. True: there may be more. */
  resolve(): Promise<boolean>
  /** Reads the provider's report of a day (UTC); reading it again changes nothing. True: all of it was dealt with. */
  reconcile(day: string): Promise<boolean>
  /** What the provider holds for us by our books and by its report. */
  balanceOf(handle: Queryable, currency: Currency): Promise<ProviderBalance>
  serve(app: FastifyInstance): void
  /** Begins the work that repeats itself. */
  start(): Promise<void>
}

/**
 * Wires the module.
 *
 * @example
 * const sandbox = createSandbox({ db, clock, ids, log, jobs })
 * const payments = createPayments({ db, clock, ids, log, jobs, publicUrl, provider: sandbox.provider, purposes, report })
 */
export const createPayments = (deps: PaymentsDeps): Payments => {
  const start = keepWorking(deps)
  return {
    providerId: deps.provider.id,
    startCharge: (request) => startCharge(deps, request),
    refund: (request) => refund(deps, request),
    startPayout: (request) => startPayout(deps, request),
    onboard: (request) => onboard(deps, request),
    getAccount: (party) => getAccount(deps, party),
    getCharge: async (handle, chargeId) => {
      const row = await findMovement(handle, chargeId)
      return row?.kind === 'charge' ? presentCharge(row) : null
    },
    getPayout: async (handle, payoutId) => {
      const row = await findMovement(handle, payoutId)
      return row?.kind === 'payout' ? presentPayout(row) : null
    },
    listCharges: async (handle, about) =>
      (await listByReference(handle, { ...about, kind: 'charge' })).map(presentCharge),
    listPayouts: async (handle, about) =>
      (await listByReference(handle, { ...about, kind: 'payout' })).map(presentPayout),
    listRefunds: async (handle, chargeId) =>
      (await listOfCharge(handle, 'refund', chargeId)).map(presentRefund),
    listDisputes: async (handle, chargeId) =>
      (await listOfCharge(handle, 'dispute', chargeId)).map(presentDispute),
    refresh: createRefresh(deps),
    resolve: () => resolve(deps),
    reconcile: (day) => reconcile(deps, day),
    balanceOf: (handle, currency) => balanceOf(deps, handle, currency),
    serve: (app) => serveWebhooks(app, deps),
    start,
  }
}
