import type { PayoutRail, PersonId } from '@busker/contract'
import { type Currency, largerOf, sumOf } from '@busker/money'
import { nameOf, type Account, type AccountKind, type Balance } from '#modules/ledger'
import type { Queryable, Tx } from '#platform/postgres'
import type { RewardsDeps } from './deps.ts'
import type { PayoutTerms } from './payout-terms.ts'
import { reserveNeed, type Credit, type ReserveNeed } from './rules/reserve.ts'

const dayMs = 86_400_000

/** Something that one payee has, by the way it was earned. */
export interface PayeeRail {
  readonly personId: PersonId
  readonly rail: PayoutRail
  readonly currency: Currency
}

const account = (kind: AccountKind, { currency, personId }: PayeeRail): Account => ({
  ...{ kind, currency, owner: personId },
})

export const availableOf = (of: PayeeRail): Account => account(`${of.rail}_available`, of)
const inFlightOf = (of: PayeeRail): Account => account(`${of.rail}_inflight`, of)
/** What gifts gave, and what pools gave, wait apart. */
const pendingOf = (of: PayeeRail): readonly Account[] => [
  account('creator_pending', of),
  account('pool_pending', of),
]
const reserveOf = (of: PayeeRail): Account => account('reserve', of)
const owedOf = (of: PayeeRail): Account => account('recv', of)

/** Of an account that grows on its credit side; holds are not there to be taken. */
const creditOf = (balance: Balance | undefined): bigint =>
  balance === undefined ? 0n : balance.credits - balance.debits - balance.held

export interface PayeeBalance {
  readonly pendingMicro: bigint
  readonly availableMicro: bigint
  readonly reserveMicro: bigint
  readonly inFlightMicro: bigint
  readonly owedMicro: bigint
}

/**
 * As the books stand. Only what creators earn by videos is ever in reserve and owed, so that it is not counted on every
 * rail; what sellers have pending lies with their orders.
 */
export const readBalance = async (
  { ledger }: Pick<RewardsDeps, 'ledger'>,
  handle: Queryable,
  of: PayeeRail,
): Promise<PayeeBalance> => {
  const isCreator = of.rail === 'creator'
  const own = isCreator ? [...pendingOf(of), reserveOf(of), owedOf(of)] : []
  const found = await ledger.balancesOf(handle, [availableOf(of), inFlightOf(of), ...own])
  const creditIn = (one: Account): bigint => creditOf(found.get(nameOf(one)))
  return {
    pendingMicro: isCreator ? sumOf(pendingOf(of).map(creditIn)) : 0n,
    availableMicro: creditIn(availableOf(of)),
    reserveMicro: isCreator ? creditIn(reserveOf(of)) : 0n,
    inFlightMicro: creditIn(inFlightOf(of)),
    owedMicro: isCreator ? largerOf(0n, -creditIn(owedOf(of))) : 0n,
  }
}

/** Transfers by which something becomes available that was earned; others bring back what was there before. */
const earningTemplates: ReadonlySet<string> = new Set([
  ...['pending_release', 'diamond_conversion', 'escrow_release', 'line_settle'],
])
const pageSize = 500
const mostPages = 100

/**
 * What became available since a moment, newest first, and whether anything did before it. A payee with more movements than
 * are read here is long past being new.
 */
const readCredits = async (
  { ledger }: Pick<RewardsDeps, 'ledger'>,
  handle: Queryable,
  asked: { readonly of: PayeeRail; readonly sinceMs: number },
): Promise<{ credits: Credit[]; hasOlder: boolean }> => {
  const credits: Credit[] = []
  let before: { at: Date; txnId: string } | undefined
  for (let page = 0; page < mostPages; page += 1) {
    const lines = await ledger.statement(handle, {
      ...{ account: availableOf(asked.of), limit: pageSize },
      ...(before === undefined ? {} : { before }),
    })
    for (const { at, side, template, amount } of lines) {
      if (side !== 'credit' || !earningTemplates.has(template)) continue
      if (at.getTime() < asked.sinceMs) return { credits, hasOlder: true }
      credits.push({ atMs: at.getTime(), amountMicro: amount })
    }
    const last = lines.at(-1)
    if (lines.length < pageSize || last === undefined) return { credits, hasOlder: false }
    before = { at: last.at, txnId: last.txnId }
  }
  return { credits, hasOlder: true }
}

export interface ReserveState extends ReserveNeed {
  /** Credits younger than the reserve lasts. */
  readonly young: readonly Credit[]
}

/** What must be kept back of a payee now. Whoever earned before twice the time that a reserve lasts is not new. */
export const readReserve = async (
  deps: Pick<RewardsDeps, 'ledger' | 'clock'>,
  handle: Queryable,
  { of, terms }: { readonly of: PayeeRail; readonly terms: PayoutTerms },
): Promise<ReserveState> => {
  const nowMs = deps.clock.nowMs()
  const { days } = terms.reserve
  const { credits, hasOlder } = await readCredits(deps, handle, { of, sinceMs: nowMs - 2 * days * dayMs })
  const young = credits.filter(({ atMs }) => atMs > nowMs - days * dayMs)
  if (hasOlder || of.rail !== 'creator') return { young, neededMicro: 0n, until: [] }
  return { young, ...reserveNeed(credits, terms.reserve, nowMs) }
}

/**
 * Takes what is owed out of what is available, then keeps back or gives back until the reserve is what it must be. The
 * caller holds the lock of the payee. `key` makes each of the transfers the same one when it is done again.
 */
export const setAside = async (
  deps: Pick<RewardsDeps, 'ledger' | 'clock'>,
  tx: Tx,
  given: { readonly of: PayeeRail; readonly terms: PayoutTerms; readonly key: string },
): Promise<PayeeBalance> => {
  const { of, key } = given
  const { personId: party, rail, currency } = of
  if (rail !== 'creator') return readBalance(deps, tx, of)
  const move = async (
    template: 'receivable_collect' | 'reserve_hold' | 'reserve_release',
    amountMicro: bigint,
  ): Promise<void> => {
    if (amountMicro <= 0n) return
    const transfer = { template, params: { party, rail, currency, amountMicro } } as const
    await deps.ledger.postOne(tx, { do: 'transfer', scope: 'rewards', key: `${key}:${template}`, transfer })
  }
  const before = await readBalance(deps, tx, of)
  const collected = before.owedMicro < before.availableMicro ? before.owedMicro : before.availableMicro
  await move('receivable_collect', collected)
  const { neededMicro } = await readReserve(deps, tx, given)
  const left = before.availableMicro - collected
  const missing = neededMicro - before.reserveMicro
  await move('reserve_hold', missing < left ? missing : left)
  await move('reserve_release', -missing)
  return readBalance(deps, tx, of)
}
