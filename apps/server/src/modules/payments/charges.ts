import type { PersonId } from '@busker/contract'
import type { Currency } from '@busker/money'
import { assert } from '#platform/assert'
import { AppError } from '#platform/errors'
import type { Charge, PaymentsDeps, Refund } from './deps.ts'
import { presentCharge, presentRefund } from './present.ts'
import { requestMovement } from './request-movement.ts'
import { refundableMinor } from './rules/refundable.ts'
import { findBackward, findByRequest, findMovement, lockMovement } from './store/movements.ts'
import { assertHeard } from './tell-purpose.ts'

export interface ChargeRequest {
  /** The caller's own, for ever: the same key is the same charge. */
  readonly key: string
  readonly purpose: string
  readonly reference: string
  readonly payer: PersonId
  readonly amountMinor: bigint
  readonly currency: Currency
  /** What the payer reads. */
  readonly description: string
  /** A path of this instance, where the checkout leads back to. */
  readonly returnPath: string
}

/** A place of this instance: a path that could leave it would make of us a way to anywhere. */
const isOwnPath = (path: string): boolean => /^\/(?![/\\])[!-~]*$/.test(path) && !path.includes('\\')

export const startCharge = async (deps: PaymentsDeps, request: ChargeRequest): Promise<Charge> => {
  assertHeard(deps, request.purpose, 'charge')
  assert(isOwnPath(request.returnPath), 'a checkout leads back to a path of this instance')
  const { payer, ...wanted } = request
  const row = await requestMovement(
    deps,
    { ...wanted, kind: 'charge', party: payer, chargeId: null },
    async () => undefined,
  )
  return presentCharge(row)
}

export interface RefundRequest {
  readonly key: string
  readonly chargeId: string
  readonly amountMinor: bigint
  readonly reason: string
}

export const refund = async (deps: PaymentsDeps, request: RefundRequest): Promise<Refund> => {
  const { chargeId, amountMinor } = request
  const charge = await findMovement(deps.db.pool, chargeId)
  if (charge?.kind !== 'charge') throw new AppError('not_found')
  assertHeard(deps, charge.purpose, 'refund')
  const { purpose, reference, party, currency } = charge
  const row = await requestMovement(
    deps,
    {
      ...{ kind: 'refund', key: request.key, purpose, reference, party, chargeId, amountMinor, currency },
      ...{ description: request.reason, returnPath: '' },
    },
    async (tx) => {
      const locked = await lockMovement(tx, chargeId)
      // Somebody with the same key was first while this one waited for the charge: then it is no second refund.
      if (await findByRequest(tx, 'refund', request.key)) return
      if (locked?.state !== 'settled') throw new AppError('not_refundable')
      const left = refundableMinor(locked.capturedMinor, await findBackward(tx, chargeId))
      if (amountMinor > left) throw new AppError('refund_too_large')
    },
  )
  return presentRefund(row)
}
