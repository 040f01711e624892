import * as fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import type { ControlInput } from './inputs.ts'
import { Recommender } from './recommender.ts'
import { asks, likesOf, townStart, townVideos, townWatches, videoId, watchOf } from './town.ts'
import { valueFile } from './value-file.ts'

const settings = { places: 1 << 16 }
const videos = townVideos({ videos: 600, creators: 60, seed: 4 })
const byId = new Map(videos.map((video) => [video.videoId, video]))
const watches = townWatches(videos, { people: 120, watches: 6000, seed: 9 })

const townOf = (): Recommender => {
  const made = new Recommender(settings)
  for (const input of [...videos, ...watches]) made.tell(input)
  return made
}
const control = (viewerId: string, wish: ControlInput['control']): ControlInput => ({
  ...{ kind: 'control', viewerId, atMs: townStart + 1000, control: wish },
})
const topicOf = (id: string): string => byId.get(id)?.topics[0] ?? ''

let town: Recommender
beforeAll(() => {
  town = townOf()
})

const requests = fc.record({
  person: fc.integer({ min: 0, max: 140 }),
  seed: fc.integer({ min: 0 }),
  count: fc.integer({ min: 1, max: 12 }),
  profiled: fc.boolean(),
  muted: fc.integer({ min: 0, max: 23 }),
  without: fc.array(fc.integer({ min: 0, max: 599 }), { maxLength: 30 }),
  exploration: fc.integer({ min: -2, max: 2 }),
})

test('no page holds what must not be on it, nor two of one creator in a row, and the same seed makes the same page', () => {
  const seenBy = new Map<string, Set<string>>()
  for (const watch of watches)
    if (watch.kind === 'watch')
      seenBy.set(watch.viewerId, (seenBy.get(watch.viewerId) ?? new Set()).add(watch.videoId))
  fc.assert(
    fc.property(requests, (one) => {
      const viewerId = `viewer-${one.person}`
      const without = one.without.map(videoId)
      const request = asks(viewerId, {
        ...{ seed: one.seed, count: one.count, profiled: one.profiled },
        dials: { exploration: one.exploration, freshness: 0, length: 0, topics: {} },
        without: {
          videos: without,
          authors: ['creator-3'],
          sounds: ['sound-2'],
          topics: [`topic${one.muted}`],
        },
      })
      const page = town.page(request)
      expect(page.slots.length).toBe(one.count)
      const shown = page.slots.map((slot) => slot.videoId)
      expect(new Set(shown).size).toBe(shown.length)
      for (const [at, id] of shown.entries()) {
        const video = byId.get(id)
        expect(without).not.toContain(id)
        expect(video?.authorId).not.toBe('creator-3')
        expect(video?.soundId).not.toBe('sound-2')
        expect(video?.topics).not.toContain(`topic${one.muted}`)
        if (one.profiled) expect(seenBy.get(viewerId)?.has(id) ?? false).toBe(false)
        expect(byId.get(shown[at - 1] ?? '')?.authorId).not.toBe(video?.authorId)
      }
      for (const { propensity } of page.slots) expect(propensity > 0 && propensity <= 1 + 1e-9).toBe(true)
      expect(town.page(request)).toEqual(page)
    }),
    { numRuns: 300 },
  )
})

test('asking changes nothing, and the same log makes the same pages bit for bit', () => {
  const again = townOf()
  for (let seed = 0; seed < 20; seed += 1) again.page(asks(`viewer-${seed}`, { seed: seed + 77 }))
  for (let person = 0; person < 60; person += 1) {
    const request = asks(`viewer-${person}`, { seed: person })
    expect(again.page(request)).toEqual(town.page(request))
  }
})

test('a state that was saved goes on bit for bit as the one that saved it', () => {
  const [half, whole] = [new Recommender(settings), townOf()]
  const inputs = [...videos, ...watches]
  const cut = Math.floor(inputs.length * 0.7)
  for (const input of inputs.slice(0, cut)) half.tell(input)
  const loaded = new Recommender(settings)
  // Copied: what is written out must not change under the hand of whoever reads it.
  loaded.load(half.save().map((chunk) => Uint8Array.from(chunk)))
  for (const input of inputs.slice(cut)) loaded.tell(input)
  const bytesOf = (one: Recommender): Buffer => Buffer.concat(one.save())
  expect(bytesOf(loaded).equals(bytesOf(whole))).toBe(true)
  for (let person = 0; person < 40; person += 1) {
    const request = asks(`viewer-${person}`, { seed: person })
    expect(loaded.page(request)).toEqual(whole.page(request))
  }
})

test('vectors that were fitted apart propose what people hold on to who hold on to the same', () => {
  const made = townOf()
  const slots = [...made.pairs()]
  expect(slots.length).toBeGreaterThan(500)
  // Each topic is a direction of its own.
  const size = 24
  const values = new Float32Array(videos.length * size)
  for (const [at, video] of videos.entries()) values[at * size + Number((video.topics[0] ?? '').slice(5))] = 1
  made.tell({ kind: 'vectors', size, videoIds: videos.map((video) => video.videoId), values })
  const page = made.page(asks('viewer-2', { count: 12 }))
  const found = page.slots.filter((slot) => slot.source === 'similar_people')
  for (const slot of found) expect(likesOf(2)).toContain(topicOf(slot.videoId))
  expect(found.length).toBeGreaterThan(0)
  const loaded = new Recommender(settings)
  loaded.load(made.save().map((chunk) => Uint8Array.from(chunk)))
  expect(loaded.page(asks('viewer-2', { count: 12 }))).toEqual(page)
})

test('people get what they hold on to: far more of it than somebody whom nobody knows', () => {
  const share = (viewerId: string, likes: ReadonlySet<string>): number => {
    const shown = Array.from({ length: 5 }, (_, seed) => town.page(asks(viewerId, { seed })).slots).flat()
    return shown.filter((slot) => likes.has(topicOf(slot.videoId))).length / shown.length
  }
  let [own, stranger] = [0, 0]
  for (let person = 0; person < 40; person += 1) {
    own += share(`viewer-${person}`, likesOf(person)) / 40
    stranger += share('somebody-new', likesOf(person)) / 40
  }
  expect(own).toBeGreaterThan(2 * stranger)
  expect(own).toBeGreaterThan(0.35)
})

test('three videos of a topic watched to the end and others skipped change the next page', () => {
  const made = townOf()
  const topic = 'topic5'
  const of = (wanted: boolean) => videos.filter((video) => (video.topics[0] === topic) === wanted)
  const count = (): number =>
    made.page(asks('fresh-eyes')).slots.filter((slot) => topicOf(slot.videoId) === topic).length
  const before = count()
  const told = [
    ...of(true)
      .slice(0, 3)
      .map((video) => ({ video, share: 1 })),
    ...of(false)
      .slice(0, 4)
      .map((video) => ({ video, share: 0.02 })),
  ]
  for (const [at, { video, share }] of told.entries())
    made.tell(watchOf(video, { viewerId: 'fresh-eyes', atMs: townStart + 86_000_000 + at, share, view: at }))
  expect(count()).toBeGreaterThan(before)
  expect(count()).toBeGreaterThanOrEqual(2)
  expect(made.taste('fresh-eyes', townStart + 86_400_000).topics[0]).toMatchObject({ topic })
})

describe('what is served obeys at once', () => {
  test('a video that went is on no page, a new one can be', () => {
    const made = townOf()
    const [first] = made.page(asks('viewer-1')).slots
    if (first === undefined) return expect.unreachable()
    made.tell({ kind: 'gone', videoId: first.videoId })
    const shown = Array.from({ length: 30 }, (_, seed) => made.page(asks('viewer-1', { seed })).slots).flat()
    expect(shown.map((slot) => slot.videoId)).not.toContain(first.videoId)
    expect(made.exploration(first.videoId)).toBe(null)
    const [other] = videos
    if (other === undefined) return expect.unreachable()
    made.tell({ ...other, videoId: 'brand-new', publishedMs: townStart + 86_300_000 })
    expect(made.exploration('brand-new')).toMatchObject({ state: 'testing', shown: 0 })
    const pages = Array.from({ length: 400 }, (_, seed) => made.page(asks(`viewer-${seed % 100}`, { seed })))
    expect(pages.flatMap(({ slots }) => slots).some((slot) => slot.videoId === 'brand-new')).toBe(true)
  })

  test('age, country and language', () => {
    const made = new Recommender(settings)
    const [one, two, three, four] = videos
    if (!one || !two || !three || !four) return expect.unreachable()
    made.tell({ ...one, minimumAge: 18 })
    made.tell({ ...two, hiddenIn: ['DE'] })
    made.tell({ ...three, language: 'fi' })
    made.tell(four)
    const shown = (viewer: { age: number | null; country: string; languages: readonly string[] }) =>
      made
        .page(asks('v', { viewer }))
        .slots.map((slot) => slot.videoId)
        .toSorted()
    const all = [one, two, three, four].map((video) => video.videoId)
    expect(shown({ age: 20, country: '', languages: [] })).toEqual(all.toSorted())
    expect(shown({ age: null, country: 'DE', languages: ['en'] })).toEqual([four.videoId])
  })
})

test('without profile nothing of a history matters', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 119 }), fc.integer({ min: 0 }), (person, seed) => {
      const changes = { seed, profiled: false }
      expect(town.page(asks(`viewer-${person}`, changes))).toEqual(town.page(asks('nobody-at-all', changes)))
    }),
    { numRuns: 60 },
  )
})

test('after a reset a viewer is as new; an hour can be undone; an interest can be forgotten', () => {
  const made = townOf()
  const pagesOf = (viewerId: string) =>
    Array.from({ length: 10 }, (_, seed) =>
      made.page(asks(viewerId, { seed })).slots.map(({ videoId: id, score }) => [id, score]),
    )
  expect(pagesOf('viewer-7')).not.toEqual(pagesOf('somebody-new'))
  made.tell(control('viewer-7', { what: 'reset', sinceMs: null }))
  expect(pagesOf('viewer-7')).toEqual(pagesOf('somebody-new'))

  const before = made.taste('viewer-8', townStart)
  const topic = before.topics[0]?.topic ?? ''
  made.tell(control('viewer-8', { what: 'forget', topic }))
  expect(made.taste('viewer-8', townStart).topics.map((one) => one.topic)).not.toContain(topic)

  const undone = townOf()
  const asWas = undone.taste('viewer-9', townStart)
  const late = videos.slice(0, 20)
  for (const [at, video] of late.entries())
    undone.tell(
      watchOf(video, {
        viewerId: 'viewer-9',
        atMs: townStart + 50_000_000 + at,
        share: 1,
        view: `late${at}`,
      }),
    )
  expect(undone.taste('viewer-9', townStart)).not.toEqual(asWas)
  undone.tell(control('viewer-9', { what: 'reset', sinceMs: townStart + 50_000_000 }))
  expect(undone.taste('viewer-9', townStart)).toEqual(asWas)
})

test('whoever pauses learning is not learned from, but sees nothing twice', () => {
  const made = townOf()
  made.tell(control('viewer-3', { what: 'learning', on: false }))
  const before = made.taste('viewer-3', townStart)
  const [first] = made.page(asks('viewer-3')).slots
  const video = byId.get(first?.videoId ?? '')
  if (video === undefined) return expect.unreachable()
  made.tell(watchOf(video, { viewerId: 'viewer-3', atMs: townStart, share: 1, view: 'paused' }))
  expect(made.taste('viewer-3', townStart)).toEqual(before)
  const shown = Array.from({ length: 20 }, (_, seed) => made.page(asks('viewer-3', { seed })).slots).flat()
  expect(shown.map((slot) => slot.videoId)).not.toContain(video.videoId)
})

test('a profile from elsewhere counts', () => {
  const made = townOf()
  const count = (): number =>
    Array.from({ length: 10 }, (_, seed) => made.page(asks('traveller', { seed })).slots)
      .flat()
      .filter((slot) => topicOf(slot.videoId) === 'topic11').length
  const before = count()
  made.tell(
    control('traveller', {
      what: 'import',
      topics: [{ topic: 'topic11', watched: 12, held: 11 }],
      authors: [],
    }),
  )
  expect(count()).toBeGreaterThan(before)
})

test('a view that goes on is one view; what came later of it is told', () => {
  const made = new Recommender(settings)
  const [video] = videos
  if (video === undefined) return expect.unreachable()
  made.tell(video)
  const report = (share: number, ended: boolean) =>
    made.tell({ ...watchOf(video, { viewerId: 'v', atMs: townStart, share, view: 1 }), ended })
  report(0.05, false)
  expect(made.learned).toBe(0)
  report(0.3, true)
  expect(made.exploration(video.videoId)).toMatchObject({ shown: 1 })
  expect(made.taste('v', townStart).topics[0]?.held).toBe(0)
  report(1, true)
  report(1, true)
  expect(made.learned).toBe(1)
  expect(made.taste('v', townStart).topics[0]).toMatchObject({ watched: 1, held: 1 })
  expect(made.exploration(video.videoId)?.held.mean).toBeGreaterThan(0.31)
})

test('the first reason carries the score: without its term the video would stand lower', () => {
  let [samples, lower] = [0, 0]
  for (let person = 0; person < 100; person += 1)
    for (const slot of town.page(asks(`viewer-${person}`, { seed: person })).slots) {
      const [first] = slot.terms
      if (first === undefined || first.value <= 0) continue
      samples += 1
      if (slot.placeWithout !== null && slot.score - first.value < slot.score) lower += 1
    }
  expect(samples).toBeGreaterThan(300)
  expect(lower / samples).toBeGreaterThanOrEqual(0.95)
})

test('each new video gets the viewers that it is owed, where there are enough', () => {
  const made = new Recommender(settings)
  for (const video of videos.slice(0, 60)) made.tell(video)
  const shown = new Map<string, number>()
  for (let round = 0; round < 2600; round += 1) {
    const viewerId = `guest-${round}`
    for (const slot of made.page(asks(viewerId, { seed: round })).slots) {
      const video = byId.get(slot.videoId)
      if (video === undefined) return expect.unreachable()
      shown.set(slot.videoId, (shown.get(slot.videoId) ?? 0) + 1)
      const share = video.topics[0] === 'topic3' ? 1 : 0.1
      made.tell(watchOf(video, { viewerId, atMs: townStart + round, share, view: slot.videoId }))
    }
  }
  const quota = valueFile.rules.freshQuota
  expect(
    Math.min(...videos.slice(0, 60).map((video) => shown.get(video.videoId) ?? 0)),
  ).toBeGreaterThanOrEqual(quota)
}, 60_000)
