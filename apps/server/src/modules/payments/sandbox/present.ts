import { unreachable } from '#platform/assert'
import type {
  ProviderAccount,
  ProviderCharge,
  ProviderDispute,
  ProviderObject,
  ProviderPayout,
  ProviderRefund,
} from '../provider.ts'
import type { SandboxObject } from '../store/sandbox.ts'

export const checkoutPath = (ref: string): string => `/sandbox/checkout/${ref}`
export const onboardingPath = (ref: string): string => `/sandbox/onboarding/${ref}`

const told = (row: SandboxObject) => ({
  ref: row.ref,
  key: row.requestKey,
  version: row.version,
  code: row.code,
  amountMinor: row.amountMinor,
  currency: row.currency,
})

// Checked boundary: only this sandbox writes the status of its own objects.
export const presentCharge = (row: SandboxObject): ProviderCharge => ({
  ...told(row),
  kind: 'charge',
  status: row.status as ProviderCharge['status'],
  capturedMinor: row.capturedMinor,
  checkoutUrl: checkoutPath(row.ref),
})

export const presentRefund = (row: SandboxObject): ProviderRefund => ({
  ...told(row),
  kind: 'refund',
  chargeRef: row.chargeRef ?? '',
  status: row.status as ProviderRefund['status'],
})

export const presentPayout = (row: SandboxObject): ProviderPayout => ({
  ...told(row),
  kind: 'payout',
  status: row.status as ProviderPayout['status'],
})

const presentDispute = (row: SandboxObject): ProviderDispute => ({
  ...told(row),
  kind: 'dispute',
  chargeRef: row.chargeRef ?? '',
  status: row.status as ProviderDispute['status'],
})

export const presentAccount = (row: SandboxObject): ProviderAccount => ({
  kind: 'account',
  ref: row.ref,
  key: row.requestKey,
  version: row.version,
  status: row.status as ProviderAccount['status'],
  url: onboardingPath(row.ref),
})

export const presentObject = (row: SandboxObject): ProviderObject => {
  switch (row.kind) {
    case 'charge':
      return presentCharge(row)
    case 'refund':
      return presentRefund(row)
    case 'payout':
      return presentPayout(row)
    case 'dispute':
      return presentDispute(row)
    case 'account':
      return presentAccount(row)
    default:
      return unreachable(row.kind)
  }
}
