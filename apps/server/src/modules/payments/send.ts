import { assert, unreachable } from '#platform/assert'
import { applyRefusal, applyTold } from './apply.ts'
import type { PaymentsDeps } from './deps.ts'
import type { Outcome, ProviderMovement } from './provider.ts'
import { pauseBeforeLook } from './rules/look-again.ts'
import { refundableMinor } from './rules/refundable.ts'
import { requestKeyOf } from './rules/request-key.ts'
import { findAccount } from './store/accounts.ts'
import {
  findBackward,
  findMovement,
  lockMovement,
  markSent,
  putOff,
  type MovementRow,
} from './store/movements.ts'

const askProvider = async (
  deps: PaymentsDeps,
  row: MovementRow,
  target: string | null,
): Promise<Outcome<ProviderMovement>> => {
  const { provider } = deps
  const key = requestKeyOf(row.kind, row.movementId)
  const { amountMinor, currency } = row
  if (row.kind === 'charge') {
    const returnUrl = `${deps.publicUrl ?? ''}${row.returnPath}`
    const { party: payer, description } = row
    return provider.createCharge({
      ...{ key, amountMinor, currency, payer, description, returnUrl },
      capture: 'auto',
    })
  }
  assert(target !== null, 'a refund names a charge of the provider, a payout an account')
  if (row.kind === 'refund')
    return provider.refund({ key, chargeRef: target, amountMinor, reason: row.description })
  assert(row.kind === 'payout', 'nobody asks for a dispute')
  return provider.payout({ key, accountRef: target, amountMinor, currency })
}

/** What the command is about at the provider's side. */
const targetOf = async (deps: PaymentsDeps, row: MovementRow): Promise<string | null> => {
  if (row.kind === 'refund' && row.chargeId !== null)
    return (await findMovement(deps.db.pool, row.chargeId))?.providerRef ?? null
  if (row.kind === 'payout')
    return (await findAccount(deps.db.pool, row.provider, row.party))?.providerRef ?? null
  return null
}

/**
 * Marks that the provider may know of it from now on. A refund that was never sent is given up here when the payer's bank
 * took the same money back meanwhile: true.
 */
const beginSending = (deps: PaymentsDeps, row: MovementRow): Promise<boolean> =>
  deps.db.transaction(async (tx) => {
    if (row.kind === 'refund' && row.chargeId !== null && row.sentAt === null) {
      const charge = await lockMovement(tx, row.chargeId)
      const others = await findBackward(tx, row.chargeId, row.movementId)
      if (row.amountMinor > refundableMinor(charge?.capturedMinor ?? 0n, others)) return true
    }
    await markSent(tx, row.movementId, deps.clock.now())
    return false
  })

/**
 * Gives a command to the provider, under the one key it has, and applies the answer. After `unknown` it stays as it is and
 * is looked up later.
 */
export const send = async (deps: PaymentsDeps, row: MovementRow): Promise<void> => {
  if (await beginSending(deps, row)) return applyRefusal(deps, row.movementId, 'disputed')
  const outcome = await askProvider(deps, row, await targetOf(deps, row))
  switch (outcome.kind) {
    case 'ok':
      await applyTold(deps, outcome.value)
      return
    case 'declined':
      return applyRefusal(deps, row.movementId, outcome.code)
    case 'unknown':
      deps.log.warn('payments.answer_unknown', { movementId: row.movementId, kind: row.kind })
      return putOff(deps.db.pool, row.movementId, {
        lookAt: new Date(deps.clock.nowMs() + pauseBeforeLook(row.kind, row.looks)),
        looks: row.looks + 1,
      })
    default:
      return unreachable(outcome)
  }
}
