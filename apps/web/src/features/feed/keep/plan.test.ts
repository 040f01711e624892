import type { Slot } from '@busker/contract'
import { expect, test } from 'vitest'
import { hasRoom, keptBytes, mostKept, planKept } from './plan.ts'

const slotOf = (slotId: string, bitrates: readonly number[], durationMs = 10_000): Slot => {
  const renditions = bitrates.map((bitrate) => ({ name: String(bitrate), url: `/${bitrate}`, bitrate }))
  // Only what the rule reads.
  return { slotId, post: { playback: { renditions, durationMs } } } as unknown as Slot
}
const ids = (planned: ReturnType<typeof planKept>) => planned.map(({ slot }) => slot.slotId)

test('the next ten, each in its smallest size', () => {
  const planned = planKept(
    Array.from({ length: 12 }, (_, index) => slotOf(String(index), [400_000, 900_000])),
  )
  expect(planned).toHaveLength(mostKept)
  expect(planned.every(({ rendition }) => rendition.bitrate === 400_000)).toBe(true)
})

test('what does not fit, or has no file yet, is left out', () => {
  const long = slotOf('long', [8_000_000], 60_000)
  expect(
    ids(planKept([slotOf('one', [400_000]), long, slotOf('none', []), slotOf('two', [400_000])])),
  ).toEqual(['one', 'two'])
  expect(ids(planKept([slotOf('one', [400_000]), slotOf('two', [400_000])], 700_000))).toEqual(['one'])
})

test('a full device keeps nothing, nor one that does not say', () => {
  expect(hasRoom({})).toBe(false)
  expect(hasRoom({ quota: keptBytes, usage: 0 })).toBe(false)
  expect(hasRoom({ quota: 10 ** 10, usage: 10 ** 9 })).toBe(true)
})
