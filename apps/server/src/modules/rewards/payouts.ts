import { createHash } from 'node:crypto'
import type {
  OperatorMoney,
  Payout,
  PayoutBalance,
  PayoutId,
  PayoutIdentity,
  PayoutRail,
  PayoutState,
  PersonId,
} from '@busker/contract'
import type { Currency } from '@busker/money'
import { AppError } from '#platform/errors'
import type { PersonViewer } from '#platform/http'
import { currenciesInUse } from './currencies.ts'
import type { PayoutAccount, RewardsDeps } from './deps.ts'
import { readBalance, readReserve, type PayeeBalance, type PayeeRail } from './payee-accounts.ts'
import { readPayoutTerms } from './payout-terms.ts'
import { maySeePayout } from './policy.ts'
import { presentPayout } from './present-payout.ts'
import { todayOf } from './programme.ts'
import { wholePart } from './request-payout.ts'
import { seasonedPart } from './rules/reserve.ts'
import { gateOf, needsTaxForm, type TaxGate } from './rules/tax-gates.ts'
import { findPayee, insertPayee, saveTaxForm, type Payee } from './store/payees.ts'
import {
  askedThisYear,
  findPayout,
  listPayouts,
  payoutFigures,
  stepsOf,
  type PayoutRow,
} from './store/payouts.ts'
import { pendingOfFund } from './store/statements.ts'

const rails: readonly PayoutRail[] = ['creator', 'seller', 'affiliate']
const dayMs = 86_400_000

const isEmpty = (balance: PayeeBalance): boolean => Object.values(balance).every((amount) => amount === 0n)

/** When what is pending becomes available: periods of the fund on the day they are final, gifts as they mature. */
const maturingOf = async (
  deps: RewardsDeps,
  of: PayeeRail,
  pendingMicro: bigint,
): Promise<PayoutBalance['maturing']> => {
  if (of.rail !== 'creator' || pendingMicro === 0n) return []
  const [fund, gifts] = await Promise.all([
    pendingOfFund(deps.db.pool, of.personId, of.currency),
    deps.ledger.maturingOf(deps.db.pool, of.personId, of.currency),
  ])
  const known = [
    ...fund.map(({ day, amountMicro }) => ({ day, source: 'fund' as const, amountMicro })),
    ...gifts.map(({ day, amountMicro }) => ({ day, source: 'gifts' as const, amountMicro })),
  ].sort((one, other) => (one.day < other.day ? -1 : 1))
  const rest = known.reduce((left, { amountMicro }) => left - amountMicro, pendingMicro)
  const told = known.map((each) => ({ ...each, amountMicro: String(each.amountMicro) }))
  return rest > 0n ? [...told, { day: null, source: 'other', amountMicro: String(rest) }] : told
}

const presentBalance = async (
  deps: RewardsDeps,
  of: PayeeRail,
  balance: PayeeBalance,
): Promise<PayoutBalance> => {
  const { pool } = deps.db
  const terms = await readPayoutTerms(deps, pool)
  const { young, neededMicro, until } = await readReserve(deps, pool, { of, terms })
  const { availableMicro, reserveMicro, owedMicro } = balance
  const missing = neededMicro - reserveMicro
  const free = availableMicro - owedMicro - missing
  const payable = wholePart(free > 0n ? free : 0n, of.currency)
  const youngSinceMs = deps.clock.nowMs() - terms.reserve.days * dayMs
  const seasonedMicro = seasonedPart(young, availableMicro, youngSinceMs)
  return {
    ...{ rail: of.rail, currency: of.currency },
    pendingMicro: String(balance.pendingMicro),
    availableMicro: String(availableMicro),
    reserveMicro: String(reserveMicro),
    inFlightMicro: String(balance.inFlightMicro),
    owedMicro: String(owedMicro),
    payableMicro: String(payable >= terms.minimumMicro ? payable : 0n),
    minimumMicro: String(terms.minimumMicro),
    seasonedMicro: String(seasonedMicro),
    unseasonedMicro: String(availableMicro - seasonedMicro),
    maturing: await maturingOf(deps, of, balance.pendingMicro),
    reserveUntil: until.map(({ day, amountMicro }) => ({ day, amountMicro: String(amountMicro) })),
  }
}

/** What a person has on every rail and in every currency in which they have anything. */
export const getBalances = async (deps: RewardsDeps, personId: PersonId): Promise<PayoutBalance[]> => {
  const currencies = await currenciesInUse(deps, deps.db.pool)
  const shown: PayoutBalance[] = []
  for (const currency of currencies) {
    for (const rail of rails) {
      const of: PayeeRail = { personId, rail, currency }
      const balance = await readBalance(deps, deps.db.pool, of)
      if (!isEmpty(balance)) shown.push(await presentBalance(deps, of, balance))
    }
  }
  return shown
}

type Gate = PayoutIdentity['gates'][number]

const accountStates = {
  none: 'open',
  requested: 'pending',
  pending: 'pending',
  enabled: 'done',
  rejected: 'refused',
} as const satisfies Record<PayoutAccount['state'], Gate['state']>

const accountGates = (state: PayoutAccount['state']): Gate[] => {
  const gate = { state: accountStates[state], fromMicro: null, paidMicro: null, source: null }
  return [
    { id: 'identity', ...gate },
    { id: 'beneficiary', ...gate },
  ]
}

const taxGate = (payee: Payee | undefined, gate: TaxGate | null, thisYearMicro: bigint): Gate => {
  const told = {
    fromMicro: gate === null ? null : String(gate.thresholdMicro),
    paidMicro: String(thisYearMicro),
    source: gate?.source ?? null,
  }
  const form = payee?.taxForm ?? null
  if (form !== null) return { id: 'tax_form', state: 'done', ...told }
  const currency = gate?.currency ?? ''
  const isAsked = needsTaxForm(gate, { currency, thisYearMicro, nextMicro: 0n })
  return { id: 'tax_form', state: isAsked ? 'open' : 'not_needed_yet', ...told }
}

export const getIdentity = async (deps: RewardsDeps, personId: PersonId): Promise<PayoutIdentity> => {
  const { pool } = deps.db
  const [payee, account] = await Promise.all([findPayee(pool, personId), deps.payments.getAccount(personId)])
  const today = todayOf(deps)
  const gate = payee ? gateOf(payee.country, today) : null
  const year = today.slice(0, 4)
  const thisYearMicro =
    // Checked boundary: the table of gates names currencies in use.
    gate === null ? 0n : await askedThisYear(pool, personId, { currency: gate.currency as Currency, year })
  const isKnown = account.state === 'enabled'
  return {
    level: isKnown ? ((payee?.taxForm ?? null) === null ? 'L1' : 'L2') : 'L0',
    country: payee?.country ?? null,
    gates: [...accountGates(account.state), taxGate(payee, gate, thisYearMicro)],
    onboardingUrl: isKnown ? null : account.url,
  }
}

export const startIdentity = async (
  deps: RewardsDeps,
  personId: PersonId,
  country: string,
): Promise<PayoutIdentity> => {
  const at = deps.clock.now()
  await deps.db.transaction((tx) => insertPayee(tx, { personId, country, at }))
  const known = await findPayee(deps.db.pool, personId)
  // The country that was said first: the provider's checks are of it.
  await deps.payments.onboard({
    ...{ party: personId, country: known?.country ?? country, returnPath: '/earnings/payouts' },
  })
  return getIdentity(deps, personId)
}

export interface GivenTaxForm {
  readonly form: 'w9' | 'w8ben' | 'dac7' | 'other'
  readonly country: string
  readonly taxNumber: string
}

/** Keeps of the number what tells two apart, and what its owner knows it by. */
export const giveTaxForm = async (
  deps: RewardsDeps,
  personId: PersonId,
  { form, country, taxNumber }: GivenTaxForm,
): Promise<PayoutIdentity> => {
  const numberHash = createHash('sha256').update(`${personId}\n${taxNumber}`).digest('hex')
  const numberLast = taxNumber.slice(-4)
  const at = deps.clock.now()
  await deps.db.transaction((tx) => saveTaxForm(tx, { personId, form, country, numberHash, numberLast, at }))
  return getIdentity(deps, personId)
}

const pageSize = 50
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export interface PayoutPage {
  readonly payouts: Payout[]
  readonly nextCursor: string | null
}

export const pageOfPayouts = async (
  deps: Pick<RewardsDeps, 'db'>,
  query: {
    readonly personId?: PersonId
    readonly state?: PayoutState | undefined
    readonly cursor?: string | undefined
  },
): Promise<PayoutPage> => {
  const { cursor = null, ...of } = query
  if (cursor !== null && !uuid.test(cursor)) throw new AppError('invalid_cursor')
  const rows = await listPayouts(deps.db.pool, { ...of, before: cursor, limit: pageSize + 1 })
  const shown = rows.slice(0, pageSize)
  const steps = await stepsOf(
    deps.db.pool,
    shown.map(({ payoutId }) => payoutId),
  )
  return {
    payouts: shown.map((row) => presentPayout(row, steps.get(row.payoutId) ?? [])),
    nextCursor: rows.length > pageSize ? (shown.at(-1)?.payoutId ?? null) : null,
  }
}

/** Somebody else's payout does not exist for whoever may not see it. */
export const getPayout = async (
  deps: Pick<RewardsDeps, 'db'>,
  viewer: PersonViewer,
  payoutId: PayoutId,
): Promise<Payout> => {
  const row: PayoutRow | undefined = await findPayout(deps.db.pool, payoutId)
  if (!row || !maySeePayout(viewer, row.personId)) throw new AppError('not_found')
  return presentPayout(row, (await stepsOf(deps.db.pool, [payoutId])).get(payoutId) ?? [])
}

/** How payouts of some days went. */
export const payoutsOf = async (
  { db }: Pick<RewardsDeps, 'db'>,
  days: { readonly from: string; readonly to: string },
): Promise<OperatorMoney['payouts']> => {
  const figures = await payoutFigures(db.pool, days)
  const ended = figures.paid + figures.failed
  const bad = figures.failed + figures.returned
  return { ...figures, failureBasisPoints: ended === 0 ? null : Math.round((bad * 10_000) / ended) }
}
