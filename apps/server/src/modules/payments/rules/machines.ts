/**
 * What the provider says of a thing, and what that means for ours. `steps` are told to the purpose one after another: a
 * step that no message told about, such as `paid` before `returned`, is told all the same. What is not in the table changes
 * nothing.
 */
export interface Advance {
  readonly state: string
  readonly steps: readonly string[]
}

type Machine = Readonly<Record<string, Readonly<Record<string, Advance>>>>

export const movementKinds = ['charge', 'refund', 'payout', 'dispute'] as const
export type MovementKind = (typeof movementKinds)[number]

const to = (state: string, ...steps: string[]): Advance => ({ state, steps })

/** The provider refused the command itself, so there is nothing at its side. */
export const refused = 'refused'

const chargeEnd = { captured: to('settled', 'settled'), failed: to('failed', 'failed') }

const payoutEnd = {
  paid: to('paid', 'paid'),
  failed: to('failed', 'failed'),
  returned: to('returned', 'paid', 'returned'),
}
const refundEnd = {
  succeeded: to('succeeded', 'succeeded'),
  failed: to('failed', 'failed'),
  returned: to('returned', 'succeeded', 'returned'),
}
const disputeEnd = { won: to('won', 'won'), lost: to('lost', 'lost') }

/** By kind, by our state, by the provider's status. */
export const machines: Readonly<Record<MovementKind, Machine>> = {
  charge: {
    requested: {
      open: to('open'),
      processing: to('processing'),
      authorized: to('authorized'),
      ...chargeEnd,
      [refused]: to('failed', 'failed'),
    },
    open: { processing: to('processing'), authorized: to('authorized'), ...chargeEnd },
    processing: { authorized: to('authorized'), ...chargeEnd },
    authorized: chargeEnd,
  },
  refund: {
    requested: { pending: to('pending'), ...refundEnd, [refused]: to('failed', 'failed') },
    pending: refundEnd,
    // A bank may send back what was refunded: the money is ours again, and the purpose hears both.
    succeeded: { returned: to('returned', 'returned') },
  },
  payout: {
    requested: { pending: to('submitted'), ...payoutEnd, [refused]: to('failed', 'failed') },
    submitted: payoutEnd,
    paid: { returned: to('returned', 'returned') },
  },
  dispute: {
    seen: {
      open: to('opened', 'opened'),
      won: to('won', 'opened', 'won'),
      lost: to('lost', 'opened', 'lost'),
    },
    opened: disputeEnd,
  },
}

/** Where a thing goes when the provider says this of it; null: nothing changes. */
export const advance = (kind: MovementKind, state: string, status: string): Advance | null => {
  // Words of a provider are looked up here: one that every object has, such as `constructor`, is no entry.
  const ways = Object.hasOwn(machines[kind], state) ? machines[kind][state] : undefined
  return ways !== undefined && Object.hasOwn(ways, status) ? (ways[status] ?? null) : null
}

/** States after which nothing is awaited. What was paid or refunded may still come back, which the report tells. */
const ends: Readonly<Record<MovementKind, readonly string[]>> = {
  charge: ['settled', 'failed'],
  refund: ['succeeded', 'failed', 'returned'],
  payout: ['paid', 'failed', 'returned'],
  dispute: ['won', 'lost'],
}

export const isAtEnd = (kind: MovementKind, state: string): boolean => ends[kind].includes(state)
