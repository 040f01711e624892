import type { Currency } from '@busker/money'
import type { LineKind, ProviderObject } from '../provider.ts'
import type { MovementKind } from '../rules/machines.ts'

/** The tables of the schema `payments`; only this folder may name them. */
export interface PaymentsTables {
  'payments.movement': {
    movement_id: string
    kind: MovementKind
    provider: string
    request_key: string | null
    request_hash: string | null
    purpose: string
    reference: string
    party: string
    charge_id: string | null
    amount_minor: bigint
    currency: Currency
    description: string
    return_path: string
    state: string
    captured_minor: bigint
    code: string | null
    provider_ref: string | null
    provider_version: bigint
    url: string | null
    created_at: Date
    changed_at: Date
    sent_at: Date | null
    look_at: Date | null
    looks: number
  }
  'payments.transition': {
    movement_id: string
    transition: string
    provider_version: bigint
    happened_at: Date
  }
  'payments.provider_event': {
    provider: string
    event_id: string
    kind: ProviderObject['kind']
    provider_ref: string
    received_at: Date
    handled_at: Date | null
  }
  'payments.account': {
    party: string
    provider: string
    country: string
    provider_ref: string | null
    provider_version: bigint
    state: AccountState
    url: string | null
    created_at: Date
    changed_at: Date
    look_at: Date | null
    looks: number
  }
  'payments.report_line': {
    provider: string
    line_ref: string
    kind: LineKind
    object_ref: string | null
    amount_minor: bigint
    currency: Currency
    booked_at: Date
    unexpected_minor: bigint
    taken_at: Date
  }
  'payments.reported_day': { provider: string; day: string; read_at: Date }
}

export type AccountState = 'requested' | 'pending' | 'enabled' | 'rejected'
