import { Catalogue, type Learner, type LearnerSettings, type Meeting, type Outcome } from '@busker/ranking'

/** The heads of the feed; the first three have rates. */
export const benchSettings = (places: number): LearnerSettings => ({
  heads: [
    { name: 'held', usual: 0.31, alpha: 0.025 },
    { name: 'skip', usual: 0.35, alpha: 0.025 },
    { name: 'finish', usual: 0.16, alpha: 0.025 },
    { name: 'rewatch', usual: 0.05, alpha: 0.05 },
    { name: 'like', usual: 0.017, alpha: 0.1 },
    { name: 'share', usual: 0.001, alpha: 0.1 },
    { name: 'follow', usual: 0.0013, alpha: 0.1 },
    { name: 'comment', usual: 0.0025, alpha: 0.1 },
    { name: 'not_interested', usual: 0.001, alpha: 0.1 },
  ],
  rated: 3,
  places,
})

export const videos = 100_000
export const people = 100_000
const authors = 20_000
const topics = 200
export const startMs = Date.parse('2026-11-01T00:00:00Z')
/** 500,000 meetings in a week. */
const stepMs = (7 * 86_400_000) / 500_000

/** Integers spread like random ones: the same for the same seed. */
const spread = (seed: number): (() => number) => {
  let state = seed
  return () => {
    state = (state + 0x9e3779b9) | 0
    let z = Math.imul(state ^ (state >>> 16), 0x21f0aaad)
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97)
    return ((z ^ (z >>> 15)) >>> 0) / 2 ** 32
  }
}

export interface Crowd {
  readonly catalogue: Catalogue
  readonly uniform: () => number
  person(): number
  video(): number
  meeting(at: number): Meeting
  outcome(meeting: Meeting): Outcome
}

/** Few people watch most, and few videos are watched most; a taste for one topic in five holds somebody. */
export const crowdOf = (seed: number): Crowd => {
  const uniform = spread(seed)
  const catalogue = new Catalogue({ kinds: 1, attributes: 2 })
  for (let video = 0; video < videos; video += 1)
    catalogue.setVideo(video, {
      ...{ author: Math.floor(authors * uniform() ** 2), sound: Math.floor(30_000 * uniform() ** 3) },
      ...{
        topic: Math.floor(topics * uniform() ** 2),
        durationMs: 5000 + Math.floor(180_000 * uniform() ** 2),
      },
      kinds: [Math.floor(uniform() * 10)],
    })
  for (let person = 0; person < people; person += 1)
    catalogue.setPerson(person, [Math.floor(uniform() * 20), Math.floor(uniform() * 6)])
  const person = (): number => Math.floor(people * uniform() ** 3)
  const video = (): number => Math.floor(videos * uniform() ** 2)
  return {
    ...{ catalogue, uniform, person, video },
    meeting: (at) => ({
      ...{ person: person(), video: video(), surface: 0, atMs: startMs + Math.round(at * stepMs) },
      ...{ hour: Math.floor((at * stepMs) / 3_600_000) % 24, following: uniform() < 0.05 },
      ageMs: Math.floor(uniform() * 30 * 86_400_000),
    }),
    outcome: (meeting) => {
      const likes = catalogue.topic(meeting.video) % 5 === meeting.person % 5
      const held = uniform() < (likes ? 0.7 : 0.2)
      const came = (chance: number): number => (uniform() < chance ? 1 : 0)
      const labels = [
        ...[held ? 1 : 0, held ? 0 : came(0.5), held ? came(0.5) : 0, held ? came(0.15) : 0],
        ...[held ? came(0.05) : 0, came(0.001), came(0.0013), came(0.0025), came(0.001)],
      ]
      return { labels, watchedSeconds: held ? 5 + 30 * uniform() : 3 * uniform() }
    },
  }
}

export const learnMany = (
  learner: Learner,
  crowd: Crowd,
  { from, to }: { readonly from: number; readonly to: number },
): void => {
  for (let at = from; at < to; at += 1) {
    const meeting = crowd.meeting(at)
    learner.learn(learner.describe(meeting), meeting, crowd.outcome(meeting))
  }
}
