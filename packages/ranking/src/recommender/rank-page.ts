import { arrange, type Choice, type Kin } from './arrange.ts'
import { gather, type Candidate } from './candidates.ts'
import { smallBelow } from './fairness.ts'
import { needOf } from './first-viewers.ts'
import type { Anchor, RankedSlot, Source } from './page.ts'
import { priorOf, Scorer, termCount, type Scored } from './scorer.ts'
import { valueFile } from './value-file.ts'
import type { Anchored, State, Viewing } from './viewing.ts'

/** So many candidates are scored with everything, and at least so many of each source. */
const mostScored = 48
const ofEachSource: Readonly<Record<Source, number>> = {
  ...{ similar_people: 6, similar_video: 6, followed: 4, creator: 4, topic: 6, trend: 6 },
  ...{ fresh: 10, random: 8 },
}

/** Of these the first are taken, not the best: who is owed most, and what was drawn. */
const inOrder: ReadonlySet<Source> = new Set(['fresh', 'random'])

/** The best by what is counted, and some of every source. */
const preselect = (viewing: Viewing, candidates: readonly Candidate[]): Candidate[] => {
  if (candidates.length <= mostScored) return [...candidates]
  const scratch = new Float64Array(termCount)
  const prior = candidates.map(({ video }) => priorOf(viewing, video, scratch))
  const indices = candidates.map((_, at) => at)
  const order = indices.toSorted((one, other) => (prior[other] ?? 0) - (prior[one] ?? 0) || one - other)
  const left = { ...ofEachSource }
  const chosen = new Set<number>()
  const choose = (at: number): void => {
    const source = candidates[at]?.source ?? 'random'
    if (left[source] === 0) return
    left[source] -= 1
    chosen.add(at)
  }
  const isProposed = (at: number): boolean => inOrder.has(candidates[at]?.source ?? 'random')
  for (const at of indices) if (isProposed(at)) choose(at)
  for (const at of order) if (!isProposed(at)) choose(at)
  for (const at of order) {
    if (chosen.size >= mostScored) break
    chosen.add(at)
  }
  return [...chosen].flatMap((at) => candidates[at] ?? [])
}

const kinOf = ({ videos }: State, video: number): Kin => ({
  author: videos.author.get(video),
  topic: videos.topics(video)[0] ?? 0,
  sound: videos.sound.get(video),
})

const choiceOf = (state: State, { candidate, value }: Scored): Choice => {
  const kin = kinOf(state, candidate.video)
  return {
    ...{ video: candidate.video, ...kin, value, need: needOf(state.videos, candidate.video) },
    small: (state.followers.get(kin.author) ?? 0) < smallBelow,
  }
}

const textOf = ({ names }: State, { kind, slot }: Anchored): Anchor => {
  if (kind === 'post') return { kind, postId: names.videos.text(slot) }
  return kind === 'creator'
    ? { kind, personId: names.people.text(slot) }
    : { kind, topic: names.topics.text(slot) }
}

/** What a slot stands on: what proposed it, or what spoke for it most. */
const anchorOf = (
  { state, held }: Viewing,
  { candidate }: Scored,
  first: string | undefined,
): Anchor | null => {
  if (candidate.anchor !== null) return textOf(state, candidate.anchor)
  const { video } = candidate
  if (first === 'topic') {
    const [topic] = state.videos.topics(video)
    return topic === undefined ? null : textOf(state, { kind: 'topic', slot: topic })
  }
  if (first === 'creator') return textOf(state, { kind: 'creator', slot: state.videos.author.get(video) })
  const last = held.at(-1)
  return candidate.source === 'similar_people' && last !== undefined
    ? textOf(state, { kind: 'post', slot: last })
    : null
}

/** How far new videos and chance are dialled up or down. */
const mostFresh = 0.5
const dialled = (dial: number): number => 2 ** dial

interface Known {
  /** Watches that taught something. */
  readonly learned: number
  /** Shares of places for creators with few viewers, and for new videos. */
  readonly fairPlaces: number
  readonly freshPlaces: number
}

/** The places of a page, each with why it was chosen. */
export const rankPage = (state: State, viewing: Viewing, known: Known): RankedSlot[] => {
  const { request } = viewing
  const scorer = new Scorer(viewing, known.learned)
  const scored = preselect(viewing, gather(viewing)).map((candidate) => scorer.score(candidate))
  const { exploration, rules } = valueFile
  const dial = dialled(request.dials.exploration)
  const placed = arrange(
    scored.map((one) => choiceOf(state, one)),
    {
      ...{ count: request.count, rules, random: viewing.random },
      chances: {
        fresh: Math.min(mostFresh, known.freshPlaces * dial),
        fair: known.fairPlaces,
        explore: exploration.chance * Math.max(0.25, dial),
      },
      sure: request.profiled && viewing.isNew && request.before.length === 0 ? 2 : 0,
      before: request.before.slice(-10).map((id) => kinOf(state, state.names.videos.find(id))),
    },
  )
  return placed.flatMap(({ at, propensity, flags }) => {
    const one = scored[at]
    if (one === undefined) return []
    const explained = scorer.explain(one.candidate)
    const [first] = explained.terms
    const top = first !== undefined && first.value > 0 ? first : undefined
    return [
      {
        ...{ videoId: state.names.videos.text(one.candidate.video), source: one.candidate.source, flags },
        ...{
          anchor: anchorOf(viewing, one, top?.term),
          propensity,
          score: one.value,
          terms: explained.terms,
        },
        placeWithout:
          top === undefined ? null : scored.filter(({ value }) => value > one.value - top.value).length,
        chances: one.chances,
      },
    ]
  })
}
