import { type Currency, decimalsOf, smallerOf, sumOf, unitOf } from '@busker/money'
import { assert } from '#platform/assert'
import type { Account, AccountKind } from '../chart.ts'
import { emptied } from '../lots.ts'
import { frozen, legsOf, type Lot, type Past, refuse, type Take, needsNothing, template } from '../plan.ts'
import { disputeReserveOf, unsettled } from './payouts.ts'

export interface DisputeOpened {
  readonly lotId: string
  /** What the provider took back, which is all that was paid for the lot and not refunded. */
  readonly amountMicro: bigint
  readonly feeMicro: bigint
}

/** What of one gift was frozen: where it was, how much of it, and how much was paid out already. */
interface Freeze {
  readonly take: Take
  readonly fromPending: boolean
  readonly heldMicro: bigint
  readonly missingMicro: bigint
}

const availableOf = ({ creator, currency }: Take): Account => ({
  ...{ kind: 'creator_available', currency, owner: creator },
})
const pendingOf = ({ creator, currency }: Take): Account => ({
  ...{ kind: 'creator_pending', currency, owner: creator },
})

/** Earnings that are still pending are there whole; of those that became available, what was not paid out yet. */
const freezesOf = (takes: readonly Take[], availableNow: (take: Take) => bigint): Freeze[] => {
  const left = new Map<string, bigint>()
  return takes.map((take) => {
    if (take.state === 'pending')
      return { take, fromPending: true, heldMicro: take.payeeMicro, missingMicro: 0n }
    const there = left.get(take.creator) ?? availableNow(take)
    const heldMicro = smallerOf(there > 0n ? there : 0n, take.payeeMicro)
    left.set(take.creator, there - heldMicro)
    return { take, fromPending: false, heldMicro, missingMicro: take.payeeMicro - heldMicro }
  })
}

/** What of a payment did not go back yet: whole minor units, since refunds are rounded up for the buyer. */
export const disputableOf = ({ valueMicro, taxMicro, currency }: Lot): bigint => {
  const unit = unitOf(decimalsOf(currency))
  return ((valueMicro + taxMicro) / unit) * unit
}

const disputed = (lot: Lot) => {
  const { currency, owner, lotId } = lot
  return {
    reserve: { kind: 'reserve', currency, owner: disputeReserveOf(lotId) },
    wallet: { kind: 'c.wallet', currency, owner },
    frozen: { kind: 'c.frozen', currency, owner },
    receivable: { kind: 'dispute_recv', currency, owner: lot.provider },
  } satisfies Record<string, Account>
}

/** Diamonds of gifts that were not converted yet; converted ones exist no more. */
const diamondLegs = (
  freezes: readonly Freeze[],
  from: (take: Take) => Account,
): (readonly [Account, bigint])[] =>
  freezes.flatMap(({ take, fromPending }) => (fromPending ? [[from(take), take.diamonds] as const] : []))

const diamondsOf = ({ creator, currency }: Take): Account => ({
  ...{ kind: 'd.creator', currency, owner: creator },
})
const frozenDiamondsOf = ({ creator, currency }: Take): Account => ({
  ...{ kind: 'd.frozen', currency, owner: creator },
})

const heldOf = (freezes: readonly Freeze[]): bigint => sumOf(freezes.map(({ heldMicro }) => heldMicro))

/** Written into the terms, one entry for each gift: `pending|available : held : missing`. */
const writeFreeze = ({ take, fromPending, heldMicro, missingMicro }: Freeze): [string, string] => [
  `take:${take.txnId}`,
  `${fromPending ? 'pending' : 'available'}:${heldMicro}:${missingMicro}`,
]

const readFreezes = (past: Past, takes: readonly Take[]): Freeze[] =>
  takes.flatMap((take) => {
    const written = past.terms[`take:${take.txnId}`]
    if (written === undefined) return []
    const [from, held = '0', missing = '0'] = written.split(':')
    return [
      {
        take,
        fromPending: from === 'pending',
        heldMicro: BigInt(held),
        missingMicro: BigInt(missing),
      },
    ]
  })

export const disputeOpened = template<DisputeOpened>({
  code: 'T15',
  summary: 'A payment is disputed: coins that are left and what creators got for the others are frozen.',
  needs: ({ lotId }) => ({ lots: [lotId], takesOf: [lotId] }),
  balances: ({ lotId }, books) => books.takesOf(lotId).map(availableOf),
  plan: ({ lotId, amountMicro, feeMicro }, books) => {
    const lot = books.lot(lotId)
    if (lot === null || lot.state === 'frozen') return refuse('lot_not_open')
    if (amountMicro === 0n) return refuse('nothing_to_move')
    // What was refunded cannot be taken back a second time.
    if (amountMicro > disputableOf(lot)) return refuse('exceeds_original')
    const takes = books.takesOf(lotId).filter(({ state }) => state === 'pending' || state === 'available')
    const freezes = freezesOf(takes, (take) => books.available(availableOf(take)))
    const { currency } = lot
    const accounts = disputed(lot)
    const psp: Account = { kind: 'psp', currency, owner: lot.provider }
    const legs = legsOf(
      [
        [accounts.receivable, amountMicro],
        [{ kind: 'psp_fee', currency, owner: '' }, feeMicro],
        ...freezes.map(({ take, fromPending, heldMicro }) => {
          return [fromPending ? pendingOf(take) : availableOf(take), heldMicro] as const
        }),
        ...diamondLegs(freezes, diamondsOf),
        [accounts.wallet, lot.coinsLeft],
      ],
      [
        [psp, amountMicro + feeMicro],
        [accounts.reserve, heldOf(freezes)],
        ...diamondLegs(freezes, frozenDiamondsOf),
        [accounts.frozen, lot.coinsLeft],
      ],
    )
    return {
      ...{ legs, lots: [{ ...lot, state: 'frozen' as const }] },
      takes: freezes.map(({ take }) => ({ ...take, state: 'frozen' })),
      terms: {
        ...{ lotId, amountMicro: String(amountMicro), feeMicro: String(feeMicro) },
        ...Object.fromEntries(freezes.map(writeFreeze)),
      },
    }
  },
})

export interface DisputeWon {
  readonly lotId: string
  /** The transfer that opened it. */
  readonly dispute: string
  readonly feeBackMicro: bigint
}

export const disputeWon = template<DisputeWon>({
  code: 'T15w',
  summary: 'A dispute is won: everything goes back to where it was frozen.',
  needs: ({ lotId, dispute }) => ({ lots: [lotId], takesOf: [lotId], past: [dispute] }),
  plan: ({ lotId, dispute, feeBackMicro }, books) => {
    const [past, lot] = [unsettled(books.past(dispute), 'dispute_opened'), books.lot(lotId)]
    if ('refused' in past) return past
    if (lot === null || past.terms['lotId'] !== lotId) return refuse('unknown_transfer')
    if (feeBackMicro > frozen(past, 'feeMicro')) return refuse('exceeds_original')
    const freezes = readFreezes(past, books.takesOf(lotId))
    const { currency, provider } = lot
    const accounts = disputed(lot)
    const amountMicro = frozen(past, 'amountMicro')
    const legs = legsOf(
      [
        [{ kind: 'psp', currency, owner: provider }, amountMicro + feeBackMicro],
        [accounts.reserve, heldOf(freezes)],
        ...diamondLegs(freezes, frozenDiamondsOf),
        [accounts.frozen, lot.coinsLeft],
      ],
      [
        [accounts.receivable, amountMicro],
        [{ kind: 'psp_fee', currency, owner: '' }, feeBackMicro],
        ...freezes.map(({ take, fromPending, heldMicro }) => {
          return [fromPending ? pendingOf(take) : availableOf(take), heldMicro] as const
        }),
        ...diamondLegs(freezes, diamondsOf),
        [accounts.wallet, lot.coinsLeft],
      ],
    )
    return {
      ...{ legs, settles: { txnId: dispute, settled: 1n } },
      lots: [{ ...lot, state: lot.coinsLeft === 0n ? 'closed' : 'open' }],
      takes: freezes.map(({ take, fromPending }) => ({
        ...take,
        state: fromPending ? 'pending' : 'available',
      })),
    }
  },
})

export interface DisputeLost {
  readonly lotId: string
  readonly dispute: string
}

export const disputeLost = template<DisputeLost>({
  code: 'T15l',
  summary:
    'A dispute is lost: what was frozen pays for it, creators owe what was paid out, the rest is our loss.',
  needs: ({ lotId, dispute }) => ({ lots: [lotId], takesOf: [lotId], past: [dispute] }),
  plan: ({ lotId, dispute }, books) => {
    const [past, lot] = [unsettled(books.past(dispute), 'dispute_opened'), books.lot(lotId)]
    if ('refused' in past) return past
    if (lot === null || past.terms['lotId'] !== lotId) return refuse('unknown_transfer')
    const freezes = readFreezes(past, books.takesOf(lotId))
    const { currency, jurisdiction } = lot
    const accounts = disputed(lot)
    const amountMicro = frozen(past, 'amountMicro')
    const missing = freezes.map(
      ({ take, missingMicro }) =>
        [{ kind: 'recv', currency, owner: take.creator } as const, missingMicro] as const,
    )
    const covered =
      lot.valueLeftMicro + lot.taxMicro + heldOf(freezes) + sumOf(missing.map(([, amount]) => amount))
    const loss = amountMicro - covered
    const house: Account = { kind: loss < 0n ? 'promo' : 'chargeback_loss', currency, owner: '' }
    const diamonds = sumOf(diamondLegs(freezes, frozenDiamondsOf).map(([, amount]) => amount))
    const legs = legsOf(
      [
        [{ kind: 'coin_float', currency, owner: lot.owner }, lot.valueLeftMicro],
        [accounts.reserve, heldOf(freezes)],
        ...missing,
        [{ kind: 'tax_payable', currency, owner: jurisdiction }, lot.taxMicro],
        // Where we had paid creators more than the coins were worth, that comes back to what paid it.
        [house, loss > 0n ? loss : 0n],
        ...diamondLegs(freezes, frozenDiamondsOf),
        [accounts.frozen, lot.coinsLeft],
      ],
      [
        [accounts.receivable, amountMicro],
        [house, loss < 0n ? -loss : 0n],
        [{ kind: 'd.issued', currency, owner: '' }, diamonds],
        [{ kind: 'c.issued', currency, owner: '' }, lot.coinsLeft],
      ],
    )
    const after = { ...emptied(lot), valueMicro: disputableOf(lot) - amountMicro, taxMicro: 0n }
    assert(after.valueLeftMicro === 0n, 'nothing of a lost lot is left')
    return {
      ...{ legs, settles: { txnId: dispute, settled: 1n }, lots: [after] },
      takes: freezes.map(({ take }) => ({ ...take, state: 'lost' })),
    }
  },
})

export interface UnknownMoney {
  readonly provider: string
  readonly currency: Currency
  readonly amountMicro: bigint
  /** It came, unless told. */
  readonly hasLeft?: boolean
}

/** Moves an amount from credit to debit, or back where it is below zero. */
const signedLegs = (debit: Account, credit: Account, amount: bigint) =>
  amount < 0n
    ? legsOf([[credit, -amount]], [[debit, -amount]])
    : legsOf([[debit, amount]], [[credit, amount]])

export const unknownMoney = template<UnknownMoney>({
  code: 'T17',
  summary: 'Money came or left that nobody expected: it waits until it is known what it is for.',
  needs: needsNothing,
  plan: ({ provider, currency, amountMicro, hasLeft = false }) => {
    const signedMicro = hasLeft ? -amountMicro : amountMicro
    const psp: Account = { kind: 'psp', currency, owner: provider }
    return {
      legs: signedLegs(psp, { kind: 'suspense', currency, owner: provider }, signedMicro),
      terms: { provider, currency, amountMicro: String(signedMicro) },
    }
  },
})

export interface UnknownMatched {
  readonly unknown: string
  readonly to: Account
}

/**
 * Where unexpected money may turn out to belong, or come from. Not to accounts that stand for something that is kept beside them, such as
 * lots and gifts: these would say more than there is.
 */
const mayGetMatched: ReadonlySet<AccountKind> = new Set([
  ...(['psp', 'bank', 'psp_fee', 'dispute_recv', 'recv', 'tax_payable', 'withholding_payable'] as const),
  ...(['creator_available', 'seller_available', 'affiliate_available', 'adv_wallet', 'order_held'] as const),
  ...(['chargeback_loss', 'bad_debt'] as const),
])

export const unknownMatched = template<UnknownMatched>({
  code: 'T17m',
  summary: 'It is known what unexpected money was for.',
  needs: ({ unknown }) => ({ past: [unknown] }),
  plan: ({ unknown, to }, books) => {
    const past = unsettled(books.past(unknown), 'unknown_money')
    if ('refused' in past) return past
    // Checked boundary: the terms were written by the template above.
    const currency = past.terms['currency'] as Currency
    if (to.currency !== currency || !mayGetMatched.has(to.kind)) return refuse('wrong_account')
    const amount = frozen(past, 'amountMicro')
    const suspense: Account = { kind: 'suspense', currency, owner: past.terms['provider'] ?? '' }
    return { legs: signedLegs(suspense, to, amount), settles: { txnId: unknown, settled: 1n } }
  },
})
