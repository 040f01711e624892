import type { Earnings } from '@busker/contract'

export type Source = Earnings['boards'][number]['sources'][number]['source']

/** By which transfers of the books somebody earns, on the account on which it is first seen. */
const earned: Readonly<Record<string, Readonly<Record<string, Source>>>> = {
  creator_pending: { gift: 'gifts' },
  pool_pending: {
    fund_allocation: 'fund',
    fund_finalisation: 'fund',
    ad_pool_split: 'ads',
    invalid_traffic: 'ads',
  },
  creator_available: { escrow_release: 'deals' },
  seller_available: { line_settle: 'shop', settled_refund: 'shop' },
  affiliate_available: { line_settle: 'affiliate', settled_refund: 'affiliate' },
}

/** Accounts on which it can be seen what somebody earned, and what was taken back. */
export const earningKinds = [
  ...([
    'creator_pending',
    'pool_pending',
    'creator_available',
    'seller_available',
    'affiliate_available',
  ] as const),
]

/** By what a transfer was earned; null: it only moves what was earned before. */
export const sourceOf = (kind: string, template: string): Source | null => earned[kind]?.[template] ?? null

/** Transfers that take back what was earned, or give that back. */
export const clawBackTemplates: ReadonlySet<string> = new Set([
  ...['dispute_opened', 'dispute_won', 'receivable_collect'],
])
