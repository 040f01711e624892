import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ReadBytes } from './mp4-boxes.ts'
import { isFragmentedMp4 } from './mp4-boxes.ts'

const box = (type: string, body: Uint8Array<ArrayBuffer> = new Uint8Array()): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(8 + body.length)
  new DataView(bytes.buffer).setUint32(0, bytes.length)
  bytes.set(new TextEncoder().encode(type), 4)
  bytes.set(body, 8)
  return bytes
}
const join = (...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(parts.flatMap((part) => [...part]))
const reader =
  (bytes: Uint8Array<ArrayBuffer>): ReadBytes =>
  async (start, end) =>
    bytes.subarray(start, end)

test('fragments are seen by their boxes, wherever the media lies', async () => {
  const plain = join(box('ftyp'), box('mdat', new Uint8Array(40)), box('moov', box('mvhd')))
  expect(await isFragmentedMp4(reader(plain))).toBe(false)
  const announced = join(box('ftyp'), box('moov', join(box('mvhd'), box('mvex'))))
  expect(await isFragmentedMp4(reader(announced))).toBe(true)
  const begun = join(box('ftyp'), box('moov', box('mvhd')), box('moof'), box('mdat'))
  expect(await isFragmentedMp4(reader(begun))).toBe(true)
})

test('no bytes make it fail or run on', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
      expect(typeof (await isFragmentedMp4(reader(Uint8Array.from(bytes))))).toBe('boolean')
    }),
  )
})
