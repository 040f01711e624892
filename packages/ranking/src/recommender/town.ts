import { seeded, type Random } from '../random.ts'
import type { Input, VideoInput, WatchInput } from './inputs.ts'
import type { PageRequest } from './page.ts'

/** A made-up town for tests and benches: videos of topics, people who like some of them. */

const topicNames = Array.from({ length: 24 }, (_, at) => `topic${at}`)
const dayMs = 86_400_000
export const townStart = Date.parse('2026-01-10T12:00:00Z')

export interface TownSize {
  readonly videos: number
  readonly creators: number
  readonly seed: number
}

export const videoId = (at: number): string => `video-${at}`

/** Videos of three days; each has a topic or two, and a sound of its own or one of a few that many use. */
export const townVideos = ({ videos, creators, seed }: TownSize): VideoInput[] => {
  const random = seeded(seed)
  return Array.from({ length: videos }, (_, at) => {
    const first = random.below(topicNames.length)
    const second = random.below(topicNames.length)
    const publishedMs = townStart - Math.floor(random.uniform() * 3 * dayMs)
    return {
      ...{ kind: 'video', videoId: videoId(at), authorId: `creator-${random.below(creators)}` },
      soundId: random.uniform() < 0.3 ? `sound-${random.below(20)}` : `own-${at}`,
      topics: [topicNames[first] ?? '', ...(second === first ? [] : [topicNames[second] ?? ''])],
      durationMs: 5000 + random.below(60_000),
      ...{ publishedMs, language: '', minimumAge: 0, hiddenIn: [], atMs: publishedMs },
    }
  })
}

/** A view of this share of the video's length. */
export const watchOf = (
  video: Pick<VideoInput, 'videoId' | 'durationMs'>,
  { viewerId, atMs, share, view }: { viewerId: string; atMs: number; share: number; view: number | string },
): WatchInput => ({
  ...{ kind: 'watch', viewerId, viewId: `${viewerId}-${view}`, videoId: video.videoId, atMs },
  ...{ hour: 12, surface: 0, durationMs: video.durationMs, ended: true, counts: true },
  watchedMs: Math.round(share * video.durationMs),
  playedMs: Math.round(Math.min(1, share) * video.durationMs),
})

/** People who hold on to some topics and leave the rest; each watches videos by chance. */
export const townWatches = (
  videos: readonly VideoInput[],
  { people, watches, seed }: { readonly people: number; readonly watches: number; readonly seed: number },
): Input[] => {
  const random = seeded(seed)
  return Array.from({ length: watches }, (_, at) => {
    const person = random.below(people)
    const video = videos[random.below(videos.length)]
    if (video === undefined) throw new RangeError('a town has videos')
    const likes = likesOf(person).has(video.topics[0] ?? '')
    const share = likes ? 0.6 + 0.6 * random.uniform() : 0.5 * random.uniform() ** 3
    return watchOf(video, { viewerId: `viewer-${person}`, atMs: townStart + at * 20, share, view: at })
  })
}

/** Topics that a person of the town holds on to. */
export const likesOf = (person: number): ReadonlySet<string> => {
  const random: Random = seeded(person + 1000)
  return new Set(Array.from({ length: 3 }, () => topicNames[random.below(topicNames.length)] ?? ''))
}

/** A page as somebody asks for it who set nothing. */
export const asks = (viewerId: string, changes: Partial<PageRequest> = {}): PageRequest => ({
  ...{ viewerId, atMs: townStart + dayMs, hour: 12, seed: 1, count: 8, before: [], profiled: true },
  dials: { exploration: 0, freshness: 0, length: 0, topics: {} },
  without: { videos: [], authors: [], sounds: [], topics: [] },
  viewer: { age: null, country: '', languages: [] },
  ...changes,
})
