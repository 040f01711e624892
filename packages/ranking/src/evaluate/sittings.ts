import { sittingMs } from '../histories.ts'
import type { Meeting } from '../families.ts'
import type { Learner, Outcome } from '../learner.ts'

/** Meetings in the order of their time, and what came of each. */
export interface Told {
  readonly count: number
  meeting(at: number): Meeting
  outcome(at: number): Outcome
}

/** What was foretold of one meeting before anything of its sitting was learned. */
export type OnForetold = (at: number, foretold: Foretelling) => void

export interface Foretelling {
  readonly chances: Float64Array
  readonly seconds: number
  readonly sitting: number
}

interface Sitting {
  readonly id: number
  readonly members: { readonly at: number; readonly features: Int32Array }[]
  lastMs: number
}

/**
 * Goes through meetings as they happened. All meetings of one person without a break of half an hour are foretold before
 * any of them is learned: scored one by one, a like would raise the person's own later scores, and the order within a
 * sitting would be judged unfairly (feed.md 0.6).
 */
export class Sittings {
  readonly #learner: Learner
  readonly #told: Told
  readonly #open = new Map<number, Sitting>()
  /** In the order in which sittings may end. */
  readonly #ends: { readonly person: number; readonly atMs: number }[] = []
  readonly #chances: Float64Array
  #ended = 0
  #sittings = 0

  constructor(learner: Learner, told: Told) {
    this.#learner = learner
    this.#told = told
    this.#chances = new Float64Array(learner.settings.heads.length)
  }

  /** Meetings from … to - 1. Without `learns` the learner stays as it is. */
  run(from: number, to: number, { learns, onForetold }: { learns: boolean; onForetold?: OnForetold }): void {
    for (let at = from; at < to; at += 1) {
      const meeting = this.#told.meeting(at)
      this.#endUntil(meeting.atMs, learns)
      const sitting = this.#sittingOf(meeting)
      const features = Int32Array.from(this.#learner.describe(meeting))
      sitting.members.push({ at, features })
      if (onForetold === undefined) continue
      this.#learner.foretell(features, this.#chances)
      const seconds = this.#learner.foretellSeconds(features)
      onForetold(at, { chances: this.#chances, seconds, sitting: sitting.id })
    }
    this.#endUntil(Number.POSITIVE_INFINITY, learns)
  }

  #sittingOf({ person, atMs }: Meeting): Sitting {
    const found = this.#open.get(person)
    const sitting = found ?? { id: (this.#sittings += 1), members: [], lastMs: atMs }
    sitting.lastMs = atMs
    this.#open.set(person, sitting)
    this.#ends.push({ person, atMs: atMs + sittingMs })
    return sitting
  }

  #endUntil(nowMs: number, learns: boolean): void {
    while (this.#ended < this.#ends.length) {
      const end = this.#ends[this.#ended]
      if (end === undefined || end.atMs > nowMs) break
      this.#ended += 1
      const sitting = this.#open.get(end.person)
      if (sitting === undefined || sitting.lastMs + sittingMs > nowMs) continue
      this.#open.delete(end.person)
      if (!learns) continue
      for (const { at, features } of sitting.members)
        this.#learner.learn(features, this.#told.meeting(at), this.#told.outcome(at))
    }
  }
}
