import { countInterval, totalInterval } from '../certainty.ts'

/**
 * Whether a creator or a video earns what it costs. Orders come by chance, so the same work might have brought fewer or
 * more: a verdict is given only where it would be the same over 95 % of that chance.
 */
export interface Earner {
  /** Orders that the files give to it. */
  readonly orders: number
  readonly contributionMicro: number
  /** How far chance reaches in what its orders left. */
  readonly errorMicro: number
  /** Paid whatever is sold: advertising, fees, samples. */
  readonly fixedMicro: number
  /** What advertising claims for it. */
  readonly claimedMicro: number
}

/** How it usually is for this client. */
export interface Usual {
  /** What an order leaves before advertising and fees. */
  readonly perOrderMicro: number | null
  /** The part of GMV that is left before advertising and fees. */
  readonly margin: number | null
}

export type JudgementKind = 'gains' | 'open' | 'loses' | 'too_little'

export interface Judgement {
  readonly kind: JudgementKind
  /** Contribution with 95 % confidence, as far as it hangs on its orders; null: no order tells it. */
  readonly interval: readonly [low: number, high: number] | null
}

/** With fewer orders nothing is praised; a loss that no chance explains is told all the same. */
export const leastOrders = 10

/** What the orders of the same work might have left. Where there are none: as many as may have been missed. */
const leftBetween = ({ orders, contributionMicro, errorMicro, fixedMicro }: Earner, usual: Usual) => {
  if (orders > 0) return totalInterval({ total: contributionMicro + fixedMicro, error: errorMicro })
  const { perOrderMicro } = usual
  if (perOrderMicro === null) return null
  const ends = countInterval(0).map((count) => count * perOrderMicro)
  return [Math.min(...ends), Math.max(...ends)] as const
}

export const judge = (one: Earner, usual: Usual): Judgement => {
  const { orders, fixedMicro, claimedMicro } = one
  const left = leftBetween(one, usual)
  if (left === null) return { kind: 'too_little', interval: null }
  const interval = [left[0] - fixedMicro, left[1] - fixedMicro] as const
  // Advertising claims the orders of creators, too: what it claims stands instead of them, not beside them.
  const best = Math.max(interval[1], claimedMicro * Math.max(0, usual.margin ?? 0) - fixedMicro)
  const told = orders === 0 ? null : interval
  if (best < 0) return { kind: 'loses', interval: told }
  if (orders < leastOrders) return { kind: 'too_little', interval: told }
  return { kind: interval[0] > 0 ? 'gains' : 'open', interval: told }
}

/** How many orders are missing until something is said. */
export const ordersMissing = ({ kind }: Judgement, orders: number): number =>
  kind === 'too_little' ? Math.max(0, leastOrders - orders) : 0
