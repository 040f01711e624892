import { isAtEnd, type MovementKind } from './machines.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs

/** Banks take their time with these; asking each hour tells nothing new. */
const slowest: Readonly<Record<MovementKind, number>> = {
  charge: hourMs,
  refund: 6 * hourMs,
  payout: 6 * hourMs,
  dispute: 12 * hourMs,
}

/** Twice as long each time, from one minute on. */
export const pauseBeforeLook = (kind: MovementKind, looks: number): number =>
  Math.min(minuteMs * 2 ** Math.min(looks, 20), slowest[kind])

/** When to ask the provider if nothing is heard before; null: nothing is awaited. */
export const nextLook = (
  movement: { readonly kind: MovementKind; readonly state: string; readonly looks: number },
  nowMs: number,
): Date | null =>
  isAtEnd(movement.kind, movement.state)
    ? null
    : new Date(nowMs + pauseBeforeLook(movement.kind, movement.looks))

/** A party takes days over its papers; its first minutes count when somebody waits before the page. */
export const nextAccountLook = (
  account: { readonly state: string; readonly looks: number },
  nowMs: number,
): Date | null =>
  account.state === 'enabled' || account.state === 'rejected'
    ? null
    : new Date(nowMs + Math.min(minuteMs * 2 ** Math.min(account.looks, 20), 6 * hourMs))
