import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Histories } from './histories.ts'
import { Rings } from './rings.ts'
import { seeded } from './random.ts'

const halfLifeMs = 30 * 86_400_000

test('law: rings keep the newest values of each owner, and nothing of whoever was dropped', () => {
  const steps = fc.array(
    fc.record({
      owner: fc.nat(4),
      value: fc.nat(50),
      drops: fc.constantFrom(...[false, false, false], true),
    }),
    { maxLength: 400 },
  )
  fc.assert(
    fc.property(steps, (all) => {
      const rings = new Rings({ together: 3, most: 7 })
      const plain = new Map<number, number[]>()
      const into = new Int32Array(7)
      for (const [at, { owner, value, drops }] of all.entries()) {
        // Rarely, or nobody would ever have many.
        if (drops && at % 13 === 0) {
          rings.drop(owner)
          plain.delete(owner)
          continue
        }
        rings.push(owner, value)
        plain.set(owner, [...(plain.get(owner) ?? []), value])
      }
      for (let owner = 0; owner < 6; owner += 1) {
        const own = plain.get(owner) ?? []
        const count = rings.copy(owner, into)
        expect([...into.subarray(0, count)]).toEqual(own.slice(-7))
        expect(own.slice(-7).every((value) => rings.has(owner, value))).toBe(true)
        expect(rings.has(owner, 99)).toBe(false)
        expect(rings.sizeOf(owner)).toBeLessThan(7 + 3)
      }
    }),
  )
})

test('who was forgotten gives room back, and may be told again without counting twice', () => {
  const histories = new Histories(16)
  const tellAll = (person: number): void => {
    for (let video = 0; video < 40; video += 1)
      histories.add({ person, video, atMs: video }, { outcomes: [1, 0], held: true })
  }
  for (let person = 0; person < 20; person += 1) tellAll(person)
  const { people } = histories.bytes
  const { sum } = histories.closeness(3, 5, 100)
  for (let turn = 0; turn < 200; turn += 1) {
    histories.forget(3)
    expect(histories.last(3)).toBe(null)
    expect(histories.heldBy(3)).toBe(0)
    expect(histories.hasSeen(3, 5)).toBe(false)
    expect(histories.closeness(3, 5, 100)).toEqual({ sum: 0, most: 0, closest: -1 })
    for (let video = 0; video < 40; video += 1)
      histories.remember({ person: 3, video, atMs: video }, { outcomes: [1, 0], held: true })
  }
  expect(histories.bytes.people).toBe(people)
  expect(histories.closeness(3, 5, 100).sum).toBe(sum)
  expect(histories.last(3)).toEqual({ atMs: 39, video: 39, came: 2, inRow: 40 })
})

test('law: who is looked at once is as close to each video as when each is asked for', () => {
  const histories = new Histories(8)
  const random = seeded(3)
  for (let at = 0; at < 4000; at += 1)
    histories.add(
      { person: random.below(40), video: random.below(60), atMs: at * 1_000_000 },
      { held: random.uniform() < 0.5 },
    )
  const nowMs = 4e9
  for (let person = 0; person < 40; person += 1) {
    histories.gather(person, nowMs)
    const sums = new Map<number, number>()
    for (let video = 0; video < 70; video += 1) {
      const gathered = { ...histories.closenessOfGathered(video) }
      expect(gathered).toEqual({ ...histories.closeness(person, video, nowMs) })
      expect(histories.hasGatheredSeen(video)).toBe(histories.hasSeen(person, video))
      if (gathered.sum > 0) sums.set(video, gathered.sum)
    }
    const best = [...sums.entries()].sort((one, other) => other[1] - one[1] || one[0] - other[0])
    const nearest = [...histories.nearest(5)]
    expect(nearest.map((video) => sums.get(video))).toEqual(best.slice(0, 5).map(([, sum]) => sum))
  }
})

test('what is held together often is found among much that is held once', () => {
  const histories = new Histories(8)
  const random = seeded(11)
  for (let person = 0; person < 400; person += 1) {
    histories.add({ person, video: 1, atMs: person }, { held: true })
    histories.add({ person, video: 100 + random.below(2000), atMs: person }, { held: true })
    if (person % 3 === 0) histories.add({ person, video: 2, atMs: person }, { held: true })
  }
  expect(histories.neighbours(1, { most: 3, nowMs: 400 })[0]).toBe(2)
  expect(histories.neighbours(2, { most: 1, nowMs: 400 })).toEqual(Int32Array.of(1))
  expect(histories.neighbours(5000, { most: 3, nowMs: 400 })).toEqual(new Int32Array(0))
})

test('counts fade, and go on after many half-lives', () => {
  const histories = new Histories(8)
  const together = (person: number, atMs: number): void => {
    for (const video of [1, 2]) histories.add({ person, video, atMs }, { held: true })
  }
  for (let person = 0; person < 20; person += 1) together(person, 0)
  const soon = { ...histories.closeness(0, 2, 0) }
  const late = { ...histories.closeness(0, 2, 4 * halfLifeMs) }
  // 20 of 25 each, then 1.25 of 6.25.
  expect(soon.sum).toBeCloseTo(20 / 25, 5)
  expect(late.sum).toBeCloseTo(1.25 / 6.25, 5)
  for (let person = 30; person < 50; person += 1) together(person, 200 * halfLifeMs)
  expect(histories.closeness(30, 2, 200 * halfLifeMs).sum).toBeCloseTo(20 / 25, 5)
})
