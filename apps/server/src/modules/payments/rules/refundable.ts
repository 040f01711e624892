import { unreachable } from '#platform/assert'

/** What goes back, or may still go back, of a charge. */
export interface Backward {
  readonly kind: 'refund' | 'dispute'
  readonly state: string
  readonly amountMinor: bigint
}

const isHeld = ({ kind, state }: Backward): boolean => {
  switch (kind) {
    case 'refund':
      return state !== 'failed' && state !== 'returned'
    case 'dispute':
      return state !== 'won'
    default:
      return unreachable(kind)
  }
}

/** What went back of a charge or may still do so: refunds that did not fail or come back, and disputes that were not won. */
export const heldBackMinor = (backward: readonly Backward[]): bigint =>
  backward.filter(isHeld).reduce((sum, { amountMinor }) => sum + amountMinor, 0n)

/** What can still be refunded, so that a refund and a dispute never pay the same money twice. */
export const refundableMinor = (capturedMinor: bigint, backward: readonly Backward[]): bigint => {
  const left = capturedMinor - heldBackMinor(backward)
  return left < 0n ? 0n : left
}
