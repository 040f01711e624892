import { payoutOutcome, type PayoutId, type PayoutState } from '@busker/contract'
import { assert } from '#platform/assert'
import { AppError } from '#platform/errors'
import { onCommit, type Tx } from '#platform/postgres'
import type { RewardsDeps, ToldPayout } from './deps.ts'
import { presentPayout } from './present-payout.ts'
import { nextPayoutState, type PayoutEvent } from './rules/payout-machine.ts'
import { findPayout, movePayout, stepsOf, type PayoutRow } from './store/payouts.ts'

/** The purpose under which payments tell this module what became of a payout. */
export const payoutPurpose = 'rewards.payout'
const scope = 'rewards.payout'

type StepDeps = Pick<RewardsDeps, 'ledger' | 'clock' | 'publish' | 'bus'>

/** Tells the payee after the commit: the payout as it is then, and that their balance is another. */
export const tellPayee = async (deps: StepDeps, tx: Tx, payoutId: PayoutId): Promise<void> => {
  const row = await findPayout(tx, payoutId)
  assert(row !== undefined, 'payouts are never deleted')
  const payout = presentPayout(row, (await stepsOf(tx, [payoutId])).get(payoutId) ?? [])
  onCommit(tx, () => {
    deps.publish(row.personId, { type: 'payout.changed', payout })
    deps.publish(row.personId, { type: 'earnings.changed' })
  })
}

interface Step {
  readonly row: PayoutRow
  readonly event: PayoutEvent
  readonly note?: string | null
  readonly paidTxn?: string
}

/** Where the payee looks by themselves, or hears it later: what the provider said is worth a notice. */
const tellEnd = async (
  { bus, clock }: StepDeps,
  tx: Tx,
  { row, to }: { readonly row: PayoutRow; readonly to: PayoutState },
): Promise<void> => {
  const outcome = payoutOutcome.safeParse(to)
  if (!outcome.success) return
  const { payoutId, personId, currency } = row
  const payout = { payoutId, personId, currency, amountMicro: row.amountMicro.toString() }
  await bus.emit(tx, 'rewards.payout_ended', {
    ...payout,
    outcome: outcome.data,
    at: clock.now().toISOString(),
  })
}

/** From the state that was read, in the transaction that also posts: false when the table or somebody faster says no. */
export const step = async (deps: StepDeps, tx: Tx, made: Step): Promise<boolean> => {
  const { row } = made
  const to = nextPayoutState(row.state, made.event)
  if (to === null) return false
  const { note = null, paidTxn } = made
  const change = { payoutId: row.payoutId, from: row.state, to, note, at: deps.clock.now() }
  if (!(await movePayout(tx, { ...change, ...(paidTxn === undefined ? {} : { paidTxn }) }))) return false
  await tellPayee(deps, tx, row.payoutId)
  await tellEnd(deps, tx, { row, to })
  return true
}

/** Books that a payout was asked for. */
export const postRequest = async (
  { ledger }: StepDeps,
  tx: Tx,
  row: Omit<PayoutRow, 'requestTxn' | 'paidTxn'>,
): Promise<string> => {
  const { personId: party, rail, currency, amountMicro, withheldMicro, jurisdiction } = row
  const params = { party, rail, currency, amountMicro, withholdingMicro: withheldMicro, jurisdiction }
  const done = await ledger.postOne(tx, {
    ...{ do: 'transfer', scope, key: `${row.payoutId}:request` },
    transfer: { template: 'payout_request', params },
  })
  return done.id
}

const postPaid = async (
  { ledger }: StepDeps,
  tx: Tx,
  { row, provider }: { readonly row: PayoutRow; readonly provider: string },
): Promise<string> => {
  const transfer = { template: 'payout_paid', params: { payout: row.requestTxn, provider } } as const
  return (await ledger.postOne(tx, { do: 'transfer', scope, key: `${row.payoutId}:paid`, transfer })).id
}

/** The money is available again. */
export const postFailed = async ({ ledger }: StepDeps, tx: Tx, row: PayoutRow): Promise<void> => {
  const transfer = { template: 'payout_failed', params: { payout: row.requestTxn } } as const
  await ledger.postOne(tx, { do: 'transfer', scope, key: `${row.payoutId}:failed`, transfer })
}

const postReturned = async ({ ledger }: StepDeps, tx: Tx, row: PayoutRow): Promise<void> => {
  assert(row.paidTxn !== null, 'only what was paid comes back')
  const transfer = { template: 'payout_returned', params: { paid: row.paidTxn } } as const
  await ledger.postOne(tx, { do: 'transfer', scope, key: `${row.payoutId}:returned`, transfer })
}

const noteOf = ({ code }: ToldPayout): string | null => code

const follow = async (
  deps: StepDeps,
  tx: Tx,
  { row, told }: { readonly row: PayoutRow; readonly told: ToldPayout },
): Promise<boolean> => {
  switch (told.state) {
    case 'requested':
      return step(deps, tx, { row, event: 'submit' })
    case 'submitted':
      return true
    case 'paid': {
      if (nextPayoutState(row.state, 'paid') === null) return false
      const paidTxn = await postPaid(deps, tx, { row, provider: told.provider })
      return step(deps, tx, { row, event: 'paid', paidTxn })
    }
    case 'failed':
      if (nextPayoutState(row.state, 'failed') === null) return false
      await postFailed(deps, tx, row)
      return step(deps, tx, { row, event: 'failed', note: noteOf(told) })
    case 'returned':
      if (nextPayoutState(row.state, 'returned') === null) return false
      await postReturned(deps, tx, row)
      return step(deps, tx, { row, event: 'returned', note: noteOf(told) })
  }
}

/**
 * What became of a payout, in the transaction in which payments write it down. What does not fit where the payout stands
 * (held by an operator a moment ago, say) undoes that transaction: payments tell it again, or never began it.
 */
export const onPayout = async (deps: StepDeps, tx: Tx, told: ToldPayout): Promise<void> => {
  // Checked boundary: the reference is the id that `startPayout` was given.
  const row = await findPayout(tx, told.reference as PayoutId)
  assert(row !== undefined, 'payments tell of payouts that were asked for')
  if (!(await follow(deps, tx, { row, told }))) throw new AppError('state_changed')
}
