import type { Payout, PayoutId, PayoutRail, PersonId } from '@busker/contract'
import { currencyOf, type Currency, decimalsOf, unitOf } from '@busker/money'
import { AppError } from '#platform/errors'
import { defineJob } from '#platform/jobs'
import type { Queryable, Tx } from '#platform/postgres'
import { z } from 'zod'
import type { RewardsDeps } from './deps.ts'
import { setAside, type PayeeRail } from './payee-accounts.ts'
import { payoutPurpose, postRequest, step, tellPayee } from './payout-steps.ts'
import { readPayoutTerms, type PayoutTerms } from './payout-terms.ts'
import { presentPayout } from './present-payout.ts'
import { todayOf } from './programme.ts'
import { gateOf, needsTaxForm } from './rules/tax-gates.ts'
import { findPayee, type Payee } from './store/payees.ts'
import {
  askedThisYear,
  findByKey,
  findPayout,
  insertPayout,
  lockPayee,
  stepsOf,
  type PayoutRow,
} from './store/payouts.ts'

export interface WantedPayout {
  readonly key: string
  readonly rail: PayoutRail
  readonly currency: string
  readonly amountMicro?: string | undefined
}

/** The payout of a key; a key that was used for something else is a mistake of the caller. */
const sameRequest = async (
  handle: Queryable,
  personId: PersonId,
  wanted: WantedPayout,
): Promise<PayoutRow | null> => {
  const known = await findByKey(handle, personId, wanted.key)
  if (!known) return null
  const asked = wanted.amountMicro === undefined ? null : BigInt(wanted.amountMicro)
  if (known.rail !== wanted.rail || known.currency !== wanted.currency || known.askedMicro !== asked)
    throw new AppError('key_reused')
  return known
}

/** Whole minor units of what is there: what is less than one stays with its owner. */
export const wholePart = (amountMicro: bigint, currency: Currency): bigint => {
  const unit = unitOf(decimalsOf(currency))
  return amountMicro - (amountMicro % unit)
}

const amountFor = (
  asked: bigint | null,
  given: { readonly availableMicro: bigint; readonly currency: Currency; readonly minimumMicro: bigint },
): bigint => {
  const payable = wholePart(given.availableMicro, given.currency)
  const amount = asked ?? payable
  if (wholePart(amount, given.currency) !== amount) throw new AppError('not_whole_minor')
  if (amount < given.minimumMicro) throw new AppError('below_minimum')
  if (amount > payable) throw new AppError('insufficient_funds')
  return amount
}

const assertTaxForm = async (
  deps: RewardsDeps,
  tx: Tx,
  asking: { readonly payee: Payee; readonly of: PayeeRail; readonly nextMicro: bigint },
): Promise<void> => {
  if (asking.payee.taxForm !== null) return
  const today = todayOf(deps)
  const { currency, personId } = asking.of
  const thisYearMicro = await askedThisYear(tx, personId, { currency, year: today.slice(0, 4) })
  const gate = gateOf(asking.payee.country, today)
  if (needsTaxForm(gate, { currency, thisYearMicro, nextMicro: asking.nextMicro }))
    throw new AppError('tax_form_required')
}

const beginPayout = async (
  deps: RewardsDeps,
  tx: Tx,
  begun: { of: PayeeRail; wanted: WantedPayout; terms: PayoutTerms; payee: Payee },
): Promise<PayoutRow> => {
  const { of, wanted, terms, payee } = begun
  // Checked boundary: ids are made as UUIDs.
  const payoutId = deps.ids.uuid() as PayoutId
  const { availableMicro } = await setAside(deps, tx, { of, terms, key: payoutId })
  const askedMicro = wanted.amountMicro === undefined ? null : BigInt(wanted.amountMicro)
  const { currency } = of
  const amountMicro = amountFor(askedMicro, { availableMicro, currency, minimumMicro: terms.minimumMicro })
  await assertTaxForm(deps, tx, { payee, of, nextMicro: amountMicro })
  const at = deps.clock.now()
  const asked = {
    ...{ payoutId, personId: of.personId, requestKey: wanted.key, rail: of.rail, currency, askedMicro },
    // Nothing is withheld: who owes a form is asked for it before money leaves.
    ...{ amountMicro, withheldMicro: 0n, jurisdiction: payee.country },
    ...{ state: 'requested' as const, note: null, requestedAt: at, changedAt: at },
  }
  const row: PayoutRow = { ...asked, requestTxn: await postRequest(deps, tx, asked), paidTxn: null }
  await insertPayout(tx, row)
  await step(deps, tx, { row, event: 'check' })
  const checked: PayoutRow = { ...row, state: 'kyc_check' }
  if (terms.holdFromMicro > 0n && amountMicro >= terms.holdFromMicro)
    await step(deps, tx, { row: checked, event: 'hold', note: 'large_amount' })
  else await enqueueSubmit(deps, tx, payoutId)
  return checked
}

/** Asks for a payout, exactly once for each key: state, posting and the job that hands it over in one transaction. */
export const requestPayout = async (
  deps: RewardsDeps,
  personId: PersonId,
  wanted: WantedPayout,
): Promise<Payout> => {
  const currency = currencyOf(wanted.currency)
  if (currency === null) throw new AppError('invalid_request')
  const known = await sameRequest(deps.db.pool, personId, wanted)
  if (known) return showPayout(deps.db.pool, known.payoutId)
  const account = await deps.payments.getAccount(personId)
  if (account.state !== 'enabled') throw new AppError('identity_required')
  return deps.db.transaction(async (tx) => {
    await lockPayee(tx, personId)
    const again = await sameRequest(tx, personId, wanted)
    if (again) return showPayout(tx, again.payoutId)
    const payee = await findPayee(tx, personId)
    if (!payee) throw new AppError('identity_required')
    const terms = await readPayoutTerms(deps, tx)
    const of = { personId, rail: wanted.rail, currency }
    const { payoutId } = await beginPayout(deps, tx, { of, wanted, terms, payee })
    await tellPayee(deps, tx, payoutId)
    return showPayout(tx, payoutId)
  })
}

export const showPayout = async (handle: Queryable, payoutId: PayoutId): Promise<Payout> => {
  const row = await findPayout(handle, payoutId)
  if (!row) throw new AppError('not_found')
  return presentPayout(row, (await stepsOf(handle, [payoutId])).get(payoutId) ?? [])
}

const submitJob = defineJob({
  name: 'rewards.submit_payout',
  payload: z.object({ payoutId: z.uuid() }),
  maximumAttempts: 20,
})

/** In the transaction that lets a payout go: the job exists exactly if it may. */
export const enqueueSubmit = (deps: Pick<RewardsDeps, 'jobs'>, tx: Tx, payoutId: PayoutId): Promise<void> =>
  deps.jobs.enqueue(tx, submitJob, { payoutId }, { key: `${submitJob.name}:${payoutId}` })

/**
 * Hands a payout to the provider. The key is the id of the payout, so that handing it over again is the same payout. When
 * the provider does not answer, the payout says so, and payments go on asking.
 */
const submit = async (deps: RewardsDeps, payoutId: PayoutId): Promise<void> => {
  const row = await findPayout(deps.db.pool, payoutId)
  if (row?.state !== 'kyc_check' && row?.state !== 'submitted') return
  const { personId: party, currency, amountMicro, withheldMicro } = row
  const amountMinor = (amountMicro - withheldMicro) / unitOf(decimalsOf(currency))
  const account = await deps.payments.getAccount(party)
  if (row.state === 'kyc_check' && account.state !== 'enabled') {
    await deps.db.transaction((tx) => step(deps, tx, { row, event: 'hold', note: 'payout_account_missing' }))
    return
  }
  const told = await deps.payments.startPayout({
    ...{ key: payoutId, purpose: payoutPurpose, reference: payoutId },
    ...{ party, amountMinor, currency },
  })
  if (told.state !== 'requested') return
  const after = await findPayout(deps.db.pool, payoutId)
  if (after?.state === 'submitted')
    await deps.db.transaction((tx) => step(deps, tx, { row: after, event: 'silence' }))
}

export const handleSubmits = (deps: RewardsDeps): void => {
  deps.jobs.handle(submitJob, async ({ payoutId }) => submit(deps, payoutId as PayoutId))
}
