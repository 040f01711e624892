/**
 * Whether a creator or a video earns what it costs. Orders come by chance, so the same work might have brought fewer or
 * more: a verdict is given only where it would be the same over 95 % of that chance.
 */
export interface Earner {
  /** Orders that the files give to it. */
  readonly orders: number
  readonly contributionMicro: number
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
  /** Contribution with 95 % confidence, as far as it hangs on the number of orders; null: no order tells it. */
  readonly interval: readonly [low: number, high: number] | null
}

/** With fewer orders nothing is praised; a loss that no chance explains is told all the same. */
export const leastOrders = 10

/** 97.5th percentile of the normal distribution. */
const z = 1.959963984540054

/** Where the mean of a Poisson count lies with 95 % confidence, by Byar's approximation. */
export const countInterval = (count: number): readonly [low: number, high: number] => {
  const next = count + 1
  const low = count === 0 ? 0 : count * (1 - 1 / (9 * count) - z / (3 * Math.sqrt(count))) ** 3
  return [Math.max(0, low), next * (1 - 1 / (9 * next) + z / (3 * Math.sqrt(next))) ** 3]
}

export const judge = (one: Earner, usual: Usual): Judgement => {
  const { orders, contributionMicro, fixedMicro, claimedMicro } = one
  const ownPerOrder = orders === 0 ? null : (contributionMicro + fixedMicro) / orders
  const perOrder = ownPerOrder ?? usual.perOrderMicro
  if (perOrder === null) return { kind: 'too_little', interval: null }
  const [fewest, most] = countInterval(orders)
  const ends = [perOrder * fewest - fixedMicro, perOrder * most - fixedMicro]
  const interval = [Math.min(...ends), Math.max(...ends)] as const
  // Advertising claims the orders of creators, too: what it claims stands instead of them, not beside them.
  const best = Math.max(interval[1], claimedMicro * Math.max(0, usual.margin ?? 0) - fixedMicro)
  const told = orders === 0 ? null : interval
  if (best < 0) return { kind: 'loses', interval: told }
  if (orders < leastOrders) return { kind: 'too_little', interval: told }
  return { kind: interval[0] > 0 ? 'gains' : 'open', interval: told }
}
