import type { ControlInput, VideoInput } from '../../../packages/ranking/src/recommender/inputs.ts'
import type { Term } from '../../../packages/ranking/src/recommender/page.ts'
import { Recommender } from '../../../packages/ranking/src/recommender/recommender.ts'
import {
  asks,
  townStart,
  townVideos,
  townWatches,
  watchOf,
} from '../../../packages/ranking/src/recommender/town.ts'
import { seededChance } from '../chance.ts'

export interface FeedsOptions {
  readonly pages: number
  readonly seed: number
  say(line: string): void
}

const settings = { places: 1 << 18 }
const people = 800
const creators = 300

/** Two-sample test of Kolmogorov and Smirnov: the largest distance of the distributions, and what chance alone may make of it. */
const distance = (one: readonly number[], other: readonly number[]): { d: number; atFivePercent: number } => {
  const all = [...one, ...other].toSorted((a, b) => a - b)
  const [first, second] = [one.toSorted((a, b) => a - b), other.toSorted((a, b) => a - b)]
  let [d, i, j] = [0, 0, 0]
  for (const value of all) {
    while (i < first.length && (first[i] ?? 0) <= value) i += 1
    while (j < second.length && (second[j] ?? 0) <= value) j += 1
    d = Math.max(d, Math.abs(i / first.length - j / second.length))
  }
  const n = (first.length * second.length) / (first.length + second.length)
  return { d, atFivePercent: 1.358 / Math.sqrt(n) }
}

/** Draws pages of a made-up town and counts what must never be, and what must be nearly always. */
export const judgeFeeds = ({ pages, seed, say }: FeedsOptions) => {
  const chance = seededChance(seed)
  const videos = townVideos({ videos: 4000, creators, seed })
  const byId = new Map(videos.map((video) => [video.videoId, video]))
  const watches = townWatches(videos, { people, watches: 40_000, seed: seed + 1 })
  const [town, twin] = [new Recommender(settings), new Recommender(settings)]
  for (const input of [...videos, ...watches]) {
    town.tell(input)
    twin.tell(input)
  }
  const seenBy = new Map<string, Set<string>>()
  for (const watch of watches)
    if (watch.kind === 'watch')
      seenBy.set(watch.viewerId, (seenBy.get(watch.viewerId) ?? new Set()).add(watch.videoId))
  const faults = {
    creatorTwice: 0,
    creatorTooClose: 0,
    topicTooOften: 0,
    seen: 0,
    filtered: 0,
    twice: 0,
    otherwise: 0,
  }
  const chances = { places: 0, outside: 0 }
  const unprofiled = { pages: 0, changed: 0 }
  for (let page = 0; page < pages; page += 1) {
    const viewerId = `viewer-${chance.integer(people + 100)}`
    const profiled = chance.integer(5) > 0
    const without = {
      videos: Array.from({ length: chance.integer(20) }, () => `video-${chance.integer(videos.length)}`),
      authors: [`creator-${chance.integer(creators)}`],
      ...{ sounds: [`sound-${chance.integer(20)}`], topics: [`topic${chance.integer(24)}`] },
    }
    const request = asks(viewerId, {
      seed: chance.integer(2 ** 31),
      count: 1 + chance.integer(12),
      profiled,
      without,
    })
    const { slots } = town.page(request)
    if (JSON.stringify(twin.page(request).slots) !== JSON.stringify(slots)) faults.otherwise += 1
    if (!profiled) {
      unprofiled.pages += 1
      const stranger = town.page({ ...request, viewerId: 'nobody-at-all' }).slots
      if (JSON.stringify(stranger) !== JSON.stringify(slots)) unprofiled.changed += 1
    }
    const shown = slots.flatMap((slot) => byId.get(slot.videoId) ?? [])
    if (new Set(slots.map((slot) => slot.videoId)).size !== slots.length) faults.twice += 1
    for (const [at, video] of shown.entries()) {
      if (profiled && seenBy.get(viewerId)?.has(video.videoId) === true) faults.seen += 1
      const isFiltered =
        without.videos.includes(video.videoId) ||
        without.authors.includes(video.authorId) ||
        without.sounds.includes(video.soundId) ||
        video.topics.some((topic) => without.topics.includes(topic))
      if (isFiltered) faults.filtered += 1
      if (shown[at - 1]?.authorId === video.authorId) faults.creatorTwice += 1
      if (shown.slice(Math.max(0, at - 4), at).some((before) => before.authorId === video.authorId))
        faults.creatorTooClose += 1
      const [topic] = video.topics
      if (shown.slice(Math.max(0, at - 9), at).filter((before) => before.topics[0] === topic).length >= 4)
        faults.topicTooOften += 1
    }
    for (const slot of slots) {
      chances.places += 1
      if (!(slot.propensity > 0 && slot.propensity <= 1 + 1e-9)) chances.outside += 1
    }
    if ((page + 1) % 1000 === 0) say(`${page + 1} of ${pages} pages`)
  }
  const removed = judgeReasons(twin, videos)
  const reset = judgeReset(town, videos)
  const wrong =
    Object.values(faults).reduce((sum, one) => sum + one, 0) + chances.outside + unprofiled.changed
  return {
    ...{
      ok: wrong === 0 && reset.d < reset.atFivePercent && removed.lower >= 0.95 * removed.samples,
      seed,
      pages,
    },
    ...{ faults, chances, removed, unprofiled, reset },
  }
}

/** What a viewer may forget of themselves when this was the first reason; null: it is not about them. */
const removalOf = (term: Term | undefined, video: VideoInput): ControlInput['control'] | null => {
  const [topic] = video.topics
  if (term === 'topic' && topic !== undefined) return { what: 'forget', topic }
  if (term === 'creator') return { what: 'forget', authorId: video.authorId }
  return term === 'similar' || term === 'habits' ? { what: 'reset', sinceMs: null } : null
}

/** Takes the stated first reason away, as the viewer would, and looks at the score of the same video again. */
const judgeReasons = (town: Recommender, videos: readonly VideoInput[]) => {
  const byId = new Map(videos.map((video) => [video.videoId, video]))
  const found = { samples: 0, lower: 0 }
  for (let person = 0; person < people; person += 1) {
    const viewerId = `viewer-${person}`
    const slots = town
      .page(asks(viewerId, { seed: person }))
      .slots.filter(({ terms }) => (terms[0]?.value ?? 0) > 0)
    for (const slot of slots) {
      const video = byId.get(slot.videoId)
      const control = video === undefined ? null : removalOf(slot.terms[0]?.term, video)
      if (video === undefined || control === null) continue
      const others = videos.map(({ videoId }) => videoId).filter((id) => id !== slot.videoId)
      const alone = asks(viewerId, {
        ...{ seed: person, count: 1 },
        without: { videos: others, authors: [], sounds: [], topics: [] },
      })
      const before = town.page(alone).slots[0]?.score
      town.tell({ kind: 'control', viewerId, atMs: townStart + 80_000_000, control })
      const after = town.page(alone).slots[0]?.score
      if (before === undefined || after === undefined) continue
      found.samples += 1
      if (after < before) found.lower += 1
      // What was forgotten changes the rest of the page: the next sample is another viewer's.
      break
    }
  }
  return found
}

/** Scores of what people get after a reset, and of what new people get. */
const judgeReset = (town: Recommender, videos: ReturnType<typeof townVideos>) => {
  const scores = (viewerId: string, seed: number): number[] =>
    town.page(asks(viewerId, { seed })).slots.map(({ score }) => score)
  const [after, fresh]: [number[], number[]] = [[], []]
  for (let person = 0; person < 200; person += 1) {
    const viewerId = `viewer-${person}`
    const atMs = townStart + 80_000_000
    for (const [at, video] of videos.slice(person, person + 5).entries())
      town.tell(watchOf(video, { viewerId, atMs: atMs + at, share: 1, view: `reset${at}` }))
    town.tell({ kind: 'control', viewerId, atMs: atMs + 10, control: { what: 'reset', sinceMs: null } })
    after.push(...scores(viewerId, person))
    fresh.push(...scores(`never-seen-${person}`, person + 100_000))
  }
  return distance(after, fresh)
}
