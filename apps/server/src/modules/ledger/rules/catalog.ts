import { assert } from '#platform/assert'
import {
  adPoolSplit,
  adSettle,
  advertiserPrepay,
  budgetRelease,
  budgetReserve,
  invalidTraffic,
} from './templates/ads.ts'
import {
  coinExpiry,
  coinPurchase,
  coinRefund,
  diamondConversion,
  gift,
  providerFee,
} from './templates/coins.ts'
import { escrowFund, escrowRelease } from './templates/deals.ts'
import { disputeLost, disputeOpened, disputeWon, unknownMatched, unknownMoney } from './templates/disputes.ts'
import { fundAllocation, fundFinalisation, fundTopUp, pendingRelease } from './templates/fund.ts'
import {
  payoutFailed,
  payoutPaid,
  payoutRequest,
  payoutReturned,
  receivableCollect,
  reserveHold,
  reserveRelease,
} from './templates/payouts.ts'
import { lineSettle, orderCapture, orderRefund, settledRefund } from './templates/shop.ts'
import type { Template } from './plan.ts'

/** Every way in which money moves, by the name under which it is kept for ever. */
export const templates = {
  coin_purchase: coinPurchase,
  provider_fee: providerFee,
  coin_refund: coinRefund,
  coin_expiry: coinExpiry,
  gift,
  diamond_conversion: diamondConversion,
  fund_top_up: fundTopUp,
  fund_allocation: fundAllocation,
  fund_finalisation: fundFinalisation,
  pending_release: pendingRelease,
  payout_request: payoutRequest,
  payout_paid: payoutPaid,
  payout_failed: payoutFailed,
  payout_returned: payoutReturned,
  reserve_hold: reserveHold,
  reserve_release: reserveRelease,
  receivable_collect: receivableCollect,
  advertiser_prepay: advertiserPrepay,
  budget_reserve: budgetReserve,
  budget_release: budgetRelease,
  ad_settle: adSettle,
  ad_pool_split: adPoolSplit,
  invalid_traffic: invalidTraffic,
  escrow_fund: escrowFund,
  escrow_release: escrowRelease,
  order_capture: orderCapture,
  line_settle: lineSettle,
  order_refund: orderRefund,
  settled_refund: settledRefund,
  dispute_opened: disputeOpened,
  dispute_won: disputeWon,
  dispute_lost: disputeLost,
  unknown_money: unknownMoney,
  unknown_matched: unknownMatched,
} as const

export type TemplateName = keyof typeof templates

export const isTemplateName = (text: string): text is TemplateName => Object.hasOwn(templates, text)

export type ParamsOf<Name extends TemplateName> =
  (typeof templates)[Name] extends Template<infer Params> ? Params : never

/** One movement of money, by its template. */
export type Transfer = {
  [Name in TemplateName]: { readonly template: Name; readonly params: ParamsOf<Name> }
}[TemplateName]

const codes = new Set(Object.values(templates).map((each) => each.code))
assert(codes.size === Object.keys(templates).length, 'each template has a code of its own')
