import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Catalogue } from './catalogue.ts'
import type { Meeting } from './families.ts'
import { Learner, type LearnerSettings } from './learner.ts'
import { seeded } from './random.ts'
import { checksumOf, StateError, StateReader, StateWriter, type Column } from './state.ts'

const joined = (chunks: readonly Uint8Array[]): Uint8Array => Uint8Array.from(Buffer.concat(chunks))

const columns = fc.oneof(
  fc.uint8Array({ maxLength: 40 }),
  fc.int32Array({ maxLength: 40 }),
  fc.uint32Array({ maxLength: 40 }),
  fc.float32Array({ maxLength: 40 }),
  fc.float64Array({ maxLength: 40 }),
)

const written = (all: readonly Column[]): Uint8Array => {
  const writer = new StateWriter()
  for (const [at, column] of all.entries()) writer.within(`part${at % 3}`).add(`column${at}`, column)
  return joined(writer.chunks())
}

test('law: what was written is read the same, however the bytes are cut', () => {
  fc.assert(
    fc.property(
      fc.array(columns, { maxLength: 8 }),
      fc.array(fc.nat(600), { maxLength: 5 }),
      (all, cutAt) => {
        const bytes = written(all)
        const cuts = [0, ...cutAt.map((at) => Math.min(at, bytes.length)), bytes.length].sort(
          (one, other) => one - other,
        )
        const chunks = cuts.slice(1).map((to, at) => bytes.subarray(cuts[at], to))
        const reader = StateReader.from(chunks)
        for (const [at, column] of all.entries()) {
          const kind = column.constructor.name as 'Uint8Array'
          expect(reader.within(`part${at % 3}`).take(`column${at}`, kind)).toEqual(column)
        }
      },
    ),
  )
})

test('law: any byte that is changed, cut off or added is noticed', () => {
  const bytes = written([Int32Array.of(1, 2, 3), new Float64Array(20).fill(0.5), Uint8Array.of(7)])
  const read = (of: Uint8Array) => () => StateReader.from([of])
  expect(read(bytes)).not.toThrow()
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
      const changed = bytes.slice()
      changed[at] = (changed[at] ?? 0) ^ change
      const original = read(changed)
      // The space between columns and one word of the head say nothing.
      try {
        original()
      } catch (error) {
        expect(error).toBeInstanceOf(StateError)
        return
      }
      expect(bytes[at]).toBe(0)
    }),
  )
  for (const length of [0, 10, 24, bytes.length - 1])
    expect(read(bytes.subarray(0, length))).toThrow('the state is torn')
  expect(read(joined([bytes, Uint8Array.of(0)]))).toThrow('something follows it')
  expect(read(new Uint8Array(100).fill(65))).toThrow('this is no state')
  const later = bytes.slice()
  later[8] = 2
  expect(read(later)).toThrow('format 2')
  expect(() => StateReader.from([bytes]).take('nothing', 'Int32Array')).toThrow('no column nothing')
})

test('a checksum moves with every bit and with the place of the words', () => {
  const bytes = new Uint8Array(64)
  const found = new Set([checksumOf(bytes)])
  for (let bit = 0; bit < 512; bit += 1) {
    const changed = bytes.slice()
    changed[bit >> 3] = 1 << (bit & 7)
    found.add(checksumOf(changed))
  }
  expect(found.size).toBe(513)
  expect(checksumOf(new Uint8Array(60))).not.toBe(checksumOf(bytes))
})

const settings: LearnerSettings = {
  heads: [
    { name: 'held', usual: 0.4, alpha: 0.05 },
    { name: 'like', usual: 0.05, alpha: 0.1 },
    { name: 'share', usual: 0.01, alpha: 0.1 },
  ],
  ...{ rated: 2, places: 1 << 12, neighbours: 4 },
}

const aCatalogue = (): Catalogue => {
  const catalogue = new Catalogue({ kinds: 1, attributes: 1 })
  for (let video = 0; video < 30; video += 1)
    catalogue.setVideo(video, {
      ...{
        author: video % 7,
        sound: video % 5,
        topic: video % 3,
        durationMs: 9000 * video,
        kinds: [video % 2],
      },
    })
  return catalogue
}

const tell = (learner: Learner, count: number, seed: number): void => {
  const random = seeded(seed)
  for (let at = 0; at < count; at += 1) {
    const meeting: Meeting = {
      ...{ person: random.below(25), video: random.below(30), surface: random.below(2), hour: at % 24 },
      atMs: (seed * 1000 + at) * 600_000,
      ageMs: at * 1e6,
    }
    const held = random.below(2)
    if (random.below(40) === 0) learner.forget(meeting.person)
    const outcome = { labels: [held, random.below(3) - 1, 0], watchedSeconds: random.below(50) }
    learner.learn(learner.describe(meeting), meeting, outcome)
    if (random.below(10) === 0) learner.remember({ ...meeting, person: 30 }, outcome)
  }
}

const bytesOf = (learner: Learner): Uint8Array => {
  const writer = new StateWriter()
  learner.save(writer.within('learner'))
  return joined(writer.chunks())
}

test('law: a learner that was saved and read goes on as if nothing had been, bit for bit', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 700 }), fc.integer({ min: 1, max: 300 }), (before, after) => {
      const first = new Learner(settings, aCatalogue())
      tell(first, before, 1)
      const saved = bytesOf(first)
      const second = new Learner(settings, aCatalogue())
      // What it knew of its own is gone.
      tell(second, 50, 3)
      second.load(StateReader.from([saved]).within('learner'))
      tell(first, after, 2)
      tell(second, after, 2)
      expect(Buffer.compare(bytesOf(first), bytesOf(second))).toBe(0)
      const chances = [new Float64Array(3), new Float64Array(3)] as const
      const moment = { person: 4, surface: 0, atMs: 3e9, hour: 5 }
      for (const [at, learner] of [first, second].entries()) {
        const opening = learner.openFor(moment)
        opening.describe(3)
        opening.foretell(chances[at] ?? new Float64Array(3))
      }
      expect(chances[0]).toEqual(chances[1])
    }),
    { numRuns: 8 },
  )
})

test('a catalogue is read as it was; a state of other settings is refused', () => {
  const catalogue = aCatalogue()
  const writer = new StateWriter()
  catalogue.save(writer.within('catalogue'))
  new Learner(settings, catalogue).save(writer.within('learner'))
  const chunks = writer.chunks()
  const again = new Catalogue({ kinds: 1, attributes: 1 })
  again.load(StateReader.from(chunks).within('catalogue'))
  expect(again.durationMs(7)).toBe(63_000)
  expect(again.kind(7, 0)).toBe(1)
  const wider = new Catalogue({ kinds: 2, attributes: 1 })
  expect(() => wider.load(StateReader.from(chunks).within('catalogue'))).toThrow(StateError)
  const other = new Learner({ ...settings, places: 1 << 13 }, catalogue)
  expect(() => other.load(StateReader.from(chunks).within('learner'))).toThrow('other settings')
})
