import { currencyOf } from '@busker/money'
import type { PersonId } from '@busker/contract'
import type { RewardsDeps } from './deps.ts'
import { readBalance, setAside } from './payee-accounts.ts'
import { readPayoutTerms } from './payout-terms.ts'
import { lockPayee, payeesAfter } from './store/payouts.ts'

const pageSize = 200

/**
 * Gives reserves back that have become old enough, and takes what is owed out of what came in since. Only who ever asked
 * for a payout has a reserve, so only those are looked at.
 */
export const keepReserves = async (deps: RewardsDeps, signal?: AbortSignal): Promise<void> => {
  let after: { personId: PersonId; currency: string } | null = null
  for (;;) {
    const payees = await payeesAfter(deps.db.pool, after, pageSize)
    for (const { personId, currency: code } of payees) {
      signal?.throwIfAborted()
      const currency = currencyOf(code)
      if (currency === null) continue
      const of = { personId, rail: 'creator', currency } as const
      const { reserveMicro, owedMicro } = await readBalance(deps, deps.db.pool, of)
      if (reserveMicro === 0n && owedMicro === 0n) continue
      await deps.db.transaction(async (tx) => {
        await lockPayee(tx, personId)
        await setAside(deps, tx, { of, terms: await readPayoutTerms(deps, tx), key: deps.ids.uuid() })
      })
    }
    after = payees.at(-1) ?? null
    if (payees.length < pageSize) return
  }
}
