import type { Random } from '../random.ts'
import type { Flag } from './page.ts'
import type { FeedRules } from './value-file.ts'

/** A video that may be put on the page. */
export interface Choice {
  readonly video: number
  readonly author: number
  /** 0: none. */
  readonly topic: number
  readonly sound: number
  readonly value: number
  /** How much a new video is owed viewers, 0 … 1; 0: it is not new. */
  readonly need: number
  /** Of a creator with few viewers. */
  readonly small: boolean
}

export type Kin = Pick<Choice, 'author' | 'topic' | 'sound'>

/** Chances of the ways in which a place is filled; the rest goes to the best. */
export interface Chances {
  readonly fresh: number
  readonly fair: number
  readonly explore: number
}

export interface Arrangement {
  readonly count: number
  readonly rules: FeedRules
  readonly chances: Chances
  /** Places at the beginning that take no chances: of somebody's very first page. */
  readonly sure: number
  /** What stands before, the latest last. */
  readonly before: readonly Kin[]
  readonly random: Random
}

export interface Placed {
  /** Index of the choice. */
  readonly at: number
  readonly propensity: number
  readonly flags: readonly Flag[]
  /** The probability of each choice for this place, given the places before it; they sum to 1. */
  readonly chances: Float64Array
}

/** How much of the spread of values a video loses that is like one before it (MMR: Carbonell and Goldstein, 1998). */
const variety = 0.35
const alike = { author: 1, sound: 0.6, topic: 0.4 }
/** What stands further back is forgotten by the penalty. */
const memory = 10
/** Values by which new videos are drawn are compared at this share of their spread. */
const freshTemperature = 0.3

const likeness = (one: Kin, other: Kin): number => {
  if (one.author === other.author) return alike.author
  if (one.sound !== 0 && one.sound === other.sound) return alike.sound
  return one.topic !== 0 && one.topic === other.topic ? alike.topic : 0
}

const countLast = (placed: readonly Kin[], within: number, isSame: (one: Kin) => boolean): number => {
  let count = 0
  for (let at = Math.max(0, placed.length - within + 1); at < placed.length; at += 1) {
    const one = placed[at]
    if (one !== undefined && isSame(one)) count += 1
  }
  return count
}

/** The strictest rules first; where nothing obeys all, the last ones are given up first. */
const obeys = (
  choice: Choice,
  placed: readonly Kin[],
  { rules, given }: { rules: FeedRules; given: number },
): boolean => {
  const last = placed.at(-1)
  if (given < 3 && last?.author === choice.author) return false
  if (given < 2 && countLast(placed, rules.creatorApart, (one) => one.author === choice.author) > 0)
    return false
  if (given > 0) return true
  const sounds = countLast(placed, rules.soundWithin, (one) => one.sound === choice.sound)
  if (choice.sound !== 0 && sounds >= rules.soundMost) return false
  const topics = countLast(placed, rules.topicWithin, (one) => one.topic === choice.topic)
  return choice.topic === 0 || topics < rules.topicMost
}

class Page {
  readonly #choices: readonly Choice[]
  readonly #plan: Arrangement
  readonly #placed: Kin[]
  readonly #taken: Uint8Array
  readonly #spread: number
  readonly #alike: Float64Array

  constructor(choices: readonly Choice[], plan: Arrangement) {
    this.#choices = choices
    this.#plan = plan
    this.#placed = [...plan.before]
    this.#taken = new Uint8Array(choices.length)
    const values = choices.map(({ value }) => value)
    this.#spread = values.length === 0 ? 0 : Math.max(...values) - Math.min(...values)
    this.#alike = Float64Array.from(choices, (choice) => this.#likest(choice))
  }

  #likest(choice: Choice): number {
    return this.#placed.slice(-memory).reduce((most, one) => Math.max(most, likeness(choice, one)), 0)
  }

  #allowed(): number[] {
    for (let given = 0; given < 4; given += 1) {
      const found: number[] = []
      for (const [at, choice] of this.#choices.entries())
        if (this.#taken[at] === 0 && obeys(choice, this.#placed, { rules: this.#plan.rules, given }))
          found.push(at)
      if (found.length > 0) return found
    }
    return []
  }

  #worth(at: number): number {
    return (this.#choices[at]?.value ?? 0) - variety * this.#spread * (this.#alike[at] ?? 0)
  }

  #best(among: readonly number[], worth: (at: number) => number): number {
    let best = among[0] ?? -1
    for (const at of among) if (worth(at) > worth(best)) best = at
    return best
  }

  /** New videos that are owed much to somebody whom they may suit: by softmax of the value, times what is owed. */
  #addFresh(into: Float64Array, among: readonly number[], mass: number): void {
    const scale = freshTemperature * this.#spread || 1
    const most = among.reduce(
      (top, at) => Math.max(top, this.#choices[at]?.value ?? 0),
      Number.NEGATIVE_INFINITY,
    )
    const weights = among.map((at) => {
      const { need, value } = this.#choices[at] ?? { need: 0, value: 0 }
      return need * Math.exp((value - most) / scale)
    })
    const sum = weights.reduce((all, one) => all + one, 0)
    for (const [which, at] of among.entries())
      into[at] = (into[at] ?? 0) + (mass * (weights[which] ?? 0)) / sum
  }

  /** One place. Null: nothing is left. */
  place(position: number): Placed | null {
    const allowed = this.#allowed()
    if (allowed.length === 0) return null
    const isSure = position < this.#plan.sure
    const fresh = isSure ? [] : allowed.filter((at) => (this.#choices[at]?.need ?? 0) > 0)
    const small = isSure ? [] : allowed.filter((at) => this.#choices[at]?.small === true)
    const { chances } = this.#plan
    const mass = {
      fresh: fresh.length > 0 ? chances.fresh : 0,
      fair: small.length > 0 ? chances.fair : 0,
      explore: isSure ? 0 : chances.explore,
    }
    const worth = (at: number): number => this.#worth(at)
    const best = this.#best(allowed, worth)
    const fair = mass.fair > 0 ? this.#best(small, worth) : -1
    const all = new Float64Array(this.#choices.length)
    if (mass.fresh > 0) this.#addFresh(all, fresh, mass.fresh)
    if (fair >= 0) all[fair] = (all[fair] ?? 0) + mass.fair
    for (const at of allowed) all[at] = (all[at] ?? 0) + mass.explore / allowed.length
    all[best] = (all[best] ?? 0) + 1 - mass.fresh - mass.fair - mass.explore
    const at = this.#draw(all, best)
    const flags = this.#flagsOf(at, { best, fair, allowed })
    this.#take(at)
    return { at, propensity: all[at] ?? 0, flags, chances: all }
  }

  #draw(chances: Float64Array, best: number): number {
    let left = this.#plan.random.uniform()
    for (let at = 0; at < chances.length; at += 1) {
      left -= chances[at] ?? 0
      if (left < 0) return at
    }
    // Rounding left a crumb.
    return best
  }

  #flagsOf(
    at: number,
    { best, fair, allowed }: { best: number; fair: number; allowed: readonly number[] },
  ): Flag[] {
    if (at !== best) {
      if (at === fair) return ['fair_place']
      return (this.#choices[at]?.need ?? 0) > 0 ? ['fresh_place'] : ['explored']
    }
    const plain = this.#best(allowed, (one) => this.#choices[one]?.value ?? 0)
    return plain === best ? [] : ['varied']
  }

  #take(at: number): void {
    const chosen = this.#choices[at]
    this.#taken[at] = 1
    if (chosen === undefined) return
    this.#placed.push(chosen)
    for (const [other, choice] of this.#choices.entries())
      this.#alike[other] = Math.max(this.#alike[other] ?? 0, likeness(choice, chosen))
  }
}

/**
 * Fills a page place by place: mostly with the best that is not too much like what stands before, sometimes with a new
 * video, one of a creator with few viewers, or one by chance. The chance of what was chosen is exact, given the choices
 * and the places before. Rules of variety hold for every way; where nothing obeys them they give way, sounds and topics
 * first, then creators that stand apart, and last that no creator comes twice in a row.
 */
export const arrange = (choices: readonly Choice[], plan: Arrangement): Placed[] => {
  const page = new Page(choices, plan)
  const placed: Placed[] = []
  for (let position = 0; position < plan.count; position += 1) {
    const one = page.place(position)
    if (one === null) break
    placed.push(one)
  }
  return placed
}
