import { type Currency, percentOf, reversalOf } from '@busker/money'
import { frozen, legsOf, refuse, needsNothing, template, wholeBps } from '../plan.ts'
import { each, type Part, totalOf } from './fund.ts'

export interface AdvertiserPrepay {
  readonly advertiser: string
  readonly currency: Currency
  readonly provider: string
  readonly grossMicro: bigint
  readonly taxMicro: bigint
  readonly jurisdiction: string
}

export const advertiserPrepay = template<AdvertiserPrepay>({
  code: 'T7',
  summary: 'An advertiser pays in advance.',
  needs: needsNothing,
  plan: ({ advertiser, currency, provider, grossMicro, taxMicro, jurisdiction }) => {
    if (taxMicro > grossMicro) return refuse('exceeds_original')
    return {
      legs: legsOf(
        [[{ kind: 'psp', currency, owner: provider }, grossMicro]],
        [
          [{ kind: 'adv_wallet', currency, owner: advertiser }, grossMicro - taxMicro],
          [{ kind: 'tax_payable', currency, owner: jurisdiction }, taxMicro],
        ],
      ),
    }
  },
})

export interface CampaignBudget {
  readonly advertiser: string
  readonly campaign: string
  readonly currency: Currency
  readonly amountMicro: bigint
}

export const budgetReserve = template<CampaignBudget>({
  code: 'T8',
  summary: 'A budget is set aside for a campaign.',
  needs: needsNothing,
  plan: ({ advertiser, campaign, currency, amountMicro }) => ({
    legs: legsOf(
      [[{ kind: 'adv_wallet', currency, owner: advertiser }, amountMicro]],
      [[{ kind: 'campaign_budget', currency, owner: campaign }, amountMicro]],
    ),
  }),
})

export const budgetRelease = template<CampaignBudget>({
  code: 'T8r',
  summary: 'What is left of a budget goes back to the advertiser.',
  needs: needsNothing,
  plan: ({ advertiser, campaign, currency, amountMicro }) => ({
    legs: legsOf(
      [[{ kind: 'campaign_budget', currency, owner: campaign }, amountMicro]],
      [[{ kind: 'adv_wallet', currency, owner: advertiser }, amountMicro]],
    ),
  }),
})

export interface AdSettle {
  readonly advertiser: string
  readonly campaign: string
  /** Owner of the pool: a day and a country. */
  readonly pool: string
  readonly currency: Currency
  readonly spendMicro: bigint
  readonly poolBps: bigint
}

export const adSettle = template<AdSettle>({
  code: 'T9',
  summary: 'What a campaign spent in a while is shared between the pool of creators and the house.',
  needs: needsNothing,
  plan: ({ advertiser, campaign, pool, currency, spendMicro, poolBps }) => {
    if (poolBps > wholeBps) return refuse('exceeds_original')
    const poolMicro = percentOf(spendMicro, poolBps)
    return {
      legs: legsOf(
        [[{ kind: 'campaign_budget', currency, owner: campaign }, spendMicro]],
        [
          [{ kind: 'ad_pool', currency, owner: pool }, poolMicro],
          [{ kind: 'rev_ads', currency, owner: '' }, spendMicro - poolMicro],
        ],
      ),
      terms: { advertiser, pool, currency, spendMicro: String(spendMicro), poolMicro: String(poolMicro) },
    }
  },
})

export interface AdPoolSplit {
  readonly pool: string
  readonly currency: Currency
  readonly creators: readonly Part[]
  readonly rights: readonly Part[]
}

export const adPoolSplit = template<AdPoolSplit>({
  code: 'T9d',
  summary: 'The pool of a day goes to whom the watched videos belong to.',
  needs: needsNothing,
  plan: ({ pool, currency, creators, rights }) => {
    const total = totalOf(creators) + totalOf(rights)
    if (total === 0n) return refuse('nothing_to_move')
    return {
      legs: legsOf(
        [[{ kind: 'ad_pool', currency, owner: pool }, total]],
        [...each('pool_pending', currency, creators), ...each('rights_payable', currency, rights)],
      ),
    }
  },
})

export interface InvalidTraffic {
  /** The settlement that counted it. */
  readonly settled: string
  /** How much of its spending turned out not to count, this and what was credited before. */
  readonly afterMicro: bigint
  /** Who got the pool's part, where the pool was shared already; empty: it is still in the pool. */
  readonly creators: readonly Part[]
  /** What creators have no more of, since it was paid out: our expense. */
  readonly houseMicro?: bigint
}

export const invalidTraffic = template<InvalidTraffic>({
  code: 'T10',
  summary: 'Traffic that does not count is given back to the advertiser, by the shares of then.',
  needs: ({ settled }) => ({ past: [settled] }),
  plan: ({ settled, afterMicro, creators, houseMicro = 0n }, books) => {
    const past = books.past(settled)
    if (past === null || past.template !== 'ad_settle') return refuse('unknown_transfer')
    const spend = frozen(past, 'spendMicro')
    if (afterMicro > spend) return refuse('exceeds_original')
    if (afterMicro <= past.settled) return refuse('already_settled')
    const steps = { quantity: spend, before: past.settled, after: afterMicro }
    const fromPool = reversalOf({ total: frozen(past, 'poolMicro'), ...steps })
    const isShared = creators.length > 0 || houseMicro > 0n
    if (isShared && totalOf(creators) + houseMicro !== fromPool) return refuse('exceeds_original')
    const amount = afterMicro - past.settled
    // Checked boundary: the terms were written by the settlement.
    const currency = past.terms['currency'] as Currency
    const pool = [
      [{ kind: 'ad_pool', currency, owner: past.terms['pool'] ?? '' } as const, fromPool] as const,
    ]
    return {
      legs: legsOf(
        [
          ...(isShared ? each('pool_pending', currency, creators) : pool),
          [{ kind: 'ivt_credit', currency, owner: '' }, houseMicro],
          [{ kind: 'rev_ads', currency, owner: '' }, amount - fromPool],
        ],
        [[{ kind: 'adv_wallet', currency, owner: past.terms['advertiser'] ?? '' }, amount]],
      ),
      settles: { txnId: settled, settled: afterMicro },
    }
  },
})
