import type { Queryable } from '#platform/postgres'
import type { RewardsDeps } from './deps.ts'
import { todayOf } from './programme.ts'
import { termsOn } from './store/terms.ts'

/** What holds for payouts. Sums are of any currency: a minimum of 50 is 50 dollars, and 50 euros. */
export interface PayoutTerms {
  readonly minimumMicro: bigint
  readonly holdFromMicro: bigint
  readonly reserve: { readonly basisPoints: number; readonly days: number }
}

/** Of an instance without a fund, where gifts may be paid out all the same. */
const defaults: PayoutTerms = {
  minimumMicro: 50_000_000n,
  holdFromMicro: 1_000_000_000n,
  reserve: { basisPoints: 1000, days: 90 },
}

export const readPayoutTerms = async (
  deps: Pick<RewardsDeps, 'clock'>,
  handle: Queryable,
): Promise<PayoutTerms> => {
  const terms = await termsOn(handle, todayOf(deps))
  if (!terms) return defaults
  const { minimumPayoutMicro, holdFromMicro, reserveBasisPoints, reserveDays } = terms.body
  return {
    minimumMicro: BigInt(minimumPayoutMicro),
    holdFromMicro: BigInt(holdFromMicro),
    reserve: { basisPoints: reserveBasisPoints, days: reserveDays },
  }
}
