import { expect, test } from 'vitest'
import { Catalogue } from './catalogue.ts'
import { Sittings, type Told } from './evaluate/sittings.ts'
import { judgeRanking } from './evaluate/ranking.ts'
import type { Meeting } from './families.ts'
import { Histories, sittingMs } from './histories.ts'
import { Learner, type LearnerSettings, type Outcome } from './learner.ts'
import { seeded } from './random.ts'
import { terms } from './recommender/page.ts'

const settings: LearnerSettings = {
  heads: [
    { name: 'held', usual: 0.4, alpha: 0.05 },
    { name: 'like', usual: 0.05, alpha: 0.1 },
  ],
  places: 1 << 16,
}
const people = 30
const videos = 40

const aCatalogue = (): Catalogue => {
  const catalogue = new Catalogue({ kinds: 0, attributes: 1 })
  for (let video = 0; video < videos; video += 1)
    catalogue.setVideo(video, {
      ...{
        author: video % 10,
        sound: video % 7,
        topic: video % 4,
        durationMs: 10_000 + 1000 * video,
        kinds: [],
      },
    })
  for (let person = 0; person < people; person += 1) catalogue.setPerson(person, [person % 3])
  return catalogue
}

/** People who hold on to one topic in four, and to long videos for half as long. */
const aTown = (count: number): Told => {
  const random = seeded(5)
  const all = Array.from({ length: count }, (_, at): { meeting: Meeting; outcome: Outcome } => {
    const [person, video] = [random.below(people), random.below(videos)]
    const wants = random.uniform() < (video % 4 === person % 4 ? 0.9 : 0.15)
    return {
      meeting: { person, video, surface: 1, atMs: at * 60_000, hour: Math.floor(at / 60) % 24 },
      outcome: {
        labels: [wants ? 1 : 0, wants && random.uniform() < 0.1 ? 1 : 0],
        watchedSeconds: wants ? 10 + video : 2,
      },
    }
  })
  const one = (at: number) =>
    all[at] ?? { meeting: { person: 0, video: 0, surface: 0, atMs: 0, hour: 0 }, outcome: { labels: [] } }
  return { count, meeting: (at) => one(at).meeting, outcome: (at) => one(at).outcome }
}

test('tastes are learned: better than chance frozen, and the watch time beats its median', () => {
  const { ranking, watch } = judgeRanking(new Learner(settings, aCatalogue()), aTown(6000), {
    from: 4000,
    to: 6000,
  })
  expect(ranking['held']?.frozen.auc).toBeGreaterThan(0.8)
  expect(ranking['held']?.online.auc).toBeGreaterThan(0.8)
  expect(ranking['held']?.online.logloss).toBeLessThan(0.5)
  expect(watch.mae).toBeLessThan(9)
  expect(watch.xauc).toBeGreaterThan(0.7)
})

test('the same meetings make the same learner, and foretelling leaves no trace', () => {
  const told = aTown(800)
  const chancesAfter = (foretells: boolean): number[] => {
    const learner = new Learner(settings, aCatalogue())
    const sittings = new Sittings(learner, told)
    sittings.run(0, told.count, { learns: true, ...(foretells ? { onForetold: () => undefined } : {}) })
    const into = new Float64Array(2)
    return Array.from({ length: 50 }, (_, at) => {
      learner.foretell(learner.describe({ ...told.meeting(at), atMs: 1e9 }), into)
      return into[0] ?? 0
    })
  }
  expect(chancesAfter(true)).toEqual(chancesAfter(false))
})

test('a sitting is foretold before anything of it is learned', () => {
  const atMs = [0, 1000, 2000, 3000 + sittingMs]
  const told: Told = {
    count: 4,
    meeting: (at) => ({ person: 1, video: 1, surface: 1, atMs: atMs[at] ?? 0, hour: 0 }),
    outcome: () => ({ labels: [1, 0] }),
  }
  const chances: number[] = []
  const sittings: number[] = []
  new Sittings(new Learner(settings, aCatalogue()), told).run(0, 4, {
    learns: true,
    onForetold: (_, foretold) => {
      chances.push(foretold.chances[0] ?? 0)
      sittings.push(foretold.sitting)
    },
  })
  expect(chances.slice(0, 3)).toEqual([0.5, 0.5, 0.5].map(() => chances[0]))
  expect(chances[3]).toBeGreaterThan(chances[0] ?? 1)
  expect(sittings).toEqual([1, 1, 1, 2])
})

test('a head that is not told is not learned', () => {
  const learner = new Learner(settings, aCatalogue())
  const meeting: Meeting = { person: 1, video: 1, surface: 1, atMs: 0, hour: 0 }
  const features = Int32Array.from(learner.describe(meeting))
  const before = new Float64Array(2)
  learner.foretell(features, before)
  for (let times = 0; times < 20; times += 1) learner.learn(features, meeting, { labels: [1, -1] })
  const after = new Float64Array(2)
  learner.foretell(features, after)
  expect(after[0]).toBeGreaterThan(before[0] ?? 1)
  expect(after[1]).toBe(before[1])
})

test('videos that the same people hold on to come close, others do not', () => {
  const histories = new Histories(64)
  for (let person = 0; person < 30; person += 1)
    for (const video of [1, 2]) histories.add({ person, video, atMs: person }, { held: true })
  histories.add({ person: 50, video: 1, atMs: 100 }, { held: true })
  histories.add({ person: 50, video: 3, atMs: 100 }, { held: false })
  expect(histories.closeness(50, 2, 100).sum).toBeGreaterThan(0.5)
  expect(histories.closeness(50, 2, 100).closest).toBe(1)
  expect(histories.closeness(50, 3, 100)).toEqual({ sum: 0, most: 0, closest: -1 })
  expect(histories.heldBy(50)).toBe(1)
  expect(histories.hasSeen(50, 3)).toBe(true)
  expect(histories.last(50)).toMatchObject({ video: 3, inRow: 2 })
})

/** A learner that was told all of a town, with all that meetings may tell. */
const aLearner = (told: Told): Learner => {
  const learner = new Learner({ ...settings, rated: 1 }, aCatalogue())
  for (let at = 0; at < told.count; at += 1) {
    const meeting = { ...told.meeting(at), following: at % 3 === 0, ageMs: at * 90_000 }
    learner.learn(Int32Array.from(learner.describe(meeting)), meeting, told.outcome(at))
  }
  return learner
}

test('law: the terms of an explanation add up to the score', () => {
  const told = aTown(1500)
  const learner = aLearner(told)
  const heads = settings.heads.length
  const parts = new Float64Array(terms.length * heads)
  const score = new Float64Array(heads)
  for (let at = 0; at < 200; at += 1) {
    const meeting = { ...told.meeting(at), atMs: 1500 * 60_000, following: true, ageMs: 3_600_000 }
    const features = learner.describe(meeting)
    learner.explain(features, learner.groups, parts)
    learner.score(features, score)
    for (let head = 0; head < heads; head += 1) {
      let sum = 0
      for (let term = 0; term < terms.length; term += 1) sum += parts[term * heads + head] ?? 0
      expect(Math.abs(sum - (score[head] ?? 0))).toBeLessThan(1e-9)
    }
  }
  const moved = terms.filter((_, term) => parts[term * heads] !== 0)
  expect(moved).toEqual(terms.filter((term) => term !== 'dials'))
})

test('videos that are looked at together are described and foretold as each alone', () => {
  const told = aTown(1500)
  const learner = aLearner(told)
  const moment = { person: 3, surface: 1, atMs: 1500 * 60_000, hour: 1 }
  const alone = new Float64Array(2)
  const together = new Float64Array(2)
  for (const facts of [{}, { following: true }, { following: false, ageMs: 5 * 3_600_000 }])
    for (let video = 0; video < videos; video += 1) {
      const features = Int32Array.from(learner.describe({ ...moment, video, ...facts }))
      const groups = Uint8Array.from(learner.groups)
      learner.foretell(features, alone)
      const seconds = learner.foretellSeconds(features)
      const opening = learner.openFor(moment)
      opening.describe(0)
      expect(opening.describe(video, facts)).toEqual(features)
      expect(opening.groups).toEqual(groups)
      opening.foretell(together)
      expect(Math.abs((together[0] ?? 0) - (alone[0] ?? 1))).toBeLessThan(1e-12)
      expect(opening.foretellSeconds()).toBeCloseTo(seconds, 9)
    }
})

test('who follows and how old a video is counts when it is told, and is no feature when it is not', () => {
  const learner = new Learner(settings, aCatalogue())
  const meeting: Meeting = { person: 1, video: 1, surface: 1, atMs: 0, hour: 0 }
  const plain = learner.describe(meeting).length
  expect(learner.describe({ ...meeting, following: false }).length).toBe(plain + 1)
  expect(learner.describe({ ...meeting, following: true, ageMs: 0 }).length).toBe(plain + 3)
  const chances = { followed: new Float64Array(2), others: new Float64Array(2) }
  for (let times = 0; times < 400; times += 1) {
    const following = times % 2 === 0
    const told = { ...meeting, person: (times >> 1) % people, atMs: times, following }
    const features = Int32Array.from(learner.describe(told))
    learner.learn(features, told, { labels: [following ? 1 : 0, 0] })
  }
  learner.foretell(learner.describe({ ...meeting, following: true }), chances.followed)
  learner.foretell(learner.describe({ ...meeting, following: false }), chances.others)
  expect(chances.followed[0]).toBeGreaterThan((chances.others[0] ?? 1) + 0.1)
})

test('twelve heads are foretold, thirteen are refused', () => {
  const headsOf = (count: number): LearnerSettings['heads'] => [
    settings.heads[0],
    ...Array.from({ length: count - 1 }, (_, at) => ({ name: `${at}`, usual: 0.1, alpha: 0.05 })),
  ]
  const learner = new Learner({ heads: headsOf(12), places: 1 << 16 }, aCatalogue())
  const chances = new Float64Array(12)
  learner.foretell(learner.describe({ person: 1, video: 1, surface: 1, atMs: 0, hour: 0 }), chances)
  expect([...chances].every((chance) => chance > 0 && chance < 1)).toBe(true)
  expect(() => new Learner({ heads: headsOf(13), places: 1 << 16 }, aCatalogue())).toThrow(RangeError)
})
