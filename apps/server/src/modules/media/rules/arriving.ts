/** The first bytes of a file that is still arriving: can it be decoded in the order in which they come? */
export type Arrival = 'in_order' | 'not_in_order' | 'unknown_yet'

const matroska = 0x1a45dfa3
/** Boxes that may stand before the index (ISO/IEC 14496-12, section 4.2). */
const beforeIndex = new Set(['ftyp', 'styp', 'free', 'skip', 'wide', 'uuid', 'pdin', 'meta'])
const headerBytes = 8
const mostBoxes = 32

/**
 * Matroska and WebM come in order; MP4 and QuickTime do when the index (`moov`) is in front, which is also how a
 * fragmented file begins. `unknown_yet` until the index is here whole.
 */
export const arrivalOf = (head: Uint8Array): Arrival => {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength)
  if (head.byteLength < 2 * headerBytes) return 'unknown_yet'
  if (view.getUint32(0) === matroska) return 'in_order'
  let at = 0
  for (let boxes = 0; boxes < mostBoxes; boxes += 1) {
    if (at + headerBytes > head.byteLength) return 'unknown_yet'
    const size = view.getUint32(at)
    const name = String.fromCharCode(...head.subarray(at + 4, at + headerBytes))
    if (name === 'moov') return at + size <= head.byteLength ? 'in_order' : 'unknown_yet'
    // A box of 64 bits or without end is media data, or nothing we know.
    if (!beforeIndex.has(name) || size < headerBytes) return 'not_in_order'
    at += size
  }
  return 'not_in_order'
}
