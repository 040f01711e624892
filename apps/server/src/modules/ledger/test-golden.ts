import { currencyOf } from '@busker/money'
import { assert } from '#platform/assert'
import type { Transfer } from './rules/catalog.ts'
import type { Leg, RefusalCode } from './rules/plan.ts'
import { nameOf } from './rules/chart.ts'

const currencyNamed = (code: string) => {
  const currency = currencyOf(code)
  assert(currency !== null, 'a currency in use')
  return currency
}

export const eur = currencyNamed('EUR')
export const usd = currencyNamed('USD')
/** When every story begins. */
export const day0Ms = Date.UTC(2026, 0, 1)
export const dayMs = 86_400_000

/** One transfer of a story, and every leg of it: worked out by hand. */
export interface Step {
  readonly name: string
  /** Days that pass before it. */
  readonly after?: number
  /** Steps before it are known by their names. */
  readonly transfer: (idOf: (name: string) => string) => Transfer
  readonly legs: readonly string[]
  readonly refused?: RefusalCode
}

/** As it is written in stories: side, account, amount. */
export const legText = ({ account, side, amount }: Leg): string =>
  `${side === 'debit' ? 'D' : 'C'} ${nameOf(account)} ${amount}`

const currency = eur
const at = { provider: 'sandbox', jurisdiction: 'DE', currency }

export const bought = (
  buyer: string,
  lotId: string,
  of: { gross: bigint; tax: bigint; coins: bigint },
): Transfer => ({
  template: 'coin_purchase',
  params: {
    ...{ ...at, lotId, buyer, coins: of.coins, seasonedAtMs: day0Ms + 45 * dayMs },
    ...{ grossMicro: of.gross, taxMicro: of.tax },
  },
})

export const given = (
  payer: string,
  creator: string,
  of: { coins: bigint; count?: bigint; diamonds: bigint; price: bigint },
): Transfer => ({
  template: 'gift',
  params: {
    ...{ payer, creator, currency, coins: of.coins, count: of.count ?? 1n },
    ...{ diamonds: of.diamonds, diamondMicro: of.price, holdUntilMs: day0Ms + 14 * dayMs },
  },
})

const part = (owner: string, amountMicro: bigint) => ({ owner, amountMicro })

const coins: readonly Step[] = [
  {
    name: 'ann buys a hundred coins',
    transfer: () => bought('ann', 'lot-1', { gross: 11_900_000n, tax: 1_900_000n, coins: 100n }),
    legs: [
      'D psp:EUR:sandbox 11900000',
      'D c.issued:EUR: 100',
      'C coin_float:EUR:ann 10000000',
      'C tax_payable:EUR:DE 1900000',
      'C c.wallet:EUR:ann 100',
    ],
  },
  {
    name: 'a lot is opened once',
    transfer: () => bought('ann', 'lot-1', { gross: 1_000_000n, tax: 0n, coins: 1n }),
    legs: [],
    refused: 'lot_not_open',
  },
  {
    name: 'the fee of the provider',
    transfer: () => ({
      template: 'provider_fee',
      params: { provider: 'sandbox', currency, feeMicro: 350_000n, kind: 'psp_fee' },
    }),
    legs: ['D psp_fee:EUR: 350000', 'C psp:EUR:sandbox 350000'],
  },
  {
    name: 'a gift that costs more than the creator gets',
    transfer: () => given('ann', 'ben', { coins: 30n, diamonds: 15n, price: 50_000n }),
    legs: [
      'D coin_float:EUR:ann 3000000',
      'D c.wallet:EUR:ann 30',
      'D d.issued:EUR: 15',
      'C creator_pending:EUR:ben 750000',
      'C rev_gift:EUR: 2250000',
      'C c.burned:EUR: 30',
      'C d.creator:EUR:ben 15',
    ],
  },
  {
    name: 'thirty-three more',
    after: 1,
    transfer: () => bought('ann', 'lot-2', { gross: 5_950_000n, tax: 950_000n, coins: 33n }),
    legs: [
      'D psp:EUR:sandbox 5950000',
      'D c.issued:EUR: 33',
      'C coin_float:EUR:ann 5000000',
      'C tax_payable:EUR:DE 950000',
      'C c.wallet:EUR:ann 33',
    ],
  },
  {
    name: 'a combo over two lots, of which the creator gets more than was paid',
    transfer: () => given('ann', 'ben', { coins: 20n, count: 4n, diamonds: 10n, price: 300_000n }),
    legs: [
      'D coin_float:EUR:ann 8515151',
      'D promo:EUR: 3484849',
      'D c.wallet:EUR:ann 80',
      'D d.issued:EUR: 40',
      'C creator_pending:EUR:ben 12000000',
      'C c.burned:EUR: 80',
      'C d.creator:EUR:ben 40',
    ],
  },
  {
    name: 'more coins than there are',
    transfer: () => given('ann', 'ben', { coins: 24n, diamonds: 12n, price: 50_000n }),
    legs: [],
    refused: 'too_few_coins',
  },
  {
    name: 'a gift to oneself',
    transfer: () => given('ann', 'ann', { coins: 1n, diamonds: 1n, price: 50_000n }),
    legs: [],
    refused: 'same_party',
  },
  {
    name: 'nothing is seasoned yet',
    after: 20,
    transfer: () => ({ template: 'diamond_conversion', params: { creator: 'ben', currency } }),
    legs: [],
    refused: 'nothing_to_move',
  },
  {
    name: 'diamonds become money',
    after: 30,
    transfer: () => ({ template: 'diamond_conversion', params: { creator: 'ben', currency } }),
    legs: [
      'D d.creator:EUR:ben 55',
      'D creator_pending:EUR:ben 12750000',
      'C d.burned:EUR: 55',
      'C creator_available:EUR:ben 12750000',
    ],
  },
  {
    name: 'the rest of the second lot is refunded',
    transfer: () => ({ template: 'coin_refund', params: { lotId: 'lot-2' } }),
    legs: [
      'D coin_float:EUR:ann 3484849',
      'D tax_payable:EUR:DE 662121',
      'D promo:EUR: 3030',
      'D c.wallet:EUR:ann 23',
      'C psp:EUR:sandbox 4150000',
      'C c.issued:EUR: 23',
    ],
  },
  {
    name: 'and only once',
    transfer: () => ({ template: 'coin_refund', params: { lotId: 'lot-2' } }),
    legs: [],
    refused: 'lot_not_open',
  },
  {
    name: 'ten coins that nobody uses',
    transfer: () => bought('ann', 'lot-3', { gross: 1_000_000n, tax: 0n, coins: 10n }),
    legs: [
      'D psp:EUR:sandbox 1000000',
      'D c.issued:EUR: 10',
      'C coin_float:EUR:ann 1000000',
      'C c.wallet:EUR:ann 10',
    ],
  },
  {
    name: 'they expire',
    after: 400,
    transfer: () => ({ template: 'coin_expiry', params: { lotId: 'lot-3' } }),
    legs: [
      'D coin_float:EUR:ann 1000000',
      'D c.wallet:EUR:ann 10',
      'C breakage:EUR: 1000000',
      'C c.burned:EUR: 10',
    ],
  },
]

const payout = (amountMicro: bigint, withholdingMicro = 0n): Transfer => ({
  template: 'payout_request',
  params: { party: 'ben', rail: 'creator', currency, amountMicro, withholdingMicro, jurisdiction: 'DE' },
})
const reserve = { party: 'ben', rail: 'creator', currency, amountMicro: 50_000n } as const

const fundAndPayouts: readonly Step[] = [
  {
    name: 'the house fills the pool',
    transfer: () => ({
      template: 'fund_top_up',
      params: { period: '2026-01', currency, amountMicro: 1_000_000n, from: { kind: 'fund' } },
    }),
    legs: ['D fund:EUR: 1000000', 'C fund_pool:EUR:2026-01 1000000'],
  },
  {
    name: 'the period closes, a tenth is held back',
    transfer: () => ({
      template: 'fund_allocation',
      params: {
        ...{ period: '2026-01', currency, rights: [part('label', 100_000n)] },
        creators: [part('ben', 500_000n), part('eva', 300_000n), part('nobody', 0n)],
      },
    }),
    legs: [
      'D fund_pool:EUR:2026-01 900000',
      'C rights_payable:EUR:label 100000',
      'C pool_pending:EUR:ben 500000',
      'C pool_pending:EUR:eva 300000',
    ],
  },
  {
    name: 'it becomes final',
    transfer: () => ({
      template: 'fund_finalisation',
      params: {
        ...{ period: '2026-01', currency },
        ...{ voided: [part('eva', 100_000n)], shares: [part('ben', 200_000n)] },
      },
    }),
    legs: [
      'D fund_pool:EUR:2026-01 100000',
      'D pool_pending:EUR:eva 100000',
      'C pool_pending:EUR:ben 200000',
    ],
  },
  {
    name: 'what is final may be paid out',
    transfer: () => ({
      template: 'pending_release',
      params: { currency, parts: [part('ben', 700_000n), part('eva', 200_000n)] },
    }),
    legs: [
      'D pool_pending:EUR:ben 700000',
      'D pool_pending:EUR:eva 200000',
      'C creator_available:EUR:ben 700000',
      'C creator_available:EUR:eva 200000',
    ],
  },
  {
    name: 'ben asks for a payout',
    transfer: () => payout(300_000n, 30_000n),
    legs: [
      'D creator_available:EUR:ben 300000',
      'C creator_inflight:EUR:ben 270000',
      'C withholding_payable:EUR:DE 30000',
    ],
  },
  {
    name: 'a fraction of a cent',
    transfer: () => payout(300_001n),
    legs: [],
    refused: 'not_whole_minor',
  },
  {
    name: 'more than there is',
    transfer: () => payout(410_000n),
    legs: [],
    refused: 'insufficient_funds',
  },
  {
    name: 'it is paid',
    transfer: (idOf) => ({
      template: 'payout_paid',
      params: { payout: idOf('ben asks for a payout'), provider: 'sandbox' },
    }),
    legs: ['D creator_inflight:EUR:ben 270000', 'C psp:EUR:sandbox 270000'],
  },
  {
    name: 'what was paid cannot fail',
    transfer: (idOf) => ({ template: 'payout_failed', params: { payout: idOf('ben asks for a payout') } }),
    legs: [],
    refused: 'already_settled',
  },
  {
    name: 'it comes back',
    transfer: (idOf) => ({ template: 'payout_returned', params: { paid: idOf('it is paid') } }),
    legs: [
      'D psp:EUR:sandbox 270000',
      'D withholding_payable:EUR:DE 30000',
      'C creator_available:EUR:ben 300000',
    ],
  },
  {
    name: 'ben asks for one in dollars',
    transfer: () => payout(400_000n),
    legs: ['D creator_available:EUR:ben 400000', 'C creator_inflight:EUR:ben 400000'],
  },
  {
    name: 'dollars are paid, what no cent can be made of stays',
    transfer: (idOf) => ({
      template: 'payout_paid',
      params: {
        ...{ payout: idOf('ben asks for one in dollars'), provider: 'sandbox' },
        exchange: { currency: usd, rate: { numerator: 10_875n, denominator: 10_000n } },
      },
    }),
    legs: [
      'D creator_inflight:EUR:ben 400000',
      'D fx_position:USD: 430000',
      'C fx_position:EUR: 395403',
      'C creator_available:EUR:ben 4597',
      'C psp:USD:sandbox 430000',
    ],
  },
  {
    name: 'dollars come back as they went',
    transfer: (idOf) => ({
      template: 'payout_returned',
      params: { paid: idOf('dollars are paid, what no cent can be made of stays') },
    }),
    legs: [
      'D psp:USD:sandbox 430000',
      'D fx_position:EUR: 395403',
      'C fx_position:USD: 430000',
      'C creator_available:EUR:ben 395403',
    ],
  },
  {
    name: 'one that fails is asked for',
    transfer: () => payout(100_000n, 10_000n),
    legs: [
      'D creator_available:EUR:ben 100000',
      'C creator_inflight:EUR:ben 90000',
      'C withholding_payable:EUR:DE 10000',
    ],
  },
  {
    name: 'it fails',
    transfer: (idOf) => ({
      template: 'payout_failed',
      params: { payout: idOf('one that fails is asked for') },
    }),
    legs: [
      'D creator_inflight:EUR:ben 90000',
      'D withholding_payable:EUR:DE 10000',
      'C creator_available:EUR:ben 100000',
    ],
  },
  {
    name: 'some is kept back',
    transfer: () => ({ template: 'reserve_hold', params: reserve }),
    legs: ['D creator_available:EUR:ben 50000', 'C reserve:EUR:ben 50000'],
  },
  {
    name: 'and let go',
    transfer: () => ({ template: 'reserve_release', params: reserve }),
    legs: ['D reserve:EUR:ben 50000', 'C creator_available:EUR:ben 50000'],
  },
]

export const stories: Record<string, readonly Step[]> = { coins, fundAndPayouts }
