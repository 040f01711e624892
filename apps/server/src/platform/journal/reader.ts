import { assert } from '#platform/assert'
import { decodeFrame, measureFrame } from './frame.ts'
import type { JournalFile, JournalFiles } from './journal-files.ts'
import { damagedAt, loadMarks, recordsPerMark, type Segment } from './segments.ts'

export interface JournalRecord {
  readonly offset: number
  readonly kind: string
  readonly payload: unknown
}

/** Records as they were read, and how many bytes they took in the file. */
export interface Piece {
  readonly records: readonly JournalRecord[]
  readonly bytes: number
}

const chunkBytes = 256 * 1024
/** A frame is at most 4 MiB and a head. */
const largestChunkBytes = 8 * 1024 * 1024
/** A page of records is cut here, so that a large `limit` cannot fill the memory. */
const pageBytes = 16 * 1024 * 1024

const readChunk = async (file: JournalFile, position: number, bytes: number): Promise<Buffer> => {
  const chunk = Buffer.allocUnsafe(bytes)
  return chunk.subarray(0, await file.read(chunk, position))
}

interface Page {
  readonly records: JournalRecord[]
  readonly limit: number
  bytes: number
}

const isFull = (page: Page): boolean => page.records.length >= page.limit || page.bytes >= pageBytes

/** A place in a segment: the record `offset` starts at byte `position`. */
interface Place {
  offset: number
  position: number
}

/** Decodes the frames of a chunk from `place` on. Returns how many bytes of the chunk were used up. */
const decodeChunk = (
  chunk: Buffer,
  place: Place,
  wanted: { from: number; page: Page; path: string },
): number => {
  let at = 0
  while (at < chunk.length && !isFull(wanted.page)) {
    const skip = place.offset < wanted.from
    const frame = skip ? measureFrame(chunk, at) : decodeFrame(chunk, at)
    if (frame === 'incomplete') break
    if (frame === 'bad') throw damagedAt(wanted.path, place.position)
    if ('json' in frame) {
      wanted.page.records.push({ offset: place.offset, kind: frame.kind, payload: JSON.parse(frame.json) })
      wanted.page.bytes += frame.bytes
    }
    at += frame.bytes
    place.position += frame.bytes
    place.offset += 1
  }
  return at
}

/** Reads records of one segment into the page. `bytes` is how far it was durable when the read began. */
const readSegment = async (
  files: JournalFiles,
  source: { segment: Segment; bytes: number; from: number },
  page: Page,
): Promise<void> => {
  const { segment, bytes, from } = source
  segment.marks ??= await loadMarks(files, segment)
  const mark = Math.floor((from - segment.firstOffset) / recordsPerMark)
  const position = segment.marks[mark]
  assert(position !== undefined, 'the index of a segment reaches to its last record')
  const place: Place = { offset: segment.firstOffset + mark * recordsPerMark, position }
  const file = await files.open(segment.path, 'read')
  try {
    let size = chunkBytes
    while (place.position < bytes && !isFull(page)) {
      const chunk = await readChunk(file, place.position, Math.min(size, bytes - place.position))
      const used = decodeChunk(chunk, place, { from, page, path: segment.path })
      if (used > 0) continue
      if (size >= largestChunkBytes || chunk.length < size) throw damagedAt(segment.path, place.position)
      size *= 2
    }
  } finally {
    await file.close()
  }
}

/** Records from an offset on, in order: at most `limit`, fewer when they are large, none at the end. */
export const readRecords = async (
  files: JournalFiles,
  journal: { segments: readonly Segment[]; end: number },
  wanted: { readonly from: number; readonly limit: number },
): Promise<Piece> => {
  assert(Number.isSafeInteger(wanted.from) && wanted.from >= 0, 'an offset is a whole number from 0 on')
  assert(wanted.limit > 0, 'a read asks for at least one record')
  const { end } = journal
  // The writer goes on while we read: what is durable now is the limit for this read.
  const sources = journal.segments.map((segment) => ({ segment, bytes: segment.bytes }))
  const first = sources.findLastIndex((each) => each.segment.firstOffset <= wanted.from)
  const page: Page = { records: [], limit: Math.min(wanted.limit, end - wanted.from), bytes: 0 }
  let from = wanted.from
  for (const source of sources.slice(Math.max(first, 0))) {
    if (page.limit <= 0 || isFull(page)) break
    await readSegment(files, { ...source, from }, page)
    from = (page.records.at(-1)?.offset ?? from - 1) + 1
  }
  return page
}
