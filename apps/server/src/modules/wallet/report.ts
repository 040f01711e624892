import { decimalsOf, unitOf } from '@busker/money'
import type { ReportHandlers } from '#modules/payments'
import { assert } from '#platform/assert'
import type { WalletDeps } from './deps.ts'

/** T1f and T17: what the provider's report says beyond what anybody asked for, whatever it was about. */
export const reportHandlers = (deps: WalletDeps): ReportHandlers => {
  const provider = () => deps.payments().providerId
  return {
    onFee: async (tx, { lineRef, currency, amountMinor }) => {
      const feeMicro = -amountMinor * unitOf(decimalsOf(currency))
      assert(feeMicro > 0n, 'a fee is kept by the provider')
      const params = { provider: provider(), currency, feeMicro, kind: 'psp_fee' } as const
      await deps.ledger.postOne(tx, {
        ...{ do: 'transfer', scope: 'provider_fee', key: `${provider()}:${lineRef}` },
        transfer: { template: 'provider_fee', params },
      })
    },
    onUnmatched: async (tx, { lineRef, currency, unexpectedMinor }) => {
      const amountMicro = unexpectedMinor * unitOf(decimalsOf(currency))
      // The chart has a way for money that came unexpectedly and none for money that left: that one stays unread and is
      // tried again until somebody looks.
      assert(amountMicro > 0n, 'money left that nobody asked for: look at the report of the provider')
      const params = { provider: provider(), currency, amountMicro }
      await deps.ledger.postOne(tx, {
        ...{ do: 'transfer', scope: 'unknown_money', key: `${provider()}:${lineRef}` },
        transfer: { template: 'unknown_money', params },
      })
    },
  }
}
