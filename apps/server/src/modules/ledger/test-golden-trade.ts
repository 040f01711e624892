import { day0Ms, dayMs, bought, eur, given, type Step } from './test-golden.ts'

const currency = eur
const part = (owner: string, amountMicro: bigint) => ({ owner, amountMicro })
const budget = { advertiser: 'acme', campaign: 'spring', currency }

const ads: readonly Step[] = [
  {
    name: 'acme pays in advance',
    transfer: () => ({
      template: 'advertiser_prepay',
      params: {
        ...{ advertiser: 'acme', currency, provider: 'sandbox', jurisdiction: 'DE' },
        ...{ grossMicro: 119_000_000n, taxMicro: 19_000_000n },
      },
    }),
    legs: ['D psp:EUR:sandbox 119000000', 'C adv_wallet:EUR:acme 100000000', 'C tax_payable:EUR:DE 19000000'],
  },
  {
    name: 'a budget is set aside',
    transfer: () => ({ template: 'budget_reserve', params: { ...budget, amountMicro: 50_000_000n } }),
    legs: ['D adv_wallet:EUR:acme 50000000', 'C campaign_budget:EUR:spring 50000000'],
  },
  {
    name: 'a window is settled',
    transfer: () => ({
      template: 'ad_settle',
      params: { ...budget, pool: '2026-01-01/DE', spendMicro: 10_000_001n, poolBps: 5500n },
    }),
    legs: [
      'D campaign_budget:EUR:spring 10000001',
      'C ad_pool:EUR:2026-01-01/DE 5500000',
      'C rev_ads:EUR: 4500001',
    ],
  },
  {
    name: 'some of it did not count',
    transfer: (idOf) => ({
      template: 'invalid_traffic',
      params: { settled: idOf('a window is settled'), afterMicro: 1_000_000n, creators: [] },
    }),
    legs: ['D ad_pool:EUR:2026-01-01/DE 549999', 'D rev_ads:EUR: 450001', 'C adv_wallet:EUR:acme 1000000'],
  },
  {
    name: 'the pool of the day is shared',
    transfer: () => ({
      template: 'ad_pool_split',
      params: {
        ...{ pool: '2026-01-01/DE', currency, rights: [part('label', 500_000n)] },
        creators: [part('ben', 2_000_000n), part('eva', 1_000_000n)],
      },
    }),
    legs: [
      'D ad_pool:EUR:2026-01-01/DE 3500000',
      'C pool_pending:EUR:ben 2000000',
      'C pool_pending:EUR:eva 1000000',
      'C rights_payable:EUR:label 500000',
    ],
  },
  {
    name: 'more of it did not count, and creators have it',
    transfer: (idOf) => ({
      template: 'invalid_traffic',
      params: {
        ...{ settled: idOf('a window is settled'), afterMicro: 3_000_000n },
        creators: [part('ben', 600_000n), part('eva', 500_000n)],
      },
    }),
    legs: [
      'D pool_pending:EUR:ben 600000',
      'D pool_pending:EUR:eva 500000',
      'D rev_ads:EUR: 900000',
      'C adv_wallet:EUR:acme 2000000',
    ],
  },
  {
    name: 'that was known before',
    transfer: (idOf) => ({
      template: 'invalid_traffic',
      params: { settled: idOf('a window is settled'), afterMicro: 3_000_000n, creators: [] },
    }),
    legs: [],
    refused: 'already_settled',
  },
  {
    name: 'what is left of the budget goes back',
    transfer: () => ({ template: 'budget_release', params: { ...budget, amountMicro: 1_000_000n } }),
    legs: ['D campaign_budget:EUR:spring 1000000', 'C adv_wallet:EUR:acme 1000000'],
  },
  {
    name: 'a milestone is funded',
    transfer: () => ({
      template: 'escrow_fund',
      params: { advertiser: 'acme', milestone: 'm-1', currency, amountMicro: 20_000_000n },
    }),
    legs: ['D adv_wallet:EUR:acme 20000000', 'C escrow:EUR:m-1 20000000'],
  },
  {
    name: 'a dispute over it is split',
    transfer: () => ({
      template: 'escrow_release',
      params: {
        ...{ advertiser: 'acme', milestone: 'm-1', creator: 'ben', currency, feeBps: 1000n },
        ...{ creatorMicro: 15_000_001n, refundMicro: 4_999_999n },
      },
    }),
    legs: [
      'D escrow:EUR:m-1 20000000',
      'C creator_available:EUR:ben 13500001',
      'C rev_mkt_fee:EUR: 1500000',
      'C adv_wallet:EUR:acme 4999999',
    ],
  },
  {
    name: 'what was released is not refunded',
    transfer: () => ({
      template: 'escrow_release',
      params: {
        ...{ advertiser: 'acme', milestone: 'm-1', creator: 'ben', currency, feeBps: 1000n },
        ...{ creatorMicro: 0n, refundMicro: 20_000_000n },
      },
    }),
    legs: [],
    refused: 'insufficient_funds',
  },
]

const shop: readonly Step[] = [
  {
    name: 'an order is paid, a coupon of ours pays a part',
    transfer: () => ({
      template: 'order_capture',
      params: {
        ...{ order: 'o-1', currency, provider: 'sandbox', jurisdiction: 'DE' },
        ...{ paidMicro: 11_900_000n, taxMicro: 1_900_000n, couponMicro: 1_000_000n },
      },
    }),
    legs: [
      'D psp:EUR:sandbox 11900000',
      'D promo:EUR: 1000000',
      'C order_held:EUR:o-1 11000000',
      'C tax_payable:EUR:DE 1900000',
    ],
  },
  {
    name: 'a line is settled',
    transfer: () => ({
      template: 'line_settle',
      params: {
        ...{ order: 'o-1', seller: 'sue', affiliate: 'ben', currency, provider: 'sandbox' },
        ...{ jurisdiction: 'DE', quantity: 3n, amountMicro: 7_000_000n, taxMicro: 1_330_000n },
        ...{ commissionBps: 1000n, affiliateBps: 500n },
      },
    }),
    legs: [
      'D order_held:EUR:o-1 7000000',
      'C seller_available:EUR:sue 5950000',
      'C rev_shop:EUR: 700000',
      'C affiliate_available:EUR:ben 350000',
    ],
  },
  {
    name: 'another line is cancelled',
    transfer: (idOf) => ({
      template: 'order_refund',
      params: {
        ...{ capture: idOf('an order is paid, a coupon of ours pays a part') },
        ...{ refundMicro: 2_570_000n, taxMicro: 570_000n, couponMicro: 1_000_000n },
      },
    }),
    legs: [
      'D order_held:EUR:o-1 3000000',
      'D tax_payable:EUR:DE 570000',
      'C psp:EUR:sandbox 2570000',
      'C promo:EUR: 1000000',
    ],
  },
  {
    name: 'one of three pieces comes back',
    transfer: (idOf) => ({
      template: 'settled_refund',
      params: { settled: idOf('a line is settled'), afterQuantity: 1n },
    }),
    legs: [
      'D seller_available:EUR:sue 1976668',
      'D affiliate_available:EUR:ben 116666',
      'D rev_shop:EUR: 233333',
      'D tax_payable:EUR:DE 443333',
      'C psp:EUR:sandbox 2770000',
    ],
  },
  {
    name: 'the seller is paid out',
    transfer: () => ({
      template: 'payout_request',
      params: {
        ...{ party: 'sue', rail: 'seller', currency, amountMicro: 3_000_000n, withholdingMicro: 0n },
        jurisdiction: 'DE',
      },
    }),
    legs: ['D seller_available:EUR:sue 3000000', 'C seller_inflight:EUR:sue 3000000'],
  },
  {
    name: 'the other two come back',
    transfer: (idOf) => ({
      template: 'settled_refund',
      params: { settled: idOf('a line is settled'), afterQuantity: 3n },
    }),
    legs: [
      'D seller_available:EUR:sue 973332',
      'D recv:EUR:sue 3000000',
      'D affiliate_available:EUR:ben 233334',
      'D rev_shop:EUR: 466667',
      'D tax_payable:EUR:DE 886667',
      'C psp:EUR:sandbox 5560000',
    ],
  },
  {
    name: 'a fourth piece there is not',
    transfer: (idOf) => ({
      template: 'settled_refund',
      params: { settled: idOf('a line is settled'), afterQuantity: 4n },
    }),
    legs: [],
    refused: 'exceeds_original',
  },
]

const opened: Step['transfer'] = () => ({
  template: 'dispute_opened',
  params: { lotId: 'lot-9', amountMicro: 11_900_000n, feeMicro: 150_000n },
})
const frozenLegs = [
  'D dispute_recv:EUR:sandbox 11900000',
  'D psp_fee:EUR: 150000',
  'D creator_available:EUR:ben 500000',
  'D creator_pending:EUR:ben 500000',
  'D d.creator:EUR:ben 5',
  'D c.wallet:EUR:cid 50',
  'C psp:EUR:sandbox 12050000',
  'C reserve:EUR:dispute:lot-9 1000000',
  'C d.frozen:EUR:ben 5',
  'C c.frozen:EUR:cid 50',
]

const disputes: readonly Step[] = [
  {
    name: 'cid buys coins',
    transfer: () => bought('cid', 'lot-9', { gross: 11_900_000n, tax: 1_900_000n, coins: 100n }),
    legs: [
      'D psp:EUR:sandbox 11900000',
      'D c.issued:EUR: 100',
      'C coin_float:EUR:cid 10000000',
      'C tax_payable:EUR:DE 1900000',
      'C c.wallet:EUR:cid 100',
    ],
  },
  {
    name: 'gives forty',
    transfer: () => given('cid', 'ben', { coins: 40n, diamonds: 20n, price: 100_000n }),
    legs: [
      'D coin_float:EUR:cid 4000000',
      'D c.wallet:EUR:cid 40',
      'D d.issued:EUR: 20',
      'C creator_pending:EUR:ben 2000000',
      'C rev_gift:EUR: 2000000',
      'C c.burned:EUR: 40',
      'C d.creator:EUR:ben 20',
    ],
  },
  {
    name: 'they are seasoned',
    after: 60,
    transfer: () => ({ template: 'diamond_conversion', params: { creator: 'ben', currency } }),
    legs: [
      'D d.creator:EUR:ben 20',
      'D creator_pending:EUR:ben 2000000',
      'C d.burned:EUR: 20',
      'C creator_available:EUR:ben 2000000',
    ],
  },
  {
    name: 'and mostly paid out',
    transfer: () => ({
      template: 'payout_request',
      params: {
        ...{ party: 'ben', rail: 'creator', currency, amountMicro: 1_500_000n, withholdingMicro: 0n },
        jurisdiction: 'DE',
      },
    }),
    legs: ['D creator_available:EUR:ben 1500000', 'C creator_inflight:EUR:ben 1500000'],
  },
  {
    name: 'gives ten more',
    transfer: () => {
      const transfer = given('cid', 'ben', { coins: 10n, diamonds: 5n, price: 100_000n })
      if (transfer.template !== 'gift') return transfer
      return { ...transfer, params: { ...transfer.params, holdUntilMs: day0Ms + 74 * dayMs } }
    },
    legs: [
      'D coin_float:EUR:cid 1000000',
      'D c.wallet:EUR:cid 10',
      'D d.issued:EUR: 5',
      'C creator_pending:EUR:ben 500000',
      'C rev_gift:EUR: 500000',
      'C c.burned:EUR: 10',
      'C d.creator:EUR:ben 5',
    ],
  },
  { name: 'the payment is disputed', transfer: opened, legs: frozenLegs },
  {
    name: 'what is disputed is not refunded as well',
    transfer: () => ({ template: 'coin_refund', params: { lotId: 'lot-9' } }),
    legs: [],
    refused: 'lot_not_open',
  },
  {
    name: 'we win',
    transfer: (idOf) => ({
      template: 'dispute_won',
      params: { lotId: 'lot-9', dispute: idOf('the payment is disputed'), feeBackMicro: 150_000n },
    }),
    legs: [
      'D psp:EUR:sandbox 12050000',
      'D reserve:EUR:dispute:lot-9 1000000',
      'D d.frozen:EUR:ben 5',
      'D c.frozen:EUR:cid 50',
      'C dispute_recv:EUR:sandbox 11900000',
      'C psp_fee:EUR: 150000',
      'C creator_available:EUR:ben 500000',
      'C creator_pending:EUR:ben 500000',
      'C d.creator:EUR:ben 5',
      'C c.wallet:EUR:cid 50',
    ],
  },
  { name: 'it is disputed again', transfer: opened, legs: frozenLegs },
  {
    name: 'the first dispute is over',
    transfer: (idOf) => ({
      template: 'dispute_lost',
      params: { lotId: 'lot-9', dispute: idOf('the payment is disputed') },
    }),
    legs: [],
    refused: 'already_settled',
  },
  {
    name: 'we lose',
    transfer: (idOf) => ({
      template: 'dispute_lost',
      params: { lotId: 'lot-9', dispute: idOf('it is disputed again') },
    }),
    legs: [
      'D coin_float:EUR:cid 5000000',
      'D reserve:EUR:dispute:lot-9 1000000',
      'D recv:EUR:ben 1500000',
      'D tax_payable:EUR:DE 1900000',
      'D chargeback_loss:EUR: 2500000',
      'D d.frozen:EUR:ben 5',
      'D c.frozen:EUR:cid 50',
      'C dispute_recv:EUR:sandbox 11900000',
      'C d.issued:EUR: 5',
      'C c.issued:EUR: 50',
    ],
  },
  {
    name: 'money comes that nobody expected',
    transfer: () => ({
      template: 'unknown_money',
      params: { provider: 'sandbox', currency, amountMicro: 250_000n },
    }),
    legs: ['D psp:EUR:sandbox 250000', 'C suspense:EUR:sandbox 250000'],
  },
  {
    name: 'it was for ben',
    transfer: (idOf) => ({
      template: 'unknown_matched',
      params: {
        unknown: idOf('money comes that nobody expected'),
        to: { kind: 'creator_available', currency, owner: 'ben' },
      },
    }),
    legs: ['D suspense:EUR:sandbox 250000', 'C creator_available:EUR:ben 250000'],
  },
  {
    name: 'money leaves that nobody expected',
    transfer: () => ({
      template: 'unknown_money',
      params: { provider: 'sandbox', currency, amountMicro: 250_000n, hasLeft: true },
    }),
    legs: ['D suspense:EUR:sandbox 250000', 'C psp:EUR:sandbox 250000'],
  },
  {
    name: 'it was taken back twice',
    transfer: (idOf) => ({
      template: 'unknown_matched',
      params: {
        unknown: idOf('money leaves that nobody expected'),
        to: { kind: 'chargeback_loss', currency, owner: '' },
      },
    }),
    legs: ['D chargeback_loss:EUR: 250000', 'C suspense:EUR:sandbox 250000'],
  },
  {
    name: 'who owes us',
    transfer: () => ({
      template: 'receivable_collect',
      params: { party: 'ben', rail: 'creator', currency, amountMicro: 200_000n },
    }),
    legs: ['D creator_available:EUR:ben 200000', 'C recv:EUR:ben 200000'],
  },
  {
    name: 'no more than is owed',
    transfer: () => ({
      template: 'receivable_collect',
      params: { party: 'ben', rail: 'creator', currency, amountMicro: 1_300_001n },
    }),
    legs: [],
    refused: 'exceeds_original',
  },
]

export const tradeStories: Record<string, readonly Step[]> = { ads, shop, disputes }
