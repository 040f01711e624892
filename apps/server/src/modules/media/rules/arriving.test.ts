import { expect, test } from 'vitest'
import { arrivalOf } from './arriving.ts'

const box = (name: string, payload: number): Buffer => {
  const made = Buffer.alloc(8 + payload)
  made.writeUInt32BE(made.length, 0)
  made.write(name, 4, 'latin1')
  return made
}
const file = (...boxes: Buffer[]): Buffer => Buffer.concat(boxes)

test('an index in front can be decoded while it arrives, one at the end cannot', () => {
  expect(arrivalOf(file(box('ftyp', 16), box('free', 0), box('moov', 900), box('mdat', 40)))).toBe('in_order')
  expect(arrivalOf(file(box('ftyp', 16), box('moov', 900), box('moof', 40)))).toBe('in_order')
  expect(arrivalOf(file(box('ftyp', 16), box('mdat', 4000)))).toBe('not_in_order')
  expect(arrivalOf(file(box('ftyp', 16), box('wide', 0), box('mdat', 4000)))).toBe('not_in_order')
})

test('an index that is not here whole has to be waited for', () => {
  const whole = file(box('ftyp', 16), box('moov', 900))
  for (const length of [0, 10, 24, 40, whole.length - 1]) {
    expect(arrivalOf(whole.subarray(0, length)), `${length} bytes`).toBe('unknown_yet')
  }
  expect(arrivalOf(whole)).toBe('in_order')
})

test('Matroska comes in order; anything else is left to the gate', () => {
  expect(arrivalOf(Buffer.concat([Buffer.from('1a45dfa3', 'hex'), Buffer.alloc(40)]))).toBe('in_order')
  expect(arrivalOf(Buffer.from('#EXTM3U\n#EXT-X-TARGETDURATION:4\nfile.ts\n'))).toBe('not_in_order')
  expect(arrivalOf(Buffer.alloc(64))).toBe('not_in_order')
})
