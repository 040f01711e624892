import type { Candidate } from './candidates.ts'
import { terms, type Term } from './page.ts'
import { leans } from './taste.ts'
import { outcomeAt, valueFile } from './value-file.ts'
import type { Viewing } from './viewing.ts'

const { outcomes } = valueFile
const count = outcomes.length
const logit = (share: number): number => Math.log(share / (1 - share))
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x))
const usualLogits = outcomes.map(({ usual }) => logit(usual))
const heldUsual = outcomes[outcomeAt.held]?.usual ?? 0.31

/** How what speaks for holding on speaks for each other outcome, before the learner has seen any. */
const follows: Readonly<Record<string, number>> = {
  ...{ held: 1, skip: -0.8, finish: 0.7, rewatch: 0.5, like: 0.5, share: 0.3, follow: 0.3 },
  ...{ comment: 0.3, not_interested: -0.5 },
}
const slopes = outcomes.map(({ outcome }) => follows[outcome] ?? 0)

/** After so many watches the learner is believed half as much as it ever is; counts always keep a say. */
const believedHalf = 3000
const mostBelieved = 0.8
/** Watches of a usual kind that what is counted of a video begins with. */
const videoDoubt = 5
const strengths = { topic: 1, creator: 0.8, video: 1, neighbour: 3, vector: 1.5 }
const mostClose = 2.5
/** How lengths are compared: a dial of one step prefers twice the length by its worth. */
const usualLengthMs = 30_000

const termAt = Object.fromEntries(terms.map((term, at) => [term, at])) as Readonly<Record<Term, number>>
export const termCount = terms.length

/** What counts say of a candidate, term by term, as differences of the log-odds of holding on. */
export const priorOf = (viewing: Viewing, video: number, into: Float64Array): number => {
  const { tastes, state, person } = viewing
  const { videos, learner } = state
  into.fill(0)
  let topic = 0
  for (const [place, one] of videos.topics(video).entries())
    topic += leans(tastes.topics.get(one), 2) * (place === 0 ? 1 : 0.5)
  into[termAt.topic] = strengths.topic * Math.max(-2, Math.min(2, topic))
  into[termAt.creator] = strengths.creator * leans(tastes.authors.get(videos.author.get(video)), 2)
  const shown = videos.shown.get(video)
  const share = (videos.held.get(video) + heldUsual * videoDoubt) / (shown + videoDoubt)
  into[termAt.video] = strengths.video * (logit(Math.max(0.03, Math.min(0.97, share))) - logit(heldUsual))
  let close = 0
  if (person !== null) close += strengths.neighbour * learner.histories.closenessOfGathered(video).most
  close += strengths.vector * state.nearest.closeness(video)
  into[termAt.similar] = Math.min(mostClose, close)
  let sum = 0
  for (let at = 0; at < termCount; at += 1) sum += into[at] ?? 0
  return sum
}

/** What a video gains beside what is foretold of it, term by term. */
const gainOf = (viewing: Viewing, video: number, into: Float64Array): number => {
  const { person, state, dialOf, request, atMs } = viewing
  const { videos } = state
  const { dials } = request
  into.fill(0)
  if (person?.follows.has(videos.author.get(video)) === true) into[termAt.following] = valueFile.following
  const ageMs = Math.max(0, atMs - videos.publishedMs.get(video))
  const { worth, halfLifeMs } = valueFile.freshness
  into[termAt.freshness] = worth * (1 + dials.freshness) * 2 ** (-ageMs / halfLifeMs)
  let dial = 0
  for (const topic of videos.topics(video)) dial += (dialOf.get(topic) ?? 0) * valueFile.dial.topic
  const longer = Math.log2(Math.max(1000, videos.durationMs.get(video)) / usualLengthMs)
  dial += dials.length * valueFile.dial.length * Math.max(-2, Math.min(2, longer))
  into[termAt.dials] = dial
  return (into[termAt.following] ?? 0) + (into[termAt.freshness] ?? 0) + dial
}

export interface Scored {
  readonly candidate: Candidate
  readonly value: number
  readonly chances: readonly number[]
}

export interface Explained {
  /** The largest first. */
  readonly terms: readonly { readonly term: Term; readonly value: number }[]
}

/** Gives candidates their value: chances of outcomes times their weights, and what following, being new and dials add. */
export class Scorer {
  readonly #viewing: Viewing
  /** How much the learner is believed, beside what is counted. */
  readonly #belief: number
  readonly #prior = new Float64Array(termCount)
  readonly #gain = new Float64Array(termCount)
  readonly #foretold = new Float64Array(count)
  readonly #parts = new Float64Array(termCount * count)

  constructor(viewing: Viewing, learned: number) {
    this.#viewing = viewing
    this.#belief = (mostBelieved * learned) / (learned + believedHalf)
  }

  score(candidate: Candidate): Scored {
    const { video } = candidate
    const prior = priorOf(this.#viewing, video, this.#prior)
    const gain = gainOf(this.#viewing, video, this.#gain)
    this.#describe(video)
    this.#viewing.opening.score(this.#foretold)
    const chances: number[] = []
    let value = gain
    for (let head = 0; head < count; head += 1) {
      const chance = sigmoid(this.#logit(head, this.#foretold[head] ?? 0, prior))
      chances.push(chance)
      value += (outcomes[head]?.weight ?? 0) * chance
    }
    return { candidate, value, chances }
  }

  #describe(video: number): Int32Array {
    const { person, state, atMs, opening } = this.#viewing
    const { videos } = state
    const following = person?.follows.has(videos.author.get(video)) === true
    return opening.describe(video, {
      following,
      ageMs: Math.max(0, atMs - videos.publishedMs.get(video)),
    })
  }

  #logit(head: number, foretold: number, prior: number): number {
    const counted = (usualLogits[head] ?? 0) + (slopes[head] ?? 0) * prior
    return this.#belief * foretold + (1 - this.#belief) * counted
  }

  /** How much lower the value would be without each term. */
  explain(candidate: Candidate): Explained {
    const { video } = candidate
    const { learner } = this.#viewing.state
    const prior = priorOf(this.#viewing, video, this.#prior)
    gainOf(this.#viewing, video, this.#gain)
    const features = this.#describe(video)
    learner.explain(features, this.#viewing.opening.groups, this.#parts)
    this.#viewing.opening.score(this.#foretold)
    const found = terms.map((term, at) => {
      let lost = this.#gain[at] ?? 0
      for (let head = 0; head < count; head += 1) {
        const whole = this.#logit(head, this.#foretold[head] ?? 0, prior)
        const part =
          this.#belief * (this.#parts[at * count + head] ?? 0) +
          (1 - this.#belief) * (slopes[head] ?? 0) * (this.#prior[at] ?? 0)
        lost += (outcomes[head]?.weight ?? 0) * (sigmoid(whole) - sigmoid(whole - part))
      }
      return { term, value: lost }
    })
    return {
      terms: found
        .filter(({ value }) => Math.abs(value) > 1e-6)
        .toSorted((one, other) => other.value - one.value),
    }
  }
}
