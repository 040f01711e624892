import { currencyOf } from '@busker/money'
import { assert } from '#platform/assert'
import type { Operation, TemplateName, Transfer } from './index.ts'

const euro = currencyOf('EUR')
assert(euro !== null, 'a currency')
export const eur = euro
export const startMs = Date.UTC(2026, 10, 23)
export const dayMs = 86_400_000

/** An operation by its transfer; the scope is the template. */
export const operation = (key: string, transfer: Transfer, hold?: string): Operation => ({
  ...{ do: 'transfer', scope: transfer.template satisfies TemplateName, key, transfer },
  ...(hold === undefined ? {} : { hold }),
})

export const purchase = (buyer: string, lotId: string, coins = 100n): Operation =>
  operation(lotId, {
    template: 'coin_purchase',
    params: {
      ...{ lotId, buyer, currency: eur, provider: 'sandbox', jurisdiction: 'DE', coins },
      ...{ grossMicro: coins * 11_900n - ((coins * 11_900n) % 10_000n), taxMicro: coins * 1900n },
      seasonedAtMs: startMs + dayMs,
    },
  })

export const gift = (key: string, given: { payer: string; creator: string; coins: bigint }): Operation =>
  operation(key, {
    template: 'gift',
    params: {
      ...{ ...given, currency: eur, count: 1n, diamonds: given.coins / 2n },
      ...{ diamondMicro: 5000n, holdUntilMs: startMs },
    },
  })

export const prepay = (key: string, advertiser: string, amountMicro: bigint): Operation =>
  operation(key, {
    template: 'advertiser_prepay',
    params: {
      ...{ advertiser, currency: eur, provider: 'sandbox', grossMicro: amountMicro, taxMicro: 0n },
      jurisdiction: 'DE',
    },
  })

type Budget = Extract<Transfer, { template: 'budget_reserve' }>['params']

export const reserve = (key: string, given: Pick<Budget, 'advertiser' | 'campaign' | 'amountMicro'>) =>
  operation(key, { template: 'budget_reserve', params: { ...given, currency: eur } })

export const release = (key: string, given: Pick<Budget, 'advertiser' | 'campaign' | 'amountMicro'>) =>
  operation(key, { template: 'budget_release', params: { ...given, currency: eur } })

export const settleAd = (
  key: string,
  given: { advertiser: string; campaign: string; spendMicro: bigint },
  hold?: string,
): Operation =>
  operation(
    key,
    { template: 'ad_settle', params: { ...given, pool: 'day', currency: eur, poolBps: 5500n } },
    hold,
  )
