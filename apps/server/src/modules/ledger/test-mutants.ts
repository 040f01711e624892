import type { Transfer } from './rules/catalog.ts'
import type { Account, AccountKind } from './rules/chart.ts'
import { takenFrom } from './rules/decide.ts'
import { ledgerRules, type LedgerRules } from './rules/ledger-rules.ts'
import type { Books, Leg, Occasion, Plan, Refusal } from './rules/plan.ts'
import { memoryEngine, type MemoryEngine } from './memory-engine.ts'
import type { Operation } from './port.ts'
import type { MakeMemory } from './test-histories.ts'

/** A mistake that somebody made before us, in the place of a right rule. */
export interface Mutant {
  readonly name: string
  /** Whose mistake it was, or which rule it is against. */
  readonly source: string
  readonly make: MakeMemory
}

const withRules =
  (change: Partial<LedgerRules>): MakeMemory =>
  (given) =>
    memoryEngine({ ...given, rules: { ...ledgerRules, ...change } })

type Change = (plan: Plan, transfer: Transfer, books: Books) => Plan

/** The right plan of some templates, made wrong. */
const planned = (template: Transfer['template'], change: Change): MakeMemory =>
  withRules({
    planTransfer: (transfer, books, occasion) => {
      const plan = ledgerRules.planTransfer(transfer, books, occasion)
      return 'refused' in plan || transfer.template !== template ? plan : change(plan, transfer, books)
    },
  })

/** Rules that see something that is not so. */
const blind = (template: Transfer['template'], see: (books: Books) => Partial<Books>): MakeMemory =>
  withRules({
    planTransfer: (transfer: Transfer, books: Books, occasion: Occasion): Plan | Refusal =>
      ledgerRules.planTransfer(
        transfer,
        transfer.template === template ? { ...books, ...see(books) } : books,
        occasion,
      ),
  })

const forgetful = (books: Books): Partial<Books> => ({
  past: (txnId) => {
    const past = books.past(txnId)
    return past === null ? null : { ...past, settled: 0n }
  },
})

/** Asks something else of the engine than it was asked. */
const asking =
  (change: (operation: Operation) => Operation): MakeMemory =>
  (given) => {
    const engine = memoryEngine(given)
    return { ...engine, executeNow: (operations) => engine.executeNow(operations.map(change)) }
  }

const shift = (legs: readonly Leg[], kind: AccountKind, by: bigint): Leg[] =>
  legs.map((leg) => (leg.account.kind === kind ? { ...leg, amount: leg.amount + by } : leg))

const without = (legs: readonly Leg[], kind: AccountKind): Leg[] =>
  legs.filter(({ account }) => account.kind !== kind)

const amountOn = (legs: readonly Leg[], kind: AccountKind): bigint =>
  legs.find(({ account }) => account.kind === kind)?.amount ?? 0n

/** What was on one account is taken from another. */
const mergedInto = (legs: readonly Leg[], from: AccountKind, into: AccountKind): Leg[] =>
  shift(without(legs, from), into, amountOn(legs, from))

const postedTwice: MakeMemory = (given) => {
  const engine = memoryEngine(given)
  let retries = 0
  const executeNow: MemoryEngine['executeNow'] = (operations) => {
    const outcomes = engine.executeNow(operations)
    retries += 1
    // The answer of every seventh was lost; who asks again takes a new key.
    const lost = operations.filter((operation) => operation.do === 'transfer' && retries % 7 === 0)
    engine.executeNow(lost.map((operation) => ({ ...operation, key: `${operation.key} again` })))
    return outcomes
  }
  return { ...engine, executeNow }
}

const idempotency: readonly Mutant[] = [
  {
    name: 'a retry takes a new key and is posted twice',
    source: 'elizaOS #11844, #11014',
    make: postedTwice,
  },
  {
    name: 'the key is lost, so that each request is the first',
    source: 'elizaOS #11844',
    make: (given) => {
      let count = 0
      return asking((operation) => {
        count += 1
        return { ...operation, key: `${operation.key} ${count}` }
      })(given)
    },
  },
  {
    name: 'another request of a used key is answered as if it had been done',
    source: 'I9',
    make: withRules({ isSameRequest: () => true }),
  },
  {
    name: 'the same request is a conflict, since the key is part of what is compared',
    source: 'Blnk #374',
    make: withRules({ isSameRequest: () => false }),
  },
  {
    name: 'keys of two scopes are one',
    source: 'I9',
    make: asking((operation) => ({ ...operation, key: operation.key.replace(/\d$/, '') })),
  },
]

const holds: readonly Mutant[] = [
  {
    name: 'floors do not count holds',
    source: 'Blnk #181',
    make: withRules({
      checkFloors: (plan, books, hold) => {
        const all = { ...books, available: (account: Account) => books.available(account) + 10n ** 12n }
        return ledgerRules.checkFloors(plan, all, hold)
      },
    }),
  },
  {
    name: 'a hold is made without looking at what is there',
    source: 'Blnk #181',
    make: withRules({ checkHold: () => null }),
  },
  {
    name: 'an expired hold is posted',
    source: 'Blnk #41, #182',
    make: withRules({ isOpen: ({ state }) => state === 'open' }),
  },
  {
    name: 'a hold that was voided or posted is posted',
    source: 'Blnk #41, #182, #62',
    make: withRules({ isOpen: ({ expiresAtMs }, atMs) => expiresAtMs > atMs }),
  },
  {
    name: 'more is posted than was kept aside',
    source: 'Blnk #62',
    make: withRules({
      checkFloors: (plan, books, hold) => {
        const most = hold === null || hold === undefined ? null : { ...hold, amount: hold.amount * 10n }
        return ledgerRules.checkFloors(plan, books, most)
      },
    }),
  },
]

const escrows: readonly Mutant[] = [
  {
    name: 'an escrow is released to the creator and refunded to the brand',
    source: 'elizaOS #11116',
    make: withRules({
      checkFloors: (plan, books, hold) =>
        takenFrom(plan.legs).some(({ account }) => account.kind === 'escrow')
          ? null
          : ledgerRules.checkFloors(plan, books, hold),
    }),
  },
  {
    name: 'the fee is rounded up, against the creator',
    source: 'R2',
    make: planned('escrow_release', (plan) =>
      amountOn(plan.legs, 'rev_mkt_fee') === 0n || amountOn(plan.legs, 'creator_available') < 2n
        ? plan
        : { ...plan, legs: shift(shift(plan.legs, 'rev_mkt_fee', 1n), 'creator_available', -1n) },
    ),
  },
]

const refunds: readonly Mutant[] = [
  {
    name: 'a refund of a settled line is done again and again',
    source: 'Blnk #152, #374',
    make: blind('settled_refund', forgetful),
  },
  {
    name: 'refunds of an order forget those before',
    source: 'Blnk #152',
    make: blind('order_refund', forgetful),
  },
  {
    name: 'a payment is refunded and charged back',
    source: 'Hyperswitch #10533',
    make: blind('dispute_opened', (books) => ({
      lot: (lotId) => {
        const lot = books.lot(lotId)
        return lot === null ? null : { ...lot, valueMicro: lot.valueMicro * 2n }
      },
    })),
  },
  {
    name: 'a lot is refunded while its payment is disputed',
    source: 'Hyperswitch #10533',
    make: blind('coin_refund', (books) => ({
      lot: (lotId) => {
        const lot = books.lot(lotId)
        return lot?.state === 'frozen' ? { ...lot, state: 'open' } : lot
      },
    })),
  },
  {
    name: 'the commission is not given back with a refund',
    source: 'Spree, Dub #3916',
    make: planned('settled_refund', (plan) =>
      plan.legs.some(({ account }) => account.kind === 'seller_available')
        ? { ...plan, legs: mergedInto(plan.legs, 'rev_shop', 'seller_available') }
        : plan,
    ),
  },
  {
    name: 'a refund goes by the rates of today',
    source: 'Vendure #4811, R6',
    make: planned('settled_refund', (plan) => {
      const commission = amountOn(plan.legs, 'rev_shop')
      const seller = amountOn(plan.legs, 'seller_available')
      if (commission < 10n || seller === 0n) return plan
      const by = commission / 10n
      return { ...plan, legs: shift(shift(plan.legs, 'rev_shop', -by), 'seller_available', by) }
    }),
  },
  {
    name: 'a dispute that was won is won again',
    source: 'I10',
    make: blind('dispute_won', forgetful),
  },
]

const payouts: readonly Mutant[] = [
  {
    name: 'a payout is paid twice',
    source: 'Spree #14622, Medusa #13301',
    make: blind('payout_paid', forgetful),
  },
  {
    name: 'a payout that was paid fails',
    source: 'Spree #14622',
    make: blind('payout_failed', forgetful),
  },
  {
    name: 'a payout comes back twice',
    source: 'Spree #14622',
    make: blind('payout_returned', forgetful),
  },
  {
    name: 'what no cent can be made of is lost in an exchange',
    source: 'R4, R5',
    make: planned('payout_paid', (plan) => ({
      ...plan,
      legs: plan.legs.map((leg) => {
        const { kind, currency } = leg.account
        return kind.endsWith('_available') ? { ...leg, account: { kind: 'fx', currency, owner: '' } } : leg
      }),
    })),
  },
  {
    name: 'fractions of a cent go through the bank',
    source: 'I7',
    make: planned('payout_paid', (plan) => ({
      ...plan,
      legs:
        plan.legs.length === 2 ? plan.legs.map((leg) => ({ ...leg, amount: leg.amount - 1n })) : plan.legs,
    })),
  },
]

const sharing: readonly Mutant[] = [
  {
    name: 'the last unit goes to the first of the list',
    source: 'dinero.js #892',
    make: planned('gift', (plan) => ({
      ...plan,
      takes: plan.takes?.map((take, place, all) => {
        if (all.length < 2) return take
        const by = place === 0 ? 1n : place === all.length - 1 ? -1n : 0n
        return { ...take, diamonds: take.diamonds + by }
      }),
    })),
  },
  {
    name: 'a lot is worth what is left by its first price, rounded each time',
    source: 'R7',
    make: planned('gift', (plan) => ({
      ...plan,
      lots: plan.lots?.map((lot) => ({
        ...lot,
        valueLeftMicro: (lot.valueMicro * lot.coinsLeft) / lot.coins,
      })),
    })),
  },
  {
    name: 'an open lot keeps its coins when they are given',
    source: 'I5',
    make: planned('gift', (plan, _transfer, books) => ({
      ...plan,
      lots: plan.lots?.map((lot) => ({
        ...lot,
        coinsLeft: books.lot(lot.lotId)?.coinsLeft ?? lot.coinsLeft,
      })),
    })),
  },
  {
    name: 'gifts of today may be paid out today',
    source: 'economy 5: seasoning',
    make: planned('gift', (plan) => ({
      ...plan,
      takes: plan.takes?.map((take) => ({ ...take, maturesAtMs: 0 })),
    })),
  },
  {
    name: 'a conversion is for the same gifts each time',
    source: 'I6',
    make: planned('diamond_conversion', (plan) => ({ ...plan, takes: [] })),
  },
  {
    name: 'traffic is credited as if none was credited before',
    source: 'R6',
    make: blind('invalid_traffic', forgetful),
  },
  {
    name: 'a campaign spends more than its budget',
    source: 'Revive #306',
    make: withRules({
      checkFloors: (plan, books, hold) =>
        takenFrom(plan.legs).some(({ account }) => account.kind === 'campaign_budget')
          ? null
          : ledgerRules.checkFloors(plan, books, hold),
    }),
  },
  {
    name: 'what a pool gives lands with the gifts',
    source: 'I6: a dispute could not be posted any more',
    make: withRules({
      planTransfer: (transfer, books, occasion) => {
        const plan = ledgerRules.planTransfer(transfer, books, occasion)
        if ('refused' in plan) return plan
        const legs = plan.legs.map((leg) =>
          leg.account.kind === 'pool_pending'
            ? { ...leg, account: { ...leg.account, kind: 'creator_pending' as const } }
            : leg,
        )
        return { ...plan, legs }
      },
    }),
  },
  {
    name: 'a leg is forgotten',
    source: 'I1',
    make: planned('line_settle', (plan) => ({ ...plan, legs: without(plan.legs, 'rev_shop') })),
  },
  {
    name: 'a dispute leaves the coins in the wallet',
    source: 'I5',
    make: planned('dispute_opened', (plan) => ({
      ...plan,
      legs: without(without(plan.legs, 'c.wallet'), 'c.frozen'),
    })),
  },
]

export const mutants: readonly Mutant[] = [
  ...idempotency,
  ...holds,
  ...escrows,
  ...refunds,
  ...payouts,
  ...sharing,
]
