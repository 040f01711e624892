import type { LineKind } from '../provider.ts'
import type { MovementKind } from './machines.ts'

/** Of our movement: what a line of the report is held against. */
export interface Booked {
  readonly kind: MovementKind
  readonly state: string
  readonly amountMinor: bigint
  readonly capturedMinor: bigint
}

interface Expectation {
  readonly kind: MovementKind
  /** States in which our books have this line. */
  readonly states: readonly string[]
  readonly amountMinor: (movement: Booked) => bigint
}

const expectations: Readonly<Partial<Record<LineKind, Expectation>>> = {
  charge: { kind: 'charge', states: ['settled'], amountMinor: (one) => one.capturedMinor },
  refund: { kind: 'refund', states: ['succeeded', 'returned'], amountMinor: (one) => -one.amountMinor },
  refund_returned: { kind: 'refund', states: ['returned'], amountMinor: (one) => one.amountMinor },
  dispute: {
    kind: 'dispute',
    states: ['opened', 'won', 'lost'],
    amountMinor: (one) => -one.amountMinor,
  },
  dispute_won: { kind: 'dispute', states: ['won'], amountMinor: (one) => one.amountMinor },
  payout: { kind: 'payout', states: ['paid', 'returned'], amountMinor: (one) => -one.amountMinor },
  payout_returned: { kind: 'payout', states: ['returned'], amountMinor: (one) => one.amountMinor },
}

/** What our books say that this line moves; null: they do not have it, or not yet. */
export const expectedMinor = (kind: LineKind, movement: Booked): bigint | null => {
  const expectation = expectations[kind]
  if (expectation?.kind !== movement.kind || !expectation.states.includes(movement.state)) return null
  return expectation.amountMinor(movement)
}
