import { crc32 } from 'node:zlib'
import { assert } from '#platform/assert'

/**
 * A frame is `u32 length, u32 crc32` (little-endian) and then the body that both speak of:
 * `u8 begins, u8 length of kind, kind, JSON of the payload`.
 *
 * `begins` is 1 in the first frame of every write. A write only starts after the write before it was synced, so a
 * frame that begins a write proves that everything before it was acknowledged once.
 */
export const frameHeadBytes = 8
const bodyHeadBytes = 2
const maximumBodyBytes = 4 * 1024 * 1024

export interface Frame {
  readonly begins: boolean
  readonly kind: string
  readonly json: string
  /** Bytes of the whole frame. */
  readonly bytes: number
}

/** `incomplete`: the bytes end before the frame does. `bad`: these bytes were never written as a frame. */
export type FrameFault = 'incomplete' | 'bad'

/** A payload that is JSON already, in pieces: large ones are not made of values once more. */
export class EncodedJson {
  readonly pieces: readonly Uint8Array[]

  constructor(pieces: readonly Uint8Array[]) {
    this.pieces = pieces
  }
}

/**
 * Says that these bytes together are the JSON of a payload.
 *
 * @example await journal.append('rows', encodedJson([Buffer.from('{"rows":'), rows, Buffer.from('}')]))
 */
export const encodedJson = (pieces: readonly Uint8Array[]): EncodedJson => new EncodedJson(pieces)

/** Whether a value comes back from JSON as it is: a date, what is not defined, -0 and what is not finite do not. */
const isPlain = (value: unknown): boolean => {
  if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0)
  if (typeof value !== 'object' || value === null) return value === null || (typeof value) in plainTypes
  if (Array.isArray(value)) return value.every(isPlain)
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) return false
  return !('toJSON' in value) && Object.values(value).every(isPlain)
}
const plainTypes = { string: true, boolean: true }

/** A record on its way into the file. */
export interface EncodedRecord {
  readonly kind: string
  /** What a reader gets; null when only the file has it. */
  readonly read: { readonly payload: unknown } | null
  readonly frame: Buffer
}

/** Makes the frame of a record, and what a reader would find in it. */
export const encodeRecord = (kind: string, payload: unknown): EncodedRecord => {
  if (payload instanceof EncodedJson) return { kind, read: null, frame: encodeFrame(kind, payload.pieces) }
  const json = JSON.stringify(payload)
  assert(json !== undefined, 'a payload of the journal is JSON')
  const frame = encodeFrame(kind, [Buffer.from(json)])
  return { kind, read: { payload: isPlain(payload) ? payload : JSON.parse(json) }, frame }
}

const encodeFrame = (kind: string, pieces: readonly Uint8Array[]): Buffer => {
  const kindBytes = Buffer.byteLength(kind)
  assert(kindBytes > 0 && kindBytes <= 255, 'a kind of record has 1 to 255 bytes')
  const bodyBytes = bodyHeadBytes + kindBytes + pieces.reduce((sum, { length }) => sum + length, 0)
  assert(bodyBytes <= maximumBodyBytes, 'a record of the journal is at most 4 MiB')
  const frame = Buffer.allocUnsafe(frameHeadBytes + bodyBytes)
  frame.writeUInt32LE(bodyBytes, 0)
  frame.writeUInt8(0, frameHeadBytes)
  frame.writeUInt8(kindBytes, frameHeadBytes + 1)
  frame.write(kind, frameHeadBytes + bodyHeadBytes)
  let at = frameHeadBytes + bodyHeadBytes + kindBytes
  for (const piece of pieces) {
    frame.set(piece, at)
    at += piece.length
  }
  frame.writeUInt32LE(crc32(frame.subarray(frameHeadBytes)), 4)
  return frame
}

/** Marks the frame as the first one of a write. */
export const markBeginning = (frame: Buffer): void => {
  frame.writeUInt8(1, frameHeadBytes)
  frame.writeUInt32LE(crc32(frame.subarray(frameHeadBytes)), 4)
}

/** Bytes of the frame that starts here, by its head alone. */
const frameBytesAt = (bytes: Buffer, at: number): number | FrameFault => {
  if (bytes.length - at < frameHeadBytes) return 'incomplete'
  const bodyBytes = bytes.readUInt32LE(at)
  if (bodyBytes <= bodyHeadBytes || bodyBytes > maximumBodyBytes) return 'bad'
  if (bytes.length - at < frameHeadBytes + bodyBytes) return 'incomplete'
  return frameHeadBytes + bodyBytes
}

/** Checks the frame at this place without decoding it. */
export const measureFrame = (bytes: Buffer, at: number): { bytes: number; begins: boolean } | FrameFault => {
  const frameBytes = frameBytesAt(bytes, at)
  if (typeof frameBytes === 'string') return frameBytes
  const body = bytes.subarray(at + frameHeadBytes, at + frameBytes)
  const begins = body.readUInt8(0)
  const kindBytes = body.readUInt8(1)
  if (begins > 1 || kindBytes === 0 || bodyHeadBytes + kindBytes > body.length) return 'bad'
  if (crc32(body) !== bytes.readUInt32LE(at + 4)) return 'bad'
  return { bytes: frameBytes, begins: begins === 1 }
}

export const decodeFrame = (bytes: Buffer, at: number): Frame | FrameFault => {
  const measured = measureFrame(bytes, at)
  if (typeof measured === 'string') return measured
  const kindStart = at + frameHeadBytes + bodyHeadBytes
  const jsonStart = kindStart + bytes.readUInt8(at + frameHeadBytes + 1)
  return {
    ...measured,
    kind: bytes.toString('utf8', kindStart, jsonStart),
    json: bytes.toString('utf8', jsonStart, at + measured.bytes),
  }
}

/** The first sound frame after a bad place, or null when nothing sound follows. */
const nextSoundFrame = (bytes: Buffer, from: number): { at: number; begins: boolean } | null => {
  for (let at = from; at + frameHeadBytes + bodyHeadBytes <= bytes.length; at += 1) {
    // JSON has no control characters, so the high byte of a length only matches at heads of frames.
    if (bytes[at + 3] !== 0) continue
    const measured = measureFrame(bytes, at)
    if (typeof measured !== 'string') return { at, begins: measured.begins }
  }
  return null
}

const sectorBytes = 512

const hasUnwrittenSector = (bytes: Buffer, from: number, to: number): boolean => {
  const first = Math.ceil(from / sectorBytes) * sectorBytes
  for (let at = first; at + sectorBytes <= to; at += sectorBytes)
    if (bytes.subarray(at, at + sectorBytes).every((byte) => byte === 0)) return true
  return false
}

/**
 * Tells what a bad place in the newest segment is: the torn end of a write that a crash cut off (nobody was told
 * that it had succeeded), or damage to records that were acknowledged.
 *
 * After a loss of power the sectors of the last write may be there in any order; the missing ones read as zeros,
 * and no later write can follow. Anything else that is followed by a sound frame is damage.
 */
export const judgeBadPlace = (segment: Buffer, at: number): 'torn' | 'damaged' => {
  for (let from = at + 1; ;) {
    const next = nextSoundFrame(segment, from)
    if (next === null) return 'torn'
    if (next.begins || !hasUnwrittenSector(segment, at, next.at)) return 'damaged'
    from = next.at + 1
  }
}
