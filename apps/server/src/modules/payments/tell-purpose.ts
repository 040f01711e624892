import { assert, unreachable } from '#platform/assert'
import type { Tx } from '#platform/postgres'
import type { PaymentsDeps, PurposeHandlers } from './deps.ts'
import { presentCharge, presentDispute, presentPayout, presentRefund } from './present.ts'
import type { MovementKind } from './rules/machines.ts'
import { insertTransition, type MovementRow } from './store/movements.ts'

const handlerNames = {
  charge: 'onCharge',
  refund: 'onRefund',
  dispute: 'onDispute',
  payout: 'onPayout',
} as const satisfies Record<MovementKind, keyof PurposeHandlers>

/** A purpose that cannot hear of such money must not begin to move any. */
export const assertHeard = (deps: PaymentsDeps, purpose: string, kind: MovementKind): void => {
  const handlers = Object.hasOwn(deps.purposes, purpose) ? deps.purposes[purpose] : undefined
  assert(handlers?.[handlerNames[kind]] !== undefined, `the purpose ${purpose} hears of each ${kind}`)
}

const call = (tx: Tx, handlers: PurposeHandlers, row: MovementRow): Promise<void> | undefined => {
  switch (row.kind) {
    case 'charge':
      return handlers.onCharge?.(tx, presentCharge(row))
    case 'refund':
      return handlers.onRefund?.(tx, presentRefund(row))
    case 'dispute':
      return handlers.onDispute?.(tx, presentDispute(row))
    case 'payout':
      return handlers.onPayout?.(tx, presentPayout(row))
    default:
      return unreachable(row.kind)
  }
}

/**
 * Tells one step to the purpose, in the transaction of the change. The row of the transition comes first: a step that was
 * told before breaks its key, and everything is undone.
 */
export const tellPurpose = async (deps: PaymentsDeps, tx: Tx, row: MovementRow): Promise<void> => {
  assertHeard(deps, row.purpose, row.kind)
  const { movementId, providerVersion } = row
  await insertTransition(tx, { movementId, transition: row.state, providerVersion, at: deps.clock.now() })
  await call(tx, deps.purposes[row.purpose] ?? {}, row)
}
