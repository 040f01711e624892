import type { SlotFlag, SlotSource } from '@busker/contract'
import { judgeOffPolicy, type LoggedSlots, type OffPolicyJudgement } from '@busker/ranking'

/** A slot that came into view, and whether it held its viewer. */
export interface ReplayedSlot {
  readonly viewerId: string
  readonly source: SlotSource
  readonly flags: readonly SlotFlag[]
  readonly propensity: number
  readonly held: boolean
}

/** What was served, and what another way of choosing would be worth: the share of slots that hold, per slot. */
export interface Replay {
  /** Slots that a recommender filled, and those of them that came into view: only these are judged. */
  readonly served: number
  readonly seen: number
  readonly policies: {
    readonly asLogged: OffPolicyJudgement
    /** Without places for new videos and without chance. */
    readonly withoutExploration: OffPolicyJudgement
  }
  /** Slots of one source alone, as they were served. */
  readonly sources: Readonly<Partial<Record<SlotSource, OffPolicyJudgement>>>
}

const settings = { clip: 30, draws: 1000, seed: 1 }

const isGreedy = ({ flags }: ReplayedSlot): boolean =>
  !flags.includes('explored') && !flags.includes('fresh_place')

const loggedOf = (slots: readonly ReplayedSlot[], targetOf: (slot: ReplayedSlot) => number): LoggedSlots => {
  const numbers = new Map<string, number>()
  const numberOf = (viewerId: string): number => {
    const own = numbers.get(viewerId) ?? numbers.size
    numbers.set(viewerId, own)
    return own
  }
  return {
    viewer: slots.map(({ viewerId }) => numberOf(viewerId)),
    reward: slots.map(({ held }) => (held ? 1 : 0)),
    propensity: slots.map(({ propensity }) => propensity),
    target: slots.map(targetOf),
  }
}

const asServed = (slots: readonly ReplayedSlot[]): OffPolicyJudgement =>
  judgeOffPolicy(
    loggedOf(slots, ({ propensity }) => propensity),
    settings,
  )

export const judgeReplay = (slots: readonly ReplayedSlot[], served: number): Replay => ({
  ...{ served, seen: slots.length },
  policies: {
    asLogged: asServed(slots),
    withoutExploration: judgeOffPolicy(
      loggedOf(slots, (slot) => (isGreedy(slot) ? 1 : 0)),
      settings,
    ),
  },
  sources: Object.fromEntries(
    [...Map.groupBy(slots, ({ source }) => source)].map(([source, own]) => [source, asServed(own)]),
  ),
})
