import type { Earnings, PersonId } from '@busker/contract'
import { type Currency, smallerOf, sumOf } from '@busker/money'
import type { Flow } from '#modules/ledger'
import { AppError } from '#platform/errors'
import type { RewardsDeps } from './deps.ts'
import { getBalances } from './payouts.ts'
import { daysAfter } from './rules/period-days.ts'
import { clawBackTemplates, earningKinds, sourceOf, type Source } from './rules/sources.ts'
import { fundBetween, type FundEarned } from './store/statements.ts'

type Board = Earnings['boards'][number]
type SourceBoard = Board['sources'][number]
type StepId = SourceBoard['steps'][number]['id']

export interface Days {
  readonly from: string
  readonly to: string
}

const mostDays = 400

/** Whole UTC days as a time; too many are refused. */
export const timeOf = ({ from, to }: Days): { readonly from: Date; readonly until: Date } => {
  if (to < from || daysAfter(from, mostDays) <= to) throw new AppError('invalid_request')
  return { from: new Date(`${from}T00:00:00Z`), until: new Date(`${daysAfter(to, 1)}T00:00:00Z`) }
}

interface Gift {
  readonly valueMicro: bigint
  readonly payeeMicro: bigint
  readonly pendingMicro: bigint
}

interface Read {
  readonly flows: readonly Flow[]
  readonly paid: readonly Flow[]
  readonly gifts: ReadonlyMap<Currency, Gift>
  readonly fund: ReadonlyMap<Currency, FundEarned>
}

const read = async (deps: RewardsDeps, owner: PersonId, days: Days): Promise<Read> => {
  const { pool } = deps.db
  const [time, by] = [timeOf(days), 'day' as const]
  const [flows, paid, gifts, fund] = await Promise.all([
    deps.ledger.flowsOf(pool, { ...time, by, owner, kinds: earningKinds }),
    deps.ledger.flowsOf(pool, {
      ...{ ...time, by, owner },
      kinds: ['creator_inflight', 'seller_inflight', 'affiliate_inflight'],
    }),
    deps.ledger.giftsOf(pool, owner, time),
    fundBetween(pool, owner, time),
  ])
  return {
    ...{ flows, paid },
    gifts: new Map(gifts.map((gift) => [gift.currency, gift])),
    fund: new Map(fund.map((one) => [one.currency, one])),
  }
}

const net = ({ credits, debits }: Pick<Flow, 'credits' | 'debits'>): bigint => credits - debits

const step = (id: StepId, amount: bigint): SourceBoard['steps'][number] => ({
  ...{ id, amountMicro: String(amount) },
})

/**
 * From what fans or the pool paid to what was earned; steps sum to the earned one. What a payment provider takes is paid
 * out of the part of the platform, and what fans pay is told without tax, so neither is a step of a creator's.
 */
const stepsOf = (
  source: Source,
  earned: bigint,
  of: { gift?: Gift | undefined; fund?: FundEarned | undefined },
) => {
  if (source === 'gifts' && of.gift) {
    const take = of.gift.payeeMicro - of.gift.valueMicro
    return [step('gross', earned - take), step('platform_take', take), step('earned', earned)]
  }
  if (source === 'fund' && of.fund) {
    const music = of.fund.rightsMicro
    return [step('gross', earned + music), step('music', -music), step('earned', earned)]
  }
  return [step('gross', earned), step('earned', earned)]
}

const pendingOf = (
  source: Source,
  of: { gift?: Gift | undefined; fund?: FundEarned | undefined },
): bigint => {
  if (source === 'gifts') return of.gift?.pendingMicro ?? 0n
  return source === 'fund' ? (of.fund?.pendingMicro ?? 0n) : 0n
}

const sourcesOf = (currency: Currency, { flows, gifts, fund }: Read): SourceBoard[] => {
  const bySource = Map.groupBy(
    flows.filter((flow) => flow.currency === currency),
    ({ kind, template }) => sourceOf(kind, template),
  )
  return [...bySource].flatMap(([source, own]): SourceBoard[] => {
    if (source === null) return []
    const earned = sumOf(own.map(net))
    const of = { gift: gifts.get(currency), fund: fund.get(currency) }
    const pending = smallerOf(pendingOf(source, of), earned)
    return [
      {
        ...{ source, steps: stepsOf(source, earned, of) },
        ...{ pendingMicro: String(pending), finalMicro: String(earned - pending) },
      },
    ]
  })
}

const boardOf = (
  currency: Currency,
  found: Read,
  balances: Awaited<ReturnType<typeof getBalances>>,
): Board => {
  const flows = found.flows.filter((flow) => flow.currency === currency)
  const days = flows.flatMap((flow) => {
    const source = sourceOf(flow.kind, flow.template)
    return source === null ? [] : [{ day: flow.part, source, amountMicro: String(net(flow)) }]
  })
  const clawedBack = sumOf(flows.filter(({ template }) => clawBackTemplates.has(template)).map(net))
  const returned = sumOf(flows.filter(({ template }) => template === 'payout_returned').map(net))
  const paid = sumOf(
    found.paid
      .filter((flow) => flow.currency === currency && flow.template === 'payout_paid')
      .map(({ debits }) => debits),
  )
  const own = balances.filter((balance) => balance.currency === currency)
  const total = (pick: (balance: (typeof own)[number]) => string): string =>
    String(sumOf(own.map((balance) => BigInt(pick(balance)))))
  const sources = sourcesOf(currency, found)
  return {
    ...{ currency, sources, days: days.sort((one, other) => (one.day < other.day ? -1 : 1)) },
    earnedMicro: String(sumOf(days.map(({ amountMicro }) => BigInt(amountMicro)))),
    clawedBackMicro: String(clawedBack),
    pendingMicro: total(({ pendingMicro }) => pendingMicro),
    availableMicro: total(({ availableMicro }) => availableMicro),
    reserveMicro: total(({ reserveMicro }) => reserveMicro),
    inFlightMicro: total(({ inFlightMicro }) => inFlightMicro),
    owedMicro: total(({ owedMicro }) => owedMicro),
    paidMicro: String(paid - returned),
  }
}

/** What a person earned in some days, and what they have now: every number is a sum over the books. */
export const getEarnings = async (deps: RewardsDeps, personId: PersonId, days: Days): Promise<Earnings> => {
  const [found, balances] = await Promise.all([read(deps, personId, days), getBalances(deps, personId)])
  const currencies = new Set([...found.flows, ...balances].map(({ currency }) => currency as Currency))
  const maturing = balances.flatMap((balance) => balance.maturing.flatMap(({ day }) => day ?? []))
  return {
    ...days,
    asOf: deps.clock.now().toISOString(),
    boards: [...currencies].sort().map((currency) => boardOf(currency, found, balances)),
    nextPayoutOn: maturing.sort()[0] ?? null,
  }
}
