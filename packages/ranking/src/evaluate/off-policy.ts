import { seeded } from '../random.ts'

/** What was shown and what came of it, and how another policy would have chosen; one number for each slot. */
export interface LoggedSlots {
  /** A number for each viewer: what one person does hangs together. */
  readonly viewer: ArrayLike<number>
  /** What came of the slot. */
  readonly reward: ArrayLike<number>
  /** Probability with which the video was chosen for the slot, above 0. */
  readonly propensity: ArrayLike<number>
  /** Probability with which the other policy would have chosen the same. */
  readonly target: ArrayLike<number>
  /** What a model foretells of the slot as it was, and of the slot as the other policy would have filled it. */
  readonly direct?: { readonly logged: ArrayLike<number>; readonly target: ArrayLike<number> }
}

export interface OffPolicySettings {
  /** No slot counts more often than this in IPS and DR, which takes variance for a little bias. */
  readonly clip: number
  /** Draws of the bootstrap. */
  readonly draws: number
  readonly seed: number
}

/** Below so many slots of effect, or with one that weighs more than this share, nothing is said (feed.md 4.3). */
const leastEffective = 1000
const largestShare = 0.05

interface Trust {
  readonly slots: number
  /** As many slots, all weighing the same, would tell as much (Kish, 1965). */
  readonly ess: number
  /** The largest weight's share of all. */
  readonly largestShare: number
}

/** What the other policy is worth per slot, or that the log does not tell. */
export type OffPolicyJudgement =
  | (Trust & { readonly verdict: 'too_little' })
  | (Trust & {
      readonly verdict: 'estimated'
      /** Self-normalised (Swaminathan and Joachims, 2015): the value to go by. */
      readonly snips: number
      /** Clipped inverse propensities (Horvitz and Thompson, 1952). */
      readonly ips: number
      /** Doubly robust (Dudík et al., 2011); null without a model. */
      readonly dr: number | null
      /** 95 % of `snips`, by bootstrap over viewers. */
      readonly interval: { readonly low: number; readonly high: number }
    })

const trustOf = (weights: Float64Array): Trust & { readonly sum: number } => {
  let [sum, squares, largest] = [0, 0, 0]
  for (const weight of weights) {
    sum += weight
    squares += weight * weight
    largest = Math.max(largest, weight)
  }
  const told = { slots: weights.length, sum }
  return sum === 0
    ? { ...told, ess: 0, largestShare: 0 }
    : { ...told, ess: (sum * sum) / squares, largestShare: largest / sum }
}

const meanOf = (count: number, value: (at: number) => number): number => {
  let sum = 0
  for (let at = 0; at < count; at += 1) sum += value(at)
  return sum / count
}

/** Sums of weights and of weighted rewards of each viewer: a draw of viewers needs nothing else. */
const sumsByViewer = ({ viewer, reward }: LoggedSlots, weights: Float64Array) => {
  const places = new Map<number, number>()
  const [weight, gained]: [number[], number[]] = [[], []]
  for (const [at, own] of weights.entries()) {
    const person = viewer[at] ?? 0
    const place = places.get(person) ?? places.size
    places.set(person, place)
    weight[place] = (weight[place] ?? 0) + own
    gained[place] = (gained[place] ?? 0) + own * (reward[at] ?? 0)
  }
  return { weight, gained }
}

const bootstrap = (
  { weight, gained }: { readonly weight: readonly number[]; readonly gained: readonly number[] },
  { draws, seed }: OffPolicySettings,
): { low: number; high: number } => {
  const random = seeded(seed)
  const values: number[] = []
  for (let draw = 0; draw < draws; draw += 1) {
    let [sum, gain] = [0, 0]
    for (let at = 0; at < weight.length; at += 1) {
      const place = random.below(weight.length)
      sum += weight[place] ?? 0
      gain += gained[place] ?? 0
    }
    // A draw of viewers none of whom the other policy would have served alike says nothing.
    if (sum > 0) values.push(gain / sum)
  }
  values.sort((one, other) => one - other)
  const at = (share: number): number => values[Math.round(share * (values.length - 1))] ?? 0
  return { low: at(0.025), high: at(0.975) }
}

/**
 * Estimates what another policy would be worth, out of what this one served by chance. Refuses where too few slots carry
 * the answer.
 *
 * @example judgeOffPolicy({ viewer, reward, propensity, target }, { clip: 30, draws: 1000, seed: 1 })
 */
export const judgeOffPolicy = (slots: LoggedSlots, settings: OffPolicySettings): OffPolicyJudgement => {
  const { reward, propensity, target, direct } = slots
  const count = reward.length
  const weights = Float64Array.from({ length: count }, (_, at) => {
    const chance = propensity[at] ?? 0
    if (!(chance > 0)) throw new RangeError(`slot ${at} was served with propensity ${chance}`)
    return (target[at] ?? 0) / chance
  })
  const { sum, ...trust } = trustOf(weights)
  if (trust.ess < leastEffective || trust.largestShare > largestShare)
    return { verdict: 'too_little', ...trust }
  const clipped = (at: number): number => Math.min(settings.clip, weights[at] ?? 0)
  const off = (at: number): number => (reward[at] ?? 0) - (direct?.logged[at] ?? 0)
  return {
    ...{ verdict: 'estimated', ...trust },
    snips: meanOf(count, (at) => (weights[at] ?? 0) * (reward[at] ?? 0)) / (sum / count),
    ips: meanOf(count, (at) => clipped(at) * (reward[at] ?? 0)),
    dr: direct ? meanOf(count, (at) => (direct.target[at] ?? 0) + clipped(at) * off(at)) : null,
    interval: bootstrap(sumsByViewer(slots, weights), settings),
  }
}
