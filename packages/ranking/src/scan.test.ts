import { expect, test } from 'vitest'
import { seeded, type Random } from './random.ts'
import { VectorScan } from './scan.ts'
import { StateReader, StateWriter } from './state.ts'
import { Top } from './top.ts'

const vectorOf = (random: Random, size: number): Float32Array =>
  Float32Array.from({ length: size }, () => random.normal())

const filled = (size: number, count: number): { scan: VectorScan; vectors: Float32Array[] } => {
  const random = seeded(size)
  const scan = new VectorScan(size)
  const vectors = Array.from({ length: count }, () => vectorOf(random, size))
  for (const [slot, vector] of vectors.entries()) scan.set(slot, vector)
  return { scan, vectors }
}

const productOf = (one: Float32Array, other: Float32Array): number =>
  one.reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0)

test('law: a scan is the plain product with every vector and its gain, whatever the size', () => {
  for (const size of [4, 8, 12, 20, 64]) {
    const { scan, vectors } = filled(size, 3000)
    for (let slot = 0; slot < 3000; slot += 7) scan.setGain(slot, slot / 100)
    const query = vectorOf(seeded(1), size)
    const length = Math.sqrt(productOf(query, query))
    const scores = scan.scores(query).slice()
    for (const [slot, vector] of vectors.entries()) {
      const gain = slot % 7 === 0 ? slot / 100 : 0
      const off = Math.abs((scores[slot] ?? 0) - gain - productOf(query, vector))
      expect(off).toBeLessThan(1e-4 * (1 + gain + length * Math.sqrt(productOf(vector, vector))) * 0.1)
    }
    expect(scan.scores(query)).toEqual(scores)
  }
  expect(() => new VectorScan(6)).toThrow(RangeError)
})

test('the best are offered in the order of their scores; what is out, dropped or was never set is not', () => {
  const { scan } = filled(8, 500)
  const query = vectorOf(seeded(2), 8)
  scan.set(2000, query)
  scan.drop(17)
  scan.setGain(30, 1000)
  scan.setGain(1999, 1e6)
  const scores = scan.scores(query).slice()
  const expected = [...scores.entries()]
    .filter(([slot, score]) => score > -1e30 && slot % 5 !== 4)
    .sort((one, other) => other[1] - one[1] || one[0] - other[0])
    .map(([slot]) => slot)
  const top = new Top(20)
  scan.offer(query, top, (slot) => slot % 5 === 4)
  expect([...top.take()]).toEqual(expected.slice(0, 20))
  expect(expected[0]).toBe(30)
  top.clear()
  const all = new Top(5000)
  scan.offer(query, all)
  expect(all.take().length).toBe(500)
  expect([scan.has(17), scan.has(1999), scan.has(2000), scan.has(9999)]).toEqual([false, false, true, false])
  expect(() => scan.set(1, [1, 2])).toThrow(RangeError)
})

test('a scan is read as it was written', () => {
  const { scan } = filled(12, 1500)
  scan.drop(3)
  scan.setGain(4, 0.5)
  const writer = new StateWriter()
  scan.save(writer.within('scan'))
  const again = new VectorScan(12)
  again.set(100_000, new Float32Array(12).fill(9))
  again.load(StateReader.from(writer.chunks()).within('scan'))
  const query = vectorOf(seeded(3), 12)
  expect(again.scores(query)).toEqual(scan.scores(query))
  expect([again.slots, again.has(3), again.has(100_000)]).toEqual([1500, false, false])
  expect(() => new VectorScan(8).load(StateReader.from(writer.chunks()).within('scan'))).toThrow(
    'another size',
  )
})
