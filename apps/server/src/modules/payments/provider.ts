import type { Currency } from '@busker/money'

/**
 * What a payment provider must be able to do, and how it answers. Amounts are whole minor units. Every command carries a
 * key that is ours for ever: the same key is the same thing, also when the provider has forgotten it.
 *
 * `transfer` between accounts at the provider is left out: money is held by the platform, and a payout names who gets it.
 */
export interface PaymentProvider {
  readonly id: string
  readonly capabilities: ReadonlySet<Capability>
  /** Opens a checkout: nothing is taken before the person has agreed on the provider's own page. */
  createCharge(command: ChargeCommand): Promise<Outcome<ProviderCharge>>
  /** Takes what was only authorised, all or a part of it; what is left is let go. */
  capture(command: {
    readonly key: string
    readonly chargeRef: string
    readonly amountMinor: bigint
  }): Promise<Outcome<ProviderCharge>>
  /** Lets go of what was only authorised, or closes a checkout that nobody finished. */
  void(command: { readonly key: string; readonly chargeRef: string }): Promise<Outcome<ProviderCharge>>
  refund(command: RefundCommand): Promise<Outcome<ProviderRefund>>
  /** Begins the checks that a party must pass before it is paid out. */
  onboard(command: OnboardCommand): Promise<Outcome<ProviderAccount>>
  payout(command: PayoutCommand): Promise<Outcome<ProviderPayout>>
  /** The truth about one thing, by the provider's reference or by our key; `declined` with `not_found`: it never was. */
  lookup(asked: Asked): Promise<Outcome<ProviderObject>>
  /** What a webhook says, or null when its signature over these very bytes is not right. */
  verifyWebhook(raw: Uint8Array, headers: WebhookHeaders): Promise<readonly ProviderEvent[] | null>
  /** Every movement of the provider's balance on this day (UTC, `YYYY-MM-DD`), fees included. */
  report(day: string): AsyncIterable<BalanceLine>
}

export type Capability =
  | 'charge'
  | 'capture'
  | 'partial_refund'
  | 'payout'
  | 'onboard'
  | 'dispute'
  | 'balance_report'

/** `unknown` is an answer: it may have happened or not. Whoever gets it looks up, or asks again with the same key. */
export type Outcome<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | { readonly kind: 'declined'; readonly code: string }
  | { readonly kind: 'unknown' }

/** Of `lookup`: the provider has never heard of it. */
export const notFound = 'not_found'

export interface ChargeCommand {
  readonly key: string
  readonly amountMinor: bigint
  readonly currency: Currency
  readonly capture: 'auto' | 'manual'
  /** Who pays, as we call them; the provider only repeats it. */
  readonly payer: string
  readonly description: string
  /** Where the checkout leads back to. */
  readonly returnUrl: string
}

export interface RefundCommand {
  readonly key: string
  readonly chargeRef: string
  readonly amountMinor: bigint
  readonly reason: string
}

export interface OnboardCommand {
  readonly key: string
  readonly party: string
  /** ISO 3166, two letters. */
  readonly country: string
  readonly returnUrl: string
}

export interface PayoutCommand {
  readonly key: string
  readonly accountRef: string
  readonly amountMinor: bigint
  readonly currency: Currency
}

export type Asked = { readonly key: string } | { readonly ref: string }

interface Told {
  readonly ref: string
  /** Our key; null for what we did not ask for. */
  readonly key: string | null
  /** Grows with every change of the thing. An adapter without versions makes one of the rank of the status. */
  readonly version: bigint
}

/** `failed` and `captured` are final: what comes in after a failure is in no charge, only in the report. */
export interface ProviderCharge extends Told {
  readonly kind: 'charge'
  readonly status: 'open' | 'processing' | 'authorized' | 'captured' | 'failed'
  readonly amountMinor: bigint
  readonly capturedMinor: bigint
  readonly currency: Currency
  readonly checkoutUrl: string | null
  readonly code: string | null
}

export interface ProviderRefund extends Told {
  readonly kind: 'refund'
  readonly chargeRef: string
  /** A refund may come back, too: the payer's account was closed. */
  readonly status: 'pending' | 'succeeded' | 'failed' | 'returned'
  readonly amountMinor: bigint
  readonly currency: Currency
  readonly code: string | null
}

export interface ProviderPayout extends Told {
  readonly kind: 'payout'
  /** A payout may come back days after it was paid. */
  readonly status: 'pending' | 'paid' | 'failed' | 'returned'
  readonly amountMinor: bigint
  readonly currency: Currency
  readonly code: string | null
}

/** The payer's bank took a charge back. Its fee is a line of the report. */
export interface ProviderDispute extends Told {
  readonly kind: 'dispute'
  readonly chargeRef: string
  readonly status: 'open' | 'won' | 'lost'
  readonly amountMinor: bigint
  readonly currency: Currency
  readonly code: string | null
}

export interface ProviderAccount extends Told {
  readonly kind: 'account'
  readonly status: 'pending' | 'enabled' | 'rejected'
  readonly url: string | null
}

export type ProviderMovement = ProviderCharge | ProviderRefund | ProviderPayout | ProviderDispute
export type ProviderObject = ProviderMovement | ProviderAccount

/** A hint that something changed. What it is now is looked up. */
export interface ProviderEvent {
  readonly eventId: string
  readonly kind: ProviderObject['kind']
  readonly ref: string
}

export const lineKinds = [
  'charge',
  'refund',
  'refund_returned',
  'dispute',
  'dispute_won',
  'payout',
  'payout_returned',
  'fee',
  'other',
] as const
export type LineKind = (typeof lineKinds)[number]

/** One movement of the provider's balance, in its own order. */
export interface BalanceLine {
  readonly lineRef: string
  readonly kind: LineKind
  /** What it belongs to; null for money nobody can name. */
  readonly objectRef: string | null
  /** With its sign: what comes in is above zero. */
  readonly amountMinor: bigint
  readonly currency: Currency
  readonly bookedAt: Date
}

/** Names in lower case, as Node gives them. */
export type WebhookHeaders = Readonly<Record<string, string | string[] | undefined>>
