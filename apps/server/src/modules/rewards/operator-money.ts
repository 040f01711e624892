import type { OperatorMoney } from '@busker/contract'
import { type Currency, sumOf } from '@busker/money'
import { type AccountKind, type Flow } from '#modules/ledger'
import type { RewardsDeps } from './deps.ts'
import { timeOf, type Days } from './earnings.ts'
import { payoutsOf } from './payouts.ts'
import { earningKinds, sourceOf } from './rules/sources.ts'
import { giniOf, medianOf } from './rules/spread.ts'

const revenueKinds = ['rev_gift', 'rev_ads', 'rev_mkt_fee', 'rev_shop', 'breakage'] as const
const expenseKinds = [
  ...(['psp_fee', 'store_fee', 'promo', 'fund', 'chargeback_loss', 'ivt_credit', 'bad_debt', 'fx'] as const),
]
const assetKinds = ['psp', 'bank', 'dispute_recv', 'recv', 'fx_position'] as const
const liabilityKinds = [
  ...(['coin_float', 'creator_pending', 'pool_pending', 'creator_available', 'creator_inflight'] as const),
  ...(['seller_available', 'seller_inflight', 'affiliate_available', 'affiliate_inflight'] as const),
  ...(['adv_wallet', 'campaign_budget', 'escrow', 'order_held', 'tax_payable'] as const),
  ...(['withholding_payable', 'fund_pool', 'ad_pool', 'rights_payable', 'reserve', 'suspense'] as const),
]
const moneyKinds: readonly AccountKind[] = [
  ...[...revenueKinds, ...expenseKinds, ...assetKinds, ...liabilityKinds],
]

/** What passes through, by the account that it leaves when it is shared between somebody and the platform. */
const gross: Readonly<Record<string, string>> = {
  coin_float: 'gift',
  campaign_budget: 'ad_settle',
  escrow: 'escrow_release',
  order_held: 'line_settle',
}

type Money = OperatorMoney['currencies'][number]
type Totals = Awaited<ReturnType<RewardsDeps['ledger']['totalsOf']>>

interface Read {
  readonly flows: readonly Flow[]
  readonly earned: readonly Flow[]
  readonly totals: Totals
  readonly since: ReadonlyMap<Currency, Date>
}

const linesOf = (flows: readonly Flow[], kinds: readonly AccountKind[], sign: 1n | -1n): Money['revenue'] =>
  kinds.flatMap((line) => {
    const own = flows.filter(({ kind }) => kind === line)
    const amount = sumOf(own.map(({ credits, debits }) => sign * (credits - debits)))
    return own.length === 0 ? [] : [{ line, amountMicro: String(amount) }]
  })

const balancesOf = (totals: Totals, kinds: readonly AccountKind[], sign: 1n | -1n): Money['assets'] =>
  totals
    .filter(({ kind }) => kinds.includes(kind))
    .map(({ kind, balance }) => {
      return { kind, amountMicro: String(sign * (balance.credits - balance.debits)) }
    })

const sumOfLines = (lines: Money['revenue']): bigint =>
  sumOf(lines.map(({ amountMicro }) => BigInt(amountMicro)))

/** What each person earned, on whatever account. */
const earnedByPerson = (flows: readonly Flow[]): bigint[] => {
  const people = new Map<string, bigint>()
  for (const { kind, template, part, credits, debits } of flows) {
    if (sourceOf(kind, template) === null) continue
    people.set(part, (people.get(part) ?? 0n) + credits - debits)
  }
  return [...people.values()].filter((amount) => amount > 0n)
}

const moneyOf = (currency: Currency, read: Read): Money => {
  const isOurs = (row: { readonly currency: Currency }): boolean => row.currency === currency
  const [flows, totals] = [read.flows.filter(isOurs), read.totals.filter(isOurs)]
  const revenue = linesOf(flows, revenueKinds, 1n)
  const grossMicro = sumOf(
    flows.filter(({ kind, template }) => gross[kind] === template).map(({ debits }) => debits),
  )
  const people = earnedByPerson(read.earned.filter(isOurs))
  const suspense = balancesOf(totals, ['suspense'], 1n)[0]?.amountMicro ?? '0'
  return {
    ...{ currency, revenue, expenses: linesOf(flows, expenseKinds, -1n) },
    grossMicro: String(grossMicro),
    takeRateBasisPoints: grossMicro === 0n ? null : Number((sumOfLines(revenue) * 10_000n) / grossMicro),
    liabilities: balancesOf(totals, liabilityKinds, 1n),
    assets: balancesOf(totals, assetKinds, -1n),
    suspenseMicro: suspense,
    suspenseSince: read.since.get(currency)?.toISOString() ?? null,
    creators: people.length,
    creatorMedianMicro: medianOf(people)?.toString() ?? null,
    creatorGini: giniOf(people),
  }
}

const isBalanced = (totals: Totals): boolean =>
  [...Map.groupBy(totals, ({ currency }) => currency).values()].every(
    (rows) => sumOf(rows.map(({ balance }) => balance.debits - balance.credits)) === 0n,
  )

/** The money of the instance, out of its books. */
export const getOperatorMoney = async (deps: RewardsDeps, days: Days): Promise<OperatorMoney> => {
  const [{ pool }, time] = [deps.db, timeOf(days)]
  const [flows, earned, totals, unexplained, payouts] = await Promise.all([
    deps.ledger.flowsOf(pool, {
      ...{ ...time, by: 'day' },
      kinds: [...revenueKinds, ...expenseKinds, 'coin_float', 'campaign_budget', 'escrow', 'order_held'],
    }),
    deps.ledger.flowsOf(pool, { ...time, by: 'owner', kinds: earningKinds }),
    deps.ledger.totalsOf(pool, moneyKinds),
    deps.ledger.unexplainedSince(pool),
    payoutsOf(deps, days),
  ])
  const since = new Map(unexplained.map((row) => [row.currency, row.since]))
  const currencies = [...new Set([...totals, ...flows].map(({ currency }) => currency))].sort()
  return {
    asOf: deps.clock.now().toISOString(),
    currencies: currencies.map((currency) => moneyOf(currency, { flows, earned, totals, since })),
    trialBalanceOk: isBalanced(totals),
    payouts,
  }
}
