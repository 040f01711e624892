import { type Currency, currencyOf, decimalsOf, unitOf } from '@busker/money'
import { assert } from '#platform/assert'
import type { Done, Operation } from './port.ts'
import type { Transfer } from './rules/catalog.ts'
import { type Account, type AccountKind, nameOf } from './rules/chart.ts'
import type { Lot } from './rules/plan.ts'
import { availableOf } from './rules/read-books.ts'
import type { WholeBooks } from './rules/whole-books.ts'
import { dayMs, eur, usd } from './test-golden.ts'
import type { Chance } from './test-chance.ts'

const currencyNamed = (code: string): Currency => {
  const currency = currencyOf(code)
  assert(currency !== null, 'a currency in use')
  return currency
}

/** One with cents and one without; dollars come in by exchange. */
const currencies = [eur, eur, eur, currencyNamed('JPY')]
const [buyers, creators] = [
  ['ann', 'bob', 'cid', 'dot', 'eve'],
  ['kim', 'lou', 'mia', 'ned', 'ann'],
]
const [sellers, affiliates] = [
  ['sue', 'tom', 'kim'],
  ['kim', 'uma', ''],
]
const advertisers = ['acme', 'bolt']
const [periods, pools] = [
  ['p1', 'p2'],
  ['mon', 'tue'],
]
const labels = ['label']
const jurisdiction = 'DE'
const provider = 'sandbox'

/** Things that later steps are about; only the latest, settled ones among them: they are asked for again. */
interface Memory {
  readonly lots: { lotId: string; gross: bigint }[]
  readonly disputes: { lotId: string; dispute: string }[]
  readonly requests: string[]
  readonly paid: string[]
  readonly settles: { txnId: string; currency: Currency; pool: string }[]
  readonly captures: { txnId: string; order: string; currency: Currency }[]
  readonly lines: { txnId: string; quantity: bigint }[]
  readonly escrows: { milestone: string; advertiser: string; currency: Currency }[]
  readonly unknown: { txnId: string; currency: Currency }[]
  readonly holds: { holdId: string; account: Account; amount: bigint }[]
}

export interface World {
  readonly chance: Chance
  readonly nowMs: () => number
  readonly whole: WholeBooks
  readonly memory: Memory
  readonly count: { things: number }
}

export const worldOf = (given: { chance: Chance; nowMs: () => number; whole: WholeBooks }): World => ({
  ...given,
  count: { things: 0 },
  memory: {
    ...{ lots: [], disputes: [], requests: [], paid: [], settles: [], captures: [], lines: [] },
    ...{ escrows: [], unknown: [], holds: [] },
  },
})

const remembered = 12
/** Lots are used up the oldest first, so those that paid for something are older. */
const rememberedLots = 80
const remember = <Item>(list: Item[], item: Item, most = remembered): void => {
  list.push(item)
  if (list.length > most) list.shift()
}

const thing = (world: World, name: string): string => {
  world.count.things += 1
  return `${name}-${world.count.things}`
}

const there = ({ whole }: World, account: Account): bigint => {
  const state = whole.accounts.get(nameOf(account))
  return state === undefined ? 0n : availableOf(state.account, state)
}

/** Some of what is there: all of it, a little too much, a part, or something small. */
const some = ({ chance }: World, amount: bigint): bigint => {
  const roll = chance.below(20)
  if (roll < 5) return amount
  if (roll === 5) return amount + 1n
  if (roll === 6) return 0n
  if (roll < 10) return chance.upTo(amount < 1000n ? amount : 1000n)
  return chance.upTo(amount)
}

const unit = (currency: Currency): bigint => unitOf(decimalsOf(currency))
const whole = (amount: bigint, currency: Currency): bigint => amount - (amount % unit(currency))

/** Whole minor units, now and then a fraction by mistake. */
const someWhole = (world: World, amount: bigint, currency: Currency): bigint => {
  const found = some(world, amount)
  return world.chance.happens(0.05) ? found : whole(found, currency)
}

const price = ({ chance }: World, currency: Currency): bigint =>
  BigInt(1 + chance.below(chance.happens(0.3) ? 40 : 4000)) * unit(currency)

const someParts = (world: World, account: (owner: string) => Account, owners: readonly string[]) =>
  owners.flatMap((owner) => {
    const amountMicro = some(world, there(world, account(owner)))
    return world.chance.happens(0.6) ? [{ owner, amountMicro }] : []
  })

/** Parts of an amount for some of them; mostly no more than there is. */
const shared = (world: World, amount: bigint, owners: readonly string[]) => {
  let left = some(world, amount)
  return owners.flatMap((owner) => {
    if (world.chance.happens(0.3)) return []
    const amountMicro = world.chance.upTo(left)
    left -= amountMicro
    return [{ owner, amountMicro }]
  })
}

type Step = (world: World, currency: Currency) => Transfer | null

const lotBought: Step = (world, currency) => {
  const { chance } = world
  const known = chance.happens(0.02) ? world.memory.lots[0]?.lotId : undefined
  const grossMicro = price(world, currency)
  return {
    template: 'coin_purchase',
    params: {
      ...{ lotId: known ?? thing(world, 'lot'), buyer: chance.pick(buyers), currency, provider, grossMicro },
      ...{ taxMicro: chance.happens(0.3) ? 0n : (grossMicro * 19n) / 119n, jurisdiction },
      coins: BigInt(1 + chance.below(chance.happens(0.3) ? 9 : 900)),
      seasonedAtMs: world.nowMs() + chance.pick([0, 5, 45]) * dayMs,
    },
  }
}

const gift: Step = (world, currency) => {
  const { chance } = world
  const coins = BigInt(1 + chance.below(chance.happens(0.5) ? 5 : 60))
  return {
    template: 'gift',
    params: {
      ...{ payer: chance.pick(buyers), creator: chance.pick(creators), currency, coins },
      ...{ count: BigInt(1 + chance.below(4)), diamonds: coins / 2n },
      ...{ diamondMicro: BigInt(chance.below(20_000)) * (unit(currency) / 10_000n) },
      holdUntilMs: world.nowMs() + chance.pick([0, 1, 14]) * dayMs,
    },
  }
}

const latestLot = ({ memory, chance }: World): { lotId: string; gross: bigint } =>
  memory.lots.length === 0 ? { lotId: 'none', gross: 0n } : chance.pick(memory.lots)

const disputable = (lot: Lot | undefined): bigint =>
  lot === undefined ? 0n : whole(lot.valueMicro + lot.taxMicro, lot.currency)

const disputeOpened: Step = (world) => {
  const { lotId, gross } = latestLot(world)
  const amountMicro = world.chance.happens(0.8) ? disputable(world.whole.lots.get(lotId)) : gross
  const feeMicro = world.chance.happens(0.5) ? 0n : 15n * unit(world.whole.lots.get(lotId)?.currency ?? eur)
  return { template: 'dispute_opened', params: { lotId, amountMicro, feeMicro } }
}

const disputeEnded: Step = ({ memory, chance }) => {
  if (memory.disputes.length === 0) return null
  const of = chance.pick(memory.disputes)
  if (chance.happens(0.5)) return { template: 'dispute_lost', params: of }
  return { template: 'dispute_won', params: { ...of, feeBackMicro: 0n } }
}

const coins: readonly (readonly [number, Step])[] = [
  [8, lotBought],
  [22, gift],
  [
    4,
    ({ chance }, currency) => {
      return { template: 'diamond_conversion', params: { creator: chance.pick(creators), currency } }
    },
  ],
  [2, (world) => ({ template: 'coin_refund', params: { lotId: latestLot(world).lotId } })],
  [1, (world) => ({ template: 'coin_expiry', params: { lotId: latestLot(world).lotId } })],
  [3, disputeOpened],
  [3, disputeEnded],
  [
    1,
    (world, currency) => ({
      template: 'provider_fee',
      params: {
        ...{ provider, currency, feeMicro: price(world, currency) },
        kind: world.chance.pick(['psp_fee', 'store_fee'] as const),
      },
    }),
  ],
]

const pending =
  (currency: Currency) =>
  (owner: string): Account => ({ kind: 'pool_pending', currency, owner })

const topUp: Step = (world, currency) => {
  const owner = world.chance.pick(pools)
  const fromAds = world.chance.happens(0.3)
  const account = { kind: 'ad_pool', currency, owner } as const
  return {
    template: 'fund_top_up',
    params: {
      ...{ period: world.chance.pick(periods), currency },
      amountMicro: fromAds ? some(world, there(world, account)) : world.chance.upTo(50_000_000n),
      from: fromAds ? { kind: 'ad_pool', owner } : { kind: 'fund' },
    },
  }
}

const allocated: Step = (world, currency) => {
  const period = world.chance.pick(periods)
  const pool = there(world, { kind: 'fund_pool', currency, owner: period })
  const [rights, rest] = [shared(world, pool / 10n, labels), shared(world, (pool * 9n) / 10n, creators)]
  return { template: 'fund_allocation', params: { period, currency, rights, creators: rest } }
}

const finalised: Step = (world, currency) => {
  const period = world.chance.pick(periods)
  const voided = someParts(world, pending(currency), creators.slice(0, 2))
  const pool = there(world, { kind: 'fund_pool', currency, owner: period })
  return {
    template: 'fund_finalisation',
    params: { period, currency, voided, shares: shared(world, pool, creators) },
  }
}

const rails = ['creator', 'creator', 'seller', 'affiliate'] as const
const ofRail = { creator: creators, seller: sellers, affiliate: affiliates }

const railed = (world: World, currency: Currency) => {
  const rail = world.chance.pick(rails)
  const party = world.chance.pick(ofRail[rail])
  return { rail, party, currency, account: { kind: `${rail}_available`, currency, owner: party } as const }
}

const payoutRequest: Step = (world, currency) => {
  const { account, ...of } = railed(world, currency)
  const amountMicro = someWhole(world, whole(there(world, account), currency), currency)
  const withholdingMicro = world.chance.happens(0.7) ? 0n : whole(amountMicro / 10n, currency)
  return { template: 'payout_request', params: { ...of, amountMicro, withholdingMicro, jurisdiction } }
}

const payoutPaid: Step = ({ memory, chance }) => {
  if (memory.requests.length === 0) return null
  const payout = chance.pick(memory.requests)
  if (chance.happens(0.6)) return { template: 'payout_paid', params: { payout, provider } }
  const rate = { numerator: BigInt(1 + chance.below(20_000)), denominator: 10_000n }
  return { template: 'payout_paid', params: { payout, provider, exchange: { currency: usd, rate } } }
}

const reserved =
  (template: 'reserve_hold' | 'reserve_release' | 'receivable_collect'): Step =>
  (world, currency) => {
    const { account, ...of } = railed(world, currency)
    const from: AccountKind = template === 'reserve_release' ? 'reserve' : 'recv'
    const available = there(world, account)
    const owed = there(world, { kind: from, currency, owner: of.party })
    const most = template === 'reserve_hold' ? available / 5n : owed < available ? owed : available
    return { template, params: { ...of, amountMicro: some(world, most) } }
  }

const fundAndPayouts: readonly (readonly [number, Step])[] = [
  [2, topUp],
  [3, allocated],
  [2, finalised],
  [
    2,
    (world, currency) => ({
      template: 'pending_release',
      params: { currency, parts: someParts(world, pending(currency), creators) },
    }),
  ],
  [6, payoutRequest],
  [4, payoutPaid],
  [
    2,
    ({ memory, chance }) =>
      memory.requests.length === 0
        ? null
        : { template: 'payout_failed', params: { payout: chance.pick(memory.requests) } },
  ],
  [
    2,
    ({ memory, chance }) =>
      memory.paid.length === 0
        ? null
        : { template: 'payout_returned', params: { paid: chance.pick(memory.paid) } },
  ],
  [1, reserved('reserve_hold')],
  [1, reserved('reserve_release')],
  [3, reserved('receivable_collect')],
]

const campaignOf = (advertiser: string): string => `spring of ${advertiser}`

const budget =
  (template: 'budget_reserve' | 'budget_release'): Step =>
  (world, currency) => {
    const advertiser = world.chance.pick(advertisers)
    const campaign = campaignOf(advertiser)
    const from: Account =
      template === 'budget_reserve'
        ? { kind: 'adv_wallet', currency, owner: advertiser }
        : { kind: 'campaign_budget', currency, owner: campaign }
    const amountMicro = some(world, there(world, from) / 3n)
    return { template, params: { advertiser, campaign, currency, amountMicro } }
  }

const adSettled: Step = (world, currency) => {
  const advertiser = world.chance.pick(advertisers)
  const campaign = campaignOf(advertiser)
  const spendMicro = some(world, there(world, { kind: 'campaign_budget', currency, owner: campaign }) / 4n)
  const poolBps = world.chance.pick([0n, 3333n, 5500n, 10_000n])
  const pool = world.chance.pick(pools)
  return { template: 'ad_settle', params: { advertiser, campaign, pool, currency, spendMicro, poolBps } }
}

const invalid: Step = (world) => {
  if (world.memory.settles.length === 0) return null
  const { txnId, currency, pool } = world.chance.pick(world.memory.settles)
  const terms = world.whole.posted.find((posted) => posted.txnId === txnId)?.terms
  const [spend, share] = [BigInt(terms?.['spendMicro'] ?? 0n), BigInt(terms?.['poolMicro'] ?? 0n)]
  const before = world.whole.settled.get(txnId) ?? 0n
  const afterMicro = before + some(world, spend - before)
  const fromPool = spend === 0n ? 0n : (share * afterMicro) / spend - (share * before) / spend
  if (there(world, { kind: 'ad_pool', currency, owner: pool }) >= fromPool)
    return { template: 'invalid_traffic', params: { settled: txnId, afterMicro, creators: [] } }
  let missing = fromPool
  const parts = creators.flatMap((owner) => {
    const has = there(world, pending(currency)(owner))
    const amountMicro = has < missing ? has : missing
    missing -= amountMicro
    return amountMicro === 0n ? [] : [{ owner, amountMicro }]
  })
  return {
    template: 'invalid_traffic',
    params: { settled: txnId, afterMicro, creators: parts, houseMicro: missing },
  }
}

const split: Step = (world, currency) => {
  const pool = world.chance.pick(pools)
  const amount = there(world, { kind: 'ad_pool', currency, owner: pool })
  const [rights, parts] = [shared(world, amount / 10n, labels), shared(world, (amount * 9n) / 10n, creators)]
  return { template: 'ad_pool_split', params: { pool, currency, creators: parts, rights } }
}

const escrowFunded: Step = (world, currency) => {
  const advertiser = world.chance.pick(advertisers)
  const amountMicro = some(world, there(world, { kind: 'adv_wallet', currency, owner: advertiser }) / 4n)
  return {
    template: 'escrow_fund',
    params: { advertiser, milestone: thing(world, 'm'), currency, amountMicro },
  }
}

const escrowEnded: Step = (world) => {
  if (world.memory.escrows.length === 0) return null
  const of = world.chance.pick(world.memory.escrows)
  const held = there(world, { kind: 'escrow', currency: of.currency, owner: of.milestone })
  const creatorMicro = some(world, held)
  const refundMicro = world.chance.happens(0.7) ? held - creatorMicro : some(world, held)
  return {
    template: 'escrow_release',
    params: {
      ...{ ...of, creator: world.chance.pick(creators), creatorMicro },
      ...{ refundMicro: refundMicro < 0n ? 0n : refundMicro, feeBps: world.chance.pick([0n, 999n, 1000n]) },
    },
  }
}

const adsAndDeals: readonly (readonly [number, Step])[] = [
  [
    3,
    (world, currency) => {
      const grossMicro = price(world, currency) * 20n
      return {
        template: 'advertiser_prepay',
        params: {
          ...{ advertiser: world.chance.pick(advertisers), currency, provider, jurisdiction, grossMicro },
          taxMicro: (grossMicro * 19n) / 119n,
        },
      }
    },
  ],
  [3, budget('budget_reserve')],
  [1, budget('budget_release')],
  [5, adSettled],
  [2, split],
  [3, invalid],
  [3, escrowFunded],
  [4, escrowEnded],
]

const captured: Step = (world, currency) => {
  const paidMicro = price(world, currency)
  const couponMicro = world.chance.happens(0.6) ? 0n : world.chance.upTo(paidMicro)
  const taxMicro = (paidMicro * 7n) / 107n
  const order = thing(world, 'order')
  return {
    template: 'order_capture',
    params: { order, currency, provider, paidMicro, taxMicro, couponMicro, jurisdiction },
  }
}

const lineSettled: Step = (world) => {
  if (world.memory.captures.length === 0) return null
  const { order, currency, txnId } = world.chance.pick(world.memory.captures)
  const terms = world.whole.posted.find((posted) => posted.txnId === txnId)?.terms
  const held = there(world, { kind: 'order_held', currency, owner: order })
  const [tax, coupon] = [BigInt(terms?.['taxMicro'] ?? 0n), BigInt(terms?.['couponMicro'] ?? 0n)]
  // The whole order, so that its tax and its coupon are those of the line; or a part of it without either.
  const isWhole = world.chance.happens(0.5) && world.whole.settled.get(txnId) === undefined
  return {
    template: 'line_settle',
    params: {
      ...{ order, seller: world.chance.pick(sellers), affiliate: world.chance.pick(affiliates), currency },
      ...{ provider, jurisdiction, quantity: BigInt(1 + world.chance.below(7)) },
      amountMicro: isWhole ? held : some(world, held),
      ...{ taxMicro: isWhole ? tax : 0n, couponMicro: isWhole ? coupon : 0n },
      ...{ commissionBps: world.chance.pick([0n, 777n, 1500n]), affiliateBps: world.chance.pick([0n, 501n]) },
    },
  }
}

const orderRefunded: Step = (world) => {
  if (world.memory.captures.length === 0) return null
  const { order, currency, txnId } = world.chance.pick(world.memory.captures)
  const held = there(world, { kind: 'order_held', currency, owner: order })
  const refundMicro = someWhole(world, held, currency)
  const taxMicro = world.chance.happens(0.5) ? 0n : (refundMicro * 7n) / 107n
  const couponMicro = world.chance.happens(0.7)
    ? 0n
    : world.chance.upTo(held - refundMicro > 0n ? held - refundMicro : 0n)
  return { template: 'order_refund', params: { capture: txnId, refundMicro, taxMicro, couponMicro } }
}

const lineRefunded: Step = (world) => {
  if (world.memory.lines.length === 0) return null
  const { txnId, quantity } = world.chance.pick(world.memory.lines)
  const before = world.whole.settled.get(txnId) ?? 0n
  return {
    template: 'settled_refund',
    params: { settled: txnId, afterQuantity: before + world.chance.upTo(quantity - before) },
  }
}

const matched: Step = (world) => {
  if (world.memory.unknown.length === 0) return null
  const { txnId, currency } = world.chance.pick(world.memory.unknown)
  const kind = world.chance.pick(['psp', 'adv_wallet', 'creator_available', 'recv', 'coin_float'] as const)
  const owner = kind === 'psp' ? provider : world.chance.pick(creators)
  return { template: 'unknown_matched', params: { unknown: txnId, to: { kind, currency, owner } } }
}

const shop: readonly (readonly [number, Step])[] = [
  [5, captured],
  [4, lineSettled],
  [2, orderRefunded],
  [4, lineRefunded],
  [
    1,
    (world, currency) => ({
      template: 'unknown_money',
      params: {
        ...{ provider, currency },
        ...{ amountMicro: price(world, currency), hasLeft: world.chance.happens(0.2) },
      },
    }),
  ],
  [1, matched],
]

const steps = [...coins, ...fundAndPayouts, ...adsAndDeals, ...shop].flatMap(([weight, step]) =>
  Array.from({ length: weight }, () => step),
)

const holdable = (world: World, currency: Currency): Account => {
  const advertiser = world.chance.pick(advertisers)
  return world.chance.happens(0.8)
    ? { kind: 'campaign_budget', currency, owner: campaignOf(advertiser) }
    : { kind: 'adv_wallet', currency, owner: advertiser }
}

const asked = (world: World) => ({ scope: 'model', key: thing(world, 'key') })

const holding = (world: World): Operation => {
  const account = holdable(world, world.chance.pick(currencies))
  const amount = some(world, there(world, account) / world.chance.pick([1n, 3n, 9n]))
  const expiresAtMs = world.nowMs() + world.chance.pick([0, 60_000, dayMs, 30 * dayMs])
  return { ...asked(world), do: 'hold', account, amount, expiresAtMs }
}

/** Posts what was kept aside for ads, a little more now and then, or gives it back. */
const ending = (world: World): Operation | null => {
  const { memory, chance } = world
  if (memory.holds.length === 0) return null
  const { holdId, account, amount } = chance.pick(memory.holds.slice(-4))
  if (account.kind !== 'campaign_budget' || chance.happens(0.3))
    return { ...asked(world), do: 'void', hold: holdId }
  const [advertiser, campaign] = [account.owner.slice('spring of '.length), account.owner]
  const spendMicro = some(world, amount)
  const params = { advertiser, campaign, pool: chance.pick(pools), currency: account.currency, spendMicro }
  const transfer: Transfer = { template: 'ad_settle', params: { ...params, poolBps: 5500n } }
  return { ...asked(world), do: 'transfer', transfer, hold: holdId }
}

/** What somebody asks for next; mostly something that can be done. */
export const nextOperation = (world: World): Operation => {
  const { chance } = world
  for (;;) {
    const roll = chance.below(100)
    if (roll < 5) return holding(world)
    const ended = roll < 12 ? ending(world) : null
    if (ended !== null) return ended
    const transfer = chance.pick(steps)(world, chance.pick(currencies))
    if (transfer !== null) return { ...asked(world), do: 'transfer', transfer }
  }
}

/** Remembers what was done, so that later steps can be about it. */
export const learn = ({ memory }: World, operation: Operation, { id, terms }: Done): void => {
  if (operation.do === 'hold')
    remember(memory.holds, { holdId: id, account: operation.account, amount: operation.amount })
  if (operation.do !== 'transfer') return
  const { transfer } = operation
  switch (transfer.template) {
    case 'coin_purchase':
      return remember(
        memory.lots,
        { lotId: transfer.params.lotId, gross: transfer.params.grossMicro },
        rememberedLots,
      )
    case 'dispute_opened':
      return remember(memory.disputes, { lotId: transfer.params.lotId, dispute: id })
    case 'payout_request':
      return remember(memory.requests, id)
    case 'payout_paid':
      return remember(memory.paid, id)
    case 'ad_settle':
      return remember(memory.settles, {
        txnId: id,
        currency: transfer.params.currency,
        pool: transfer.params.pool,
      })
    case 'order_capture':
      return remember(memory.captures, { ...transfer.params, txnId: id })
    case 'line_settle':
      return remember(memory.lines, { txnId: id, quantity: BigInt(terms['quantity'] ?? 0n) })
    case 'escrow_fund':
      return remember(memory.escrows, {
        ...{ milestone: transfer.params.milestone, advertiser: transfer.params.advertiser },
        currency: transfer.params.currency,
      })
    case 'unknown_money':
      return remember(memory.unknown, { txnId: id, currency: transfer.params.currency })
    default:
      return undefined
  }
}
