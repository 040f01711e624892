import { sumOf } from '@busker/money'
import { type Account, type AccountKind, nameOf, type Side } from './rules/chart.ts'
import type { Lot, Take } from './rules/plan.ts'
import type { Posted, WholeBooks } from './rules/whole-books.ts'

/**
 * Lines on which a lost payment may show: what it cost us, what we had earned by it, and the counters of coins and diamonds
 * that were made and used up. Everything else is as if the payment had never been.
 */
const declared: ReadonlySet<AccountKind> = new Set([
  ...(['chargeback_loss', 'promo', 'rev_gift', 'breakage', 'psp_fee'] as const),
  ...(['c.issued', 'c.burned', 'd.issued', 'd.burned'] as const),
])

interface Deleted {
  readonly account: Account
  readonly side: Side
  readonly amount: bigint
}

/** What one gift did with the coins of one lot. */
const legsOfTake = (take: Take, payer: string): Deleted[] => {
  const { currency, creator, valueMicro, payeeMicro, coins, diamonds } = take
  const covered = valueMicro < payeeMicro ? valueMicro : payeeMicro
  const leg = (side: Side, kind: AccountKind, of: { owner?: string; amount: bigint }): Deleted => ({
    ...{ side, amount: of.amount, account: { kind, currency, owner: of.owner ?? '' } },
  })
  return [
    leg('debit', 'coin_float', { owner: payer, amount: valueMicro }),
    leg('debit', 'promo', { amount: payeeMicro - covered }),
    leg('debit', 'c.wallet', { owner: payer, amount: coins }),
    leg('debit', 'd.issued', { amount: diamonds }),
    leg('credit', 'creator_pending', { owner: creator, amount: payeeMicro }),
    leg('credit', 'rev_gift', { amount: valueMicro - covered }),
    leg('credit', 'c.burned', { amount: coins }),
    leg('credit', 'd.creator', { owner: creator, amount: diamonds }),
  ]
}

/** What its conversion did, if it was converted before it was lost. */
const legsOfConversion = ({ currency, creator, payeeMicro, diamonds }: Take): Deleted[] => [
  { side: 'debit', amount: diamonds, account: { kind: 'd.creator', currency, owner: creator } },
  { side: 'debit', amount: payeeMicro, account: { kind: 'creator_pending', currency, owner: creator } },
  { side: 'credit', amount: diamonds, account: { kind: 'd.burned', currency, owner: '' } },
  { side: 'credit', amount: payeeMicro, account: { kind: 'creator_available', currency, owner: creator } },
]

const ofLotOnly: ReadonlySet<string> = new Set([
  ...['coin_purchase', 'coin_refund', 'coin_expiry', 'dispute_opened', 'dispute_won', 'dispute_lost'],
])

/** Which lot a transfer is about as a whole; null: none. */
const lotOf = (posted: Posted, disputes: ReadonlyMap<string, string>): string | null => {
  if (!ofLotOnly.has(posted.template)) return null
  return posted.terms['lotId'] ?? disputes.get(posted.settles?.txnId ?? '') ?? null
}

const disputesOf = (whole: WholeBooks): Map<string, string> =>
  new Map(
    whole.posted.flatMap(({ template, txnId, terms }) =>
      template === 'dispute_opened' ? [[txnId, terms['lotId'] ?? ''] as const] : [],
    ),
  )

/** Which gifts of a lot were available when a dispute froze them: these had been converted. */
const convertedOf = (whole: WholeBooks, lotId: string): ReadonlySet<string> => {
  const lost = new Set(
    whole.posted.flatMap(({ template, settles }) =>
      template === 'dispute_lost' && settles ? [settles.txnId] : [],
    ),
  )
  const opened = whole.posted.filter(({ txnId, terms }) => lost.has(txnId) && terms['lotId'] === lotId)
  return new Set(
    opened.flatMap(({ terms }) =>
      Object.entries(terms).flatMap(([name, text]) =>
        name.startsWith('take:') && text.startsWith('available') ? [name.slice('take:'.length)] : [],
      ),
    ),
  )
}

const deletedWith = (whole: WholeBooks, lot: Lot): Deleted[] => {
  const disputes = disputesOf(whole)
  const converted = convertedOf(whole, lot.lotId)
  const takes = [...whole.takes.values()].filter(({ lotId }) => lotId === lot.lotId)
  return [
    ...whole.posted.flatMap((posted) => (lotOf(posted, disputes) === lot.lotId ? posted.legs : [])),
    ...takes.flatMap((take) => legsOfTake(take, lot.owner)),
    // What brought no diamond never waited, so there was nothing to convert.
    ...takes.flatMap((take) =>
      converted.has(take.txnId) && take.diamonds > 0n ? legsOfConversion(take) : [],
    ),
  ]
}

const signed = ({ side, amount }: { side: Side; amount: bigint }): bigint =>
  side === 'debit' ? amount : -amount

/** Net of each account, debits up: what a creator owes us counts against what the creator has. */
const netOf = (legs: readonly Deleted[]): Map<string, bigint> => {
  const nets = new Map<string, bigint>()
  for (const leg of legs) {
    const { kind, currency, owner } = leg.account
    const isDebt = kind === 'recv' || kind === 'creator_available'
    const name = isDebt ? `creator_available less recv:${currency}:${owner}` : nameOf(leg.account)
    nets.set(name, (nets.get(name) ?? 0n) + signed(leg))
  }
  return nets
}

/** What a lost payment left behind, beside the same history in which it and all that it paid for never were. */
export interface Counterfactual {
  /** Accounts that differ and may not. */
  readonly faults: readonly string[]
  /** The declared lines of money together, debits up, less fees: what was earned by the payment is what was lost. */
  readonly lossMicro: bigint
  /** What the provider kept as a fee for the dispute. */
  readonly feesMicro: bigint
}

/**
 * Deletes every leg of a lot from the history, with the assignment of lots as it was, and compares: to the last unit
 * nobody but the house is better or worse off.
 *
 * @example counterfactualOf(engine.whole, lot).faults // []
 */
export const counterfactualOf = (whole: WholeBooks, lot: Lot): Counterfactual => {
  const deleted = deletedWith(whole, lot)
  const isDeclared = ({ account }: Deleted): boolean => declared.has(account.kind)
  const disputes = disputesOf(whole)
  const fees = whole.posted.flatMap((posted) =>
    lotOf(posted, disputes) === lot.lotId
      ? posted.legs.filter(({ account }) => account.kind === 'psp_fee')
      : [],
  )
  const feesMicro = sumOf(fees.map(signed))
  // What is deleted is the whole difference between the two histories, so it must come to nothing.
  const nets = netOf(deleted.filter((leg) => !isDeclared(leg)))
  const psp = nameOf({ kind: 'psp', currency: lot.currency, owner: lot.provider })
  nets.set(psp, (nets.get(psp) ?? 0n) + feesMicro)
  const money = deleted.filter((leg) => isDeclared(leg) && !/^[cd]\./.test(leg.account.kind))
  return {
    faults: [...nets].flatMap(([name, net]) => (net === 0n ? [] : [`${name}: ${net}`])),
    ...{ lossMicro: sumOf(money.map(signed)) - feesMicro, feesMicro },
  }
}
