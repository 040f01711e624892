import type { Random } from '../random.ts'
import type { Anchored, Viewing } from './viewing.ts'
import type { Source } from './page.ts'
import { leans } from './taste.ts'

export interface Candidate {
  readonly video: number
  readonly source: Source
  readonly anchor: Anchored | null
}

/** How many each source proposes. */
const quotas = {
  people: 150,
  videos: 100,
  followed: 40,
  perCreator: 8,
  creators: 6,
  perTopic: 25,
  topics: 6,
  trend: 60,
  fresh: 60,
  random: 12,
  firstTopics: 10,
} as const

const drawn = (list: readonly number[], most: number, random: Random): number[] => {
  if (list.length <= most) return [...list]
  const chosen = new Set<number>()
  for (let tries = 0; tries < most * 2 && chosen.size < most; tries += 1) {
    const video = list[random.below(list.length)]
    if (video !== undefined) chosen.add(video)
  }
  return [...chosen]
}

type Propose = (video: number, source: Source, anchor?: Anchored) => void

const ofPeople = ({ state }: Viewing, propose: Propose): void => {
  for (const video of state.nearest.best(quotas.people)) propose(video, 'similar_people')
}

const ofVideos = ({ state, person }: Viewing, propose: Propose): void => {
  if (person === null) return
  const { histories } = state.learner
  for (const video of histories.nearest(quotas.videos))
    propose(video, 'similar_video', { kind: 'post', slot: histories.closenessOfGathered(video).closest })
}

const ofCreators = (viewing: Viewing, propose: Propose): void => {
  const { person, tastes, state, random, atMs } = viewing
  for (const author of drawn([...(person?.follows ?? [])], quotas.followed, random))
    for (const video of state.trend.warmest(state.videos.ofAuthor(author), 2, atMs))
      propose(video, 'followed', { kind: 'creator', slot: author })
  const liked = [...tastes.authors]
    .map(([author, leaning]) => ({ author, lean: leans(leaning, 2) }))
    .filter(({ lean }) => lean > 0)
    .toSorted((one, other) => other.lean - one.lean || one.author - other.author)
  for (const { author } of liked.slice(0, quotas.creators))
    for (const video of state.trend.warmest(state.videos.ofAuthor(author), quotas.perCreator, atMs))
      propose(video, 'creator', { kind: 'creator', slot: author })
}

const ofTopics = (viewing: Viewing, propose: Propose): void => {
  const { tastes, state, dialOf, atMs } = viewing
  const chosen = [...dialOf].filter(([, dial]) => dial > 0).map(([topic, dial]) => ({ topic, lean: dial }))
  const liked = [...tastes.topics]
    .map(([topic, leaning]) => ({ topic, lean: leans(leaning, 2) }))
    .filter(({ topic, lean }) => lean > 0 && (dialOf.get(topic) ?? 0) >= 0)
    .toSorted((one, other) => other.lean - one.lean || one.topic - other.topic)
    .slice(0, quotas.topics)
  for (const { topic } of [...chosen, ...liked])
    for (const video of state.trend.warmest(state.videos.ofTopic(topic), quotas.perTopic, atMs))
      propose(video, 'topic', { kind: 'topic', slot: topic })
}

/** Somebody new sees a little of everything that many hold on to: that tells most. */
const ofTrend = ({ state, isNew }: Viewing, propose: Propose): void => {
  if (isNew)
    for (const { videos } of state.trend.topics.slice(0, quotas.firstTopics))
      for (const video of videos) propose(video, 'trend')
  for (const video of state.trend.hottest.slice(0, quotas.trend)) propose(video, 'trend')
}

/** Those that are owed most, of some that are drawn. */
const ofFresh = ({ state, random }: Viewing, propose: Propose): void => {
  const { videos } = state
  const some = drawn(videos.fresh.list, quotas.fresh * 2, random)
  const neediest = some.toSorted(
    (one, other) => videos.shown.get(one) - videos.shown.get(other) || one - other,
  )
  for (const video of neediest.slice(0, quotas.fresh)) propose(video, 'fresh')
}

/** What may be shown to whoever is asking, each with the first source that proposed it. */
export const gather = (viewing: Viewing): Candidate[] => {
  const found = new Map<number, Candidate>()
  const propose: Propose = (video, source, anchor) => {
    if (!found.has(video) && viewing.mayShow(video))
      found.set(video, { video, source, anchor: anchor ?? null })
  }
  for (const source of [ofVideos, ofPeople, ofCreators, ofTopics, ofTrend, ofFresh]) source(viewing, propose)
  for (const video of drawn(viewing.state.videos.live.list, quotas.random, viewing.random))
    propose(video, 'random')
  if (found.size < viewing.request.count) fillUp(viewing, propose, found)
  return [...found.values()]
}

/** In a small town, or for who has seen nearly all, everything that is left. */
const fillUp = (viewing: Viewing, propose: Propose, found: ReadonlyMap<number, Candidate>): void => {
  const { list } = viewing.state.videos.live
  const from = viewing.random.below(Math.max(1, list.length))
  for (let step = 0; step < list.length && found.size < viewing.request.count * 4; step += 1)
    propose(list[(from + step) % list.length] ?? 0, 'random')
}
