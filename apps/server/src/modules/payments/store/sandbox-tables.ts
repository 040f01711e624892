import type { Currency } from '@busker/money'
import type { LineKind, ProviderObject } from '../provider.ts'

/** What the hosted page shows and where it leads. */
export interface SandboxPage {
  readonly payer: string
  readonly description: string
  readonly returnUrl: string
  readonly capture: 'auto' | 'manual'
  /** Of a checkout: the card is chosen, and its bank asks. */
  readonly isConfirming: boolean
}

/** The books of the sandbox, in the schema `payments_sandbox`. No store of ours may name them, and they name none of ours. */
export interface SandboxTables {
  'payments_sandbox.setting': { name: string; value: string }
  'payments_sandbox.object': {
    ref: string
    kind: ProviderObject['kind']
    request_key: string | null
    request_hash: string | null
    charge_ref: string | null
    version: bigint
    status: string
    amount_minor: bigint
    currency: Currency
    captured_minor: bigint
    code: string | null
    scenario: string
    page: SandboxPage
    created_at: Date
  }
  'payments_sandbox.line': {
    line_ref: string
    kind: LineKind
    object_ref: string
    amount_minor: bigint
    currency: Currency
    booked_at: Date
  }
  'payments_sandbox.timer': { timer_ref: string; object_ref: string; happening: string; due_at: Date }
  'payments_sandbox.delivery': {
    delivery_ref: string
    event_id: string
    body: string
    due_at: Date
    attempts: number
  }
}
