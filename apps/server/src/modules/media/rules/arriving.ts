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

/** What an index in front lets expect, good enough to begin work that may turn out to be for nothing. */
export interface Promised {
  /** H.264 and nothing else to see. */
  readonly isAvc: boolean
  readonly hasAac: boolean
  /** Only its parts say what is in it and how long they are. */
  readonly isFragmented: boolean
  /** Null where the index does not say. */
  readonly durationMs: number | null
}

const contains = (bytes: Uint8Array, fourCharacters: string): boolean =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(fourCharacters, 0, 'latin1')

/** The movie header (ISO/IEC 14496-12, section 8.2.2) is the first box of the index in every file seen so far. */
const headerDurationMs = (index: Uint8Array): number | null => {
  const name = String.fromCharCode(...index.subarray(12, 16))
  if (name !== 'mvhd' || index.byteLength < 48) return null
  const view = new DataView(index.buffer, index.byteOffset, index.byteLength)
  const isLong = view.getUint8(16) === 1
  const scale = view.getUint32(isLong ? 36 : 28)
  const ticks = isLong ? Number(view.getBigUint64(40)) : view.getUint32(32)
  return scale > 0 && ticks > 0 ? (ticks / scale) * 1000 : null
}

/** Looks into the index of an MP4 that `arrivalOf` found to come in order; null where there is none. */
export const promiseOf = (head: Uint8Array): Promised | null => {
  const at = Buffer.from(head.buffer, head.byteOffset, head.byteLength).indexOf('moov', 0, 'latin1') - 4
  if (at < 0) return null
  const index = head.subarray(at)
  const isOther = ['hvcC', 'av1C', 'vpcC'].some((configuration) => contains(index, configuration))
  return {
    isAvc: contains(index, 'avcC') && !isOther,
    hasAac: contains(index, 'mp4a'),
    isFragmented: contains(index, 'mvex'),
    durationMs: headerDurationMs(index),
  }
}
