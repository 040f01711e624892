import type { ResponseOf, getWallet } from '@busker/contract'
import type { PersonViewer } from '#platform/http'
import type { Wallet } from './deps.ts'
import { getLimits } from './limits.ts'
import { spendingRefusal } from './policy.ts'
import { presentBalance, presentPurchase } from './present.ts'
import { listPurchases } from './store/purchases.ts'

const mostPending = 20

/** Coins, what they cost, and what is under way. */
export const readWallet = async (
  wallet: Wallet,
  viewer: PersonViewer,
): Promise<ResponseOf<typeof getWallet>> => {
  const { pool } = wallet.db
  const [lots, waiting, refusal, limits] = await Promise.all([
    wallet.ledger.lotsLeftOf(pool, [viewer.personId], wallet.currency),
    listPurchases(pool, viewer.personId, {
      ...{ after: null, limit: mostPending, states: ['pending', 'unknown', 'refunding'] },
    }),
    spendingRefusal(wallet, viewer),
    getLimits(wallet, viewer),
  ])
  return {
    ...{ currency: wallet.currency, ...presentBalance(lots.get(viewer.personId) ?? []) },
    pending: waiting.map((row) => presentPurchase(row, null)),
    ...{ refusal, limits },
  }
}
