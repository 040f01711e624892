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
      const signedMicro = unexpectedMinor * unitOf(decimalsOf(currency))
      const hasLeft = signedMicro < 0n
      const params = {
        provider: provider(),
        currency,
        amountMicro: hasLeft ? -signedMicro : signedMicro,
        hasLeft,
      }
      await deps.ledger.postOne(tx, {
        ...{ do: 'transfer', scope: 'unknown_money', key: `${provider()}:${lineRef}` },
        transfer: { template: 'unknown_money', params },
      })
    },
  }
}
