import { decimalsOf, unitOf } from '@busker/money'
import type { Check, Ledger, Verdict } from '#modules/ledger'
import type { Payments } from '#modules/payments'
import type { Rewards } from '#modules/rewards'
import type { Tx } from '#platform/postgres'

interface MoneyUnderTest {
  readonly ledger: Pick<Ledger, 'verify' | 'totalsOf'>
  readonly payments: Pick<Payments, 'balanceOf' | 'providerId'>
  readonly rewards: Pick<Rewards, 'checkPools'>
}

/** I8: what the books say that the provider holds is what it told, and of days that its report is whole for, what that says. */
const checkProvider = async ({ ledger, payments }: MoneyUnderTest, tx: Tx): Promise<Check> => {
  const faults: string[] = []
  const says: string[] = []
  for (const { currency, balance } of await ledger.totalsOf(tx, ['psp'])) {
    const unit = unitOf(decimalsOf(currency))
    const held = await payments.balanceOf(tx, currency)
    const [books, told] = [balance.debits - balance.credits, (held.oursMinor - held.awaitedMinor) * unit]
    if (books !== told) faults.push(`${currency}: ${books} in the books, ${told} by what was told`)
    if (held.unreported > 0n) faults.push(`${currency}: the report lacks ${held.unreported} movements`)
    says.push(
      `${currency} ${books}, ${(held.oursMinor - held.reportedMinor) * unit} of it not in the report yet`,
    )
  }
  const detail = `${payments.providerId} holds ${says.join('; ') || 'nothing'}`
  return { id: 'I8', ok: faults.length === 0, detail: faults.length === 0 ? detail : faults.join('; ') }
}

/**
 * Everything that `ledger verify` rechecks: the books by themselves, and beside what the provider and the fund say.
 *
 * @example const { ok, checks } = await verifyMoney({ ledger, payments, rewards })
 */
export const verifyMoney = (money: MoneyUnderTest): Promise<Verdict> =>
  money.ledger.verify(async (tx) => [
    await checkProvider(money, tx),
    { id: 'I13', ...(await money.rewards.checkPools(tx)) },
  ])
