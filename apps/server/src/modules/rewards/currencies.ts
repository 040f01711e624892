import type { Currency } from '@busker/money'
import type { Queryable } from '#platform/postgres'
import type { RewardsDeps } from './deps.ts'

/** In which currencies anybody was ever owed anything, in the order of their codes. */
export const currenciesInUse = async (
  { ledger }: Pick<RewardsDeps, 'ledger'>,
  handle: Queryable,
): Promise<readonly Currency[]> => {
  const totals = await ledger.totalsOf(handle, [
    ...([
      'creator_pending',
      'pool_pending',
      'creator_available',
      'seller_available',
      'affiliate_available',
    ] as const),
  ])
  return [...new Set(totals.map(({ currency }) => currency))].sort()
}
